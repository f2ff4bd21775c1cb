# SPDX-License-Identifier: GPL-2.0-or-later
"""A copy of the project in which one change at a time is made, built and judged."""

import hashlib
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import bounded
import judges

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COPIED = ("CMakeLists.txt", "packet-smb1audit.c", "plugin", "tests/unit", "tools")
# A change that leaves the machine code as it is can be noticed by nobody
# (Papadakis and others, "Trivial compiler equivalence", 2015).
PLAIN = "-O2"
SANITIZED = "-O1 -fsanitize=address,undefined -fno-sanitize-recover=all"
# The checks keep what they make until they end.
SANITIZERS = {"ASAN_OPTIONS": "detect_leaks=0"}

NOT_BUILT = "does not compile"
SAME = "same machine code"
SURVIVED = "not noticed by "    # and how far it was judged


def sources():
    """What is changed: every file of plugin/, and the front door."""
    files = sorted(ROOT.glob("plugin/**/*.[ch]")) + [ROOT / "packet-smb1audit.c"]
    return [str(file.relative_to(ROOT)) for file in files]


def configure(source, build, flags):
    """A build with ninja, which takes no time where nothing changed."""
    subprocess.run(["cmake", "-G", "Ninja", "-S", source, "-B", build,
                    "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", "-DCMAKE_BUILD_TYPE=None",
                    "-DCMAKE_C_FLAGS=" + flags], check=True, stdout=subprocess.DEVNULL)


def commands(build, source=ROOT):
    """How each file of the source is compiled; the build need only be configured."""
    if not (build / "compile_commands.json").exists():
        configure(source, build, PLAIN)
    return json.loads((build / "compile_commands.json").read_text("utf-8"))


class Workshop:
    """One copy with its builds; not for two threads at a time."""

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="smb1audit-mutation-"))
        self.root.chmod(0o755)                  # for tshark, an ordinary user
        for name in COPIED:
            target = self.root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, target)
            else:
                shutil.copy(ROOT / name, target)
        configure(self.root, self.root / "plain", PLAIN)
        configure(self.root, self.root / "sanitized", SANITIZED)
        assert self._build("plain", "all") and self._build("sanitized", "tests/unit/all")
        for build in ("plain", "sanitized"):
            for name in {*judges.CHECKS, *itertools.chain(*judges.WITH_HOST.values())}:
                assert self._passes(build, "check_" + name), (build, name)
        self._unchanged = {room: self._code(room) for room in ("smb1audit_audit", "smb1audit")}
        self._capture = self.root / "all.pcapng"
        self._python("plain", "SMB1AUDIT_PLUGIN_DIR", judges.BASELINE_SECONDS,
                     [judges.BASELINE, "--joined", self._capture])
        assert self._baseline() is None

    def close(self):
        """Nothing stays."""
        shutil.rmtree(self.root)

    def judge(self, change, level):
        """What becomes of a change, judged up to one of judges.LEVELS: one of the three
        above, or who noticed it."""
        file = self.root / change.path
        source = file.read_bytes()
        file.write_bytes(change.applied_to(source))
        try:
            return self._judge(change, level)
        finally:
            file.write_bytes(source)

    def _judge(self, change, level):
        checks = ["check_" + name for name in judges.checks(change.path)]
        if not self._build("plain", checks[0]):
            return NOT_BUILT
        if change.path in judges.WITH_HOST or self._differs("smb1audit_audit"):
            for build in ("plain", "sanitized"):
                for check in checks:
                    if not self._passes(build, check):
                        return check + " (sanitized)" * (build != "plain")
        elif change.path.startswith("plugin/audit/") and change.path.endswith(".c"):
            return SAME
        if not self._build("plain", "smb1audit"):
            return NOT_BUILT
        if not self._differs("smb1audit"):
            return SAME
        beyond = (self._baseline, lambda: self._captures(judges.near(change.path)),
                  lambda: self._captures(judges.captures(change.path)), self._hosts)
        for judge in beyond[:judges.LEVELS.index(level)]:
            outcome = judge()
            if outcome is not None:
                return outcome
        return SURVIVED + level

    def _build(self, name, target):
        return subprocess.run(["ninja", "-C", self.root / name, "-j2", target], check=False,
                              capture_output=True).returncode == 0

    def _code(self, target):
        """The digests of a target's objects."""
        return {file.name: hashlib.sha256(file.read_bytes()).digest()
                for file in (self.root / f"plain/CMakeFiles/{target}.dir").rglob("*.o")}

    def _differs(self, target):
        return self._code(target) != self._unchanged[target]

    def _passes(self, build, check):
        """Whether a check still builds and passes."""
        if not self._build(build, check):
            return False
        done = bounded.run([self.root / build / "tests/unit" / check], judges.CHECK_SECONDS,
                           env={**os.environ, **SANITIZERS})
        return done is not None and done[0] == 0

    def _baseline(self):
        """Whether all our captures are told in the words that were approved; who says no."""
        done = self._python("plain", "SMB1AUDIT_PLUGIN_DIR", judges.BASELINE_SECONDS,
                            [judges.BASELINE, "--differs", self._capture])
        if done is None:
            return "baseline (no end)"
        status, _, said = done
        return f"baseline ({_last_line(said) or status})" if status else None

    def _captures(self, files):
        return self._pytest("plain", "SMB1AUDIT_PLUGIN_DIR", ["-k", judges.UNCONCERNED, *files])

    def _hosts(self):
        for build, name, tests in judges.HOSTS:
            outcome = self._pytest(build, name, tests)
            if outcome is not None:
                return outcome + " (sanitized)" * (build == "sanitized")
        return None

    def _pytest(self, build, name, tests):
        """Which of these tests notices, where they find that build by this name; or None."""
        if not self._build(build, "smb1audit"):
            return None
        done = self._python(build, name, judges.TESTS_SECONDS,
                            ["-m", "pytest", "-p", "no:cacheprovider", "-x", "-q", *tests])
        if done is None:
            return f"{tests[-1]} (no end)"
        status, said, _ = done
        if status == 0:
            return None
        lines = said.decode("utf-8", "replace").splitlines()
        failed = [line.split(" - ")[0].split("/")[-1] for line in lines
                  if line.startswith(("FAILED", "ERROR"))]
        return failed[0] if failed else f"{tests[-1]} (status {status})"

    def _python(self, build, name, seconds, arguments):
        """Python as packaged, and the plugins of a build by this name."""
        plugins = str(self.root / build / "plugins")
        subprocess.run(["chmod", "-R", "a+rX", plugins], check=True)
        return bounded.run(["/usr/bin/python3", "-B", *arguments], seconds, cwd=ROOT,
                           env={**os.environ, name: plugins, "SMB1AUDIT_SOURCES": str(self.root),
                                "SMB1AUDIT_MUTANTS": str(judges.MUTANTS_COUNT)})


def _last_line(said):
    return said.decode("utf-8", "replace").rstrip("\n").split("\n")[-1]

# SPDX-License-Identifier: GPL-2.0-or-later
"""The table of static checks: what is run on which files, what it must not say, and a
fault that it must find, or else it checks nothing."""

import concurrent.futures
import functools
import os
import pathlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import Callable

import files
import source

HERE = pathlib.Path(__file__).resolve().parent
NOTHING = r"(?!)"


@dataclass(frozen=True)
class Checker:
    """A row. `command` makes, of a folder to work in and the files, what is run there;
    `complaint` is a regular expression of what it prints where it does not tell by its
    status; `fault` is a file's name and content. What is slow and looks at each file by
    itself is run as many times at once as there are processors."""

    name: str
    files: Callable
    command: Callable
    fault: tuple
    complaint: str = NOTHING
    slow: bool = False

    def complaints(self, folder, checked):
        """What it says against these files, in lines; none where it is content."""
        shares = min(os.cpu_count(), len(checked)) if self.slow else 1
        with concurrent.futures.ThreadPoolExecutor(shares) as pool:
            return "".join(pool.map(lambda share: self._run(folder, checked[share::shares]),
                                    range(shares)))

    def _run(self, folder, checked):
        done = subprocess.run(self.command(folder, checked), cwd=folder, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = done.stdout.decode("utf-8", "replace")
        if done.returncode == 0 and not re.search(self.complaint, said, re.M):
            return ""
        return said or f"status {done.returncode}"


def c_files():
    """What Wireshark's coding rules are for, and what is compiled."""
    return files.plugin(".c")


def c_and_headers():
    """The same with what it includes."""
    return files.plugin(".c", ".h")


def all_c_files():
    """And the command's own program."""
    return [*c_files(), *files.cut()]


@functools.lru_cache(maxsize=None)
def _host_flags():
    """How a file that includes Wireshark's headers is compiled."""
    told = subprocess.run(["pkg-config", "--cflags-only-I", "wireshark", "glib-2.0"],
                          check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
    folders = [word[2:] for word in told.split()]
    return ["-std=gnu11", "-DHAVE_SSIZE_T",
            *(word for each in folders for word in ("-isystem", each))]


WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wshadow", "-Wstrict-prototypes",
            "-Wmissing-prototypes", "-Wold-style-definition", "-Wpointer-arith",
            "-Wwrite-strings", "-Wundef", "-Wformat=2", "-Wno-format-nonliteral", "-Wvla",
            "-Wconversion", "-Wno-sign-conversion", "-Wnull-dereference"]


def compiler(name, *flags):
    """All files by one call of that compiler; objects fall where it runs."""
    def command(_, checked):
        return [name, *_host_flags(), "-fPIC", "-c", *flags, *WARNINGS, *checked]
    return command


def clang_tidy(_, checked):
    """With the settings beside this."""
    return ["clang-tidy", "--quiet", f"--config-file={HERE}/clang-tidy.yaml", *checked,
            "--", *_host_flags()]


def cppcheck(_, checked):
    """It does not read Wireshark's headers, so that it takes a callback's parameter for one
    that might be const, and a release that it does not know for one that is too old.
    What a table says for its readers alone is used by nobody else."""
    suppressed = ("preprocessorErrorDirective", "constParameter", "constParameterPointer",
                  "constParameterCallback", "unusedStructMember", "unmatchedSuppression")
    return ["cppcheck", "--quiet", "--error-exitcode=1", "--std=c11", "--library=gnu",
            "--enable=warning,style,performance,portability", "-D_U_=", "-DHAVE_SSIZE_T",
            "-DWIRESHARK_VERSION_MAJOR=4", "-DWIRESHARK_VERSION_MINOR=0",
            *("--suppress=" + name for name in suppressed), *checked]


def shellcheck(_, checked):
    """With what they source, which they name from where they are."""
    return ["shellcheck", "-x", "-P", "SCRIPTDIR", *checked]


def flake8(_, checked):
    """Tables are as wide as they are. Patterns count from the folder where it runs."""
    wide = ",".join(f"{files.ROOT}/tests/live/{name}.py:E501" for name in ("scenarios", "identities"))
    return ["/usr/bin/python3", "-m", "flake8", "--isolated", "--max-line-length=120",
            f"--per-file-ignores={wide}", *checked]


def codespell(_, checked):
    """Names that look like a misspelt word are in the list beside this."""
    return ["codespell", f"--ignore-words={HERE}/words.txt", *checked]


def wireshark_tool(name, *arguments, each=False):
    """A checker of Wireshark's. Those that look for dissectors where Wireshark has them
    find ours there under such names."""
    def command(folder, checked):
        tree = folder / "epan" / "dissectors"
        tree.mkdir(parents=True)
        for file in checked:
            name_there = file.name if file.suffix == ".h" else \
                "packet-" + file.name.removeprefix("packet-")
            shutil.copy(file, tree / name_there)
        shutil.copy(source.wireshark() / "epan/tfs.c", folder / "epan")
        interpreter = "perl" if name.endswith(".pl") else sys.executable
        names = sorted(str(file.relative_to(folder)) for file in tree.iterdir()) if each else []
        return [interpreter, source.wireshark() / "tools" / name, *arguments, *names]
    return command


def licenses(folder, checked):
    """A folder that has these files and no others."""
    for i, file in enumerate(checked):
        (folder / str(i)).mkdir()
        shutil.copy(file, folder / str(i))
    return [sys.executable, source.wireshark() / "tools/checklicenses.py", folder]


_SPDX = "/* SPDX-License-Identifier: GPL-2.0-or-later */\n"
_PACKET = _SPDX + "#include <epan/packet.h>\n"

OURS = (
    Checker("gcc", all_c_files, compiler("gcc", "-O2"),
            ("fault.c", "int answer(void);\nint answer(void) { int unused; return 1; }\n"), slow=True),
    Checker("gcc -fanalyzer", all_c_files, compiler("gcc", "-O1", "-fanalyzer"),
            ("fault.c", "#include <stdlib.h>\nvoid leak(void);\n"
             "void leak(void) { char *all = malloc(4); if (all) all[0] = 1; }\n"), slow=True),
    Checker("clang", all_c_files, compiler("clang", "-O1", "-Wno-unknown-warning-option"),
            ("fault.c", "int same(int a);\nint same(int a) { if ((a == 1)) return a; return 0; }\n"), slow=True),
    Checker("clang-tidy", all_c_files, clang_tidy,
            ("fault.c", "int divide(int a);\nint divide(int a) { int b = 0; return a / b; }\n"), slow=True),
    Checker("cppcheck", all_c_files, cppcheck,
            ("fault.c", "int last(void);\nint last(void) { int all[2] = {1, 2}; return all[2]; }\n")),
    Checker("shellcheck", files.shell, shellcheck, ("fault.sh", "#!/bin/sh\nrm $1\n")),
    Checker("flake8", files.python, flake8, ("fault.py", "import os\n")),
    Checker("codespell", files.texts, codespell, ("fault.c", "/* rec" "ieved */\n")),
)
# The first word of what they print tells: they end with status 0 all the same.
FOUND = "^(Error|Warning): "
WIRESHARKS = (
    Checker("checkAPIs", c_and_headers, wireshark_tool("checkAPIs.pl", "-g", "dissectors-restricted", each=True),
            ("fault.c", _SPDX + "void f(char *t)\n{\n\tgets(t);\n}\n"), "^Error: "),
    Checker("checkhf", c_files, wireshark_tool("checkhf.pl", each=True),
            ("fault.c", _PACKET + "static int hf_a = -1, hf_b = -1;\nstatic int hf_fault = -1;\n"
             "static hf_register_info hf[] = {\n\t{ &hf_a, { \"A\" } },\n};\n"
             "int f(void) { return hf_a; }\n"), r"\S"),
    Checker("check_typed_item_calls", c_files,
            wireshark_tool("check_typed_item_calls.py", "--folder", "epan/dissectors",
                           "--mask", "--label", "--consecutive", "--missing-items"),
            ("fault.c", _PACKET + "static hf_register_info hf[] = {\n"
             "{ &hf_a, { \"A\", \"a.b\", FT_UINT8, BASE_DEC, NULL, 0xfff, NULL, HFILL } } };\n"
             "proto_tree_add_item(tree, hf_a, tvb, 0, 2, ENC_NA);\n"), FOUND),
    Checker("check_tfs", c_files, wireshark_tool("check_tfs.py"),
            ("fault.c", _PACKET + "static const true_false_string tfs_fault = "
             "{ \"Yes\", \"No\" };\n"), FOUND),
    Checker("checklicenses", lambda: [*c_and_headers(), *files.python(), *files.shell()],
            licenses, ("fault.c", "int nothing;\n")),
)

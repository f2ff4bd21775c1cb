# SPDX-License-Identifier: GPL-2.0-or-later
"""The targets of libFuzzer: to build them, and to run one on its kept corpus.

    targets.py [--runs N] [--seed N] [--minimize] TARGET ...

Changes what is found in the corpus beside this file only with --minimize, which keeps of
it, and of what is found, the smallest inputs that reach as much. SEED 0 is chance.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CORPUS = HERE / "corpus"

# Target: the longest input, bytes, and how many runs are done in some ten seconds.
TARGETS = {"audit": (1024, 60_000), "text": (1024, 400_000), "record": (512, 8_000),
           "tree": (512, 12_000)}
# Seconds for one input; memory, MiB. What leaks is the host's.
LIMITS = ("-timeout=20", "-rss_limit_mb=2048", "-detect_leaks=0")


def build(sources, folder, which="all"):
    """Builds all of them, or one, with clang from these sources."""
    for command in (["cmake", "-G", "Ninja", "-S", HERE / "targets", "-B", folder, "-DCMAKE_C_COMPILER=clang",
                     f"-DSOURCES={sources}"],
                    ["cmake", "--build", folder, "--target", which, "--parallel"]):
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                              check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def run(target, folder, runs, seed=1, corpus=None):
    """Runs one; its status and what it says. New inputs go to corpus, a folder."""
    with tempfile.TemporaryDirectory() as found:
        done = subprocess.run(
            [folder / f"fuzz_{target}", f"-runs={runs}", f"-seed={seed}",
             f"-max_len={TARGETS[target][0]}", "-print_final_stats=1", "-verbosity=1",
             f"-artifact_prefix={folder}/", *LIMITS, corpus or found, CORPUS / target],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
            check=False)
    return done.returncode, done.stderr


def _minimize(target, folder, found):
    """The corpus becomes the smallest inputs of both folders."""
    with tempfile.TemporaryDirectory() as small:
        subprocess.run([folder / f"fuzz_{target}", "-merge=1", "-use_counters=0",
                        f"-max_len={TARGETS[target][0]}", *LIMITS, small,
                        found, CORPUS / target], check=True, stderr=subprocess.DEVNULL)
        shutil.rmtree(CORPUS / target)
        (CORPUS / target).mkdir()
        for path in sorted(pathlib.Path(small).iterdir()):
            shutil.copy(path, CORPUS / target / path.name[:12])


def figures(said):
    """Runs, events (of target audit), features and seconds, as far as they are told."""
    patterns = {"runs": r"number_of_executed_units:\s*(\d+)", "events": r"events: (\d+)",
                "covered": r"cov: (\d+)", "seconds": r"Done \d+ runs in (\d+)"}
    return {name: int(re.findall(pattern, said)[-1]) for name, pattern in patterns.items()
            if re.search(pattern, said)}


def main():
    """The command line; status 1 where a target fails."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("targets", nargs="*", default=list(TARGETS), metavar="TARGET")
    parser.add_argument("--runs", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minimize", action="store_true")
    options = parser.parse_args()
    folder, failed = ROOT / "build" / "fuzz-targets", False
    build(ROOT, folder)
    for target in options.targets:
        with tempfile.TemporaryDirectory() as found:
            status, said = run(target, folder, options.runs or TARGETS[target][1], options.seed,
                               found)
            print(target, figures(said), flush=True)
            if status:
                print(said)
                failed = True
            elif options.minimize:
                _minimize(target, folder, found)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

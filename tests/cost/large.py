#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The attacks of test_cost.py as large as an adversary would make them.

    large.py [ATTACK ...]

A row for each: processor seconds and the largest resident size of tshark with and without
it.
"""

import argparse
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "bench"))

import cost         # noqa: E402
import measure      # noqa: E402
import plan         # noqa: E402


def measured(attack, folder, plugins):
    """[(bytes resident at most, seconds of processor time)], with and without."""
    found = []
    for path in attack.write(folder, attack.large):
        found.append(measure.used(path, plugins, *attack.arguments))
        path.unlink()
    return found


def main():
    """The command line."""
    rows = {attack.name: attack for attack in plan.ATTACKS}
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("attacks", nargs="*", default=list(rows), metavar="ATTACK",
                        help=", ".join(rows))
    options = parser.parse_args()
    if unknown := set(options.attacks) - rows.keys():
        parser.error(f"no such attack: {', '.join(sorted(unknown))}")
    print("| attack | how much | s with | s without | MiB with | MiB without |",
          "|---|---|---|---|---|---|", sep="\n")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        plugins = cost.plugin_folders(folder)["audit"]
        for attack in map(rows.get, options.attacks):
            (size, seconds), (size_without, seconds_without) = measured(attack, folder, plugins)
            print(f"| `{attack.name}` | {attack.large:,} | {seconds:.1f} | {seconds_without:.1f}"
                  f" | {size / 2 ** 20:,.0f} | {size_without / 2 ** 20:,.0f} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

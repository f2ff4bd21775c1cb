# SPDX-License-Identifier: GPL-2.0-or-later
"""Change one token at a time and count what our own tests notice.

    python3 tests/mutation [--only BEGIN] [--sample N] [--by LEVEL] [--results FILE]

Prints every change that nobody noticed and that is not in equivalents.tsv, then the
score. Status 1 where it is below 98 %.
"""

import argparse
import sys

import judges
import score


def _arguments():
    parser = argparse.ArgumentParser(prog="mutation", description=__doc__,
                                     formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", metavar="BEGIN", action="append", default=[],
                        help="files whose path begins so, as plugin/audit/; again for more")
    parser.add_argument("--sample", metavar="N", type=int,
                        help="N changes: the same ones as long as their lines are the same")
    parser.add_argument("--by", metavar="LEVEL", choices=judges.LEVELS, default="unit",
                        help="who judges what nobody noticed so far, in this order, up to\n"
                             + ", ".join(judges.LEVELS))
    parser.add_argument("--results", metavar="FILE",
                        help="keep what was found, and go on from there")
    parser.add_argument("--jobs", metavar="N", type=int, default=2)
    return parser.parse_args()


def main():
    """Run and report."""
    wanted = _arguments()
    found = score.run(wanted.only, wanted.sample, wanted.by, wanted.results,
                      wanted.jobs)
    print(found.report())
    return 0 if found.score >= score.LEAST else 1


sys.exit(main())

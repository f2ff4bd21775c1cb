#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""How processor time and memory grow with the length of a capture.

    growth.py [-o FILE.tsv] [CONNECTIONS ...]
    gnuplot tests/bench/growth.gnuplot                  # draws growth.svg from growth.tsv

A line for each number of connections, with tabs: connections, frames, seconds and MiB
with SMB1 Audit and all its statistics, seconds and MiB with the idle post-dissector. Each
connection has ten frames: a client of its own goes from SMB1 up to SMB 3.1.1 with one
server. Seconds are of processor time, MiB the largest resident size.
"""

import argparse
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "cost"))

import attacks      # noqa: E402
import cost         # noqa: E402
import measure      # noqa: E402
import traffic      # noqa: E402

STEPS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)
# Plugin set, and what tshark is told: without a filter the idle one would dissect nothing.
RUNS = (("audit", measure.STATISTICS), ("idle", ("-Y", "smb.dialect")))
HEADING = "connections\tframes\ts\tMiB\ts idle\tMiB idle"
STORY = traffic.negotiated_up() + [(traffic.SERVER, traffic.FIN | traffic.ACK),
                                   (traffic.CLIENT, traffic.ACK)]


def measured(count, folder, plugins):
    """The line of that many connections."""
    path = folder / "growth.pcap"
    frames = attacks.write(path, ((attacks.Ends(number), STORY) for number in range(count)))
    cells = [str(count), str(frames)]
    for name, arguments in RUNS:
        size, seconds = measure.used(path, plugins[name], *arguments)
        cells += [f"{seconds:.2f}", f"{size / 2 ** 20:.1f}"]
    return "\t".join(cells)


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("connections", nargs="*", type=int, default=STEPS)
    parser.add_argument("-o", dest="output", type=argparse.FileType("w"), default=sys.stdout)
    options = parser.parse_args()
    print("# SPDX-License-Identifier: GPL-2.0-or-later", HEADING, sep="\n", file=options.output)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        plugins = cost.plugin_folders(folder)
        for count in options.connections:
            print(measured(count, folder, plugins), file=options.output, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: GPL-2.0-or-later
"""A Slurm job array, as doc/many-machines.md has it."""

import os
import re
import textwrap
from contextlib import closing

import cluster
import pytest
from command import ROOT, report
from test_kept_records import files, merge, seen

NOBODY = "65534"
SECONDS = 180

# Why there can be no cluster here.
HINDRANCE = cluster.hindrance()
pytestmark = pytest.mark.skipif(bool(HINDRANCE), reason=HINDRANCE or "none")


def job():
    """The script of the page."""
    page = (ROOT / "doc/many-machines.md").read_text(encoding="utf-8")
    return textwrap.dedent(re.search(r"^    #!/bin/sh\n(    .*\n)+", page, re.MULTILINE)[0])


@pytest.fixture(name="one")
def fixture_one(shared):
    """The cluster; a machine that lets none start says why."""
    folder = shared / "cluster"
    folder.mkdir(mode=0o755)
    one = cluster.Cluster(folder)
    try:
        one.start_all()
    except cluster.NotStarted as reason:
        if os.environ.get("SMB1AUDIT_MANY") == "required":
            raise
        pytest.skip(f"no Slurm cluster starts here: {reason}")
    with closing(one):
        yield one


def test_array(one, checkout, shared):
    """A task for each capture; the report is the same, and a second run reads nothing."""
    captures = sorted(path.name for path in (shared / "captures").iterdir())
    (shared / "captures.txt").write_text("".join(f"captures/{name}\n" for name in captures))
    (shared / "job").write_text(job())
    (shared / "records").mkdir()
    (shared / "records").chmod(0o777)
    # Three of the captures cannot be read, and so their tasks fail.
    for _ in range(2):
        done = one.run("sbatch", "--wait", f"--uid={NOBODY}", f"--gid={NOBODY}",
                       f"--array=1-{len(captures)}", f"--output={shared}/%a.said", "job",
                       cwd=shared, timeout=SECONDS, env={"SMB1AUDIT": str(checkout)})
        said = "".join(path.read_text() for path in sorted(shared.glob("*.said")))
        assert done.returncode == 2, (done.stderr, said, one.said())
        assert len(files(shared / "records")) == len(captures), said
        inodes = [path.stat().st_ino for path in files(shared / "records")]
        assert inodes == getattr(one, "inodes", inodes)
        one.inodes = inodes
    for form in ("table", "json"):
        assert seen(merge(form, "records", cwd=shared)) == seen(
            report(form, "captures", cwd=shared))

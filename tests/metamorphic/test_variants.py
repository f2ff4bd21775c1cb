# SPDX-License-Identifier: GPL-2.0-or-later
"""The same connections in another form: the same verdicts, names and reasons."""

import itertools
import subprocess

import pytest
import telling
import variants

import tshark


def ethernet(all_batches):
    """Those that variants are made of."""
    return [batch for batch in all_batches if telling.is_ethernet(batch)]


def reassembled(all_batches):
    """Without GTP in TCP, which Wireshark does not put together from segments."""
    return [batch for batch in ethernet(all_batches)
            if not any(option.endswith(",gtp") for option in batch.options)]


# What is changed, which columns change with it, and of which captures it is made.
SAME = {
    "shifted": (variants.shifted, telling.TIMES, ethernet),
    "tagged": (variants.tagged, (), ethernet),
    "twice tagged": (variants.twice_tagged, (), ethernet),
    "mixed": (variants.mixed, telling.FRAMES, ethernet),
    "segments of 7": (variants.segments(7), telling.FRAMES, reassembled),
    "segments of 4": (variants.segments(4), telling.FRAMES, reassembled),
}


def compared(batch, variant, names, two_pass=False, chosen=list):
    """(as it was, as it is): those that are chosen, without these columns, in order."""
    return tuple(sorted((telling.without(record, names) for record in chosen(written)), key=str)
                 for written in (telling.original(batch), telling.told(batch, variant, two_pass)))


def differing(all_batches, variant, names, two_pass=False, chosen=list):
    """Pairs of records that are not the same, of all batches."""
    pairs = tshark.parallel(lambda batch: compared(batch, variant, names, two_pass, chosen),
                            all_batches)
    return [(a, b) for was, now in pairs for a, b in itertools.zip_longest(was, now) if a != b]


@pytest.mark.parametrize("name", SAME)
def test_variant(name):
    """Of each connection the same is told."""
    variant, names, chosen = SAME[name]
    own = chosen(telling.batches())
    assert sum(len(telling.original(batch)) for batch in own) > 200
    assert differing(own, telling.each(variant), names) == []


# A copy of a frame that comes after its ports are used anew belongs to the next connection.
COPIES = {
    "twice": (variants.twice, telling.FRAMES, telling.of_connections),
    "again": (variants.again, telling.FRAMES + telling.TIMES, telling.used_once),
}


@pytest.mark.parametrize("name", COPIES)
def test_copies(name):
    """Frames that come once more change nothing."""
    variant, names, chosen = COPIES[name]
    own = ethernet(telling.batches())
    assert sum(len(chosen(telling.original(batch))) for batch in own) > 200
    assert differing(own, telling.each(variant), names, chosen=chosen) == []


# -- other addresses -------------------------------------------------------------------


def over_ipv6(record):
    """What a record says when its hosts have the other addresses; what name resolution and
    tunnels say of addresses stays."""
    return record | {name: variants.address6(record[name])
                     for name in ("client_address", "server_address")
                     if record.get(name, "").count(".") == 3}


def is_same_over_ipv6(was, now):
    """In a tunnel the addresses inside are as they were."""
    return now in (was, over_ipv6(was))


def test_ipv6():
    """Who is who does not depend on IPv4."""
    changed = 0
    for batch in ethernet(telling.batches()):
        was, now = (sorted(written, key=lambda record: record["frame"]) for written in (
            telling.original(batch), telling.told(batch, telling.each(variants.over_ipv6))))
        assert [pair for pair in itertools.zip_longest(was, now)
                if not is_same_over_ipv6(*pair)] == []
        changed += sum(a != b for a, b in zip(was, now))
    assert changed > 200


# -- another order, another file, another way to read ----------------------------------


def in_turn(parts):
    """A frame of each capture in turn."""
    rounds = itertools.zip_longest(*parts)
    return [frame for together in rounds for frame in together if frame is not None]


def test_connections_at_a_time():
    """Connections do not see each other."""
    own = [batch for batch in ethernet(telling.batches()) if len(batch.paths) > 1]
    assert differing(own, in_turn, telling.FRAMES + ("server_vendor", "client_vendor")) == []


def test_two_passes():
    """The last verdict is the same."""
    assert differing(telling.batches(), telling.one_after_the_other, (), two_pass=True) == []


def converted(batch, *kinds):
    """The records of a batch's captures, each turned into those kinds of file."""
    found = []
    for path in batch.paths:
        with telling.Folder() as folder:
            for step, kind in enumerate(kinds):
                target = folder / f"{step}"
                subprocess.run(["editcap", "-F", kind, path, target], check=True,
                               stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                target.chmod(0o644)
                path = target
            found.append(telling.records(path, batch.options))
    return found


def each_alone(all_batches):
    """Batches of one capture each: files are turned one by one."""
    return [telling.Batch((path,), batch.options) for batch in all_batches for path in batch.paths]


@pytest.mark.parametrize("kinds", (("pcapng",), ("pcapng", "pcap"), ("snoop",)), ids="-".join)
def test_kinds_of_file(kinds):
    """A dozen captures, as there and back again the same is read."""
    chosen = each_alone(batch for batch in telling.batches() if telling.is_ethernet(batch))[::20]
    results = tshark.parallel(lambda batch: converted(batch, *kinds), chosen)
    assert [batch for batch, (now,) in zip(chosen, results)
            if now != telling.original(batch)] == []
    assert any(now for now, in results)

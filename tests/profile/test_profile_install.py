# SPDX-License-Identifier: GPL-2.0-or-later
"""tools/profile: what it installs where, what it leaves alone, and that removal restores."""
import hashlib
import json
import re

import pytest

import tshark
from scratch import NAME, SOURCE, rules, stock_coloring

STAMP = "smb1audit.json"
SWITCH = "profile_settings"
FILES = {"colorfilters", "dfilter_buttons", "preferences", "recent", STAMP}

#: A tshark that answers as one of that release does, with folders of its own.
STAND_IN = """\
#!/bin/sh
case "$*" in
--version) echo 'TShark (Wireshark) {release} (stand-in).' ;;
'-G folders') printf 'Personal configuration:\\t{personal}\\nGlobal configuration:\\t{data}\\n' ;;
'-G plugins') printf 'smb1audit.so\\t1.0.0\\tdissector\\t/nowhere\\n' ;;
*) exit 1 ;;
esac
"""
RULE = "@{0}@tcp@[1,2,3][4,5,6]\n"


def stand_in(scratch, name, release, personal=None, coloring=True):
    """A folder for the PATH that has such a tshark."""
    folder, data = scratch.home / name, scratch.home / name / "data"
    scratch.give(folder / "tshark", STAND_IN.format(
        release=release, personal=personal or scratch.settings, data=data), mode=0o777)
    if coloring:
        scratch.give(data / "colorfilters", RULE.format(name))
    return folder


def release_files():
    """What this Wireshark reads of a profile."""
    return FILES | ({SWITCH} if tshark.release() >= (4, 4) else set())


def one_line(done, *parts):
    """The command failed and said so in one line that has these parts."""
    assert done.status == 2
    assert len(done.complaints) == 1, done.complaints
    line, = done.complaints
    assert line.startswith("profile: ") and all(str(part) in line for part in parts), line


def test_install(scratch):
    """Into the personal folder that Wireshark tells; the files as they are, above Wireshark's
    rules, and what this release does not read is not there."""
    done = scratch.profile("install")
    assert (done.status, done.complaints) == (0, [])
    assert len(done.told) == 1
    assert re.fullmatch(rf"{scratch.folder}: installed \(Wireshark \d+\.\d+\.\d+\)", done.told[0])
    assert {path.name for path in scratch.folder.iterdir()} == release_files()
    for name in release_files() - {STAMP, "colorfilters"}:
        assert (scratch.folder / name).read_bytes() == (SOURCE / name).read_bytes()
    found = (scratch.folder / "colorfilters").read_text(encoding="utf-8")
    assert found.startswith((SOURCE / "colorfilters").read_text(encoding="utf-8"))


def test_install_twice(scratch):
    """The second time there is nothing to do."""
    scratch.profile("install")
    before = scratch.content()
    done = scratch.profile("install")
    assert (done.status, done.complaints) == (0, [])
    assert ": up to date (" in done.told[0]
    assert scratch.content() == before


def test_remove(scratch):
    """All is as before, the folders, too, that were made."""
    before = scratch.content()
    scratch.profile("install")
    assert scratch.content() != before
    done = scratch.profile("remove")
    assert (done.status, done.told, done.complaints) == (0, [f"{scratch.folder}: removed"], [])
    assert scratch.content() == before


def test_remove_leaves_what_was_there(scratch):
    """Other profiles, empty folders, and what Wireshark wrote meanwhile."""
    scratch.give(scratch.settings / "preferences", "gui.ask_unsaved: FALSE\n")
    scratch.give(scratch.settings / "profiles" / "Mine" / "preferences", "")
    before = scratch.content()
    scratch.profile("install")
    (scratch.folder / "recent").write_text("gui.zoom_level: 2\n", encoding="utf-8")
    assert scratch.profile("remove").status == 0
    assert scratch.content() == before


def test_remove_without_install(scratch):
    """Nothing to do is no failure."""
    before = scratch.content()
    done = scratch.profile("remove")
    assert (done.status, done.told, done.complaints) == (
        0, [f"{scratch.folder}: not installed"], [])
    assert scratch.content() == before


def test_update(scratch):
    """What an earlier version installed is replaced, what it had besides goes, and Wireshark's
    own memory of windows stays."""
    before = scratch.content()
    scratch.profile("install")
    whole = scratch.content()
    older = {"preferences": "gui.column.format:\n\t\"No.\", \"%m\"\n", "dfilters": "\"x\" tcp\n"}
    for name, text in older.items():
        scratch.own(name, text)
    stamp = json.loads((scratch.folder / STAMP).read_bytes())
    stamp["files"] |= {name: fingerprint(text) for name, text in older.items()}
    scratch.own(STAMP, json.dumps(stamp))
    (scratch.folder / "recent").write_text("gui.zoom_level: 2\n", encoding="utf-8")
    done = scratch.profile("install")
    assert done.status == 0 and ": updated (" in done.told[0]
    recent = f"{scratch.folder.relative_to(scratch.home)}/recent"
    assert scratch.content() == {**whole, recent: b"gui.zoom_level: 2\n"}
    scratch.profile("remove")
    assert scratch.content() == before


def fingerprint(text):
    """SHA-256 of the lines that count: see tools/profiles/stamp.py."""
    lines = [line.strip() for line in text.splitlines()]
    return hashlib.sha256("\n".join(line for line in lines if line).encode()).hexdigest()


def test_rewritten_by_wireshark(scratch):
    """Wireshark saves the same with comments of its own: that is no change."""
    scratch.profile("install")
    for path in scratch.folder.iterdir():
        if path.name not in (STAMP, "recent"):
            path.write_text("# Edit with care.\n\n" + path.read_text(encoding="utf-8"),
                            encoding="utf-8")
    assert ": up to date (" in scratch.profile("install").told[0]
    assert scratch.profile("remove").status == 0


@pytest.mark.parametrize("action", ["install", "remove"])
@pytest.mark.parametrize("name, text", [
    ("preferences", "gui.column.format:\n\t\"No.\", \"%m\"\n"), ("dfilters", "\"mine\" tcp\n")])
def test_another_profile_of_that_name(scratch, action, name, text):
    """The user's own is left as it is, and one line says so."""
    scratch.own(name, text)
    before = scratch.content()
    one_line(scratch.profile(action), scratch.folder, "another profile of that name", name,
             "left as it is", "--force")
    assert scratch.content() == before


def test_another_profile_kept(scratch):
    """--force keeps it as a profile, which the removal brings back."""
    scratch.own("preferences", "gui.column.format:\n\t\"No.\", \"%m\"\n")
    scratch.own("recent", "gui.zoom_level: 2\n")
    before = scratch.content()
    done = scratch.profile("install", "--force")
    assert (done.status, done.complaints) == (0, [])
    assert f'"{NAME} (kept)"' in done.told[0]
    kept = scratch.folder.with_name(f"{NAME} (kept)")
    assert (kept / "recent").read_text(encoding="utf-8") == "gui.zoom_level: 2\n"
    assert {path.name for path in scratch.folder.iterdir()} == release_files()
    done = scratch.profile("remove")
    assert (done.status, done.complaints) == (0, [])
    assert scratch.content() == before


def test_kept_twice(scratch):
    """The one that was kept first is not overwritten."""
    for text in ("first", "second"):
        scratch.own("dfilters", text)
        assert scratch.profile("install", "--force").status == 0
    profiles = scratch.folder.parent
    assert (profiles / f"{NAME} (kept)" / "dfilters").read_text(encoding="utf-8") == "first"
    assert (profiles / f"{NAME} (kept 2)" / "dfilters").read_text(encoding="utf-8") == "second"


def test_changed(scratch):
    """What the user changed in ours is left as it is, too; who insists loses it by the removal,
    and keeps it at the installation."""
    scratch.profile("install")
    scratch.own("dfilter_buttons", '"TRUE","Mine","tcp",""\n')
    before = scratch.content()
    for action in ("install", "remove"):
        one_line(scratch.profile(action), scratch.folder, "was changed since", "dfilter_buttons")
    assert scratch.content() == before
    assert scratch.profile("install", "--force").status == 0
    kept = scratch.folder.with_name(f"{NAME} (kept)")
    assert "Mine" in (kept / "dfilter_buttons").read_text(encoding="utf-8")
    assert not (kept / STAMP).exists()
    scratch.own("dfilter_buttons", '"TRUE","Mine","tcp",""\n')
    assert scratch.profile("remove", "--force").told == [f"{scratch.folder}: removed"]
    assert [path.name for path in scratch.folder.parent.iterdir()] == [kept.name]


@pytest.mark.parametrize("stamp", ["", "[]", '{"files": 1}', '{"files": {"../x": "1"}, "made": 0,'
                                   ' "kept": null}', '{"files": {}, "made": 0, "kept": "../.."}'])
def test_damaged_stamp(scratch, stamp):
    """It is as if there were none; what is ours is known all the same."""
    scratch.profile("install")
    scratch.own(STAMP, stamp)
    done = scratch.profile("install")
    assert (done.status, done.complaints) == (0, [])
    assert scratch.profile("remove").status == 0
    assert not scratch.folder.exists()


def test_copied_by_hand(scratch):
    """The folder of the source tree, without Wireshark's coloring rules, is ours."""
    for path in SOURCE.iterdir():
        scratch.own(path.name, path.read_text(encoding="utf-8"))
    assert scratch.profile("install").status == 0
    assert (scratch.folder / "colorfilters").read_text(encoding="utf-8").count("\n@") > 10
    assert scratch.profile("remove").status == 0


@pytest.mark.parametrize("barred", [0, 1, 2], ids=["profile", "profiles", "settings"])
def test_unwritable(scratch, barred):
    """One line, and all is as before."""
    scratch.give(scratch.settings / "profiles" / "Mine" / "preferences", "")
    if barred == 0:
        scratch.own("recent", "")
    folder = [scratch.folder, *scratch.folder.parents][barred]
    if barred == 2:
        (scratch.settings / "profiles" / "Mine" / "preferences").unlink()
        (scratch.settings / "profiles" / "Mine").rmdir()
        (scratch.settings / "profiles").rmdir()
    before = scratch.content()
    scratch.bar(folder)
    one_line(scratch.profile("install"), scratch.folder, "Permission denied")
    assert scratch.content() == before


@pytest.mark.parametrize("barred", [0, 1], ids=["profile", "profiles"])
def test_not_removable(scratch, barred):
    """Nothing of it is gone."""
    scratch.profile("install")
    before = scratch.content()
    scratch.run("chmod", "a-w", [scratch.folder, scratch.folder.parent][barred])
    one_line(scratch.profile("remove"), scratch.folder, "Permission denied")
    assert scratch.content() == before


def test_full_disk(scratch):
    """A file that cannot be written whole: nothing is left of it all."""
    before = scratch.content()
    limited = ("sh", "-c", 'ulimit -f 1; exec "$@"', "sh")
    one_line(scratch.profile("install", before=limited), scratch.folder, "File too large")
    assert scratch.content() == before


def test_full_disk_and_another_profile(scratch):
    """The user's own has its name again."""
    scratch.own("dfilters", "mine")
    before = scratch.content()
    limited = ("sh", "-c", 'ulimit -f 1; exec "$@"', "sh")
    one_line(scratch.profile("install", "--force", before=limited), "File too large")
    assert scratch.content() == before


def test_a_file_in_the_way(scratch):
    """It is no profile."""
    scratch.give(scratch.folder, "mine")
    for action in ("install", "remove"):
        one_line(scratch.profile(action), scratch.folder, "Not a directory")
    assert scratch.folder.read_text(encoding="utf-8") == "mine"


def test_a_link_in_the_way(scratch):
    """Where it leads to, nothing is written and nothing removed."""
    scratch.give(scratch.home / "elsewhere" / "preferences", "")
    scratch.give(scratch.settings / "profiles" / "Mine" / "preferences", "")
    scratch.folder.symlink_to(scratch.home / "elsewhere")
    before = scratch.content()
    for action in ("install", "remove"):
        one_line(scratch.profile(action), scratch.folder, "symbolic link")
    assert scratch.content() == before


def test_system(scratch):
    """For all users: into the global folder, from which Wireshark copies a profile that is chosen.
    That copy has the stamp, too."""
    before = scratch.content()
    done = scratch.profile("install", "--system")
    place = scratch.data / "profiles" / NAME
    assert done.status == 0 and done.told[0].startswith(f"{place}: installed")
    told = scratch.tshark("-n", "-2", "-r", tshark.REPOSITORY / "test-captures/red-herring.pcap")
    assert re.search(r"server +Red herring reset +TCP Server needs SMB1", told.told[5])
    assert (scratch.folder / STAMP).exists()
    assert scratch.profile("remove").told == [f"{scratch.folder}: removed"]
    assert scratch.profile("remove", "--system").told == [f"{place}: removed"]
    left = scratch.content()
    assert {path for path in left if path not in before} <= {"wireshark", "wireshark/profiles"}


def test_system_unwritable(scratch):
    """An ordinary user may not."""
    scratch.bar(scratch.data)
    one_line(scratch.profile("install", "--system"), scratch.data, "Permission denied")


def test_into(scratch):
    """A folder of the caller's choice, as packages need it."""
    done = scratch.profile("install", "--into", scratch.home / "package" / "profiles")
    place = scratch.home / "package" / "profiles" / NAME
    assert done.status == 0 and done.told[0].startswith(f"{place}: installed")
    assert {path.name for path in place.iterdir()} == release_files()


def test_each_wireshark(scratch):
    """Those with folders of their own each get their own; those that share one share it: what the
    newest reads is there, above the coloring rules of the oldest."""
    path = [stand_in(scratch, "new", "4.6.1"), stand_in(scratch, "old", "4.0.3"),
            stand_in(scratch, "other", "4.2.0", personal=scratch.home / "elsewhere")]
    done = scratch.profile_on([*path, "/usr/bin"], "install")
    other = scratch.home / "elsewhere" / "profiles" / NAME
    assert done.status == 0
    assert f"{other}: installed (Wireshark 4.2.0)" in done.told
    shared, = (line for line in done.told if line.startswith(f"{scratch.folder}: "))
    assert "Wireshark 4.0.3, " in shared and "Wireshark 4.6.1" in shared
    assert stock_rules(scratch.folder) == ["old"]
    assert stock_rules(other) == ["other"]
    assert (scratch.folder / SWITCH).exists()
    assert not (other / SWITCH).exists()
    assert scratch.profile_on([*path, "/usr/bin"], "remove").status == 0
    assert not scratch.folder.exists() and not other.exists()


def stock_rules(folder):
    """The names of the rules in that folder that are not ours."""
    found = rules((folder / "colorfilters").read_text(encoding="utf-8"))
    return [name for name, *_ in found if not name.startswith("SMB1 Audit: ")]


@pytest.mark.parametrize("release, read", [("4.2.9", False), ("4.4.0", True), ("4.10.0", True)])
def test_switch(scratch, release, read):
    """The filter that switches to the profile, where the release reads it."""
    assert scratch.profile_on([stand_in(scratch, "bin", release)], "install").status == 0
    assert (scratch.folder / SWITCH).exists() == read


@pytest.mark.parametrize("script, reason", [
    ("#!/bin/sh\nexit 3\n", "status 3"),
    ("#!/bin/sh\necho something else\n", "no Wireshark"),
    ("#!/nonexistent\n", "No such file"),
    (STAND_IN.replace("Global", "Other"), "does not tell its folders"),
], ids=["fails", "another", "broken", "unknown folders"])
def test_broken_wireshark(scratch, script, reason):
    """It is named, and the others are served."""
    folder = scratch.home / "broken"
    scratch.give(folder / "tshark", script.replace("{release}", "4.0.0"), mode=0o777)
    done = scratch.profile_on([folder, "/usr/bin"], "install")
    one_line(done, folder / "tshark", reason)
    assert scratch.folder.exists()


def test_without_stock_rules(scratch):
    """A profile that hides Wireshark's own rules is not installed."""
    folder = stand_in(scratch, "bare", "4.4.1", scratch.home / "elsewhere", coloring=False)
    done = scratch.profile_on([folder, "/usr/bin"], "install")
    one_line(done, scratch.home / "elsewhere", folder / "data" / "colorfilters", "No such file")
    assert not (scratch.home / "elsewhere").exists()
    assert scratch.folder.exists()


def test_wireshark_without_tshark(scratch):
    """It tells no folders: those of Wireshark's documentation."""
    prefix = scratch.home / "prefix"
    scratch.give(prefix / "bin" / "wireshark", STAND_IN.format(
        release="4.4.2", personal="/unknown", data="/unknown").replace("TShark (Wireshark)",
                                                                       "Wireshark"), mode=0o777)
    scratch.give(prefix / "share" / "wireshark" / "colorfilters", RULE.format("prefix"))
    done = scratch.profile_on([prefix / "bin"], "install")
    assert done.complaints == []
    assert done.told == [f"{scratch.folder}: installed (Wireshark 4.4.2)"]
    assert stock_rules(scratch.folder) == ["prefix"]


def test_no_wireshark(scratch):
    """One line."""
    one_line(scratch.profile_on([scratch.home], "install"), "no Wireshark found")


def test_plugin_is_missing(scratch):
    """Who has the profile alone is told what that means."""
    done = scratch.profile("install", plugin_dir=tshark.STOCK)
    assert done.status == 0
    assert len(done.complaints) == 1 and "does not load the plugin" in done.complaints[0]


@pytest.mark.parametrize("arguments", [[], ["update"], ["install", "--sys"], ["install", "x"],
                                       ["install", "--system", "--into", "x"]], ids=str)
def test_usage(scratch, arguments):
    """The usage, what is wrong, and nothing is done."""
    before = scratch.content()
    done = scratch.profile(*arguments)
    assert (done.status, done.told) == (2, [])
    assert done.complaints[0].startswith("usage: profile ")
    assert done.complaints[-1].startswith("profile: error: ")
    assert scratch.content() == before


def test_help(scratch):
    """On standard output, with the exit status."""
    done = scratch.profile("--help")
    assert done.status == 0 and "Exit status:" in "\n".join(done.told)


def test_stock_coloring_is_read():
    """What these tests take for Wireshark's own rules are some."""
    assert "TCP RST" in [name for name, *_ in rules(stock_coloring())]

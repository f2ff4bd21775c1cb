# SPDX-License-Identifier: GPL-2.0-or-later
"""What tools/profile runs: install the configuration profile, or remove it."""

import argparse
import sys
from pathlib import Path

import content
import wiresharks
from folder import Refused, install, remove

DONE, INCOMPLETE = 0, 2

DESCRIPTION = f"""\
The configuration profile "{content.NAME}": columns, coloring rules and filter
buttons for Wireshark. It goes into the folder for profiles of each Wireshark
that is found, on the PATH and where installers put it; below its coloring rules
go those of that Wireshark.

install  also brings a profile up to date that was installed earlier. One of
         that name that was changed, or is not ours, is left as it is.
remove   leaves the folder as it was before.
"""

EPILOG = """\
Exit status: 0 done, or there was nothing to do; 2 no Wireshark found, something
could not be done (the others are), or wrong usage.
"""


def main(arguments=None):
    """Do it for every Wireshark; return the exit status."""
    asked = parser().parse_args(arguments)
    complain = Complaints()
    found = wiresharks.find(complain)
    if not found and not complain.number:
        complain("no Wireshark found")
    for place, its in targets(asked, found).items():
        try:
            print(f"{place}: {act(asked, place, its)}")
        except Refused as refusal:
            complain(f"{place}: {refusal}")
        except OSError as error:
            complain(f"{place}: {error.strerror}")
    if asked.action == "install" and not complain.number:
        advise(found)
    return INCOMPLETE if complain.number else DONE


def act(asked, place, its):
    """Install or remove in one place; say what was done."""
    releases = ", ".join(sorted({wireshark.name for wireshark in its}))
    known = content.known(its)
    if asked.action == "remove":
        return remove(place, known, asked.force)
    done = install(place, content.profile(its), known, asked.force)
    return f"{done} ({releases})"


def targets(asked, found):
    """Folder of the profile -> the Wiresharks that read it."""
    places = {}
    for wireshark in found:
        settings = wireshark.data if asked.system else wireshark.personal
        profiles = asked.into or settings / "profiles"
        places.setdefault(profiles / content.NAME, []).append(wireshark)
    return places


def advise(found):
    """Without the plugin the profile has nothing to show."""
    for wireshark in found:
        if wireshark.loads_plugin() is False:
            print(f"profile: {wireshark.name} ({wireshark.program}) does not load the plugin: until"
                  " it does, the profile shows nothing more than others", file=sys.stderr)


class Complaints:
    """Says on standard error what could not be done, and counts."""

    number = 0

    def __call__(self, trouble):
        self.number += 1
        print(f"profile: {trouble}", file=sys.stderr)


def parser():
    """The arguments."""
    made = argparse.ArgumentParser(
        prog="profile", description=DESCRIPTION, epilog=EPILOG, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("action", choices=("install", "remove"))
    place = made.add_mutually_exclusive_group()
    place.add_argument("--system", action="store_true",
                       help="for all users: Wireshark's global folder, not the personal one")
    place.add_argument("--into", metavar="FOLDER", type=Path,
                       help="another folder for profiles, say that of a package")
    made.add_argument("--force", action="store_true",
                      help="install: what is there becomes a profile of another name;"
                      " remove: though it was changed")
    return made


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: GPL-2.0-or-later
"""Run tshark with or without the plugin that was built here.

Shared by all Python tests. `tools/unprivileged` drops root's privileges, since
Wireshark loads no plugin for root from WIRESHARK_PLUGIN_DIR.
"""

import concurrent.futures
import functools
import os
import pathlib
import re
import subprocess
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
UNPRIVILEGED = REPOSITORY / "tools" / "unprivileged"
PLUGINS = pathlib.Path(
    os.environ.get("SMB1AUDIT_PLUGIN_DIR", REPOSITORY / "build" / "plugins"))
# Wireshark's dictionaries (Diameter, RADIUS, vendors) take half of its start and matter to
# none of our protocols: it is sent to look for them in vain.
NO_DICTIONARIES = {"WIRESHARK_DATA_DIR": "/nowhere"}
STOCK = None                # in place of a folder: only what Wireshark brings
SEPARATOR = "\x1f"          # between the values of a field; tshark escapes it


class Failed(AssertionError):
    """A program ended with a status other than 0."""


@functools.lru_cache(maxsize=None)
def _home():
    """A home folder without preferences, for the whole test run."""
    folder = tempfile.TemporaryDirectory(prefix="smb1audit-home-")
    os.chmod(folder.name, 0o755)
    return folder


def _environment(plugin_dir):
    keep = {name: os.environ[name]
            for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
            if name in os.environ}
    home = _home().name
    keep.update(HOME=home, XDG_CONFIG_HOME=home, LC_ALL="C.UTF-8", TZ="UTC")
    if plugin_dir is not STOCK:
        keep["WIRESHARK_PLUGIN_DIR"] = str(plugin_dir)
    return keep


def run(program, *arguments, plugin_dir=PLUGINS, check=True, **environment):
    """Run a program as an ordinary user; stdout and stderr are bytes."""
    command = [str(UNPRIVILEGED), program, *map(str, arguments)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env={**_environment(plugin_dir), **environment},
                          check=False)
    if check and done.returncode:
        raise Failed("%s: status %d\n%s" % (
            " ".join(command), done.returncode,
            done.stderr.decode("utf-8", "replace")))
    return done


def read(capture, *arguments, two_pass=False, display_filter=None, options=(),
         plugin_dir=PLUGINS):
    """tshark's output, as bytes, for one capture, read without dictionaries."""
    passes = ("-2",) if two_pass else ()
    shown = ("-Y", display_filter) if display_filter else ()
    return run("tshark", "-n", *passes, "-r", capture, *shown, *options,
               *arguments, plugin_dir=plugin_dir,
               **NO_DICTIONARIES).stdout


def columns(names):
    """The arguments that make tshark print lines for `row`."""
    wanted = [word for name in names for word in ("-e", name)]
    return ["-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E",
            "aggregator=" + SEPARATOR, *wanted]


def row(line, names, plugin_dir=PLUGINS):
    """Field name to the list of its values, from a line without its end."""
    cells = line.split("\t")
    assert len(cells) == len(names), line
    return {name: [as_a_number(name, _unescaped(value), plugin_dir)
                   for value in cell.split(SEPARATOR)] if cell else []
            for name, cell in zip(names, cells)}


def fields(capture, names, two_pass=False, display_filter=None, options=(),
           plugin_dir=PLUGINS):
    """One dictionary per frame: field name to the list of its values."""
    output = read(capture, *columns(names), two_pass=two_pass,
                  display_filter=display_filter, options=options,
                  plugin_dir=plugin_dir)
    return [row(line, names, plugin_dir)
            for line in output.decode("utf-8").split("\n")[:-1]]


# -- where the releases print the same values in another form ------------------


@functools.lru_cache(maxsize=None)
def release():
    """The tshark that runs: (4, 0), (4, 4), ..."""
    text = run("tshark", "--version", plugin_dir=STOCK).stdout.decode("utf-8")
    return tuple(int(each) for each in
                 re.search(r"(\d+)\.(\d+)\.\d+", text).groups())


def _unescaped(value):
    """From 4.4 on, -T fields prints a backslash as two; 4.0 prints one."""
    return value.replace("\\\\", "\\") if release() >= (4, 4) else value


@functools.lru_cache(maxsize=None)
def _booleans(plugin_dir):
    report = run("tshark", "-G", "fields", plugin_dir=plugin_dir).stdout
    lines = [line.split("\t") for line in
             report.decode("utf-8", "replace").splitlines()]
    return {line[2] for line in lines
            if line[0] == "F" and line[3] == "FT_BOOLEAN"}


def as_a_number(name, value, plugin_dir=PLUGINS):
    """1 or 0 for a boolean, other values as they are.

    -T json has numbers in all releases, -T pdml True and False in all;
    -T fields has numbers in 4.0, and True and False from 4.4 on.
    """
    if value in ("True", "False") and name in _booleans(plugin_dir):
        return "1" if value == "True" else "0"
    return value


@functools.lru_cache(maxsize=None)
def _values(plugin_dir):
    found = {}
    report = run("tshark", "-G", "values", plugin_dir=plugin_dir).stdout
    for line in report.decode("utf-8", "replace").splitlines():
        if line.startswith("V\tsmb1audit."):
            _, name, number, label = line.split("\t", 3)
            found.setdefault(name, {})[int(number, 0)] = label
    return found


def labels(name, plugin_dir=PLUGINS):
    """The strings of an enumerated field as the plugin registered them."""
    return _values(plugin_dir)[name]


def parallel(function, items):
    """function(item) for each, as many at once as there are processors."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, items))

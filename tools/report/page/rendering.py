# SPDX-License-Identifier: GPL-2.0-or-later
"""The page from its template. Names in it come from the network and are hostile: whatever
the template prints is escaped (Jinja2's autoescape), control characters and those that turn
the direction of writing stand as escapes, and a browser that follows the page's Content
Security Policy runs and loads nothing but the script and the style that are hashed there."""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from captures import printable

FOLDER = Path(__file__).resolve().parent

TEMPLATE, STYLE, SCRIPT = "page.html", "style.css", "script.js"

# W3C Content Security Policy Level 3, 6.1 and 2.3.1; frame-ancestors has no meaning in a
# <meta>. The script sets no markup, so that it needs no trusted type.
POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


def render(view):
    """Yield the parts of the page's text, of what the template finds in the view."""
    style, script = read(STYLE), read(SCRIPT)
    policy = POLICY.format(script=digest(script), style=digest(style))
    template = environment().get_template(TEMPLATE)
    return template.generate(
        view=view, style=Markup(style), script=Markup(script), policy=policy)


def environment():
    """How our templates are read."""
    made = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined,
        finalize=shown, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    made.filters["coded"] = coded
    return made


def shown(value):
    """What a template prints, as a page may have it."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return printable(value)


def coded(text):
    """Our own text, in which backquotes are around what is to be typed."""
    parts = (f"<code>{escape(part)}</code>" if place % 2 else escape(part)
             for place, part in enumerate(text.split("`")))
    return Markup("".join(parts))


def read(name):
    """A file beside this. It ends no element that it stands in."""
    return (FOLDER / name).read_text(encoding="utf-8")


def digest(text):
    """Of a script or a style, as the policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

# SPDX-License-Identifier: GPL-2.0-or-later
"""The colors can be told apart, whatever one's eyes, and the text on them can be read."""
import itertools

import pytest

from outcomes import RULES
from scratch import SOURCE, rules

colorspacious = pytest.importorskip("colorspacious", reason="package python3-colorspacious")

#: Difference in CAM02-UCS, where 1 is about what one can just see side by side. Rows are apart.
APART = 12
#: Web Content Accessibility Guidelines 2.1, success criterion 1.4.3: level AA.
READABLE = 4.5

SIGHTS = (None, "protanomaly", "deuteranomaly", "tritanomaly")


def own():
    """name -> (background, text), from 0 to 1."""
    found = rules((SOURCE / "colorfilters").read_text(encoding="utf-8"))
    return {name: [[part / 65535 for part in color] for color in colors]
            for name, _, *colors in found}


def seen(color, sight):
    """As someone sees it who lacks that kind of cone altogether (Machado et al., 2009)."""
    if sight is None:
        return color
    space = {"name": "sRGB1+CVD", "cvd_type": sight, "severity": 100}
    return [min(max(part, 0), 1) for part in colorspacious.cspace_convert(color, space, "sRGB1")]


def luminance(color):
    """Relative luminance (WCAG 2.1): 0 to 1."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                        for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_rule_has_its_color():
    """The file has the rules, and none has the color of another."""
    backgrounds = [tuple(background) for background, _ in own().values()]
    assert list(own()) == list(RULES)
    assert len(set(backgrounds)) == len(RULES)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("pair", list(itertools.combinations(RULES, 2)), ids=" / ".join)
def test_colors_differ(pair, sight):
    """Any two, for any eyes."""
    first, second = (seen(own()[name][0], sight) for name in pair)
    assert colorspacious.deltaE(first, second, input_space="sRGB1") > APART


@pytest.mark.parametrize("name", RULES)
def test_text_can_be_read(name):
    """The contrast of text and background."""
    dark, light = sorted(map(luminance, own()[name]))
    assert (light + 0.05) / (dark + 0.05) >= READABLE

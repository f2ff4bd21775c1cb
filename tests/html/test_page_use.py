# SPDX-License-Identifier: GPL-2.0-or-later
"""The page in use: sorted, searched, by keyboard, without its script, on a phone, in the
dark, on paper. build/screenshots has what it looked like."""

import itertools
import re

import pytest
from browsing import PHONE
from command import CAPTURES, ROOT, harmless, record, report, set_apart
from html_page import page_of

SCREENSHOTS = ROOT / "build" / "screenshots"

# Web Content Accessibility Guidelines 2.1, success criteria 1.4.3 and 1.4.11: level AA.
TEXT_CONTRAST, GRAPHIC_CONTRAST = 4.5, 3


def some_records():
    """Of a few hosts, one with much to tell."""
    for n in (9, 10, 101):
        yield record(client_address=f"192.0.2.{n}", client_name=f"DESK{n}", frame=n, auth="NTLMv1",
                     signing="not offered", client_users=["alice"],
                     client_vendor="An Example Maker of Network Cards and of Much Else",
                     time=f"2020-01-0{n % 7 + 1}T12:00:00.000000Z")
    yield record("unknown", client_address="192.0.2.77", server_address="2001:db8:1:2:3:4:5:6",
                 client_users=[f"user{n}" for n in range(60)], share=["\\\\NAS\\" + "X" * 200])
    yield set_apart(client_address="192.0.2.66")
    yield harmless(client_address="192.0.2.55")


@pytest.fixture(name="page", scope="module")
def fixture_page(tmp_path_factory):
    """A page with all that there can be, but for a campaign."""
    path = tmp_path_factory.mktemp("use") / "page.html"
    path.write_text(page_of(("a.pcap", some_records(), {("DESK", "192.0.2.9"): 2}))[1],
                    encoding="utf-8")
    return path


def addresses(browser):
    """Those of the hosts' table, from top to bottom, where they are shown."""
    return browser.run("""
        return [...document.querySelectorAll("#hosts tbody tr:not([hidden]) .address")]
            .map(each => each.textContent);""")


def test_sorting(page, browser):
    """By a click on a heading, and by the keyboard; the heading says so."""
    from selenium.webdriver.common.keys import Keys
    assert browser.open(page) == []
    heading = browser.all("#hosts thead th")[1]
    assert heading.get_attribute("aria-sort") is None
    button = heading.find_element("css selector", "button")
    button.click()
    ordered = ["192.0.2.9", "192.0.2.10", "192.0.2.77", "192.0.2.101", "2001:db8:1:2:3:4:5:6"]
    assert (addresses(browser), heading.get_attribute("aria-sort")) == (ordered, "ascending")
    button.send_keys(Keys.ENTER)
    assert (addresses(browser), heading.get_attribute("aria-sort")) == (ordered[::-1], "descending")
    browser.all("#hosts thead th button")[6].click()  # when they were seen
    assert heading.get_attribute("aria-sort") is None
    assert addresses(browser)[0] in ("192.0.2.77", "2001:db8:1:2:3:4:5:6")
    assert browser.complaints() == []


def test_searching(page, browser):
    """All words, in all tables; how many rows fit is said."""
    browser.open(page)
    field, status = browser.one("#find"), browser.one("#found")
    field.send_keys("DESK10 client")
    assert set(addresses(browser)) == {"192.0.2.10", "192.0.2.101"}
    assert re.fullmatch(r"\d+ of \d+ rows", status.text) and not status.text.startswith("0 ")
    field.send_keys(" nowhere")
    assert (addresses(browser), status.text.split()[0]) == ([], "0")
    field.clear()
    field.send_keys(" ")
    assert (len(addresses(browser)), status.text) == (5, "")


def test_copying(page, browser):
    """The filter is copied or, where that is not allowed, marked."""
    browser.open(page)
    button = browser.one("#connections .copy")
    button.click()
    from selenium.webdriver.support.ui import WebDriverWait
    WebDriverWait(browser.driver, 60).until(lambda _: button.text != "Copy filter")
    assert browser.run("return getSelection().toString()").strip().startswith("smb1audit && ")


def test_by_keyboard(page, browser):
    """Everything that does something can be reached, and shows where one is."""
    browser.open(page)
    order = browser.run("""
        return [...document.querySelectorAll("a, button, input, summary, .scroll")]
            .filter(each => each.tabIndex < 0).length;""")
    assert order == 0
    browser.one("body").send_keys("\ue004")  # the tabulator
    assert browser.run("return document.activeElement.className") == "skip"
    assert browser.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_structure(page, browser):
    """For who hears the page: landmarks, headings in order, tables with names, a picture in
    words, no id twice."""
    browser.open(page)
    levels = browser.run("return [...document.querySelectorAll('h1, h2, h3')].map(h => +h.localName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert browser.run("""
        const ids = [...document.querySelectorAll("[id]")].map(each => each.id);
        return ids.length === new Set(ids).size
            && [...document.querySelectorAll("table")].every(t => t.caption && t.caption.textContent)
            && [...document.querySelectorAll("th")].every(th => th.scope)
            && document.querySelectorAll("main, header, footer, nav").length === 4
            && [...document.querySelectorAll("section, [aria-labelledby]")].every(
                each => each.getAttribute("aria-labelledby").split(" ").every(
                    id => document.getElementById(id)))
            && [...document.querySelectorAll("a[href^='#']")].every(
                each => document.getElementById(each.getAttribute("href").slice(1)));""")
    words = browser.one("#plot-words").get_attribute("textContent")
    assert words.startswith("4 connections with need of SMB1 or perhaps, and 1 set apart")


def test_without_its_script(page, browser):
    """All can be read, and nothing is there that does nothing."""
    browser.open(page)
    with_script = browser.run("return document.querySelector('main').textContent.length") > 0
    browser.scripts(False)
    browser.driver.get(page.as_uri())
    assert with_script and browser.all("button, input") == []
    assert browser.one("#answer").is_displayed()
    assert len(browser.all("#hosts tbody tr")) == 5
    assert all(row.is_displayed() for row in browser.all("#hosts tbody tr"))
    browser.one("#coverage summary").click()
    assert browser.one("#coverage tbody tr").is_displayed()


def test_on_a_phone(page, browser):
    """Nothing is broader than it; rows are cards, with what their columns are called."""
    browser.screen(*PHONE)
    assert browser.open(page) == []
    assert browser.run("return document.documentElement.scrollWidth") <= PHONE[0]
    assert browser.run("""
        return [...document.querySelectorAll(".scroll")].every(e => e.scrollWidth <= e.clientWidth + 1)""")
    assert browser.run("""
        return getComputedStyle(document.querySelector("#hosts td:nth-child(3)"), "::before").content"""
                       ) in ('"Why"', 'attr(data-label)')
    browser.picture(SCREENSHOTS / "page-phone.png")


def channels(color):
    """Red, green and blue, from 0 to 1, as the browser names a color."""
    return [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]


def luminance(color):
    """Relative luminance (WCAG 2.1): 0 to 1."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                        for part in channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first, second):
    """From 1 to 21."""
    dark, light = sorted(map(luminance, (first, second)))
    return (light + 0.05) / (dark + 0.05)


# Elements, and whether it is text that is to be read on them or a form that is to be seen.
COLORS = """
const ground = getComputedStyle(document.body).backgroundColor;
const of = (selector, property) => getComputedStyle(document.querySelector(selector))[property];
return {
    text: [["body", "#answer", "a", ".mark.certain", ".mark.unsure", ".cut, .label", "th", "figcaption",
            "footer", "h1", ".filter"].map(each => [each, of(each, "color"),
        of(each, "backgroundColor") === "rgba(0, 0, 0, 0)" ? ground : of(each, "backgroundColor")])],
    graphic: [["rect.need", of("rect.need", "fill"), ground], ["rect.apart", of("rect.apart", "stroke"), ground]],
    ground,
};
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colors(page, browser, scheme):
    """Text and bars can be seen; set apart is hatched, whatever its color."""
    browser.media("", scheme)
    browser.open(page)
    colors = browser.run(COLORS)
    assert (luminance(colors["ground"]) < 0.1) == (scheme == "dark")
    for what, color, ground in colors["text"][0]:
        assert contrast(color, ground) >= TEXT_CONTRAST, what
    for what, color, ground in colors["graphic"]:
        assert contrast(color, ground) >= GRAPHIC_CONTRAST, what
    assert browser.one("rect.apart").get_attribute("fill") == "url(#plot-hatch)"
    browser.picture(SCREENSHOTS / f"page-{scheme}.png")


def test_on_paper(page, browser):
    """Controls are gone, what was closed is open, links tell where they lead; then it is as
    it was."""
    browser.open(page)
    browser.media("print", "dark")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert browser.all("details") and browser.all("details:not([open])") == []
    assert not any(each.is_displayed() for each in browser.all("nav, .tools, .copy, .skip"))
    assert luminance(browser.run("return getComputedStyle(document.body).backgroundColor")) == 1
    assert "https://" in browser.run("""
        return getComputedStyle(document.querySelector(".source a"), "::after").content.replace(
            "attr(href)", "https://")""")
    printed = browser.tell("Page.printToPDF", landscape=True)["data"]
    assert len(printed) > 10_000
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.all("details[open]") == []


def test_whole(tmp_path, browser):
    """tools/audit's own page of a real capture runs and is content with itself."""
    path = tmp_path / "report.html"
    assert report("html", CAPTURES / "office.pcap", output=path).returncode == 1
    assert browser.open(path) == []
    assert browser.all("#find")
    assert {"192.0.2.31", "192.0.2.32", "198.51.100.20"} < set(addresses(browser))

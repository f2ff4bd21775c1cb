# SPDX-License-Identifier: GPL-2.0-or-later
"""Names on the page come from the network. None becomes markup or script, or turns the
direction of writing; and if one did, the page's policy would stop it. In a real browser."""

import unicodedata
from collections import Counter

import pytest
from command import record, set_apart
from html_page import changes, on, page_of

HOSTILE = (
    '<script>document.title="owned"</script>',
    "</script><script>document.title='owned'</script>",
    '"><img src=x onerror=document.title="owned">',
    "</title><h1 id=owned>", "</style><style>*{display:none}</style>", "</bdi></td></table>",
    "javascript:alert(1)", "' onmouseover='alert(1)' x='", "<!--", "]]>", "&lt;b&gt; &amp; &#60;",
    "{{ 7*7 }}{% raw %}", "\u202egnp.exe", "\u2066\u2069\u200f\u061c", "\x00nul\x1b[31m\r\n",
    "\ud800 half", "<svg/onload=alert(1)>" + "A" * 5000, "שלום 123", "\ufeff\u200b",
)

# Columns of a record that are texts and lists.
TEXTS = (
    "verdict why client_why server_why client_name server_name client_os server_os "
    "client_lanman server_lanman client_vendor server_vendor client_resolved server_resolved "
    "offer offer_stack auth signing unseen client_address server_address time last_time".split()
)
LISTS = "offer_dialect share client_users client_user_refused left_out".split()


def hostile_records():
    """Each name in each column."""
    for name in HOSTILE:
        for make in (record, set_apart):
            yield make() | {column: [name] for column in LISTS}
            for column in TEXTS:
                yield make() | {column: name}
        # As what only values that are known else stand in.
        yield record("server", "Red herring reset", client_address=name, auth="LM",
                     server_address=name, client_name=name, signing="not offered")
        yield record(auth="guest", signing="not offered", client_users=[name] * 2)


@pytest.fixture(name="page", scope="module")
def fixture_page(tmp_path_factory):
    """A page full of them."""
    ends = [{"client_address": name, "client_name": name, "client_why": name} for name in HOSTILE]
    campaign = changes([on(day, **end) for day in (1, 3) for end in ends]
                       + [on(4, **end) | {"client_need": "no"} for end in ends]
                       + [on(day, server_address=name, server_name=name, server_need="yes",
                             server_why=name, client_need="no") for name in HOSTILE
                          for day in (1, 2)]
                       + [on(4, client_address=f"{name}!", client_name=name) for name in HOSTILE])
    assert campaign.new and campaign.not_seen and campaign.stopped
    captures = [(name, [*hostile_records()] if name is HOSTILE[0] else [record(frame=9)],
                 Counter({(name, name): 1})) for name in HOSTILE]
    _, text = page_of(*captures, complaints=9, said=HOSTILE, campaign=campaign)
    path = tmp_path_factory.mktemp("hostile") / "page.html"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_markup(page, browser):
    """Nothing is there but what the template has; nothing is complained of."""
    assert browser.open(page) == []
    found = browser.suspicious()
    links = found.pop("links")
    assert found == {"scripts": 1, "styles": 1, "loaded": [], "foreign": [], "handlers": []}
    assert all(link.startswith(("#", "https://")) for link in links), links
    assert browser.all("#owned") == []
    assert browser.driver.title.startswith("SMB1 Audit: ")


def test_the_names_are_there(page, browser):
    """As text, escaped where it is no letter."""
    from captures import printable
    browser.open(page)
    text = browser.text()
    for name in HOSTILE:
        assert printable(name)[:200] in text
    assert "49" not in browser.one("#hosts").text.split()


def test_no_character_that_turns_or_hides(page, browser):
    """None of the control, format, surrogate or private kinds, but for the ends of lines."""
    browser.open(page)
    kinds = {unicodedata.category(letter) for letter in set(browser.text()) - {"\n", "\t"}}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn"}


def test_hostile_names_are_searched_and_sorted(page, browser):
    """What the script does with them makes no markup either."""
    browser.open(page)
    browser.one("#find").send_keys("<script>")
    browser.run("for (const each of document.querySelectorAll('th button')) each.click();")
    browser.run("document.querySelector('.copy').click();")
    assert browser.suspicious()["scripts"] == 1
    assert browser.complaints() == []
    assert "rows" in browser.one("#found").text


INJECTED = {
    "a script": '<script>document.title="owned"</script>',
    "a handler": '<img src="x" onerror="document.title=\'owned\'">',
    "a style": "<style>h1 { display: none }</style>",
    "a style of an element": '<p id="styled" style="display: none">x</p>',
    "a picture": '<img src="https://192.0.2.1/x.png">',
    "a base": '<base href="https://192.0.2.1/">',
}


@pytest.mark.parametrize("what", INJECTED)
def test_the_policy_stops_what_would_get_in(page, browser, tmp_path, what):
    """As if a name had become markup: the browser refuses it and says so."""
    path = tmp_path / "page.html"
    text = page.read_text(encoding="utf-8").replace("<main>", f"<main>{INJECTED[what]}", 1)
    path.write_text(text, encoding="utf-8")
    complaints = browser.open(path)
    assert any("Content Security Policy" in line for line in complaints), complaints
    assert browser.driver.title.startswith("SMB1 Audit: ")
    assert browser.one("h1").is_displayed()

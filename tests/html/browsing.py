# SPDX-License-Identifier: GPL-2.0-or-later
"""A real browser, without a window, that is told what to do (Chromium by WebDriver)."""

import importlib.util
import shutil

BROAD, PHONE = (1400, 900), (360, 740)

# What a page can do that nobody wants, counted in the browser.
SUSPICIOUS = """
const all = [...document.querySelectorAll("*")];
return {
    scripts: document.scripts.length,
    styles: document.querySelectorAll("style, link").length,
    loaded: performance.getEntriesByType("resource").map(each => each.name),
    foreign: all.filter(each => /^(img|iframe|object|embed|form|base|audio|video|frame|template|math)$/i
        .test(each.localName)).map(each => each.localName),
    handlers: all.flatMap(each => [...each.attributes])
        .filter(each => /^(on|style$|srcdoc$)/i.test(each.name)).map(each => each.name),
    links: [...new Set([...document.querySelectorAll("[href], [src]")]
        .map(each => each.getAttribute("href") ?? each.getAttribute("src")))],
};
"""


def missing():
    """What there is not; empty where all is there."""
    if importlib.util.find_spec("selenium") is None:
        return "package python3-selenium"
    programs = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return "packages chromium, chromium-driver" if programs else ""


class Browser:
    """A page at a time."""

    def __init__(self):
        from selenium import webdriver  # only where it is
        from selenium.webdriver.chrome.service import Service
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for word in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
            options.add_argument(word)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(
            service=Service(shutil.which("chromedriver")), options=options)
        self.driver.set_page_load_timeout(300)
        self.driver.set_script_timeout(300)

    def close(self):
        """There is no more to look at."""
        self.driver.quit()

    def reset(self):
        """As at first."""
        self.screen(*BROAD)
        self.media("", "light")
        self.scripts(True)

    def screen(self, width, height):
        """How large it is, in CSS pixels."""
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=width < 500)

    def media(self, media, scheme):
        """`print`, or empty for a screen; `light` or `dark`."""
        self.tell("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def scripts(self, run):
        """May a page run its own?"""
        self.tell("Emulation.setScriptExecutionDisabled", value=not run)

    def tell(self, command, **arguments):
        """A command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(command, arguments)

    def open(self, path):
        """Show the page; returns what the browser complained of, in lines."""
        self.driver.get_log("browser")
        self.driver.get(path.as_uri())
        return self.complaints()

    def complaints(self):
        """Since they were asked for."""
        return [each["message"] for each in self.driver.get_log("browser")]

    def run(self, script, *arguments):
        """The value that the script returns."""
        return self.driver.execute_script(script, *arguments)

    def suspicious(self):
        """See SUSPICIOUS."""
        return self.run(SUSPICIOUS)

    def one(self, selector):
        """The first element that fits."""
        return self.driver.find_element("css selector", selector)

    def all(self, selector):
        """All of them."""
        return self.driver.find_elements("css selector", selector)

    def text(self):
        """All that is in the body, also what is closed, but for the script."""
        return self.run("""
            const body = document.body.cloneNode(true);
            body.querySelectorAll("script").forEach(each => each.remove());
            return body.textContent;""")

    def picture(self, path):
        """As it stands on the screen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.driver.save_screenshot(str(path))

#!/usr/bin/env python3
"""`panha review --format html` in a browser: nothing is loaded, nothing fails, and everything works.

    python3 tests/browser/review_html.py target/debug/panha [FOLDER FOR PICTURES]

Needs Debian's chromium and chromium-driver. The exports are made from fixtures/lints/base.xml.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from driver import Browser  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
ESCAPE, TAB = "\ue00c", "\ue004"
SHOWN = "return [...document.querySelectorAll('#list > li')].filter((e) => !e.hidden).length"
PANHA = str(pathlib.Path(sys.argv[1]).resolve())
PICTURES = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None


def replaced(text, old, new):
    assert old in text, f"{old} is not in the base"
    return text.replace(old, new, 1)


def broken():
    """Findings in one cluster and outside of clusters, an absent member, settings that differ, host names."""
    text = (ROOT / "fixtures/lints/base.xml").read_text()
    text = replaced(text, "<ip-netmask>192.0.2.2</ip-netmask>", "<ip-netmask>192.0.2.20</ip-netmask>")
    text = replaced(text, "<ip-netmask>192.0.2.37</ip-netmask>", "<ip-netmask>192.0.2.61</ip-netmask>")
    text = replaced(text, "<ip-netmask>198.51.100.10</ip-netmask>", "<ip-netmask>198.51.100.77</ip-netmask>")
    text = replaced(text, "<cluster-members>", '<cluster-members><entry name="013201000099"/>')
    text = replaced(text, "<member>T-edge", "<member>T-gone</member><member>T-edge")
    own = "<system><hostname>%s</hostname><login-banner>Other</login-banner></system>"
    own = own % "&lt;img src=x onerror=alert(1)&gt;"
    stack = "<config><devices><entry name='localhost.localdomain'><deviceconfig>%s</deviceconfig></entry></devices></config>"
    return replaced(text, '<entry name="S-core-dc1">', '<entry name="S-core-dc1">' + stack % own)


def crowded(count):
    """Thousands of findings: entries that are there twice."""
    entries = "".join(f'<entry name="T-{n}"/><entry name="T-{n}"/>' for n in range(count))
    return f"<config><devices><entry name='localhost.localdomain'><template>{entries}</template></entry></devices></config>"


class Page:
    """A page under test."""

    def __init__(self, browser, folder, name, export):
        self.browser = browser
        (folder / f"{name}.xml").write_text(export)
        command = [PANHA, "review", "--quiet", "--format", "html", f"{name}.xml"]
        # Which lints there are is no matter of the page: what they find, the other format tells.
        as_json = [*command[:4], "json", command[5]]
        run, told = (subprocess.run(one, capture_output=True, cwd=folder, timeout=120) for one in (command, as_json))
        assert run.returncode in (0, 1), run.stderr.decode()
        self.findings = json.loads(told.stdout)["findings"]
        self.file = folder / f"{name}.html"
        self.file.write_bytes(run.stdout)
        self.name = name
        self.open()

    def open(self, hash=""):
        self.browser.open("about:blank")
        self.browser.open(self.file.as_uri() + hash)

    def count(self, is_it):
        return sum(1 for finding in self.findings if is_it(finding))

    def shown(self):
        return self.browser.run(SHOWN)

    def picture(self, name):
        if PICTURES:
            self.browser.shot(PICTURES / f"{self.name}-{name}.png")


def same(what, found, expected):
    assert found == expected, f"{what}: {found!r}, expected {expected!r}"


def loads_nothing(page):
    """The console is silent, and the file itself is all that was asked for."""
    same("console", page.browser.logs("browser"), [])
    asked = []
    for entry in page.browser.logs("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"].split("#")[0])
    asked = {url for url in asked if not url.startswith(("chrome:", "about:"))}
    same("requests", asked, {page.file.as_uri()})
    same("resources", page.browser.run("return performance.getEntriesByType('resource').length"), 0)


def policy_holds(page):
    """What got past the escaping would still not run, and could send nothing."""
    page.browser.run("""
        const script = document.createElement("script");
        script.textContent = "window.wasRun = true";
        document.body.append(script);
        const image = document.createElement("img");
        image.src = "https://example.invalid/x.png";
        document.body.append(image);
        image.setAttribute("onerror", "window.wasRun = true");""")
    time.sleep(0.2)
    same("an injected script", page.browser.run("return window.wasRun === undefined"), True)
    refused = page.browser.logs("browser")
    assert len(refused) >= 2 and all("Content Security Policy" in entry["message"] for entry in refused), refused
    page.browser.logs("performance")
    page.open()


def hostile_names_are_text(page):
    same("images", page.browser.run("return document.images.length"), 0)
    text = page.browser.run("return document.body.textContent")
    assert "<img src=x onerror=alert(1)>" in text


def filters(page):
    browser = page.browser
    every = page.shown()
    same("all findings", every, len(page.findings))
    for severity in ("error", "warning", "note"):
        browser.click(f".toggle.{severity}")
        same(f"only {severity}s", page.shown(), page.count(lambda finding: finding["severity"] == severity))
        browser.click(f".toggle.{severity}")
        same(f"without {severity} again", page.shown(), every)
    of_cluster = browser.run("""
        const select = document.getElementById("filter-cluster");
        select.value = [...select.options].find((o) => o.dataset.key === "20").value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
        return document.querySelectorAll("#list > li:not([hidden])").length""")
    expected = page.count(lambda finding: "20" in finding["clusters"])
    assert 3 <= expected < every, expected
    same("of cluster 20", of_cluster, expected)
    same("the address", browser.run("return location.hash"), "#cluster=20")
    same("the count", browser.run("return document.getElementById('shown').textContent"), f"{expected} of {every} findings")
    other = browser.run("return document.querySelector('#filter-lint option[value=stack-template-missing]').textContent")
    assert other.endswith("– 0"), f"lints are counted within the cluster: {other}"
    page.picture("filtered")
    browser.run("document.getElementById('clear').click()")
    same("cleared", page.shown(), every)
    browser.run("document.getElementById('filter-text').focus()")
    browser.keys("HA4  backup 192.0.2.61")
    assert browser.wait(f"{SHOWN} < {every}") and page.shown() > 0, f"text finds some: {page.shown()}"
    browser.run("document.getElementById('filter-text').value = 'x'.repeat(9); document.getElementById('filter-text')"
                ".dispatchEvent(new Event('input'))")
    assert browser.wait("return !document.getElementById('none').hidden"), "nothing fits, and that is said"


def keyboard(page):
    browser = page.browser
    page.open()
    every = page.shown()
    browser.keys("/")
    same("slash", browser.run("return document.activeElement.id"), "filter-text")
    browser.keys("T-gone")
    assert browser.wait(f"{SHOWN} < {every}") and page.shown() > 0, page.shown()
    browser.keys(ESCAPE)
    same("escape", page.shown(), every)
    same("the text", browser.run("return document.getElementById('filter-text').value"), "")
    browser.keys("a/b")
    same("a slash in the text", browser.run("return document.getElementById('filter-text').value"), "a/b")
    browser.keys(ESCAPE + TAB)
    same("tab", browser.run("return document.activeElement.value"), "error")
    browser.keys(" ")
    assert browser.run("return location.hash") == "#severity=error"
    outline = browser.run("return getComputedStyle(document.activeElement.nextElementSibling).outlineStyle")
    same("focus is seen", outline, "solid")
    browser.run("document.querySelector('.hit').focus()")
    same("a member tells", browser.run("return getComputedStyle(document.querySelector('.hit .tip')).visibility"), "visible")
    browser.run("document.querySelector('.hit').scrollIntoView({ block: 'center' })")
    page.picture("member")


def addresses(page):
    browser = page.browser
    page.open("#severity=error&cluster=20&text=192.0.2.61")
    assert 0 < page.shown() < len(page.findings), page.shown()
    anchor = browser.run("return document.querySelector('#list > li:not([hidden]) .anchor').getAttribute('href')")
    page.open("#text=nothing-has-this")
    same("nothing", page.shown(), 0)
    browser.run("location.hash = arguments[0]", anchor)
    assert browser.wait(f"return !document.getElementById('{anchor[1:]}').hidden"), "a link to a finding shows it"
    page.open("#suppressed")  # there is no such part here


def explanations(page):
    browser = page.browser
    page.open()
    browser.run("document.querySelector('#list .why').open = true")
    assert browser.wait("return document.querySelector('#list .why .explanation h4') !== null")
    first = browser.run("return document.querySelector('#list .why .explanation').textContent")
    assert "Why it matters" in first
    browser.run("document.querySelector('#list').scrollIntoView()")
    page.picture("explained")


def cards(page):
    browser = page.browser
    marks = browser.run("return document.querySelectorAll('.card .mark.error').length")
    assert marks >= 3, marks
    same("absent members", browser.run("return document.querySelectorAll('.member.absent').length"), 1)
    browser.run("document.getElementById('close-all').click()")
    same("closed", browser.run("return document.querySelectorAll('details.card[open]').length"), 0)
    browser.run("document.getElementById('open-all').click()")
    browser.click(".brief button")
    assert 3 <= page.shown() < len(page.findings), page.shown()


def themes(page):
    browser = page.browser
    back = "return getComputedStyle(document.body).backgroundColor"
    page.open()
    light = browser.run(back)
    browser.media(scheme="dark")
    dark = browser.run(back)
    assert light != dark, light
    page.picture("dark")
    browser.click("#theme")
    same("the reader's light", browser.run(back), light)
    same("pressed", browser.run("return document.getElementById('theme').getAttribute('aria-pressed')"), "false")
    browser.media(scheme="light")
    browser.click("#theme")
    same("the reader's dark", browser.run(back), dark)
    page.open()
    same("remembered", browser.run(back), dark)
    browser.run("localStorage.clear(); delete document.documentElement.dataset.theme")


# The colours of two themes, with the least contrast that WCAG asks of text.
CONTRAST = """
    const parse = (text) => {
      const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const light = (rgb) => {
      const [r, g, b] = rgb.map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const probe = document.createElement("i");
    document.body.append(probe);
    const colour = (name) => { probe.style.setProperty("color", `var(--${name})`); return light(parse(getComputedStyle(probe).color)); };
    const pairs = ["ink", "soft", "accent", "error", "warning", "note", "clear"].flatMap((c) => [[c, "page"], [c, "card"], [c, "sunk"]]);
    for (const c of ["error", "warning", "note", "clear"]) pairs.push([c, c + "-back"], ["on-sign", c]);
    return pairs.map(([one, other]) => {
      const [a, b] = [colour(one), colour(other)].sort((x, y) => y - x);
      return [one + " on " + other, (a + 0.05) / (b + 0.05)];
    });
"""


def contrast(page):
    for scheme in ("light", "dark"):
        page.browser.media(scheme=scheme)
        for what, ratio in page.browser.run(CONTRAST):
            assert ratio >= 4.5, f"{scheme}: {what} has a contrast of {ratio:.2f}"
    page.browser.media()


def narrow(page):
    browser = page.browser
    browser.size(400, 800)
    page.open()
    same("width", browser.run("return document.documentElement.scrollWidth"), 400)
    page.picture("narrow")
    browser.size(1440, 900)


def without_script(page):
    browser = page.browser
    browser.cdp("Emulation.setScriptExecutionDisabled", value=True)
    page.open()
    visible = browser.run("return document.querySelectorAll('#list > li:not([hidden])').length")
    hidden = browser.run("return [...document.querySelectorAll('button, form')].filter((e) => e.checkVisibility()).length")
    browser.cdp("Emulation.setScriptExecutionDisabled", value=False)
    same("controls that do nothing", hidden, 0)
    assert visible >= 4


def prints(page):
    browser = page.browser
    page.open()
    pdf = browser.pdf()
    assert pdf.startswith(b"%PDF") and len(pdf) > 20_000, len(pdf)
    if PICTURES:
        (PICTURES / f"{page.name}.pdf").write_bytes(pdf)
    browser.media(media="print")
    visible = "return [...document.querySelectorAll(arguments[0])].filter((e) => e.checkVisibility()).length"
    same("controls on paper", browser.run(visible, "button, form, nav"), 0)
    assert browser.run(visible, "#list > li .message") >= 4
    browser.run("dispatchEvent(new Event('beforeprint'))")
    same("closed on paper", browser.run("return document.querySelectorAll('details:not([open]):not(.why)').length"), 0)
    assert browser.run(visible, ".matrix details td") > 10, "expected differences are on paper"
    browser.run("dispatchEvent(new Event('afterprint'))")
    browser.media()


def thousands(page):
    browser = page.browser
    every = page.shown()
    same("findings", every, len(page.findings))
    assert every >= 5000, every
    took = browser.run("""
        const text = document.getElementById("filter-text");
        const start = performance.now();
        text.value = "T-4999";
        document.getElementById("filters").dispatchEvent(new Event("change", { bubbles: true }));
        document.body.getBoundingClientRect();
        return performance.now() - start""")
    assert 0 < page.shown() < 10, page.shown()
    assert took < 2000, f"a filter takes {took:.0f} ms"
    same("width", browser.run("return document.documentElement.scrollWidth <= innerWidth"), True)


def main():
    start = time.monotonic()
    if PICTURES:
        PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        page = Page(browser, pathlib.Path(folder), "broken", broken())
        page.picture("light")
        for test in (loads_nothing, policy_holds, hostile_names_are_text, filters, keyboard, addresses,
                     explanations, cards, themes, contrast, narrow, without_script, prints, loads_nothing):
            test(page)
            print(f"{test.__name__}: fine")
        thousands(Page(browser, pathlib.Path(folder), "crowded", crowded(5000)))
        print(f"thousands: fine\n{time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()

"""Two running nodes and real browsers: the demonstration served, and an officer of either side at Chromium.

Everything is invented. Whatever does not come about says what stands on the page. Pictures are kept in
``out/browser``. Chromium is found as CHROMIUM says, else where Debian puts it; without it the trials fail and say what
to install, for a trial that is left out proves nothing.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import shutil
import subprocess
import sys
import time
from base64 import b32decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "out" / "browser"
AXE = ROOT / "assets" / "node_modules" / "axe-core" / "axe.min.js"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_AXE = f"""axe.run(document, {{runOnly: {RULES}}}).then(found => found.violations.map(
  each => each.id + ": " + each.nodes.slice(0, 3).map(node => node.html.slice(0, 140)).join(" | ")))"""
PATIENCE_SECONDS = 600
STEP_SECONDS = 30
MARGIN_SECONDS = 15
"""For how long a code that is typed must still be taken: a slow machine needs a while from typing to looking."""


def code_at(secret: str, step: int) -> str:
    """Return what a device of one's own shows at a step of time (RFC 6238 with SHA-1, six figures)."""
    mac = hmac.digest(b32decode(secret), step.to_bytes(8), "sha1")
    place = mac[-1] & 15
    return str((int.from_bytes(mac[place : place + 4]) & 0x7FFFFFFF) % 10**6).zfill(6)


class Node(NamedTuple):
    """One node of the demonstration as it is served."""

    party: str
    pages: str
    password: str
    passphrase: str
    secret: str


def chromium() -> str:
    """Return the browser's path; raises where there is none."""
    told = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(told).exists():
        raise FileNotFoundError("Chromium is missing: apt-get install chromium (or say CHROMIUM=/path/to/it)")
    return told


@contextmanager
def served(folder: Path) -> Iterator[dict[str, Node]]:
    """Run the demonstration and serve both nodes' pages; ended by its own process id."""
    command = [sys.executable, "-c", "from warifu.doors.cli import main; main()", "demo", "--serve", "--json"]
    environ = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", "TZ": "Asia/Tokyo"}
    said = folder / "said"
    with said.open("w+", encoding="utf-8") as into:
        process = subprocess.Popen([*command, "--out", str(folder / "demo")], stdout=into, stderr=into, env=environ)
    try:
        yield _nodes(process, said)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


def _nodes(process: subprocess.Popen[bytes], said: Path) -> dict[str, Node]:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        for line in said.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True):
            if line.startswith('{"serving"') and line.endswith("\n"):  # the file is read while it is written
                found = json.loads(line)["serving"]
                return {each["party"]: Node(*(each[name] for name in Node._fields)) for each in found}
        assert process.poll() is None, said.read_text(encoding="utf-8")[-3000:]
        time.sleep(0.5)
    raise AssertionError("the demonstration did not come to serve")


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield started
        started.close()


class Officer:
    """An officer at a browser of one side, in one language; each code of the second factor is used once."""

    def __init__(self, browser: Browser, node: Node, name: str, language: str = "en", width: int = 1280) -> None:
        self.node, self.name, self.language = node, name, language
        self.context = browser.new_context(
            locale="ja-JP" if language == "ja" else "en-GB", viewport={"width": width, "height": 900}, bypass_csp=False
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.troubles: list[str] = []
        self.page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda broken: self.troubles.append(str(broken)))
        self._step = 0

    def code(self) -> str:
        """Return the next code that was not used before; waits where the device shows none yet.

        The node takes the code before the present one too, but not that of a step that ends while it is on its way.
        """
        step = max(self._step + 1, int(time.time() + MARGIN_SECONDS) // STEP_SECONDS - 1)
        while step > int(time.time()) // STEP_SECONDS + 1:
            time.sleep(0.5)
        self._step = step
        return code_at(self.node.secret, step)

    def go(self, address: str) -> Page:
        """Open a page of the node."""
        self.page.goto(self.node.pages.rstrip("/") + address)
        return self.page

    def sign_in(self) -> Officer:
        """Sign in with password and code."""
        page = self.go("/account/login/?next=/")
        with self.telling(f"{self.name} signs in"):
            page.fill('main [name="login"]', self.name)
            page.fill('main [name="password"]', self.node.password)
            page.press('main [name="password"]', "Enter")
            page.wait_for_selector('main [name="code"]')
            page.fill('main [name="code"]', self.code())
            page.press('main [name="code"]', "Enter")
            page.wait_for_url(lambda url: urlsplit(url).path == "/")  # the sign-in page's own address ends in ?next=/
        return self

    @contextmanager
    def telling(self, doing: str) -> Iterator[None]:
        """Say what was being done, and what stands on the page, where the browser gives up."""
        try:
            yield
        except PlaywrightError as trouble:
            first = str(trouble).partition("\n")[0]
            raise AssertionError(f"{doing}: {first}\n{self.page.url}\n{self.said()}") from trouble

    def fill(self, fields: dict[str, str]) -> int:
        """Fill a form in by the names of its fields; returns how many inputs that took."""
        for name, value in fields.items():
            assert self.page.locator(f'main [name="{name}"]').count(), (
                f"no field {name}: {self.page.url}\n{self.said()}"
            )
            with self.telling(f"{name} = {value}"):
                self._fill(name, value)
        return len(fields)

    def _fill(self, name: str, value: str) -> None:
        control = self.page.locator(f'main [name="{name}"]').first
        self.page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        kind = control.evaluate("each => each.tagName + ' ' + (each.type || '')")
        if kind.startswith("SELECT"):
            control.select_option(value)
        elif kind.endswith(("radio", "checkbox")):
            self.page.locator(f'main [name="{name}"][value="{value}"]').check(force=True)
        else:
            control.fill(value)

    def press(self, do: str) -> None:
        """Press the button of this meaning and wait for what it leads to."""
        self.click(f'main button[name="do"][value="{do}"]')

    def click(self, button: str) -> None:
        """Press the first button of a selector and wait until the page that it leads to is there."""
        with self.telling(f"press {button}"), self.page.expect_navigation():
            self.page.locator(button).first.click()

    def confirm(self, button: str = 'main button[name="do"][value="sign"]') -> None:
        """Confirm a signature with passphrase and a fresh code, and press the button."""
        self.fill({"passphrase": self.node.passphrase, "code": self.code()})
        self.click(button)

    def write(self, address: str, fields: dict[str, str]) -> str:
        """Write, check, review and sign one act; returns the address of its case."""
        self.go(address)
        self.fill(fields)
        self.press("check")
        if self.page.locator('main button[value="insist"]').count():
            self.press("insist")
        assert self.page.locator('main [name="passphrase"]').count(), self.said()
        self.confirm()
        assert "/cases/" in self.page.url, self.said()
        return self.page.url

    def said(self) -> str:
        """Return what stands against it on the page: its error summary, else the page's text, whatever page it is."""
        for place in (".govuk-error-summary", "main", "body"):
            found = self.page.locator(place)
            if found.count():
                return found.first.inner_text()[:3000]
        return ""

    def state(self) -> str:
        """Return the state in which the page shows its case."""
        return self.page.locator("main .wf-facts .wf-tag").first.inner_text()

    def exchange(self) -> None:
        """Exchange with the other node from the home page."""
        self.go("/")
        self.click('form[action="/exchange"] button')
        assert "govuk-notification-banner--success" in self.page.content(), self.said()

    def picture(self, name: str) -> None:
        """Keep a picture of the page."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}-{self.node.party}-{self.language}.png", full_page=True)

    def wrong(self) -> list[str]:
        """Return what is wrong with the page as it is: scripts, policy, sideways scroll, accessibility."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        session = self.context.new_cdp_session(self.page)
        session.send("Page.setBypassCSP", {"enabled": True})
        found = self.page.evaluate(AXE.read_text(encoding="utf-8") + f";{_AXE}")
        said = [*self.troubles, *(f"axe: {each}" for each in found)]
        self.troubles.clear()
        return [*said, f"too wide by {wide}"] if wide > 0 else said

    def leave(self) -> None:
        """Close the browser's window."""
        self.context.close()


def case_of(url: str) -> str:
    """Return the digest in a case's address."""
    return re.search(r"/cases/([0-9a-f]{64})", url)[1]  # type: ignore[index]  # a case's address has one


def visible_inputs(page: Any) -> list[str]:
    """Return the names of the inputs that a form asks a person for, confirming aside."""
    names: list[str] = page.evaluate(
        """[...document.querySelectorAll("main form :is(input, select, textarea)")]
        .filter(each => each.offsetParent && !["hidden", "submit", "file"].includes(each.type) && each.name)
        .map(each => each.name)"""
    )
    return [name for name in dict.fromkeys(names) if name not in {"passphrase", "code", "csrfmiddlewaretoken"}]

"""Pictures of every page, in a real browser: both houses, both languages, a phone and a desk, with what is wrong there.

Run as ``python -m tests.doors.web.pictures --out out/pictures``. Pages are found by following links from home, as
people with several roles; of each page one example is taken (of cases a few). Each house has a process of its own
(``--side GB`` takes one alone), and what was taken is said page by page. Besides its picture each page is held to:
no sideways scroll, nothing that the content security policy stops, no error of a script, no finding of axe-core (WCAG
2.2 AA and best practice). Exit status 1 where something was found. The browser asks its process for everything: no
server, no port, one thread. Needs Chromium (``CHROMIUM=/usr/bin/chromium``) and what ``make assets`` installs.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's loop runs in this one thread, beside Django

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from warifu.doors.web import settings as web_settings

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "assets" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
ORIGIN = "http://localhost"
SIDES = ("GB", "JP")
WIDTHS = (360, 1280)
ROLES = (
    "ordering_officer", "finance_officer", "registrar", "liaison_officer", "security_authority", "project_officer",
    "export_control_officer", "auditor", "administrator",
)  # fmt: skip
HANDS = {"adviser": "project_officer", "section": "committee_member", "bureau": "committee_member"}
"""Officers whose hands a screening goes through."""
EXAMPLES = {"case": 5, "draft": 3}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_LOOK = f"""axe.run(document, {{runOnly: {RULES}}}).then(found => found.violations.map(
  each => each.id + ": " + each.nodes.slice(0, 3).map(node => node.html.slice(0, 140)).join(" | ")))"""
_WIDE = """[...document.querySelectorAll("body *")].filter(each => document.documentElement.scrollWidth > innerWidth
  && each.getBoundingClientRect().right > innerWidth + 1).slice(0, 4).map(each => each.outerHTML.slice(0, 99))"""


class Shown:
    """One visitor's browser: pages come from Django's client, in this thread."""

    def __init__(self, browser: Browser, client: Any, language: str, width: int) -> None:
        self.client, self.language = client, language
        self.context: BrowserContext = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
        self.page = self.context.new_page()
        self.page.route("**/*", self._answer)
        self.troubles: list[str] = []
        self.page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda broken: self.troubles.append(str(broken)))

    def _answer(self, route: Any) -> None:
        answer = ask(self.client, route.request.url.removeprefix(ORIGIN), self.language)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        route.fulfill(status=answer.status_code, headers=dict(answer.headers.items()), body=body)

    def take(self, address: str, picture: Path) -> list[str]:
        """Take the picture of a page; returns what is wrong with it."""
        self.troubles.clear()
        self.page.goto(ORIGIN + address)
        self.page.evaluate("document.fonts.ready.then(() => true)")
        self.page.wait_for_timeout(60)
        self.page.screenshot(path=picture, full_page=True)
        wide = self.page.evaluate(_WIDE)
        checked = self.context.new_cdp_session(self.page)
        checked.send("Page.setBypassCSP", {"enabled": True})
        found = self.page.evaluate(AXE.read_text(encoding="utf-8") + f";{_LOOK}")
        return [*self.troubles, *(f"too wide: {each}" for each in wide), *(f"axe: {each}" for each in found)]


def ask(client: Any, address: str, language: str) -> Any:
    """Return the answer to a GET, redirections followed."""
    return client.get(address, HTTP_ACCEPT_LANGUAGE=language, follow=True)


def found_pages(client: Any) -> Iterator[tuple[str, str]]:
    """Follow links from home; yields (name of the page, address), each page as often as ``EXAMPLES`` says."""
    from django.urls import Resolver404, resolve

    waiting, seen, taken = ["/"], {"/"}, dict[str, int]()
    while waiting:
        address = waiting.pop(0)
        try:
            name = resolve(address.partition("?")[0]).url_name or "page"
        except Resolver404:
            continue
        if taken.get(name, 0) >= EXAMPLES.get(name, 1):
            continue
        answer = ask(client, address, "en")
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        taken[name] = taken.get(name, 0) + 1
        yield name, address
        links = re.findall(r'href="(/[^"#]*)', answer.content.decode())
        fresh = [link.replace("&amp;", "&") for link in links if not link.startswith("/static/")]
        waiting += [link for link in fresh if link not in seen]
        seen.update(fresh)


def played(folder: Path) -> Any:
    """A world with orders of several settlements, one still open, one irregular, an item, a project; in files.

    Beside the browser's loop Django opens connections of its own, and one to a database in memory would find it empty.
    """
    from tests.doors.web import houses
    from tests.house_world import appoint
    from tests.world import play_of
    from warifu.doors.demo import chapters
    from warifu.doors.demo.chapters import commitments, equipment, information

    world = houses.copied(folder)
    for half in (world.gb, world.jp):
        hands = {name: (f"{half.party}-{number}", (role,)) for number, (name, role) in enumerate(HANDS.items(), 930)}
        appoint(half, hands)
    world.exchange()
    play = play_of(world)
    play.kept["fuel"] = chapters.fuel_at_sea(play)
    for chapter in (chapters.relief, chapters.repair, chapters.loan, chapters.irregular):
        chapter(play)
    information.from_register_to_destruction(play)
    equipment.from_opportunity_to_return(play)
    commitments.fulfilled(play)
    return world


def main() -> int:
    """Take all pictures, both houses at once; returns the exit status."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--out", type=Path, default=ROOT / "out" / "pictures")
    reader.add_argument("--only", default="", help="a part of the page's name")
    reader.add_argument("--side", default="", choices=("", *SIDES), help="one house alone")
    given = reader.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    if given.side:
        return _side(given)
    command = [sys.executable, "-m", "tests.doors.web.pictures", "--out", str(given.out), "--only", given.only]
    running = [subprocess.Popen([*command, "--side", side]) for side in SIDES]
    return max(abs(each.wait()) for each in running)


def _side(given: argparse.Namespace) -> int:
    folder = Path(tempfile.mkdtemp(prefix="warifu-pictures-"))
    web_settings.configure(str(folder / "accounts.db"), "pictures of trials are signed with this")
    try:
        taken, wrong = _all(given.side, folder, given.out, given.only)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{given.side}: {taken} pictures in {given.out}, {wrong} things to see to", flush=True)
    return 1 if wrong else 0


def _all(side: str, folder: Path, out: Path, only: str) -> tuple[int, int]:
    """Take one house's pictures; returns how many, and how many things are wrong."""
    from tests.doors.web import people
    from tests.doors.web.houses import TrialHouse
    from warifu.record import database

    database.migrate("default", web=True)
    world = played(folder)
    half = world.gb if side == "GB" else world.jp
    taken = wrong = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        house, done = TrialHouse(half, folder), set[str]()
        for role in ROLES:
            client = people.visit(house, role)
            fresh = [(name, address) for name, address in found_pages(client) if name not in done and only in name]
            done.update(name for name, _ in fresh)
            wrong += len(_taken(browser, client, fresh, out))
            taken += len(fresh) * 2 * len(WIDTHS)
            print(f"{side} {role}: {taken} pictures, {wrong} things to see to", flush=True)
        browser.close()
    return taken, wrong


def _taken(browser: Browser, client: Any, pages: list[tuple[str, str]], out: Path) -> list[str]:
    wrong: list[str] = []
    for language in ("en", "ja"):
        for width in WIDTHS:
            shown = Shown(browser, client, language, width)
            for count, (name, address) in enumerate(pages):
                picture = f"{client.house.party}-{language}-{width}-{name}-{count}"
                for each in shown.take(address, out / f"{picture}.png"):
                    wrong.append(f"{picture} {address}: {each}")
                    print(wrong[-1], flush=True)
            shown.context.close()
    return wrong


if __name__ == "__main__":
    sys.exit(main())

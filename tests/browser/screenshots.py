"""The three pictures that the README shows, taken of the demonstration as it is served: ``make screenshots``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser import stage
from tests.browser.stage import ROOT, Officer

PICTURES = ROOT / "docs" / "pictures"
VIEW = {"width": 1180, "height": 820}
TAKEN = (
    ("GB", "finance", "en", {"home": "/", "balances": "/balances/"}),
    ("JP", "accepts", "ja", {"case": "GB-CALDER-26-0002"}),
)
"""Side, account, language, and what is taken: name of the picture, and its address or the number of its case."""


def main() -> int:
    """Take the pictures; returns the exit status."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, stage.served(Path(folder)) as nodes, stage.browser() as browser:
        for party, account, language, pictures in TAKEN:
            # Each signs in once: a second time would ask for the same code again, which works once.
            who = Officer(browser, nodes[party], account, language).sign_in()
            who.page.set_viewport_size(VIEW)
            for name, where in pictures.items():
                _take(who, where, PICTURES / f"{name}.png")
            who.leave()
    return 0


def _take(who: Officer, where: str, picture: Path) -> None:
    """Go to an address, or to the case of a number, and take its picture; AssertionError where another page came."""
    if where.startswith("/"):
        page, arrived = who.go(where), where
    else:
        page, arrived = who.go("/orders"), "/cases/"
        page.get_by_role("link", name=where).first.click()
        page.wait_for_url("**/cases/**")
    assert urlsplit(page.url).path.startswith(arrived), page.url
    assert who.name in who.page.locator("header").first.inner_text(), who.said()
    page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=picture)


if __name__ == "__main__":
    sys.exit(main())

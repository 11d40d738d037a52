"""The three pictures that the README shows, taken of the demonstration as it is served: ``make screenshots``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.browser import stage
from tests.browser.stage import ROOT, Officer

PICTURES = ROOT / "docs" / "pictures"
VIEW = {"width": 1180, "height": 820}
TAKEN = (
    ("home", "GB", "finance", "en", "/"),
    ("case", "JP", "accepts", "ja", "GB-CALDER-26-0002"),
    ("balances", "GB", "finance", "en", "/balances/"),
)
"""Name of the picture, side, account, language, and the address, or the number of the case to be opened."""


def main() -> int:
    """Take the pictures; returns the exit status."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, stage.served(Path(folder)) as nodes, stage.browser() as browser:
        for name, party, account, language, where in TAKEN:
            who = Officer(browser, nodes[party], account, language)
            who.page.set_viewport_size(VIEW)
            who.sign_in()
            if where.startswith("/"):
                who.go(where)
            else:
                who.go("/orders")
                who.page.get_by_role("link", name=where).first.click()
                who.page.wait_for_url("**/cases/**")
            who.page.evaluate("document.fonts.ready.then(() => true)")
            who.page.screenshot(path=PICTURES / f"{name}.png")
            who.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())

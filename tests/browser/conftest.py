"""The two running nodes and the browser of a file of trials.

Of a file, not of the run: while the browser is there its loop runs in this thread, and Django would let nobody else at
a database beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import stage
from tests.browser.stage import Node, Officer

Signed = Callable[..., Officer]


@pytest.fixture(scope="module")
def nodes(tmp_path_factory) -> Iterator[dict[str, Node]]:
    """Both nodes, served."""
    with stage.served(tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the run."""
    with stage.browser() as started:
        yield started


@pytest.fixture(scope="module")
def officer(nodes, chromium) -> Iterator[Signed]:
    """Return an officer of a side by name, signed in once in the run; GB reads English, JP Japanese."""
    known: dict[tuple[str, str], Officer] = {}

    def of(party: str, name: str) -> Officer:
        if (party, name) not in known:
            language = "ja" if party == "JP" else "en"
            known[party, name] = Officer(chromium, nodes[party], name, language).sign_in()
        return known[party, name]

    yield of
    for each in known.values():
        each.leave()

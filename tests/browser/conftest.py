"""The two running nodes and the browser of a run of trials."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import stage
from tests.browser.stage import Node, Officer

Signed = Callable[..., Officer]


@pytest.fixture(scope="session")
def nodes(tmp_path_factory) -> Iterator[dict[str, Node]]:
    """Both nodes, served."""
    with stage.served(tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the run."""
    with stage.browser() as started:
        yield started


@pytest.fixture(scope="session")
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

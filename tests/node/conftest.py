"""What the trials of the node share: two halves that have pinned each other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.node.exchange_world import Half, two
from warifu.doors.serving import Server
from warifu.doors.wire import serve_node


@pytest.fixture
def halves(tmp_path) -> Iterator[tuple[Half, Half]]:
    """GB and JP, pinned by hand, their logs not yet exchanged."""
    gb, jp = two(tmp_path)
    yield gb, jp
    gb.close()
    jp.close()


@pytest.fixture
def served(halves) -> Iterator[tuple[Half, Half, Server]]:
    """GB and JP, and JP's server on loopback."""
    gb, jp = halves
    server = serve_node(jp.turns, ("127.0.0.1", 0))
    server.start()
    yield gb, jp, server
    server.stop()

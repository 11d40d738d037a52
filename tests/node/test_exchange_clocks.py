"""Two clocks that differ: an exchange neither fails for ever nor carries the same bytes again and again."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

import pytest

from tests.node.exchange_world import NOW, QUICK, Half, plain
from warifu.core import canonical
from warifu.core.errors import WireError
from warifu.doors import disc
from warifu.node.exchange import Report, exchange
from warifu.node.received import Received

HOUR = 3600


def set_clock(half: Half, seconds: int) -> None:
    """Let a half's clock stand so many seconds from the other's."""
    half.node.means = half.node.means._replace(clock=lambda: NOW + seconds)


@pytest.fixture
def acquainted(served):
    gb, jp, server = served
    exchange(gb.turns, "JP", plain(server.address), QUICK)
    return gb, jp, server


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, half: Half, name: str) -> Any:
    """Count the calls of one of the doors of a half."""
    calls: list[tuple[Any, ...]] = []
    real = getattr(half.turns, name)

    def call(*arguments: Any) -> Any:
        calls.append(arguments)
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(half.turns, name, call)
        yield calls


def test_what_a_peer_whose_clock_is_ahead_has_written_is_fetched_once(acquainted, monkeypatch):
    gb, jp, server = acquainted
    link = plain(server.address)
    set_clock(jp, HOUR)
    jp.desks(7)
    held = gb.sizes()
    small = QUICK._replace(run_entries=3)
    report = exchange(gb.turns, "JP", link, small)
    assert report == Report(received=Received(aside=7), rounds=2, quiet=True, peer_size=held[1] + 7,
                            witnessed=held[0], waiting=7)  # fmt: skip
    assert gb.sizes() == held
    gb.desks(2)
    with counted(monkeypatch, jp, "bundle") as pulls:
        again = exchange(gb.turns, "JP", link, QUICK)
        idle = exchange(gb.turns, "JP", link, QUICK)
    assert (again.sent, again.waiting, again.received) == (2, 9, Received(aside=2))
    assert [first for _, first, _ in pulls] == [held[1] + 7]  # its two answers, and nothing twice
    assert (idle.rounds, idle.waiting, idle.received) == (1, 9, Received())
    set_clock(gb, HOUR)
    last = exchange(gb.turns, "JP", link, QUICK)
    assert (last.received.entries, last.waiting, last.quiet) == (9, 0, True)
    assert gb.digest() == jp.digest()


def test_what_we_have_dated_ahead_is_pushed_once_and_waits_over_there(acquainted, monkeypatch):
    gb, jp, server = acquainted
    link = plain(server.address)
    set_clock(gb, HOUR)
    gb.desks(7)
    report = exchange(gb.turns, "JP", link, QUICK._replace(run_entries=3))
    assert (report.sent, report.waiting_there, report.waiting, report.quiet) == (7, 7, 0, True)
    jp.desks(2)
    with counted(monkeypatch, gb, "bundle") as pushes:
        again = exchange(gb.turns, "JP", link, QUICK)
        idle = exchange(gb.turns, "JP", link, QUICK)
    assert (again.received.entries, again.waiting_there) == (2, 9)
    assert [first for _, first, _ in pushes] == [gb.sizes()[0] - 2]  # our two answers, and nothing twice
    assert (idle.rounds, idle.waiting_there, idle.sent) == (1, 9, 0)
    set_clock(jp, HOUR)
    last = exchange(gb.turns, "JP", link, QUICK)
    assert (last.waiting_there, last.quiet, jp.sizes()[1]) == (0, True, gb.sizes()[0])
    assert gb.digest() == jp.digest()


def test_a_first_contact_from_a_clock_ahead_says_so_and_comes_about_later(served):
    gb, jp, server = served
    set_clock(gb, HOUR)
    gb.desks(1)
    with pytest.raises(WireError) as trouble:
        exchange(gb.turns, "JP", plain(server.address), QUICK)
    assert trouble.value.figures["reason"] == "exchange.waits"
    assert jp.sizes()[1] == 0
    set_clock(jp, HOUR)
    assert exchange(gb.turns, "JP", plain(server.address), QUICK).quiet
    assert gb.digest() == jp.digest()


def test_a_disc_from_a_clock_ahead_is_taken_in_once_and_in_any_order(acquainted, tmp_path):
    gb, jp, _ = acquainted
    set_clock(jp, HOUR)
    for number in range(3):
        jp.desks(2, f"R{number}")
        disc.export(jp.turns, "GB", tmp_path / "disc", first=gb.sizes()[1] + 2 * number)
    found = disc.import_(gb.turns, "JP", [tmp_path / "disc"], gb.sealing.private)
    assert (found.bundles, found.received.aside, found.troubles) == (3, 6, ())
    set_clock(gb, HOUR)
    assert gb.turns.again("JP").entries == 6


def test_a_peer_that_claims_what_waits_wrongly_harms_nobody(acquainted, monkeypatch):
    gb, jp, server = acquainted
    gb.desks(3)
    real = jp.turns.heads

    for claimed in (-5, 10**12):

        def lying(peer: str, received: Received | None = None, claimed: int = claimed) -> bytes:
            told = canonical.decode(real(peer, received), "heads")
            return canonical.encode(told | {7: claimed}, "heads")

        with monkeypatch.context() as patch:
            patch.setattr(jp.turns, "heads", lying)
            report = exchange(gb.turns, "JP", plain(server.address), QUICK)
        assert report.waiting_there == max(0, min(claimed, gb.sizes()[0] - jp.sizes()[1]))
    assert exchange(gb.turns, "JP", plain(server.address), QUICK).quiet
    assert gb.digest() == jp.digest()

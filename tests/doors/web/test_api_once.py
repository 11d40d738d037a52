"""What is asked twice at the same time is done once: two threads, real files, nothing taken back at the end.

The other trials of the API run in one thread inside one transaction; here each thread has a line of its own to the
accounts' database and to the node's, as behind the server.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connections

from tests.doors.web import houses
from tests.doors.web.houses import TrialHouse
from tests.doors.web.test_api import Caller, desk
from tests.world import World

THREADS = 6


@pytest.fixture
def house(accounts_tables, tmp_path) -> Iterator[TrialHouse]:
    """A house of the United Kingdom whose node and accounts lie in files."""
    world = World(11, addresses=(str(tmp_path / "gb.db"), str(tmp_path / "jp.db")))
    world.exchange()
    yield TrialHouse(world.gb, tmp_path)
    get_user_model().objects.all().delete()
    houses.ended(world)
    cache.clear()


def at_once(calls: list[Any]) -> list[Any]:
    """Make calls in a thread each, begun together; returns what each gave."""
    gate, given = threading.Barrier(len(calls)), [None] * len(calls)

    def run(at: int) -> None:
        gate.wait(30)
        try:
            given[at] = calls[at]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(calls))]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    return given


def test_the_same_request_from_many_threads_is_one_act(house):
    caller = Caller(house, "appointing_officer")
    size = house.node.pair("JP").head("GB").size
    body = desk(house) | {"passphrase": caller.passphrase}
    answers = at_once([lambda: caller.post("/acts", body, "one")] * THREADS)
    statuses = [each.status_code for each in answers]
    assert set(statuses) <= {201, 409}
    assert len({each.content for each in answers if each.status_code == 201}) == 1
    assert caller.post("/acts", body, "one")["Idempotent-Replayed"] == "true"
    assert house.node.pair("JP").head("GB").size == size + 1


def test_who_comes_while_the_first_is_being_worked_on_is_told_so(house, monkeypatch):
    caller = Caller(house, "appointing_officer")
    body = desk(house) | {"passphrase": caller.passphrase}
    working, answered = threading.Event(), threading.Event()
    opened = house.signer

    def signer(name: str, passphrase: str) -> Any:
        working.set()
        assert answered.wait(30)
        return opened(name, passphrase)

    def second() -> Any:
        assert working.wait(30)
        try:
            return caller.post("/acts", body, "one")
        finally:
            answered.set()

    monkeypatch.setattr(house, "signer", signer)
    first, late = at_once([lambda: caller.post("/acts", body, "one"), second])
    assert first.status_code == 201, first.content
    assert (late.status_code, late.json()["code"]) == (409, "still_working")
    assert json.loads(caller.post("/acts", body, "one").content) == first.json()


def test_requests_under_keys_of_their_own_are_all_done(house):
    caller = Caller(house, "appointing_officer")
    size = house.node.pair("JP").head("GB").size
    bodies = [desk(house, f"DUNE{at}") | {"passphrase": caller.passphrase} for at in range(4)]
    answers = at_once([lambda at=at: caller.post("/acts", bodies[at], f"key {at}") for at in range(4)])
    assert [each.status_code for each in answers] == [201] * 4, [each.content for each in answers]
    assert house.node.pair("JP").head("GB").size == size + 4

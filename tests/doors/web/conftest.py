"""What the trials of pages share: two houses of their own for each, and people signed in with any role.

``gb`` and ``jp`` are houses (``TrialHouse``: ``half`` writes acts as its officers, ``world.exchange()`` carries them).
``client_of("ordering_officer")`` is a browser signed in as an officer with that role at ``gb``; an officer's name of
``tests.world`` does as well; ``client_of(role, jp)`` at the other house. ``"administrator"``, ``"auditor"`` and
``"nobody"`` (an account without an appointment) are accounts that no officer's key stands behind. What a trial writes
into the accounts' database is taken back at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.core.cache import cache
from django.db import transaction

from tests.doors.web import houses, people
from tests.doors.web.houses import TrialHouse
from tests.doors.web.people import Visit
from tests.world import World
from warifu.record import database

ClientOf = Callable[..., Visit]


@pytest.fixture(scope="session")
def accounts_tables() -> Iterator[None]:
    """Make the tables of accounts and sessions, once in a run; trial passwords are stretched little, to be quick."""
    database.migrate("default", web=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScryptPasswordHasher, "work_factor", 2**4)
        yield


@pytest.fixture
def accounts(accounts_tables) -> Iterator[None]:
    """Take back at the end what was written into the accounts' database."""
    with transaction.atomic(using="default"):
        yield
        transaction.set_rollback(True, using="default")
    cache.clear()


@pytest.fixture
def world(tmp_path) -> Iterator[World]:
    """Two halves that know each other, with an officer for every role and no case yet."""
    made = houses.copied()
    yield made
    houses.ended(made)


@pytest.fixture
def gb(world, tmp_path, accounts) -> TrialHouse:
    """The house of the United Kingdom."""
    return TrialHouse(world.gb, tmp_path)


@pytest.fixture
def jp(world, tmp_path, accounts) -> TrialHouse:
    """The house of Japan."""
    return TrialHouse(world.jp, tmp_path)


@pytest.fixture
def client_of(gb) -> ClientOf:
    """Return a browser signed in with a role (or as an officer), its second factor set up."""

    def signed_in(role: str, house: TrialHouse | None = None) -> Visit:
        return people.visit(house or gb, role)

    return signed_in

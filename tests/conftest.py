"""What all trials share: how long Hypothesis searches, that nothing leaves this machine, one Django, one PostgreSQL.

Django is configured once in a process: for the pages, because whoever needs it without them gets on with it all the
same. The accounts lie in a folder of this run; their tables are made by the first trial that signs somebody in.
"""

from __future__ import annotations

import atexit
import ipaddress
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import engines
from tests.postgres import running_postgres
from warifu.doors.web import settings as web_settings

# A slow, shared machine is no reason to fail: time is measured by `make bench`, never by a test.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("house"), derandomize=True, database=None)
settings.register_profile("quick", settings.get_profile("house"), max_examples=10)
settings.register_profile("long", settings.get_profile("house"), max_examples=20_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "house"))

_FOLDER = Path(tempfile.mkdtemp(prefix="warifu-trials-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
web_settings.configure(str(_FOLDER / "accounts.db"), "trial sessions are signed with this, and nothing else")


class OutsideError(AssertionError):
    """A trial tried to reach something outside this machine."""


def _stay_home(event: str, args: tuple[object, ...]) -> None:
    """Refuse a connection, or a message, to any address that is not this machine's own."""
    if event not in {"socket.connect", "socket.sendto"}:
        return
    address = args[1]
    if not isinstance(address, tuple) or not address:
        return  # a socket in the file system, or one that is connected already
    host = str(address[0])
    try:
        outside = not ipaddress.ip_address(host).is_loopback
    except ValueError:
        outside = host not in {"", "localhost"}
    if outside:
        raise OutsideError(host)


sys.addaudithook(_stay_home)


@pytest.fixture(scope="module", params=engines.ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Have the worlds of a module made on each engine in turn."""
    if request.param == "sqlite":
        yield "sqlite"
        return
    with engines.on_postgres(request.getfixturevalue("postgres_dsn")):
        yield "postgres"


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """One PostgreSQL for the whole run; ``tests.postgres.new_database`` gives each trial a database of its own."""
    with running_postgres() as dsn:
        yield dsn

"""The PostgreSQL that trials borrow is real, fresh, and gone afterwards; and trials stay on this machine."""

from __future__ import annotations

import socket

import psycopg
import pytest

from tests.conftest import OutsideError
from tests.postgres import new_database, running_postgres

pytestmark = pytest.mark.postgres


def test_a_server_starts_serves_and_is_gone():
    with running_postgres() as dsn, psycopg.connect(dsn) as connection:
        assert connection.info.server_version >= 180000
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(dsn, connect_timeout=2)


def test_each_database_is_empty_and_its_own(postgres_dsn):
    first = new_database(postgres_dsn, "half_gb")
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE entry (place bigint PRIMARY KEY)")
    for dsn in (new_database(postgres_dsn, "half_jp"), new_database(postgres_dsn, "half_gb")):
        with psycopg.connect(dsn) as connection:
            assert connection.execute("SELECT to_regclass('entry')").fetchone() == (None,)


def test_a_trial_cannot_leave_this_machine():
    # 192.0.2.0/24 is set aside for documentation: nobody lives there (RFC 5737).
    with socket.socket() as wire, pytest.raises(OutsideError):
        wire.connect(("192.0.2.1", 443))

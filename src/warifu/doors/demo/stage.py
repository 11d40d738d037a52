"""The stage: starts both nodes, passes them what the play asks, keeps the reader informed, cleans up by process id."""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from warifu.core.errors import WarifuError, WireError
from warifu.doors.demo import worker
from warifu.doors.demo.worker import Told

PATIENCE_SECONDS = 600
"""A register of many thousand rows is one question."""
GRACE_SECONDS = 2
"""How long a node may finish what it was asked, once the play has ended: what it has written is whole at any moment."""


class Actor:
    """One node of the play, seen from the play."""

    def __init__(self, party: str, process: BaseProcess, pipe: Connection) -> None:
        self.party = party
        self.process = process
        self.pipe = pipe
        self.founded: bytes = self._answer("start")

    def ask(self, name: str, *arguments: Any) -> Any:
        """Have the node do something and return what came of it; raises WireError where it failed."""
        self.send(name, *arguments)
        return self._answer(name)

    def send(self, name: str, *arguments: Any) -> None:
        """Have the node begin something; ``answer`` collects what comes of it."""
        try:
            self.pipe.send((name, arguments))
        except OSError as trouble:
            raise WireError("demo.node_died", self.party, asked=name) from trouble

    def answer(self, name: str) -> Any:
        """Collect what came of what was sent."""
        return self._answer(name)

    def _answer(self, name: str) -> Any:
        if not self.pipe.poll(PATIENCE_SECONDS):
            raise WireError("demo.node_silent", self.party, asked=name)
        try:
            good, value = self.pipe.recv()
        except (EOFError, OSError) as trouble:
            raise WireError("demo.node_died", self.party, asked=name) from trouble
        if not good and isinstance(value, tuple):
            code, where, figures = value
            raise WarifuError(code, f"{self.party} {name}: {where}", **figures)
        if not good:
            raise WireError("demo.node_failed", self.party, asked=name, trouble=str(value))
        return value


@contextmanager
def stage(folder: Path, *, pages: bool = False) -> Iterator[tuple[Actor, Actor]]:
    """Start the two nodes under ``folder``, able to serve pages where asked, and end them, whatever happens."""
    ports = _free_ports(2)
    context = multiprocessing.get_context("spawn")
    started: list[tuple[str, BaseProcess, Connection]] = []
    try:
        for place, party in enumerate(("GB", "JP")):
            told = Told(party, ("JP", "GB")[place], folder / party.lower(), ports[place], ports[1 - place], pages)
            ours, theirs = context.Pipe()
            process: BaseProcess = context.Process(
                target=worker.run, args=(told, theirs), name=f"warifu {party}", daemon=True
            )
            process.start()
            theirs.close()
            started.append((party, process, ours))
        actors = [Actor(*each) for each in started]
        yield actors[0], actors[1]
        for actor in actors:
            actor.ask("stop")
    finally:
        for _, _, pipe in started:
            pipe.close()
        for _, process, _ in started:
            process.join(GRACE_SECONDS)
            for end in (process.terminate, process.kill):
                if process.is_alive():
                    end()
                    process.join(GRACE_SECONDS)


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    try:
        for each in held:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in held]
    finally:
        for each in held:
            each.close()

"""What the trials of the public door share: announcements written by both halves, a door, somebody who comes to it."""

from __future__ import annotations

import io
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from tests.world import Half, World
from warifu.doors.public.app import PublicApp
from warifu.doors.public.door import Door
from warifu.node.config import Config, Peer, Smtp
from warifu.node.keystore import Keystore
from warifu.rooms.programme import wording
from warifu.rooms.programme.acts.announcement import (
    TEXT_EN,
    TEXT_JA,
    TITLE_EN,
    TITLE_JA,
    Agreed,
    Announcement,
    Correct,
    Counter,
    End,
)

P = "programme/"
ADDRESS = "https://notices.example"
EN = (
    "An exercise in the spring",
    "The two forces will exercise together.\nIn port & at sea.\n\nNobody else takes part.",
)
JA = ("春の共同訓練", "両国の部隊は、港内及び洋上で共同の訓練を行う。\n\n他の参加国はない。")


def texts(en: tuple[str, str] = EN, ja: tuple[str, str] = JA) -> dict[int, str]:
    """The texts of a wording by slot."""
    return {TITLE_EN: en[0], TITLE_JA: ja[0], TEXT_EN: en[1], TEXT_JA: ja[1]}


def _worded(world: World, after: int, said: dict[int, str]) -> dict[str, Any]:
    at = datetime.fromtimestamp(world.now + after, UTC)
    digests = wording.digests_of(said)
    return {
        "dated": at.date(), "embargo_day": at.date(), "embargo_time": at.strftime("%H:%M:%S"),
        "digest_en": digests["en"], "digest_ja": digests["ja"],
    }  # fmt: skip


class Case(NamedTuple):
    """An announcement as it is being written between both halves."""

    world: World
    case: bytes

    def acts(self, half: Half, kind: str, body: Any, **more: Any) -> bytes:
        """One side writes, and the papers go to and fro."""
        outcome = half.must(P + kind, body, "liaison", case=self.case, **more)
        self.world.exchange()
        return outcome.act

    def agree(self, half: Half, said: dict[int, str] | None = None) -> bytes:
        """One side agrees to a wording."""
        digests = wording.digests_of(said or texts())
        body = Agreed(self.world.today, digests["en"], digests["ja"])
        return self.acts(half, "agree_announcement", body)

    def counter(self, half: Half, said: dict[int, str], after: int = 3600) -> bytes:
        """One side answers with another wording."""
        body = Counter(self.world.today, **_worded(self.world, after, said))
        return self.acts(half, "counter_announcement", body, texts=said)

    def correct(self, half: Half, said: dict[int, str], after: int = 0, reason: str = "misprint") -> bytes:
        """One side proposes to correct it."""
        body = Correct(self.world.today, reason, **_worded(self.world, after, said))
        return self.acts(half, "correct_announcement", body, texts=said)

    def end(self, half: Half, kind: str = "withdraw_announcement", reason: str = "event_called_off") -> bytes:
        """One side withdraws or declines it."""
        return self.acts(half, kind, End(self.world.today, reason))


def propose(world: World, after: int = 3600, number: str = "GB-MOD-26-A-001", **more: Any) -> Case:
    """GB words an announcement that may be public ``after`` seconds from now."""
    said = more.pop("said", texts())
    words = _worded(world, after, said) | more.pop("body", {})
    body = Announcement(world.today, number, more.pop("form", "exercise"), ("GB-MOD", "JP-MOD"), **words)
    case = world.gb.must(P + "announcement", body, "liaison", texts=said, **more).case
    world.exchange()
    return Case(world, case)


def agreed(world: World, after: int = 3600, **more: Any) -> Case:
    """An announcement that both have agreed, and both know it."""
    found = propose(world, after, **more)
    found.agree(world.jp, more.get("said"))
    return found


def door_of(half: Half, folder: Path, smtp: Smtp | None = None, **told: Any) -> Door:
    """The public door of a half: public, at an address, with mail where a server is named."""
    settings = {"public": True, "public_address": ADDRESS, "smtp": smtp} | told
    config = Config(half.party, (Peer(half.peer),), **settings)
    keys = Keystore(folder / f"{half.party}.keys", "trial", secrets.token_bytes, 4)
    return Door(config, half.node.store, lambda: half.world.now, keys)


class Came(NamedTuple):
    """What somebody who came was answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


def come(door: Door, path: str, method: str = "GET", body: bytes = b"", **environ: str) -> Came:
    """Ask the public door for something."""
    heard: list[Any] = []
    told = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body), "REMOTE_ADDR": "192.0.2.1", **environ,
    }  # fmt: skip
    answer = b"".join(PublicApp(lambda: door)(told, lambda status, headers: heard.append((status, headers))))
    return Came(int(heard[0][0][:3]), dict(heard[0][1]), answer)

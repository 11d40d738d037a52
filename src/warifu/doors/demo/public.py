"""What the play asks of a node's public door: what is public now, who gets mail, what has been sent.

Law: the door is opened with settings of the play's own: public, at an invented address, with the play's postbox for a
mail server. Nothing of it is written into the node's own settings.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from warifu.doors.public.door import Door
from warifu.node.config import Config, Smtp
from warifu.node.keystore import Keystore
from warifu.record.log import Store

ADDRESS = "https://announcements.example"


class At(NamedTuple):
    """A node as its public door sees it; ``rest`` lets some time pass."""

    config: Config
    store: Store
    clock: Callable[[], int]
    keys: Keystore
    folder: Path
    rest: Callable[[float], None]


def _door(at: At, port: int = 0) -> Door:
    sender = f"notices@{at.config.party.lower()}.example"
    smtp = Smtp("127.0.0.1", sender, port, starttls=False) if port else None
    return Door(replace(at.config, public=True, public_address=ADDRESS, smtp=smtp), at.store, at.clock, at.keys)


def _now(at: At) -> int:
    return at.clock()


def _until(at: At, second: int) -> int:
    """Let time pass until a second of our own clock has come."""
    while at.clock() < second:
        at.rest(0.2)
    return at.clock()


def _shown(at: At) -> list[dict[str, Any]]:
    """Tell what is public at this second."""
    return [
        {
            "number": each.number, "address": each.address, "title_en": each.now.en.title,
            "title_ja": each.now.ja.title, "dated": each.now.dated, "digest_en": each.now.en.digest,
            "digest_ja": each.now.ja.digest, "since": each.now.since, "withdrawn": each.withdrawn,
        }
        for each in _door(at).public().notices
    ]  # fmt: skip


def _publish(at: At, to: Path) -> int:
    """Write the pages into a folder; tells how many files there are."""
    from warifu.doors.public import publishing

    return publishing.publish(_door(at).pages(), to).files


def _subscribe(at: At, port: int, address: str, language: str) -> int:
    """Ask for alerts, and send what is due: the message with the link."""
    from warifu.doors.public import sending, subscribing

    door = _door(at, port)
    subscribing.ask(door, address, language)
    return sending.run(door, at.folder).sent


def _confirm(at: At, port: int, token: str) -> bool:
    """Follow the link of the message."""
    from warifu.doors.public import subscribing

    return subscribing.confirm(_door(at, port), token) is not None


def _send(at: At, port: int) -> int:
    """Send what is due; tells how many messages went."""
    from warifu.doors.public import sending

    return sending.run(_door(at, port), at.folder).sent


ASKED: dict[str, Callable[..., Any]] = {
    "now": _now, "until": _until, "shown": _shown, "publish": _publish, "subscribe": _subscribe, "confirm": _confirm,
    "send": _send,
}  # fmt: skip

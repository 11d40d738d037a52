"""Announcements: those of 2013 and 2017 in our own words, then one under embargo, by mail to a server on loopback.

Law: as in every chapter, what ought to be signed and is refused ends the play; so does anything public too early, in
one capital only, or a message that does not come back as it was signed.
"""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warifu.core.errors import WireError
from warifu.doors.demo.play import Play
from warifu.doors.demo.postbox import Postbox
from warifu.doors.demo.stage import Actor
from warifu.rooms.programme import wording
from warifu.rooms.programme.acts.announcement import (
    TEXT_EN,
    TEXT_JA,
    TITLE_EN,
    TITLE_JA,
    Agreed,
    Announcement,
    Counter,
)

_TOLD = Path(__file__).parent.parent / "announcements.toml"
_EMBARGO_SECONDS = 5
"""How long the embargo of the play's own announcement lasts: both nodes agree on it within."""
_READERS = {"GB": ("press@gb.example", "en"), "JP": ("press@jp.example", "ja")}
_P = "programme/"


def announced(play: Play) -> None:
    """Put the three on record, then announce an invented exercise under embargo and read it back from the mail."""
    told = tomllib.loads(_TOLD.read_text(encoding="utf-8"))
    for each in told["announcement"]:
        _historical(play, each)
    before = len(told["announcement"])
    _must(play, "the three are public on both nodes", _both(play, "shown"), lambda shown: len(shown) == before)
    for actor in (play.gb, play.jp):  # whoever asks for alerts from the next second on hears of what comes then
        actor.ask("public", "until", actor.ask("public", "now") + 1)
    with Postbox() as box:
        for party, (address, language) in _READERS.items():
            _subscribed(play.party(party), box, address, language)
        number = _under_embargo(play, told["exercise"], before)
        for actor in (play.gb, play.jp):
            actor.ask("public", "send", box.port)
        mails = {party: _read_back(box, address) for party, (address, _) in _READERS.items()}
    play.documents["announcements"] = {
        "public": play.gb.ask("public", "shown"),
        "sources": [{name: each[name] for name in ("number", "standing", "source")} for each in told["announcement"]],
        "mail": mails,
        "announced": number,
    }


def _texts(told: dict[str, Any], text: str = "text") -> dict[int, str]:
    return {
        TITLE_EN: told["title_en"], TITLE_JA: told["title_ja"],
        TEXT_EN: told[f"{text}_en"].strip(), TEXT_JA: told[f"{text}_ja"].strip(),
    }  # fmt: skip


def _worded(texts: dict[int, str], at: int) -> dict[str, Any]:
    second, digests = datetime.fromtimestamp(at, UTC), wording.digests_of(texts)
    return {
        "embargo_day": second.date(), "embargo_time": second.strftime("%H:%M:%S"), "digest_en": digests["en"],
        "digest_ja": digests["ja"],
    }  # fmt: skip


def _historical(play: Play, told: dict[str, Any]) -> None:
    """One side puts an announcement of the past on record, the other agrees; it is public at once."""
    ours, theirs = (play.gb, play.jp) if told["by"] == "GB" else (play.jp, play.gb)
    texts = _texts(told)
    words = _worded(texts, ours.ask("public", "now"))
    body = Announcement(
        play.today, told["number"], told["form"], tuple(told["issuers"]), told["dated"], **words
    )  # fmt: skip
    case = play.act(ours, "liaison", f"{_P}announcement", body, texts=texts)
    play.sync()
    _agree(play, theirs, case, words)


def _agree(play: Play, who: Actor, case: bytes, words: dict[str, Any]) -> None:
    body = Agreed(play.today, words["digest_en"], words["digest_ja"])
    play.act(who, "liaison", f"{_P}agree_announcement", body, case=case)
    play.sync()


def _under_embargo(play: Play, told: dict[str, Any], before: int) -> str:
    """GB words an exercise, JP answers with another wording, GB agrees: public at one second on both, not before."""
    at = play.gb.ask("public", "now") + _EMBARGO_SECONDS
    first, second = _texts(told, "first"), _texts(told)
    number = play.number("GB", "HQ")
    body = Announcement(
        play.today, number, told["form"], tuple(told["issuers"]), play.today, **_worded(first, at)
    )  # fmt: skip
    case = play.act(play.gb, "liaison", f"{_P}announcement", body, texts=first)
    play.sync()
    words = _worded(second, at)
    play.act(
        play.jp, "liaison", f"{_P}counter_announcement", Counter(play.today, play.today, **words), case=case,
        texts=second,
    )  # fmt: skip
    play.sync()
    _agree(play, play.gb, case, words)
    seen = [(actor.ask("public", "now"), actor.ask("public", "shown")) for actor in (play.gb, play.jp)]
    if any(len(shown) != before and now < at for now, shown in seen):
        raise WireError("demo.not_as_told", "announcement", what="public before its embargo")
    for actor in (play.gb, play.jp):
        actor.ask("public", "until", at)
    _must(play, "public on both at the second", _both(play, "shown"), lambda shown: len(shown) == before + 1)
    return number


def _both(play: Play, what: str) -> list[Any]:
    return [actor.ask("public", what) for actor in (play.gb, play.jp)]


def _must(play: Play, what: str, seen: list[Any], holds: Any) -> None:
    del play
    if seen[0] != seen[1] or not holds(seen[0]):
        raise WireError("demo.not_as_told", "announcement", what=what)


def _subscribed(who: Actor, box: Postbox, address: str, language: str) -> None:
    """Somebody asks for alerts and follows the link that comes by mail."""
    who.ask("public", "subscribe", box.port, address, language)
    link = re.search(r"/public/confirm/(\S+)", _plain(box, address))
    if link is None or not who.ask("public", "confirm", box.port, link[1]):
        raise WireError("demo.not_as_told", who.party, what="no link to confirm")


def _plain(box: Postbox, address: str) -> str:
    """Return the plain part of the last message to an address."""
    messages = box.to(address)
    part = messages[-1].get_body(("plain",)) if messages else None
    if part is None:
        raise WireError("demo.not_as_told", address, what="no message")
    said: str = part.get_content()
    return said


def _read_back(box: Postbox, address: str) -> dict[str, str]:
    """Return what came back of the alert: subject, digest, the way out."""
    message = box.to(address)[-1]
    digest = re.search(r"[0-9a-f]{64}", _plain(box, address))
    if len(box.to(address)) != 2 or digest is None:
        raise WireError("demo.not_as_told", address, what="the alert did not come once")
    return {
        "to": address, "subject": str(message["Subject"]), "digest": digest[0],
        "unsubscribe": str(message["List-Unsubscribe-Post"]),
    }  # fmt: skip

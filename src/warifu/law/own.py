"""Own law: a state's statutes as packs of a second kind, judged before sealing, on that state's own acts alone.

Law: a pack with ``law_of`` set speaks of acts that this party wrote for itself; never of the other side's, and never of
the other side's paper that it entered (``on_behalf``). The judge is the same one (``law.judge.judge``), so that all
findings are collected and a check that cannot run refuses. What comes back is national: it stands in no act, answer or
log that is sent. A row is in force from its day ``from`` to its day ``to`` (both inclusive) by the day on which the
thing happens. Preparation and approval are national acts (bodies below): their case is a draft on its way.

Place on the path: step 2 of *submit*, after the agreement's pack; never in *receive*.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec.structs import replace

from warifu.core import act as acts
from warifu.core import canonical
from warifu.core.act import Act
from warifu.core.keys import KEY_ID_BYTES
from warifu.law.judge import PERMITTED, Ruling, Situation, judge
from warifu.law.pack import Pack, Rule


def judge_own(packs: Iterable[Pack], situation: Situation) -> Ruling:
    """Judge an act of ours by every pack of our own law; permitted where none of them is law of its author."""
    found = PERMITTED
    for pack in packs:
        if speaks_of(pack, situation):
            found += judge(pack, situation)
    return found


def speaks_of(pack: Pack, situation: Situation) -> bool:
    """Tell whether a pack is the own law of the party that wrote the act, for itself."""
    act = situation.act
    return bool(pack.data.law_of) and pack.data.law_of == act.party == act.side_of


def in_force(rule: Rule, on: date) -> bool:
    """Tell whether a dated row holds on a day; a row without days always does."""
    first, last = rule.params.get("from"), rule.params.get("to")
    return (first is None or on >= first) and (last is None or on <= last)


class Preparation(msgspec.Struct, frozen=True):
    """National: a draft (by digest of its unsigned bytes) has been prepared for another officer to sign.

    ``form``: those bytes, so that somebody else can sign them later; its texts are texts of this act, its files are
    attached to it. ``peer``: whose copy of our log it will stand in. ``approval``: own law asked for one that day.
    """

    on: date
    draft: bytes
    kind: str
    desk: str = ""
    peer: str = ""
    form: bytes = b""
    irregular: bool = False
    approval: bool = False


class Approval(msgspec.Struct, frozen=True):
    """National: the draft prepared may be signed; or it was looked at a second time after it was."""

    on: date
    draft: bytes
    second_look: bool = False


class Signature(msgspec.Struct, frozen=True):
    """National: the draft prepared was signed and stands in the log of a pair as this act."""

    on: date
    draft: bytes
    act: bytes


NOBODY = b"\0" * KEY_ID_BYTES


def unsigned(act: Act) -> bytes:
    """Return the form in which a draft is prepared and approved: the act's bytes without who signs it and when.

    What is approved is what is signed: kind, case, after, pack, desk, body, cites, the root of the texts with their
    salts, attachments. Its digest (``canonical.digest``) names the draft.
    """
    return acts.encode(replace(act, officer=NOBODY, time=0))


def draft_digest(act: Act) -> bytes:
    """32 bytes that name the draft of an act, whoever signs it and whenever."""
    return canonical.digest(unsigned(act))

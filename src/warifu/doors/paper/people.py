"""Who signs a form: the boxes for both sides, filled with what the roll and its openings say.

Law: the role printed is one that the pack lets sign this kind of act and that the signer held at that place of the log;
opposite stands the role that answers it. A name is personal detail: it is read from its opening, and where that is
erased or not held the box stays empty for the pen.

Place on the path: beside ``laying``.
"""

from __future__ import annotations

from datetime import UTC, datetime

from warifu.core import texts
from warifu.doors.paper import words
from warifu.doors.paper.sheet import Box
from warifu.doors.sentences import Both
from warifu.law.judge import Placed
from warifu.law.pack import Pack
from warifu.law.roll import APPOINTING, Appointment
from warifu.node.pair import Pair
from warifu.record import log, openings
from warifu.rooms.parties.acts import PERSON, TITLE

ROOT = "root"
_WITHIN = {"parties/handover": ("outgoing", "incoming"), "parties/takeover": ("incoming", "outgoing")}
"""Kinds that two officers of one side sign: who signs first, who opposite."""
_ANSWERS = {
    "ordering_officer": "accepting_officer",
    "accepting_officer": "ordering_officer",
    "issuing_officer": "receiving_officer",
    "receiving_officer": "issuing_officer",
    "custodian": "issuing_officer",
    APPOINTING: "liaison_officer",
    ROOT: "liaison_officer",
}
"""Role to the one that signs opposite; any other is answered by its like."""


def desks(pair: Pair) -> dict[str, Both]:
    """Return the names of desks of both parties by code, as their rolls have them."""
    entered = [item for roll in pair.rolls.values() for item in roll.desks.items()]
    return {code: Both(grant.what.name, grant.what.name_ja) for code, grant in entered}


def boxes(pair: Pair, placed: Placed, pack: Pack | None) -> tuple[Box, Box]:
    """Return the box of the side whose step the act is, and the box opposite."""
    role = _role(pair, placed, pack)
    side = placed.act.side_of
    within = ("", "second_officer") if placed.kind.national else _WITHIN.get(placed.act.kind)
    if within:
        name, post = _person(pair, placed)
        first = words.item(within[0]) if within[0] else _called(role)
        return Box(words.party(side), first, name, post, _sealed(placed)), Box(words.party(side), words.item(within[1]))
    other = pair.peer if side == pair.us else pair.us
    answers = _ANSWERS.get(role, role)
    own = Box(words.party(side), _called(role))
    if not placed.act.on_behalf:
        name, post = _person(pair, placed)
        own = own._replace(name=name, post=post, sealed=_sealed(placed))
    note = words.item("acknowledging") if role in {APPOINTING, ROOT} else words.plain("")
    called = _called(answers)
    opposite = Both(f"{called.en} {note.en}".rstrip(), f"{called.ja}　{note.ja}".rstrip())
    return own, Box(words.party(other), opposite, sealed=words.item("no_seal"))


def _called(role: str) -> Both:
    return words.code("role", role) if role else words.item("counterpart")


def _held(pair: Pair, placed: Placed) -> list[Appointment]:
    day = datetime.fromtimestamp(placed.act.time, UTC).date()
    place = None if placed.kind.national else placed.index  # the national log has places of its own
    return pair.rolls[placed.act.party].authority(placed.act.officer, place, day)


def _role(pair: Pair, placed: Placed, pack: Pack | None) -> str:
    """Return the role in which the signer acted, else the first that the pack lets sign this kind."""
    rule = pack.rules.get("house.officer") if pack else None
    table = rule.params.get("roles", {}) if rule else {}
    allowed = table.get(placed.act.kind) or table.get("*") or ()
    known = pair.rolls[placed.act.party].keys.get(placed.act.officer)
    if known is not None and known.use == ROOT:
        return ROOT
    roles = [role for each in _held(pair, placed) for role in each.roles]
    fitting = [role for role in allowed if role in roles]
    return next(iter([*fitting, *roles, *allowed]), "")


def _person(pair: Pair, placed: Placed) -> tuple[Both, Both]:
    """Return name and post of the signer as far as the roll's openings say."""
    roll = pair.rolls[placed.act.party]
    known = roll.keys.get(placed.act.officer)
    appointments = _held(pair, placed)
    post = next((each.post for each in appointments if each.post), "")
    if known is None or known.use != "officer":
        return words.plain(""), words.plain("")
    name = _said_of(pair, placed.act.party, "parties/officer", known.holder, PERSON)
    called = _said_of(pair, placed.act.party, "parties/holding", post, TITLE) if post else ""
    number = words.item("person_number")
    said = Both(f"{name} ({number.en} {known.holder})".lstrip(), f"{name}（{number.ja} {known.holder}）")
    return said, words.plain(called or post)


def _said_of(pair: Pair, party: str, kind: str, who: str, slot: int) -> str:
    """Return a text of the roll act that speaks of a person or post, the last one first; empty where none is held."""
    for line in reversed(log.of_kinds(pair.store, pair.name, party, kind, 0)):
        body = pair.reader.placed(party, line).body
        if who in {getattr(body, "person", ""), getattr(body, "post", "")}:
            for leaf in openings.read(pair.store, pair.name, [line.act]).get(line.act, ()):
                if isinstance(leaf, texts.Opening) and leaf.slot == slot:
                    return leaf.text
    return ""


def _sealed(placed: Placed) -> Both:
    said = words.item("sealed_by")
    key = placed.act.officer.hex()
    at = words.instant(placed.act.time, placed.act.party)
    return Both(f"{said.en} {key}, {at.en}", f"{said.ja}{key}　{at.ja}".replace("\n", "　"))

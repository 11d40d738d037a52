"""What a case of this room becomes: the roll as lists of keys, appointments, holders, desks, packs. Floor 3a, pure.

Law: what stands on the roll is decided by ``law.roll``, place by place; these rows are that roll read out, so that
pages can list it and warn of what runs out. Persons are numbers; names are texts. A place is a place in the party's
log; ``until`` is -1 while something is in force. Pair and case stand before every row (``record.projection``).
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from warifu.law.case import Case, Stand
from warifu.law.roll import Grant, Roll
from warifu.law.room import RowContext, Rows
from warifu.rooms.parties.acts import ROLL_KINDS

_EPOCH = date(1970, 1, 1).toordinal()
_LONG = 2**62


class CaseHead(NamedTuple):
    """A case of this room: a roll, a pin, a handover, a preparation."""

    kind: str
    number: str
    party: str
    desk: str
    state: str
    head: bytes
    since: int
    acts: int
    refused: int
    pending: int


class KeyRow(NamedTuple):
    """A key on the roll: whose, for what, for which days, from and until which place of the party's log."""

    key: bytes
    party: str
    holder: str
    purpose: str
    """root, root_pq, node, node_pq or officer."""
    algorithm: int
    valid_from: int | None
    valid_to: int | None
    spare: bool
    since: int
    until: int
    doubtful_since: int | None


class AppointmentRow(NamedTuple):
    """A written delegation; one number may stand several times, one after the other."""

    part: int
    number: str
    party: str
    person: str
    post: str
    roles: str
    desks: str
    limits: str
    valid_from: int
    valid_to: int
    since: int
    until: int
    doubtful_since: int | None


class HoldingRow(NamedTuple):
    """Who holds a post, or acts for its holder."""

    part: int
    party: str
    post: str
    person: str
    from_day: int
    acting: bool
    since: int
    until: int


class DeskRow(NamedTuple):
    """A desk, its names in both languages, and the day until which its contact is good."""

    part: int
    code: str
    party: str
    name: str
    name_ja: str
    contact_until: int | None
    since: int


class AdoptionRow(NamedTuple):
    """A pack that this party has adopted."""

    part: int
    pack: bytes
    party: str
    name: str
    version: str
    since: int


class HandoverRow(NamedTuple):
    """A handover of a post: what is open, what is owed, and whether the second hand has signed."""

    number: str
    party: str
    post: str
    incoming: str
    open_cases: int
    balances: int
    copies: str
    on_day: int
    state: str


class PinRow(NamedTuple):
    """A pin of the other side's founding act."""

    party: str
    root: bytes
    replaces: bytes
    read_by: str
    on_day: int


class NoEffectRow(NamedTuple):
    """A roll act that its signer had no right to sign: on record, without effect."""

    act: bytes
    kind: str
    place: int
    findings: str


RECORDS: dict[str, type[Any]] = {
    "parties_case": CaseHead,
    "parties_key": KeyRow,
    "parties_appointment": AppointmentRow,
    "parties_holding": HoldingRow,
    "parties_desk": DeskRow,
    "parties_adoption": AdoptionRow,
    "parties_handover": HandoverRow,
    "parties_pin": PinRow,
    "parties_no_effect": NoEffectRow,
}
TABLES: dict[str, tuple[str, ...]] = {name: record._fields for name, record in RECORDS.items()}


def rows(case: Case, context: RowContext) -> Rows:
    """Return all rows of a case by table; this room posts nothing."""
    del context
    tables: dict[str, list[tuple[Any, ...]]] = {"parties_case": [_head(case)]}
    root = case.line[0].placed
    if root.act.kind == "parties/found":
        tables.update(_roll(case))
    elif root.act.kind == "parties/handover":
        tables["parties_handover"] = [_handover(case)]
    elif root.act.kind == "parties/pin":
        body = root.body
        tables["parties_pin"] = [
            PinRow(body.party, body.root, body.replaces, " ".join(body.read_by), _day(body.on)),
        ]
    return Rows({name: found for name, found in tables.items() if found})


def _head(case: Case) -> CaseHead:
    root, last = case.line[0].placed, case.head.placed
    statuses = [stand.status for stand in case.stands.values()]
    return CaseHead(
        root.act.kind, str(getattr(root.body, "number", "")), root.act.party, root.act.desk, case.state, last.digest,
        last.act.time, len(statuses), statuses.count("refused") + statuses.count("objected"), statuses.count("pending"),
    )  # fmt: skip


def _roll(case: Case) -> dict[str, list[tuple[Any, ...]]]:
    party, roll = case.opener, Roll(case.opener)
    no_effect: list[tuple[Any, ...]] = []
    for stand in sorted(case.stands.values(), key=_place):
        placed = stand.placed
        if placed.act.kind in ROLL_KINDS and placed.author == party and placed.index is not None:
            codes = " ".join(each.rule for each in roll.take(placed.act, placed.body, placed.digest, placed.index))
            if codes:
                no_effect.append(NoEffectRow(placed.digest, placed.act.kind, placed.index, codes))
    return {
        "parties_key": [_key(party, key_id, key) for key_id, key in roll.keys.items()],
        "parties_appointment": [_appointment(party, at, grant) for at, grant in enumerate(roll.appointments)],
        "parties_holding": [_holding(party, at, grant) for at, grant in enumerate(roll.holdings)],
        "parties_desk": [
            DeskRow(part, code, party, each.what.name, each.what.name_ja, _maybe(each.what.contact_until), each.since)
            for part, (code, each) in enumerate(roll.desks.items())
        ],
        "parties_adoption": [
            AdoptionRow(part, pack, party, each.what.name, each.what.version, each.since)
            for part, (pack, each) in enumerate(roll.adoptions.items())
        ],
        "parties_no_effect": no_effect,
    }


def _place(stand: Stand) -> tuple[int, bytes]:
    index = stand.placed.index
    return (_LONG if index is None else index, stand.placed.digest)


def _key(party: str, key_id: bytes, key: Any) -> KeyRow:
    body = key.grant.what
    return KeyRow(
        key_id, party, key.holder, key.use, key.public.algorithm, _maybe(getattr(body, "valid_from", None)),
        _maybe(getattr(body, "valid_to", None)), bool(getattr(body, "spare", False)), key.grant.since,
        _until(key.grant), _maybe(key.grant.doubtful_since),
    )  # fmt: skip


def _appointment(party: str, part: int, grant: Grant) -> AppointmentRow:
    body = grant.what
    limits = " ".join(f"{limit.of}:{limit.amount:f}" for limit in body.limits)
    return AppointmentRow(
        part, body.number, party, body.person, body.post, " ".join(body.roles), " ".join(body.desks), limits,
        _day(body.valid_from), _day(body.valid_to), grant.since, _until(grant), _maybe(grant.doubtful_since),
    )  # fmt: skip


def _holding(party: str, part: int, grant: Grant) -> HoldingRow:
    body = grant.what
    return HoldingRow(
        part, party, body.post, body.person, _day(body.since), body.acting, grant.since, _until(grant)
    )  # fmt: skip


def _handover(case: Case) -> HandoverRow:
    root = case.line[0].placed
    body = root.body
    return HandoverRow(
        body.number, root.act.party, body.post, body.incoming, len(body.open_cases), len(body.balances),
        " ".join(body.copies), _day(body.on), case.state,
    )  # fmt: skip


def _until(grant: Grant) -> int:
    return -1 if grant.until >= _LONG else grant.until


def _day(value: date) -> int:
    return value.toordinal() - _EPOCH


def _maybe(value: date | None) -> int | None:
    return None if value is None else _day(value)

"""Rows: transfers of equipment and technology: what was applied for, decided, licensed, and who holds what.

Law: who holds what is the fold of ``holdings`` over the facts on record, irregular ones included: what has happened is
recorded. What contradicts is a trouble of the side that wrote the act, shown to both, until the facts agree. Quantities
are exact decimals written out. An undertaking by an older version of its form is labelled so until one by a later
version is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from warifu.core.schedule import Clock, Warned
from warifu.law.case import Case, Stand
from warifu.law.heads import Running, Tables, TroubleRow, day, day_number, day_of, later, other_party, table
from warifu.law.room import RowContext, Rows
from warifu.rooms.equipment import holdings
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.rows_common import laid_out
from warifu.rooms.equipment.terms.transfer import Licensed, TransferTerms, amount_of

_DEFAULTS = {"decide_days": 60, "undertake_days": 30, "settle_days": 30, "warn_days": 30}
"""Days, where the pack says nothing; drafts."""
_MAX = 80


_AFTER_REVOCATION = "equipment.after_revocation"
"""Rule that finds that a consent was taken back before a delivery that cites both."""


class TransferRow(NamedTuple):
    """A transfer: on what ground, for what end use, by which undertaking and decision, and whether all is at rest."""

    number: str
    transfer_ground: str
    asker: str
    provider: str
    rests_on: bytes
    """First act cited: of the project, or of the supply."""
    end_use: str
    from_day: int
    to_day: int
    form_given: str
    form_version: str
    newest_version: str
    """The newest version of the form on the day on which it was given; empty where the pack knows none."""
    old_form: bool
    signed_by: str
    undertaken_on: int | None
    decided_on: int | None
    reference: str
    as_known_at: int | None
    appealed: str
    discrepancies: int
    agreed: bool
    """Granted to somebody, and the other side has confirmed the decision."""
    state: str


class ShareRow(NamedTuple):
    """One item for one recipient: asked, decided, licensed, and where it is. Quantities in the item's unit."""

    place: int
    item: str
    recipient: str
    unit: str
    uk_entry: str
    jp_entry: str
    nature: str
    recipient_country: str
    recipient_role: str
    recipient_body: str
    applied: str
    outcome: str
    granted: str
    conditions: str
    reasons: str
    valid_from: int | None
    valid_to: int | None
    licence: str
    """Reference, or the code why none is required."""
    who_ruled: str
    licensed_to: int | None
    shipped: str
    under_way: str
    received: str
    held_now: str
    returned: str
    disposed: str
    passed_on: str
    lost: str
    taken_back: str


class MovedRow(NamedTuple):
    """One line of what has happened."""

    act: bytes
    line: int
    stage: str
    on_day: int
    party: str
    item: str
    recipient: str
    quantity: str
    unit: str
    said: str
    """Code that the act gives: condition, use, result, method, cause, to whom."""
    status: str


class PassedRow(NamedTuple):
    """Something was passed on under a draw; ``answered``: it names the end of the consent itself, or was ratified."""

    act: bytes
    place: int
    draw: bytes
    on_day: int
    party: str
    answered: bool


RECORDS: dict[str, type[Any]] = {
    "equipment_transfer": TransferRow,
    "equipment_transfer_share": ShareRow,
    "equipment_transfer_moved": MovedRow,
    "equipment_passed": PassedRow,
}


def facts_of(case: Case) -> list[Stand]:
    """Return the facts of a transfer that are on record, in the order of their days."""
    found = [
        stand for stand in case.of_nature("fact")
        if stand.status in {"recorded", "irregular"} and hasattr(stand.placed.body, "lines")
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.placed.body.on, each.placed.act.time, each.placed.digest))


def told_of(case: Case, context: RowContext) -> holdings.Told:
    """Fold the facts of a transfer on record into who holds what."""
    draws = {
        digest: holdings.drawn(each.placed.body) for digest, each in context.cited.items()
        if each.placed.act.kind == holdings.DRAW
    }  # fmt: skip
    facts = [holdings.fact_of(stand.placed) for stand in facts_of(case)]
    return holdings.fold(facts, holdings.limits_of(case.terms, draws))


def transfer_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a transfer."""
    terms: TransferTerms = case.terms
    told = told_of(case, context)
    row = _transfer(case, context, told)
    tables: Tables = {
        "equipment_transfer": [row],
        "equipment_transfer_share": [_share(terms, place, told) for place in range(len(terms.shares))],
        "equipment_transfer_moved": [row for stand in facts_of(case) for row in _moved(stand, terms)],
        "equipment_passed": list(_passed(case, context)),
        "equipment_trouble": [*_old_form(terms, row), *_discrepancies(case, told)],
    }
    codes = (each for item in terms.items for each in (item.uk_entry, item.jp_entry) if each)
    return laid_out(
        case, context, tables, _clocks(case, context), activity=terms.end_use, cured=_cured(case),
        words=(terms.end_use, terms.reference, *codes, *(each.number for each in terms.recipients),
               *(each.body.reference for each in terms.licences)),
    )  # fmt: skip


def _cured(case: Case) -> dict[bytes, Stand]:
    """Facts that a will of the line takes as they are, each with that will."""
    found: dict[bytes, Stand] = {}
    for stand in case.line:
        if stand.placed.act.kind == E + "ratify":
            found.update(dict.fromkeys(stand.placed.act.cites, stand))
    return found


def _transfer(case: Case, context: RowContext, told: holdings.Told) -> TransferRow:
    terms: TransferTerms = case.terms
    last = terms.undertakings[-1] if terms.undertakings else None
    newest = newest_version(case, context, last.form, last.on) if last else ""
    agreed = any(stand.confirmed and getattr(stand.terms, "agreed", False) for stand in case.line)
    return TransferRow(
        terms.number, terms.ground, terms.opener, other_party(context.pair, terms.opener),
        terms.rests_on[0] if terms.rests_on else b"", terms.end_use, day_number(terms.from_day),
        day_number(terms.to_day), last.form if last else "", last.version if last else "", newest,
        bool(last and newest and last.version != newest), last.post if last else "", day(last.on if last else None),
        day(terms.decided_on), terms.reference, day(terms.as_known_at), " ".join(terms.appealed),
        sum(each.act not in terms.ratified for each in told.discrepancies), agreed, case.state,
    )  # fmt: skip


def newest_version(case: Case, context: RowContext, form: str, on: date) -> str:
    """Return the newest version of a form on a day, by the case's own pack."""
    rows = table(case, context, "undertaking").get("forms", ())
    known = [row for row in rows if row["form"] == form and row["from"] <= on]
    return str(known[-1]["version"]) if known else ""


def _share(terms: TransferTerms, place: int, told: holdings.Told) -> ShareRow:
    share = terms.shares[place]
    item, to = terms.item(share.item), terms.recipient(share.recipient)
    decided, licence = terms.decision(share.recipient), _licence(terms, share.recipient)
    held = told.holdings.get((share.item, share.recipient), holdings.Holding())
    granted = amount_of(terms.granted, share.item, share.recipient)
    return ShareRow(
        place, share.item, share.recipient, item.quantity.unit if item else "", item.uk_entry if item else "",
        item.jp_entry if item else "", item.nature if item else "", to.country if to else "", to.role if to else "",
        to.body if to else "", _text(share.quantity), decided.outcome if decided else "", _text(granted),
        " ".join(decided.conditions) if decided else "", " ".join(decided.reasons) if decided else "",
        day(decided.valid_from) if decided else None, day(decided.valid_to) if decided else None,
        (licence.body.reference or licence.body.none_required) if licence else "",
        licence.body.ruled_by if licence else "", day(licence.body.valid_to) if licence else None,
        *(_text(amount) for amount in (held.shipped, held.under_way, held.received, held.held, held.returned,
                                       held.disposed, held.passed_on, held.lost, held.taken_back)),
    )  # fmt: skip


def _licence(terms: TransferTerms, recipient: str) -> Licensed | None:
    """The last licence that names a recipient."""
    return next((each for each in reversed(terms.licences) if recipient in each.body.recipients), None)


def _text(amount: Decimal) -> str:
    return f"{amount:f}"


_SAID = ("use", "result", "method", "cause", "to", "reason")


def _moved(stand: Stand, terms: TransferTerms) -> Iterator[MovedRow]:
    placed, body = stand.placed, stand.placed.body
    said = next((str(getattr(body, name)) for name in _SAID if getattr(body, name, "")), "")
    for number, line in enumerate(body.lines):
        item = terms.item(line.item)
        unit = item.quantity.unit if item else ""
        yield MovedRow(
            placed.digest, number, placed.act.kind, day_number(body.on), placed.act.side_of, line.item, line.recipient,
            _text(line.quantity), unit, line.discrepancy or line.condition or said, stand.status,
        )  # fmt: skip


def _passed(case: Case, context: RowContext) -> Iterator[PassedRow]:
    """Lay each delivery beside the draws that it cites: whether their consent was taken back, other tables tell."""
    cured = _cured(case)
    for stand in facts_of(case):
        placed = stand.placed
        if placed.act.kind != E + "passed_on":
            continue
        answered = placed.digest in cured or any(each.rule.startswith(_AFTER_REVOCATION) for each in stand.ruling)
        draws = (cite for cite in placed.act.cites if _kind_of(context, cite) == holdings.DRAW)
        for place, draw in enumerate(draws):
            yield PassedRow(placed.digest, place, draw, day_number(placed.body.on), placed.act.side_of, answered)


def _kind_of(context: RowContext, cite: bytes) -> str:
    found = context.cited.get(cite)
    return found.placed.act.kind if found else ""


def _old_form(terms: TransferTerms, row: TransferRow) -> Iterator[TroubleRow]:
    """An older version of the form is accepted and labelled; it is upgraded by giving the later one."""
    for number, given in enumerate(terms.undertakings):
        last = number + 1 == len(terms.undertakings)
        if last and not row.old_form:
            return
        after = b"" if last else terms.undertakings[number + 1].act
        if last or terms.undertakings[number + 1].version != given.version:
            yield TroubleRow(
                0, given.act, "old_form", terms.opener, given.form, day_number(given.on), None,
                "open" if last else "upgraded", after,
            )  # fmt: skip


def _discrepancies(case: Case, told: holdings.Told) -> Iterator[TroubleRow]:
    """What contradicts, one line for each act, item and code, with its side; shown to both until the other takes it."""
    cured = _cured(case)
    for each in told.discrepancies:
        stand, cure = case.stands[each.act], cured.get(each.act)
        yield TroubleRow(
            0, each.act, "discrepancy", stand.placed.act.side_of, each.code, day_number(each.on),
            day_number(later(each.on, _DEFAULTS["settle_days"])), "ratified" if cure else "open",
            cure.placed.digest if cure else b"",
        )  # fmt: skip


def _clocks(case: Case, context: RowContext) -> Iterator[Running]:
    """What is due: the undertaking, the decision, and the last day of each decision and licence."""
    terms: TransferTerms = case.terms
    days = {**_DEFAULTS, **table(case, context, "transfer_clocks")}
    provider, since = other_party(context.pair, terms.opener), day_of(case.head.placed.act.time)
    if case.state == "applied":
        yield Running(_clock("undertaking", since, later(since, days["undertake_days"])), terms.number, terms.opener)
    if terms.undertakings and case.state in {"undertaken", "appealed", "appealed_refused", "appealed_licensed"}:
        yield Running(_clock("transfer-decision", since, later(since, days["decide_days"])), terms.number, provider)
    if case.state in {"refused", "withdrawn", "finished"}:
        return
    for each in terms.decided:
        if each.valid_to is not None and each.outcome != "refused" and terms.decided_on is not None:
            ends = _clock("transfer-valid", terms.decided_on, each.valid_to, days["warn_days"], is_right=True)
            yield Running(ends, each.recipient[:_MAX], terms.opener)
    for licence in terms.licences:
        ends = _clock("licence", licence.body.on, licence.body.valid_to, days["warn_days"], is_right=True)
        yield Running(ends, (licence.body.reference or licence.body.none_required)[:_MAX], provider)


def _clock(name: str, starts: date, due: date, warning: int = 0, *, is_right: bool = False) -> Clock:
    due = max(starts, due)
    warned = (Warned(0, max(starts, later(due, -warning))),) if warning else ()
    return Clock(name, starts, due, warned, standing="draft", is_right=is_right)


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"transfer": transfer_rows}

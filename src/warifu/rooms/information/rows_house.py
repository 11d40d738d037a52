"""Rows: what stays in our own house: attestations, need-to-know, places, custodians, musters, decisions, openings.

Law: these are national cases; their rows stand under the pair ``national``. A right that was ended ends in its row on
the day before, so that a question of a day needs no other column: ``from_day <= day <= to_day``. What was broken by a
transfer keeps saying so. Days are days since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from warifu.core.errors import ValueTroubleError
from warifu.core.schedule import Clock
from warifu.law.case import Case
from warifu.law.heads import Running, Tables, TroubleRow, day, day_number, later, table
from warifu.law.room import RowContext, Rows
from warifu.rooms.information.acts.item import Marking
from warifu.rooms.information.rows_common import circle_of, laid_out, schemes_in
from warifu.rooms.information.terms.house import SIGHTED

BROKEN = "transferred"
MAX_CIRCLE = 80
"""Characters of a circle that stand in a key."""
EXPLAIN_DAYS = 14
"""Days within which a discrepancy of a muster is to be explained, where the pack says nothing; a draft."""


class AttestationRow(NamedTuple):
    """A person's clearance as attested; nothing of what was evaluated."""

    person: str
    issuer: str
    agency: str
    scope: str
    clearance: str
    scheme: str
    version: str
    written: str
    level: int
    from_day: int
    to_day: int
    """Last day; the day before it was ended, where it was."""
    ended: str
    """Cause; empty while it runs."""
    broken_by: str
    """Agency to which the person was transferred: the clearance did not follow."""
    nationality: str
    contractor: str


class NeedRow(NamedTuple):
    """A person needs to know what belongs to a circle, from day to day, and has been briefed on a day."""

    person: str
    circle: str
    from_day: int
    to_day: int
    briefed_on: int | None
    ended: str


class PlaceRow(NamedTuple):
    """A place and what it is accredited for."""

    place: str
    agency: str
    level: int
    written: str
    media: str
    """Joined by blanks, with one at each end."""
    from_day: int
    to_day: int
    ended: str


class CustodianRow(NamedTuple):
    """Who answers for a copy inside our house, where it is kept, to whom it is being handed."""

    item: bytes
    copy: str
    person: str
    place: str
    container: str
    to_person: str
    since: int
    state: str
    ended: str


class MusterRow(NamedTuple):
    """A muster."""

    number: str
    form: str
    on_day: int
    sheets: int
    expected: int
    place: str
    person: str
    to_person: str
    closed_on: int | None
    countersigned_on: int | None


class SheetRow(NamedTuple):
    """One sheet of a muster and how far it is."""

    muster: bytes
    number: int
    place: str
    custodian: str
    expected: int
    sighted: int
    explained: int
    unexplained: int
    closed_on: int | None


class SheetLineRow(NamedTuple):
    """One copy on a sheet: sighted, or the code that explains why not; empty while nothing is said."""

    line: int
    item: bytes
    copy: str
    said: str
    seen: bool


class AccessRow(NamedTuple):
    """A decision: who asked for what, and the answer with its findings."""

    person: str
    agency: str
    item: bytes
    copy: str
    purpose: str
    place: str
    medium: str
    on_day: int
    answer: str
    findings: str
    opened: int


class OpenedRow(NamedTuple):
    """One opening of a vault file."""

    act: bytes
    person: str
    item: bytes
    copy: str
    content: bytes
    on_day: int


class VaultGoneRow(NamedTuple):
    """A vault file that was destroyed: of which item, why, when."""

    item: bytes
    cause: str
    on_day: int


RECORDS: dict[str, type[Any]] = {
    "information_attestation": AttestationRow,
    "information_need": NeedRow,
    "information_place": PlaceRow,
    "information_custodian": CustodianRow,
    "information_muster": MusterRow,
    "information_sheet": SheetRow,
    "information_sheet_line": SheetLineRow,
    "information_access": AccessRow,
    "information_opened": OpenedRow,
    "information_vault_gone": VaultGoneRow,
}
ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {}
"""None of these is shared: ``NATIONAL`` makes them."""


def _level(case: Case, context: RowContext, marking: Marking) -> int:
    schemes = schemes_in(case, context)
    try:
        return schemes.level(schemes.from_wire((marking.scheme, marking.version, marking.written)))
    except ValueTroubleError:
        return -1


def _last(to_day: date, ended_on: date | None) -> int:
    """The last day of a right: as written, or the day before it was ended."""
    written = day_number(to_day)
    return written if ended_on is None else min(written, day_number(ended_on) - 1)


def _days(case: Case, context: RowContext, name: str, default: int) -> int:
    found = table(case, context, "house_clocks").get(name, default)
    return found if isinstance(found, int) else default


def _running_out(case: Case, context: RowContext, name: str, to_day: date) -> list[Running]:
    """The clock of what runs out: it starts when one is to see to its renewal."""
    terms = case.terms
    first = max(to_day.toordinal() - _days(case, context, f"{name}_warning_days", 90), date.min.toordinal())
    clock = Clock(name, date.fromordinal(first), to_day, is_right=True)
    return [Running(clock, getattr(terms.body, "person", "") or terms.body.place, "", terms.ended_on)]


def _attestation(case: Case, context: RowContext) -> Rows:
    terms, body = case.terms, case.terms.body
    row = AttestationRow(
        body.person, body.issuer, body.agency, body.scope, body.clearance, body.marking.scheme, body.marking.version,
        body.marking.written, _level(case, context, body.marking), day_number(body.valid_from),
        _last(body.valid_to, terms.ended_on), terms.cause, terms.to if terms.cause == BROKEN else "",
        body.nationality, body.contractor,
    )  # fmt: skip
    clocks = _running_out(case, context, "attestation", body.valid_to)
    words, circle = (body.person, body.agency), body.scope[:MAX_CIRCLE]
    return laid_out(case, context, {"information_attestation": [row]}, clocks, words=words, circle=circle)


def _need(case: Case, context: RowContext) -> Rows:
    terms, body = case.terms, case.terms.body
    row = NeedRow(
        body.person, body.circle, day_number(body.from_day), _last(body.to_day, terms.ended_on), day(terms.briefed_on),
        terms.cause,
    )  # fmt: skip
    clocks = _running_out(case, context, "need", body.to_day)
    words, circle = (body.person, body.circle), body.circle[:MAX_CIRCLE]
    return laid_out(case, context, {"information_need": [row]}, clocks, words=words, circle=circle)


def _place(case: Case, context: RowContext) -> Rows:
    terms, body = case.terms, case.terms.body
    row = PlaceRow(
        body.place, body.agency, _level(case, context, body.marking), body.marking.written, f" {' '.join(body.media)} ",
        day_number(body.valid_from), _last(body.valid_to, terms.ended_on), terms.cause,
    )  # fmt: skip
    clocks = _running_out(case, context, "place", body.valid_to)
    return laid_out(case, context, {"information_place": [row]}, clocks, words=(body.place, body.agency))


def _custodian(case: Case, context: RowContext) -> Rows:
    terms = case.terms
    row = CustodianRow(
        terms.item, terms.copy, terms.person, terms.place, terms.container, terms.to, day_number(terms.since),
        case.state, terms.cause,
    )  # fmt: skip
    words, circle = (terms.person, terms.place, terms.copy), circle_of(case, context)
    return laid_out(case, context, {"information_custodian": [row]}, words=words, circle=circle)


def _muster(case: Case, context: RowContext) -> Rows:
    terms, body = case.terms, case.terms.body
    row = MusterRow(
        body.number, body.form, day_number(body.on), body.sheets, body.expected, body.place, body.person, body.to,
        day(terms.closed_on), day(terms.countersigned_on),
    )  # fmt: skip
    due = later(body.on, _days(case, context, "muster_days", 30))
    clocks = [Running(Clock("muster", body.on, due, is_right=True), body.number, "", terms.closed_on)]
    return laid_out(case, context, {"information_muster": [row]}, clocks, words=(body.place, body.person))


def _sheet(case: Case, context: RowContext) -> Rows:
    terms, body = case.terms, case.terms.body
    said = dict(terms.said)
    lines = [
        SheetLineRow(at, each.item, each.copy, said.get(at, ""), said.get(at) == SIGHTED)
        for at, each in enumerate(body.lines, start=1)
    ]
    seen, left = sum(line.seen for line in lines), terms.unexplained
    row = SheetRow(
        body.muster, body.sheet, body.place, body.custodian, len(lines), seen, len(lines) - seen - left, left,
        day(terms.closed_on),
    )  # fmt: skip
    tables: Tables = {
        "information_sheet": [row],
        "information_sheet_line": lines,
        "information_trouble": _unexplained(case, context, lines),
    }
    return laid_out(case, context, tables, words=(body.place, body.custodian), circle=body.circle[:MAX_CIRCLE])


def _unexplained(case: Case, context: RowContext, lines: list[SheetLineRow]) -> list[TroubleRow]:
    """What was looked for, not seen and not explained: a discrepancy that somebody has to see to."""
    terms, last = case.terms, case.head.placed
    unseen = {line for line, word in terms.said if not word}
    due = day_number(later(terms.body.on, _days(case, context, "explain_days", EXPLAIN_DAYS)))
    return [
        TroubleRow(0, last.digest, "discrepancy", "", "muster.unexplained", day_number(terms.body.on), due, "open", b"")
        for line in lines
        if line.line in unseen
    ]


def _access(case: Case, context: RowContext) -> Rows:
    terms, body = case.terms, case.terms.body
    row = AccessRow(
        body.person, body.agency, body.item, body.copy, body.purpose, body.place, body.medium, day_number(body.on),
        body.answer, " ".join(body.findings), len(terms.opened),
    )  # fmt: skip
    opened = [
        OpenedRow(
            each.placed.digest, each.placed.body.person, body.item, body.copy, each.placed.body.content,
            day_number(each.placed.body.on),
        )
        for each in case.line[1:]
    ]  # fmt: skip
    tables: Tables = {"information_access": [row], "information_opened": opened}
    return laid_out(case, context, tables, circle=body.known.circle, words=(body.person, body.copy))


def _vault_gone(case: Case, context: RowContext) -> Rows:
    body = case.terms.body
    row = VaultGoneRow(body.item, body.cause, day_number(body.on))
    return laid_out(case, context, {"information_vault_gone": [row]})


NATIONAL: dict[str, Callable[[Case, RowContext], Rows]] = {
    "attestation": _attestation,
    "need": _need,
    "place": _place,
    "custodian": _custodian,
    "muster": _muster,
    "muster_sheet": _sheet,
    "access": _access,
    "vault_destroyed": _vault_gone,
}


def national_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a national case of this room: its head alone where it cannot be laid out."""
    make = NATIONAL.get(case.flow.name)
    if make is None or case.terms is None:
        return laid_out(case, context, {})
    try:
        return make(case, context)
    except Exception:  # noqa: BLE001  one act that nobody foresaw must not stop the log of a whole nation
        return laid_out(case, context, {}, undetermined=1)

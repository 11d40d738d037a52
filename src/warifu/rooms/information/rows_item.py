"""Rows: items of classified information and the custody of their copies.

Law: what is folded from facts (``custody``) stands in tables so that a register of a million items is read, never
folded: an item with what of it is out, its copies, where each was from day to day, what does not fit, what is due. An
irregular fact or a discrepancy is *explained* by a note of the other side that cites the act; it never goes away. Days
are days since 1970-01-01.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from warifu.core.label import Schemes
from warifu.law.case import Case, Stand
from warifu.law.heads import Tables, TroubleRow, day, day_number, later, table
from warifu.law.room import RowContext, Rows, Sight
from warifu.rooms.information import custody
from warifu.rooms.information.acts.common import I
from warifu.rooms.information.checks.marks import highest
from warifu.rooms.information.custody import Custody, Discrepancy
from warifu.rooms.information.ownlaw import begun
from warifu.rooms.information.rows_common import laid_out, schemes_in
from warifu.rooms.information.rows_item_clocks import clocks, unremarked
from warifu.rooms.information.terms.item import ItemTerms

MAX_CIRCLE = 80
"""Characters of a circle that stand in a key; a longer one is nobody's circle, and is refused at the door."""
_OWN_WITNESS = "isa.witness."


class ItemRow(NamedTuple):
    """An item as it stands: what it is, how it is marked, for what it was given, and what of it is out."""

    number: str
    form: str
    opener: str
    originator: str
    scheme: str
    version: str
    marking: str
    """As its originator writes it."""
    corresponding: str
    """The other side's marking that answers to it, as written; empty where none is given yet."""
    level: int
    circle: str
    releasable_to: str
    handling: str
    agency: str
    expires: int | None
    content: bytes
    sources: int
    """How many other items it is made of."""
    state: str
    since: int
    """UTC seconds of the last act about it."""
    registered: int
    copies: int
    out: int
    """Copies for which somebody has to answer: not at home, not destroyed before a witness."""
    missing: int
    released: int
    destroyed: int
    discrepancies: int
    held_since: int | None
    """First day of what the other side still holds, and states once a year; none in a rehearsal."""
    exercise: bool
    search: str
    """What it can be found by, as its case's head has it: a register of a million is searched in one table."""


class CopyRow(NamedTuple):
    """A copy: its number, how it came to be, where it is now, how it is marked, when it was last seen."""

    place: int
    copy: str
    origin: bytes
    maker: str
    pages: int
    parent: str
    language: str
    status: str
    party: str
    desk: str
    since_day: int
    act: bytes
    package: str
    other: str
    loan_until: int | None
    sighted: int | None
    marking: str
    level: int
    unremarked: bytes
    """The regrading that its holder has not put on it yet; empty where there is none."""


class MovementRow(NamedTuple):
    """A copy in one state from a day to a day; no last day: until now."""

    place: int
    step: int
    copy: str
    status: str
    party: str
    desk: str
    from_day: int
    to_day: int | None
    act: bytes
    package: str
    other: str
    loan_until: int | None


class DiscrepancyRow(NamedTuple):
    """What does not fit in the custody of an item: a code, the copy, the act, figures, who explained it."""

    number: int
    code: str
    copy: str
    act: bytes
    side: str
    on: int
    figures: str
    """``name=value`` joined by a line feed."""
    explained_by: bytes


class UseRow(NamedTuple):
    """A release or a reproduction, and the draw on a consent on which it rests."""

    act: bytes
    draw: bytes
    kind: str
    side: str
    copies: str
    count: int  # type: ignore[assignment]  # how many, not tuple.count
    recipient: str
    on: int


RECORDS: dict[str, type[Any]] = {
    "information_item": ItemRow,
    "information_copy": CopyRow,
    "information_movement": MovementRow,
    "information_discrepancy": DiscrepancyRow,
    "information_use": UseRow,
}


def custody_of(case: Case) -> Custody:
    """Fold the facts of an item's case that have effect; a witness against whom a rule speaks is none."""
    facts = (
        custody.fact_of(stand.placed, sound=not any(each.rule.startswith(_OWN_WITNESS) for each in stand.ruling))
        for stand in case.of_nature("fact")
        if stand.effective
    )
    return custody.fold(begun(case.terms), facts)


def item_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of an item."""
    told, terms = custody_of(case), case.terms
    more = (*_regraded_unknown(told, terms), *_out_after_close(told, case))
    told = told._replace(discrepancies=(*told.discrepancies, *more))
    schemes = schemes_in(case, context)
    notes = explained(case)
    sight = Sight(_level(case, schemes), terms.purpose[:MAX_CIRCLE])
    tables: Tables = {
        "information_copy": _copies(told, terms, schemes),
        "information_movement": _movements(told),
        "information_discrepancy": [
            _discrepancy(number, each, notes) for number, each in enumerate(told.discrepancies)
        ],
        "information_use": _uses(case),
        "information_trouble": _troubles(told, notes, table(case, context, "custody_clocks")),
    }
    found = laid_out(
        case, context, tables, clocks(case, context, told),
        sight=sight, cured=notes, marking=terms.marking.written, activity=terms.purpose,
        words=(terms.originator, terms.purpose, terms.marking.written), undetermined=_undetermined(told),
    )  # fmt: skip
    head: Any = found.tables["information_case"][0]
    found.tables["information_item"] = [_item(case, told, sight)._replace(search=head.search)]
    return found


def _level(case: Case, schemes: Schemes) -> int:
    """Give the level from which the item is seen: of the markings in force, and of acts marked above the item.

    An act that was marked as the item then was follows the item when it is regraded.
    """
    level = highest(schemes, case.terms.in_force())
    for stand in case.stands.values():
        own = schemes.level_of(stand.placed.act.label)
        then = stand.terms if type(stand.terms) is ItemTerms else case.terms
        if own > level and own > highest(schemes, then.in_force()) and own > highest(schemes, _before(case, stand)):
            level = own
    return level


def _before(case: Case, stand: Stand) -> tuple[Any, ...]:
    """The markings in force just before a will, which may have been higher than those it leads to."""
    basis = case.stands.get(stand.placed.act.follows)
    return basis.terms.in_force() if basis is not None and type(basis.terms) is ItemTerms else ()


def explained(case: Case) -> dict[bytes, Stand]:
    """Return the acts that a note on a discrepancy by the other side explains, each with that note."""
    found: dict[bytes, Stand] = {}
    for stand in case.of_nature("aside"):
        placed = stand.placed
        if placed.act.kind != I + "note" or stand.status != "recorded" or placed.body.about != "discrepancy":
            continue
        for cite in placed.act.cites:
            cited = case.stands.get(cite)
            if cited is not None and cited.placed.act.side_of != placed.act.side_of:
                found.setdefault(cite, stand)
    return found


def _item(case: Case, told: Custody, sight: Sight) -> ItemRow:
    terms: ItemTerms = case.terms
    counted = Counter(each.now.status for each in told.copies)
    marking, given = terms.marking, terms.designation
    corresponding = next((each.corresponding for each in reversed(terms.markings) if not each.copies), None)
    received = _received_as(case)
    return ItemRow(
        terms.number, terms.form, terms.opener, terms.originator, marking.scheme, marking.version, marking.written,
        received or (corresponding.written if corresponding else ""), sight.level, sight.circle,
        " ".join(terms.releasable_to), " ".join(terms.handling), given.agency if given else "",
        day(given.expires) if given else None, terms.content, len(case.line[0].placed.act.cites), case.state,
        max(stand.placed.act.time for stand in case.stands.values()), day_number(terms.registered_on),
        len(told.copies), len(told.out(terms.opener, terms.written_off)), counted[custody.MISSING],
        counted[custody.RELEASED], counted[custody.DESTROYED] + counted[custody.UNWITNESSED],
        len(told.discrepancies), _held_since(told, terms), terms.exercise, "",
    )  # fmt: skip


def _held_since(told: Custody, terms: ItemTerms) -> int | None:
    held = (each.now for each in told.copies if each.now.status == custody.HELD and each.now.party != terms.opener)
    return None if terms.exercise else min((day_number(each.from_day) for each in held), default=None)


def _received_as(case: Case) -> str:
    """The receiver's own marking as it last put it on: by a receipt, or anew after a regrading."""
    last_regrade = len(case.terms.markings) > 1
    kinds = (I + "remarked",) if last_regrade else (I + "receipt",)
    given = [
        stand.placed.body.marking.written
        for stand in case.of_nature("fact")
        if stand.placed.act.kind in kinds and stand.placed.body.marking is not None
    ]
    return given[-1] if given else ""


def _copies(told: Custody, terms: ItemTerms, schemes: Schemes) -> list[CopyRow]:
    found = []
    for place, each in enumerate(told.copies):
        now, graded = each.now, terms.marking_of(each.copy)
        found.append(
            CopyRow(
                place, each.copy, each.origin, each.maker, each.pages, each.parent, each.language, now.status,
                now.party, now.desk, day_number(now.from_day), now.act, now.package, now.other, day(now.loan_until),
                day(each.sighted_on), graded.marking.written, highest(schemes, (graded.marking,)),
                unremarked(each, terms),
            )
        )  # fmt: skip
    return found


def _movements(told: Custody) -> list[MovementRow]:
    return [
        MovementRow(
            place, step, copy.copy, each.status, each.party, each.desk, day_number(each.from_day), day(each.to_day),
            each.act, each.package, each.other, day(each.loan_until),
        )
        for place, copy in enumerate(told.copies)
        for step, each in enumerate(copy.intervals)
    ]  # fmt: skip


def _discrepancy(number: int, each: Discrepancy, notes: dict[bytes, Stand]) -> DiscrepancyRow:
    figures = "\n".join(f"{name}={value}" for name, value in each.figures)
    note = notes.get(each.act)
    return DiscrepancyRow(
        number, each.code, each.copy, each.act, each.side, day_number(each.on), figures,
        note.placed.digest if note else b"",
    )  # fmt: skip


def _regraded_unknown(told: Custody, terms: ItemTerms) -> Iterator[Discrepancy]:
    """Copies that a regrading names and that nobody has ever entered or made."""
    known = {each.copy for each in told.copies}
    for graded in terms.markings:
        for copy in graded.copies:
            if copy not in known:
                yield Discrepancy("regraded_unknown", copy, graded.act, terms.opener, graded.on)


def _out_after_close(told: Custody, case: Case) -> Iterator[Discrepancy]:
    """Copies for which somebody has to answer although the item is closed: one that was found since, or left out."""
    terms: ItemTerms = case.terms
    if terms.closed_on is None:
        return
    for each in told.out(terms.opener, terms.written_off):
        figures = (("status", f"copy.{each.now.status}"), ("holder", each.now.party))
        yield Discrepancy("out_after_close", each.copy, case.head.placed.digest, terms.opener, terms.closed_on, figures)


def _troubles(told: Custody, notes: dict[bytes, Stand], days: Any) -> list[TroubleRow]:
    """Every discrepancy is somebody's to explain."""
    found = []
    for each in told.discrepancies:
        note = notes.get(each.act)
        due = later(each.on, days.get("irregular_days", 30))
        found.append(
            TroubleRow(
                0, each.act, "discrepancy", each.side, f"custody.{each.code}", day_number(each.on), day_number(due),
                "explained" if note else "open", note.placed.digest if note else b"",
            )
        )  # fmt: skip
    return found


def _undetermined(told: Custody) -> int:
    """Copies of which nobody can say where they are."""
    return sum(each.now.status == custody.MISSING for each in told.copies)


_USING = {I + "released": "released", I + "reproduction": "reproduction"}


def _uses(case: Case) -> list[UseRow]:
    """Return the releases and reproductions of an item, each with every act it cites as its draw."""
    found = []
    for stand in case.of_nature("fact"):
        placed = stand.placed
        kind = _USING.get(placed.act.kind)
        if kind is None or not stand.effective:
            continue
        body = placed.body
        copies = body.copies if kind == "released" else tuple(each.copy for each in body.made)
        recipient = body.recipient if kind == "released" else ""
        used = translated(kind, body)
        found += [
            UseRow(
                placed.digest, draw, used, placed.act.side_of, " ".join(copies), len(copies), recipient,
                day_number(body.on),
            )
            for draw in placed.act.cites or (b"",)
        ]  # fmt: skip
    return found


def translated(kind: str, body: Any) -> str:
    """Name what a consent was used for."""
    return "translation" if kind == "reproduction" and body.language else kind


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"item": item_rows}

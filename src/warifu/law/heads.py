"""What the cases of every flow of a room show: one head each, clocks, what is wrong. Pure.

Law: a room whose cases have the standard head keeps three tables named after it: ``ROOM_case`` (the shelf of all its
flows), ``ROOM_clock`` and ``ROOM_trouble``; lists, home and status of the doors read them of any room. Every row
belongs to a case, and a case is seen from its level on and within its circle (``Rows.sight``); both stand in its head
too. A label that nobody reads stands above all. Days are days since 1970-01-01. How a clock stands today is asked when
a page is read.
Place on the path: between the fold of a case and the projection; called by the ``rows`` of rooms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from warifu.core.errors import ValueTroubleError
from warifu.core.folding import searchable
from warifu.core.label import Schemes
from warifu.core.schedule import Clock
from warifu.law.case import Case, Stand
from warifu.law.flow import OPENER
from warifu.law.judge import Placed
from warifu.law.room import NOBODY, RowContext, Rows, Sight

_EPOCH = date(1970, 1, 1).toordinal()
IRREGULAR_DAYS = 30
"""Days within which an irregular fact is to be cured, where the pack says nothing; a draft."""


class CaseRow(NamedTuple):
    """A case of this room: what it is, where it stands, whose move it is, what is wrong with it, who may see it."""

    flow: str
    root_kind: str
    number: str
    opener: str
    desk: str
    other_desk: str
    """Desk of the other side to which it is addressed; empty where none is named."""
    head: bytes
    confirmed_head: bytes
    state: str
    turn: str
    """Party whose move it is; empty where nothing is awaited."""
    since: int
    """UTC seconds at which the head was sealed."""
    opened: int
    pack: bytes
    activity: str
    """What it is for: activity or project by its reference."""
    marking: str
    """The marking that the case speaks of, as written; empty where it speaks of none."""
    level: int
    circle: str
    exercise: bool
    emergency: bool
    irregular: int
    pending: int
    refused: int
    fallen: int
    unfounded: int
    late: int
    disputed: int
    undetermined: int
    search: str
    """What the case can be found by, folded (``core.folding``): numbers, desks, codes; never a text."""


class ClockRow(NamedTuple):
    """Something due: its name, what it is about, who must act, first and last day, the day it was done."""

    number: int
    name: str
    about: str
    holder: str
    starts: int
    due: int
    done: int | None
    warnings: str
    """Months and day of each warning: ``6:20000 3:20092``."""
    standing: str
    is_right: bool


class TroubleRow(NamedTuple):
    """Something that somebody has to see to: on which act, what, whose, since when, until when, and how it stands."""

    number: int
    act: bytes
    what: str
    """irregular, or what the flow calls it: discrepancy, doubtful, not_witnessed."""
    owner: str
    code: str
    """Findings, or the code of the trouble."""
    since: int
    due: int | None
    state: str
    """open, or how it ended."""
    ended_by: bytes


Tables = dict[str, list[Any]]
_SPEAKING = frozenset({"standing", "recorded", "irregular", "pending"})


class Running(NamedTuple):
    """A clock before it has its number: what it is about, who must act, the day it was done."""

    clock: Clock
    about: str
    holder: str
    done: date | None = None


def day_number(value: date) -> int:
    """Days since 1970-01-01."""
    return value.toordinal() - _EPOCH


def day(value: date | None) -> int | None:
    """Days since 1970-01-01, or None."""
    return None if value is None else day_number(value)


def day_of(seconds: int) -> date:
    """Day (UTC) of a time in seconds."""
    return date.fromordinal(_EPOCH + seconds // 86_400)


def other_party(pair: str, party: str) -> str:
    """Give the other party of the pair; empty where the pair does not hold this one (a national case)."""
    one, _, two = pair.partition("-")
    return two if party == one else one if party == two else ""


def turn_of(case: Case, context: RowContext) -> str:
    """Give the party whose move it is, empty where nothing is awaited."""
    if case.turn is None:
        return ""
    return case.opener if case.turn == OPENER else other_party(context.pair, case.opener)


def table(case: Case, context: RowContext, name: str) -> Mapping[str, Any]:
    """Return a table of the case's own pack; empty where it has none."""
    found = context.tables.get(case.line[0].placed.act.pack, {}).get(name, {})
    return found if isinstance(found, Mapping) else {}


def records(room: str) -> dict[str, type[Any]]:
    """Return the records of a room's three standard tables by table name."""
    return {f"{room}_case": CaseRow, f"{room}_clock": ClockRow, f"{room}_trouble": TroubleRow}


def level_of(schemes: Schemes, label: tuple[str, ...]) -> int:
    """Return the protection level of a label; ``NOBODY`` for one that no scheme reads."""
    try:
        return schemes.level(schemes.from_wire(label))
    except ValueTroubleError:
        return NOBODY


def sight_of(case: Case, schemes: Schemes, circle: str = "") -> Sight:
    """Return who may see a case: from the highest of its acts' labels on, within a circle."""
    labels = {stand.placed.act.label for stand in case.stands.values()}
    return Sight(max(level_of(schemes, label) for label in labels), circle)


def laid_out(
    room: str, case: Case, context: RowContext, tables: Tables, clocks: Iterable[Running] = (), /, **known: Any
) -> Rows:
    """Return the rows of a case with its head, clocks and troubles.

    ``known``: ``circle`` (or ``sight``, where the highest label is not what counts), ``words`` that find
    the case, ``cured`` facts with the act that cured each, ``postings``, and columns of the head. ``tables`` may hold
    ``ROOM_trouble`` already; irregular facts are added to it.
    """
    circle = known.pop("circle", "")
    sight = known.pop("sight", None) or sight_of(case, context.schemes, circle)
    words, postings = known.pop("words", ()), known.pop("postings", ())
    troubles = [*tables.get(f"{room}_trouble", ()), *irregularities(case, known.pop("cured", {}))]
    rows: Tables = {
        **tables,
        f"{room}_case": [head_of(case, context, sight, words, **known)],
        f"{room}_clock": clock_rows([*clocks, *waiting(case, context)]),
        f"{room}_trouble": [each._replace(number=place) for place, each in enumerate(troubles)],
    }
    return Rows({name: found for name, found in rows.items() if found}, tuple(postings), sight)


def rows_by_flow(
    lay: Callable[..., Rows], makes: Mapping[str, Callable[[Case, RowContext], Rows]]
) -> Callable[[Case, RowContext], Rows]:
    """Return the ``rows`` of a room from a function for each flow; ``lay`` lays out (case, context, tables).

    A case whose root does not stand, or that cannot be laid out, keeps its head alone: one act that nobody foresaw must
    not stop the log of a whole nation.
    """

    def rows(case: Case, context: RowContext) -> Rows:
        make = makes.get(case.flow.name)
        if make is None or case.terms is None:
            return lay(case, context, {})
        try:
            return make(case, context)
        except Exception:  # noqa: BLE001  whatever was not foreseen: the case is shown as undetermined
            return lay(case, context, {}, undetermined=1)

    return rows


_BLANK: dict[str, Any] = {
    "other_desk": "", "activity": "", "marking": "", "emergency": False, "disputed": 0, "undetermined": 0,
}  # fmt: skip


def head_of(case: Case, context: RowContext, sight: Sight, words: Iterable[str] = (), **known: Any) -> CaseRow:
    """Return the head of a case; ``known`` are columns of its flow alone, ``words`` what else finds it."""
    root, last = case.line[0].placed, case.head
    stands = case.stands.values()
    counted = dict.fromkeys(("irregular", "pending", "refused", "fallen", "objected"), 0)
    for stand in stands:
        if stand.status in counted:
            counted[stand.status] += 1
    blank = {**_BLANK, **known}
    number: str = getattr(root.body, "number", "")
    names = (number, root.act.desk, blank["other_desk"], blank["activity"])
    return CaseRow(
        flow=case.flow.name, root_kind=root.act.kind, number=number, opener=case.opener, desk=root.act.desk,
        head=last.placed.digest, confirmed_head=case.confirmed_head(), state=case.state,
        turn=turn_of(case, context), since=last.placed.act.time,
        opened=day_number(getattr(root.body, "on", None) or day_of(root.act.time)), pack=last.pack,
        level=sight.level, circle=sight.circle, exercise=bool(getattr(case.terms, "exercise", False)),
        irregular=counted["irregular"], pending=counted["pending"], refused=counted["refused"] + counted["objected"],
        fallen=counted["fallen"], unfounded=sum(stand.unfounded for stand in stands),
        late=sum(stand.late for stand in stands), search=searchable((*names, *words)), **blank,
    )  # fmt: skip


def irregularities(case: Case, cured: Mapping[bytes, Stand]) -> list[TroubleRow]:
    """Return the facts that broke a rule; ``cured``: fact → the will that cured it."""
    found = []
    for stand in sorted(case.stands.values(), key=lambda each: (each.placed.act.time, each.placed.digest)):
        if stand.status != "irregular":
            continue
        placed, cure = stand.placed, cured.get(stand.placed.digest)
        since = getattr(placed.body, "on", None) or day_of(placed.act.time)
        codes = dict.fromkeys([*(each.rule for each in stand.ruling), *(each.rule for each in stand.objection)])
        found.append(
            TroubleRow(
                0, placed.digest, "irregular", placed.act.side_of, " ".join(codes), day_number(since),
                day_number(later(since, IRREGULAR_DAYS)), "ratified" if cure else "open",
                cure.placed.digest if cure else b"",
            )
        )  # fmt: skip
    return found


def clock_rows(running: Iterable[Running]) -> list[ClockRow]:
    """Number the clocks of a case."""
    return [
        ClockRow(
            number, each.clock.name, each.about, each.holder, day_number(each.clock.starts), day_number(each.clock.due),
            day(each.done), " ".join(f"{warned.months}:{day_number(warned.day)}" for warned in each.clock.warnings),
            each.clock.standing, each.clock.is_right,
        )
        for number, each in enumerate(running)
    ]  # fmt: skip


def waiting(case: Case, context: RowContext) -> Iterable[Running]:
    """From which day the side that waits may remind, and call for consultation."""
    if case.turn is None:
        return
    since = day_of(case.head.placed.act.time)
    for way in case.flow.states[case.state].ways_out:
        holder = case.opener if way.by == OPENER else other_party(context.pair, case.opener)
        name = f"wait-{way.kind.partition('/')[2]}"
        yield Running(Clock(name, since, later(since, way.days), is_right=True), case.head.placed.digest.hex(), holder)


def outside(case: Case) -> tuple[bytes, ...]:
    """Return the acts of other cases that this one's acts cite, sorted; those that fell or were refused say nothing."""
    return tuple(
        sorted(
            {
                cite
                for stand in case.stands.values()
                if stand.status in _SPEAKING
                for cite in stand.placed.act.cites
                if cite not in case.stands
            }
        )
    )


def unanswered(case: Case, us: str) -> list[Placed]:
    """Return our own acts that speak and wait for the other side's answer."""
    return [
        stand.placed
        for stand in case.stands.values()
        if stand.placed.author == us
        and stand.status in _SPEAKING - {"pending"}
        and not stand.confirmed
        and not stand.objection
    ]


def in_column(value: int) -> int:
    """A reckoned number as a column can hold it: what acts say adds up to no more than that."""
    return min(max(value, -(2**63)), 2**63 - 1)


def later(first: date, days: int) -> date:
    """A day some days later, at most the last that there is: what an act says may be any day."""
    return date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))

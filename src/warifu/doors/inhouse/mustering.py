"""Musters: begun from the tables of the day, ticked line by line, explained, closed sheet by sheet.

Law: what is expected is what the register says is in our hands on that day; it is written into the sheets, so that
nothing that arrives later changes what was looked for. A sheet holds the copies of one circle, place and custodian, no
more than ``MAX_LINES``: who is not in the circle sees neither the sheet nor its counts. A muster closes when each of
its sheets is closed, and a sheet when each of its lines is seen or explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from warifu.core.errors import ValueTroubleError
from warifu.core.keys import Signer
from warifu.node import national
from warifu.node.drafting import Draft, Outcome
from warifu.node.node import Node
from warifu.record import queries_house
from warifu.record.log import Store
from warifu.rooms.information.acts.house import MAX_LINES, Closed, Expected, Muster, Sheet, Sighted, Unseen

_I = "information/"


class By(NamedTuple):
    """Who signs, and at which desk."""

    signer: Signer
    desk: str


class Wanted(NamedTuple):
    """Which muster: its number and form, the day, and what it is limited to."""

    number: str
    form: str
    on: date
    place: str = ""
    person: str = ""
    to: str = ""


class _Page(NamedTuple):
    circle: str
    place: str
    custodian: str
    copies: list[queries_house.Expected]


def expected(node: Node, peer: str, wanted: Wanted) -> list[queries_house.Expected]:
    """Return the copies that are to be looked for, in the order of the sheets."""
    found = queries_house.expected(node.store, node.pair(peer).name, node.party, wanted.on)
    return [
        each
        for each in found
        if (not wanted.place or each.place == wanted.place) and (not wanted.person or each.custodian == wanted.person)
    ]


def _pages(copies: Iterable[queries_house.Expected]) -> Iterator[_Page]:
    for key, group in groupby(copies, key=lambda each: (each.circle, each.place, each.custodian)):
        together = list(group)
        for at in range(0, len(together), MAX_LINES):
            yield _Page(*key, together[at : at + MAX_LINES])


def begin(node: Node, peer: str, wanted: Wanted, by: By) -> list[Outcome]:
    """Begin a muster with all its sheets; the first outcome is that of the muster, refused as a whole or not at all."""
    pages = list(_pages(expected(node, peer, wanted))) or [_Page("", wanted.place, wanted.person, [])]
    copies = sum(len(page.copies) for page in pages)
    body = Muster(
        wanted.on, wanted.number, wanted.form, len(pages), copies,  # type: ignore[arg-type]  # the act's reading refuses others
        wanted.place, wanted.person, wanted.to,
    )  # fmt: skip
    label = _highest(copy for page in pages for copy in page.copies)  # it counts them all
    begun = national.enter(node, peer, [Draft(kind=_I + "muster", body=body, desk=by.desk, label=label)], by.signer)
    if not begun[0].ok:
        return begun
    drafts = [_sheet(begun[0].act, number, page, (wanted.on, by.desk)) for number, page in enumerate(pages, 1)]
    return begun + national.enter(node, peer, drafts, by.signer)


def _sheet(muster: bytes, number: int, page: _Page, when: tuple[date, str]) -> Draft:
    on, desk = when
    lines = tuple(Expected(each.item, each.copy) for each in page.copies)
    return Draft(
        kind=_I + "muster_sheet",
        body=Sheet(on, muster, number, lines, page.place, page.custodian, page.circle),
        desk=desk,
        cites=(muster,),
        label=_highest(page.copies),
    )


def _highest(copies: Iterable[queries_house.Expected]) -> tuple[str, ...]:
    """The highest marking of any of these copies: who may not see one of them is told of no count that holds it."""
    highest = max(copies, key=lambda each: each.level, default=None)
    return highest.marking if highest else ()


class Word(NamedTuple):
    """What is said of lines: those seen, those not seen with the code that explains each (or ``""``)."""

    seen: tuple[int, ...] = ()
    unseen: tuple[tuple[int, str], ...] = ()
    cites: tuple[bytes, ...] = ()
    """What explains: the report of what is missing."""


def tick(node: Node, peer: str, sheet: bytes, word: Word, by: By) -> Outcome:
    """Say of lines of a sheet that they were seen, or were not and why."""
    body = Sighted(today(node), word.seen, tuple(Unseen(line, code) for line, code in word.unseen))
    return _enter(node, peer, Draft(kind=_I + "sighted", body=body, desk=by.desk, case=sheet, cites=word.cites), by)


def close_sheet(node: Node, peer: str, sheet: bytes, by: By) -> Outcome:
    """Close a sheet."""
    return _enter(node, peer, Draft(kind=_I + "sheet_closed", body=Closed(today(node)), desk=by.desk, case=sheet), by)


def close(node: Node, peer: str, muster: bytes, by: By) -> Outcome:
    """Close a muster; it cites the act by which each of its sheets was closed."""
    cites = tuple(each.head for each in queries_house.sheets(node.store, muster) if each.closed_on is not None)
    draft = Draft(kind=_I + "muster_closed", body=Closed(today(node)), desk=by.desk, case=muster, cites=cites)
    return _enter(node, peer, draft, by)


def countersign(node: Node, peer: str, muster: bytes, by: By) -> Outcome:
    """Sign a closed muster as the second officer."""
    draft = Draft(kind=_I + "muster_countersigned", body=Closed(today(node)), desk=by.desk, case=muster)
    return _enter(node, peer, draft, by)


def _enter(node: Node, peer: str, draft: Draft, by: By) -> Outcome:
    return national.enter(node, peer, [draft], by.signer)[0]


def today(node: Node) -> date:
    """The day of the node's clock (UTC)."""
    return datetime.fromtimestamp(node.means.clock(), UTC).date()


MOST_PRINTED = 2_000
"""Lines that a printed report holds."""


class Found(NamedTuple):
    """One line of a report: its sheet, whose charge the sheet is, and the line itself."""

    sheet: int
    custodian: str
    line: queries_house.SheetLine


class Report(NamedTuple):
    """A muster as it stands, with what was sighted, what was explained, and what is neither."""

    muster: queries_house.MusterOf
    sighted: list[Found]
    explained: list[Found]
    open: list[Found]

    @property
    def all(self) -> list[Found]:
        """Every line, whatever was said of it."""
        return [*self.open, *self.explained, *self.sighted]


def report(store: Store, pair: str, muster: bytes) -> Report | None:
    """Return the report of a muster as the store's reader sees it; None where there is none.

    Raises ValueTroubleError registry.too_long for one that no paper holds: it is never cut.
    """
    found = next((each for each in queries_house.musters(store) if each.case == muster), None)
    if found is None:
        return None
    sheets = queries_house.sheets(store, muster)
    if sum(each.expected for each in sheets) > MOST_PRINTED:
        raise ValueTroubleError("registry.too_long", str(MOST_PRINTED), limit=MOST_PRINTED)
    told = Report(found, [], [], [])
    for sheet in sheets:
        for line in queries_house.sheet_lines(store, pair, sheet.case):
            where = told.sighted if line.seen else told.explained if line.said else told.open
            where.append(Found(sheet.number, sheet.custodian, line))
    return told


def document(node: Node, peer: str, muster: bytes) -> list[dict[str, Any]]:
    """Return every line of every sheet, to be printed or exported."""
    pair = node.pair(peer).name
    return [
        {
            "sheet": sheet.number, "line": line.line, "number": line.number, "copy": line.copy, "place": line.place,
            "container": line.container, "custodian": sheet.custodian, "said": line.said,
        }
        for sheet in queries_house.sheets(node.store, muster)
        for line in queries_house.sheet_lines(node.store, pair, sheet.case)
    ]  # fmt: skip

"""Rows: announcements, and each of their wordings with the seconds between which it is public.

Law: a wording is public from its embargo on, and not before both have agreed: agreed means that the other side's node
has confirmed the agreement, so that what is public can never fall. It is public until the next one is, or until the
announcement is withdrawn; what was overtaken before its embargo never is. A rehearsal is never public. All this is a
function of the case; whether that second has come is asked of our own clock when something is read (``doors.public``).
Times are UTC seconds, days are days since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import zip_longest
from typing import Any, NamedTuple

from warifu.core.schedule import Clock
from warifu.law.case import Case
from warifu.law.heads import Running, day_number, day_of, turn_of
from warifu.law.room import RowContext, Rows
from warifu.rooms.programme.acts.common import P
from warifu.rooms.programme.rows_common import laid_out
from warifu.rooms.programme.terms.announcement import AnnouncementTerms, Wording


class AnnouncementRow(NamedTuple):
    """An announcement as it stands: whose it is, whose move it is, how it ended."""

    number: str
    form: str
    issuers: str
    proposed_by: str
    state: str
    turn: str
    since: int
    head: bytes
    agreed: bool
    """A wording is agreed, and the agreement confirmed by the other side."""
    wordings: int
    embargo: int
    """That of the wording that waits, else of the last one agreed."""
    withdrawn_at: int | None
    withdrawn_by: str
    reason: str
    exercise: bool
    level: int


class WordingRow(NamedTuple):
    """A wording, agreed or waiting: the act whose texts it is, its digests, and when it is public."""

    number: int
    act: bytes
    agreed_act: bytes
    by: str
    dated: int
    embargo: int
    digest_en: bytes
    digest_ja: bytes
    reason: str
    """Why it corrects the one before it; a code, empty for the first."""
    confirmed: bool
    agreed_at: int | None
    public_from: int | None
    """None: it never is."""
    public_until: int | None
    """The first second at which it is public no more; None: it stays."""


RECORDS: dict[str, type[Any]] = {"programme_announcement": AnnouncementRow, "programme_wording": WordingRow}
Window = tuple[int | None, int | None]


def announcement_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of an announcement; it posts nothing."""
    terms: AnnouncementTerms = case.terms
    confirmed = {
        stand.placed.digest
        for stand in case.line
        if stand.confirmed and stand.placed.act.kind == P + "agree_announcement"
    }
    windows = windows_of(terms, confirmed)
    wordings = [
        _wording_row(place, each, (each.agreed in confirmed, window))
        for place, (each, window) in enumerate(zip(terms.wordings, windows, strict=True))
    ]
    if terms.waits is not None:
        wordings.append(_wording_row(len(wordings), terms.waits, (False, (None, None))))
    rows = laid_out(
        case, context, {"programme_wording": wordings}, _clocks(case, context), activity=terms.form,
        words=(terms.form, *terms.issuers),
    )  # fmt: skip
    level = rows.sight.level if rows.sight else 0
    rows.tables["programme_announcement"] = [_head(case, context, bool(confirmed), level)]
    return rows


def windows_of(terms: AnnouncementTerms, confirmed: set[bytes]) -> list[Window]:
    """Return for each agreed wording from when until when it is public (UTC seconds); (None, None) for never."""
    ends = terms.withdrawn_at if terms.outcome == "withdrawn" else None
    known = [each for each in terms.wordings if each.agreed in confirmed and not terms.exercise]
    begins = [max(each.embargo, each.agreed_at) for each in known]
    # Overtaken before its time, a wording never is public: the one before it stays until the next that is.
    lasting = [
        (each, first)
        for each, first, later in zip_longest(known, begins, known[1:])
        if (later is None or later.agreed_at >= first) and (ends is None or first <= ends)
    ]
    found: dict[bytes, Window] = {}
    for place, (each, first) in enumerate(lasting):
        until = lasting[place + 1][1] if place + 1 < len(lasting) else ends
        last = until if ends is None or until is None else min(until, ends)
        found[each.act] = (first, last)
    return [found.get(each.act, (None, None)) for each in terms.wordings]


def _wording_row(place: int, wording: Wording, known: tuple[bool, Window]) -> WordingRow:
    confirmed, (begins, until) = known
    return WordingRow(
        place, wording.act, wording.agreed, wording.by, day_number(wording.dated), wording.embargo, wording.digest_en,
        wording.digest_ja, wording.reason, confirmed, wording.agreed_at if wording.agreed else None, begins, until,
    )  # fmt: skip


def _head(case: Case, context: RowContext, agreed: bool, level: int) -> AnnouncementRow:  # noqa: FBT001  a column
    terms: AnnouncementTerms = case.terms
    last = case.head.placed
    current = terms.waits or (terms.wordings[-1] if terms.wordings else None)
    return AnnouncementRow(
        terms.number, terms.form, " ".join(terms.issuers), terms.proposed_by, case.state, turn_of(case, context),
        last.act.time, last.digest, agreed, len(terms.wordings), current.embargo if current else 0,
        terms.withdrawn_at or None, terms.withdrawn_by, terms.reason, terms.exercise, level,
    )  # fmt: skip


def _clocks(case: Case, context: RowContext) -> list[Running]:
    """By its embargo a wording that waits is answered, or nothing goes out."""
    waits = case.terms.waits
    if waits is None or not case.state:
        return []
    begun: date = day_of(case.head.placed.act.time)
    due = day_of(waits.embargo) if waits.embargo >= 0 else begun
    return [Running(Clock("announcement-embargo", begun, max(begun, due)), waits.act.hex(), turn_of(case, context))]


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"announcement": announcement_rows}

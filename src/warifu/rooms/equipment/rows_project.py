"""Rows: joint projects: state, phases with their gates, shares agreed and incurred, participants, information.

Law: shares are reckoned from what both sides have confirmed (``shares``); a proposal of new shares changes no figure. A
rehearsal posts nothing. A firm stands by its number; names are texts and stand in no row. Amounts are written with
every digit. Days are days since 1970-01-01. Which transfers and consents cite a project is asked of their own tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import product

from warifu.core.money import Money
from warifu.core.schedule import Clock, Warned
from warifu.law.case import Case, Stand
from warifu.law.heads import Running, Tables, TroubleRow, day, day_number, in_column, later, other_party, table
from warifu.law.room import RowContext, Rows
from warifu.rooms.equipment import shares
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.acts.project import Arrangement, Gate, Participant, Phase
from warifu.rooms.equipment.rows_common import cured, laid_out, of_kind
from warifu.rooms.equipment.rows_project_tables import (
    RECORDS,
    CostRow,
    InformationRow,
    ParticipantRow,
    PhaseRow,
    ProjectRow,
    ShareRow,
)
from warifu.rooms.equipment.terms.project import ProjectTerms, is_project

__all__ = ["RECORDS", "ROWS"]

_COST, _CONTRIBUTION = E + "cost", E + "contribution"
_DEFAULTS = {"warning_days": 14, "reply_days": 30}
_STANDING = "draft"


def project_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows of a project and its postings."""
    terms: ProjectTerms = case.terms
    book = book_of(case, context)
    left = {stand.placed.body.firm: stand for stand in of_kind(case, E + "participant_left")}
    tables: Tables = {
        "equipment_project": [_project(case, terms)],
        "equipment_phase": [_phase(each, terms) for each in {one.phase: one for one in terms.phases}.values()],
        "equipment_participant": [
            _participant(place, each, terms, left) for place, each in enumerate(terms.participants)
        ],
        "equipment_share": _shares(case, context, book),
        "equipment_cost": [_cost(stand, book) for stand in of_kind(case, _COST, _CONTRIBUTION)],
        "equipment_information": [_information(stand) for stand in of_kind(case, E + "background", E + "foreground")],
        "equipment_trouble": [_beyond(case, each) for each in book.beyond],
    }
    return laid_out(
        case, context, tables, _clocks(case, context, book), activity=terms.area, cured=cured(case),
        postings=() if terms.exercise else book.postings,
        words=(terms.area, terms.note, terms.reply, *terms.partners, *(each.firm for each in terms.participants)),
    )  # fmt: skip


# --- shares -----------------------------------------------------------------------------------------------------------


def confirmed_terms(case: Case) -> ProjectTerms | None:
    """Return what both sides have confirmed of a project; None before the first confirmation."""
    for stand in reversed(case.line):
        if stand.confirmed and is_project(stand.terms):
            terms: ProjectTerms = stand.terms
            return terms
    return None


def book_of(case: Case, context: RowContext) -> shares.Book:
    """Return the shares of a project, replayed from what is on record."""
    terms = confirmed_terms(case)
    agreed = terms.arrangements if terms else ()
    splits = [
        shares.Split(each.from_day, {one.party: one.basis_points for one in each.cost_shares}, each.settle_days)
        for each in agreed
    ]
    ceilings = {each.most.currency: each.most.amount for each in agreed[-1].ceilings} if agreed else {}
    sides = (case.opener, other_party(context.pair, case.opener))
    taken = cured(case)
    told = [_told(stand, taken) for stand in of_kind(case, _COST, _CONTRIBUTION)]
    return shares.Book(case.root.hex()[:16], sides, splits, ceilings).replay(told)


def _told(stand: Stand, taken: dict[bytes, Stand]) -> shares.Told:
    placed, body = stand.placed, stand.placed.body
    cure = taken.get(placed.digest)
    is_cured = cure is not None and cure.confirmed
    is_cost = placed.act.kind == _COST
    unknown = _why_unknown(stand, is_cured=is_cured)
    return shares.Told(placed.digest, body.on, placed.act.side_of, body.amount, is_cost, unknown, is_cured)


def _why_unknown(stand: Stand, *, is_cured: bool) -> str:
    """Why a sum is no figure: it is nothing, irregular and not taken as it is, or late and not confirmed."""
    if stand.placed.body.amount.amount <= 0 or (stand.status == "irregular" and not is_cured):
        return "irregular"
    return "" if stand.effective else "not-confirmed"


def _shares(case: Case, context: RowContext, book: shares.Book) -> list[ShareRow]:
    terms = confirmed_terms(case)
    last = terms.arrangements[-1] if terms and terms.arrangements else None
    if last is None:
        return []
    parties = dict.fromkeys((case.opener, other_party(context.pair, case.opener)))
    parties |= dict.fromkeys(each.party for each in last.cost_shares)
    currencies = dict.fromkeys([*(each.most.currency for each in last.ceilings), *(key[1] for key in book.figures)])
    done = _work(case)
    return [
        _share(place, (party, currency), book.of(party, currency), (last, done))
        for place, (party, currency) in enumerate(product(parties, sorted(currencies)))
    ]


def _work(case: Case) -> dict[str, int]:
    """Work delivered by each side, in basis points, as it tells it."""
    done: dict[str, int] = {}
    for stand in of_kind(case, E + "work"):
        if stand.status == "recorded" and stand.effective:
            party = stand.placed.act.side_of
            done[party] = done.get(party, 0) + stand.placed.body.basis_points
    return done


def _share(
    place: int, of: tuple[str, str], figures: shares.Figures, agreed: tuple[Arrangement, dict[str, int]]
) -> ShareRow:
    (party, currency), (last, done) = of, agreed
    points = {each.party: each.basis_points for each in last.cost_shares}
    work = {each.party: each.basis_points for each in last.work_shares}
    ceiling = next((written(each.most) for each in last.ceilings if each.most.currency == currency), "")

    def shown(coins: int) -> str:
        return f"{shares.amount_of(coins, currency):f}"

    return ShareRow(
        place, party, currency, in_column(points.get(party, 0)), ceiling, shown(figures.incurred), shown(figures.bears),
        shown(figures.paid), shown(figures.received), shown(figures.net), figures.unknown,
        in_column(work.get(party, 0)), in_column(done.get(party, 0)),
    )  # fmt: skip


def written(money: Money) -> str:
    """Write an amount with every digit."""
    return f"{money.amount:f}"


def _cost(stand: Stand, book: shares.Book) -> CostRow:
    placed, body = stand.placed, stand.placed.body
    is_cost = placed.act.kind == _COST
    share = book.shared.get(placed.digest)
    currency = body.amount.currency
    return CostRow(
        placed.digest, "cost" if is_cost else "contribution", placed.act.side_of, day_number(body.on),
        in_column(body.phase) if is_cost else None, body.sort if is_cost else body.to, written(body.amount), currency,
        "" if share is None else f"{shares.amount_of(share, currency):f}", body.firm, body.reference, stand.status,
    )  # fmt: skip


# --- the project ------------------------------------------------------------------------------------------------------


def _project(case: Case, terms: ProjectTerms) -> ProjectRow:
    last = terms.arrangements[-1] if terms.arrangements else None
    running = terms.phases[-1].phase if terms.phases else 0
    return ProjectRow(
        terms.number, terms.area, terms.form, terms.opener, terms.classified, " ".join(terms.partners),
        " ".join(terms.consenting), terms.determined is not None, terms.note, day(terms.note_dated), terms.reply,
        last.reference if last else "", " ".join(last.authorities) if last else "",
        " ".join(last.terms) if last else "",
        day(last.from_day) if last else None, day(last.to_day) if last else None, in_column(running), len(terms.phases),
        sum(terms.passed(each.phase) for each in terms.phases), len(terms.participants), terms.opportunity,
        case.state, terms.exercise,
    )  # fmt: skip


def _gate(terms: ProjectTerms, phase: int) -> Gate | None:
    return next((each for each in reversed(terms.gates) if each.phase == phase), None)


def _phase(phase: Phase, terms: ProjectTerms) -> PhaseRow:
    gate = _gate(terms, phase.phase)
    return PhaseRow(
        in_column(phase.phase), phase.form, day_number(phase.from_day), day_number(phase.to_day),
        " ".join(phase.criteria),
        gate.result if gate else "", " ".join(gate.met) if gate else "", " ".join(gate.conditions) if gate else "",
        day(gate.on) if gate else None,
    )  # fmt: skip


def _participant(place: int, each: Participant, terms: ProjectTerms, left: dict[str, Stand]) -> ParticipantRow:
    assured = dict(terms.assurances).get(each.firm, b"")
    gone = left[each.firm].placed.body if each.firm in left else None
    if gone is not None and gone.on < each.on:
        gone = None  # it has come back since
    return ParticipantRow(
        place, each.firm, each.country, each.role, each.marking.written if each.marking else "", assured,
        day_number(each.on), day_number(gone.on) if gone else None, gone.reason if gone else "",
    )  # fmt: skip


def _information(stand: Stand) -> InformationRow:
    placed, body = stand.placed, stand.placed.body
    return InformationRow(
        placed.digest, placed.act.kind.partition("/")[2], body.number, body.owner, " ".join(body.rights),
        body.marking.written if body.marking else "", next(iter(placed.act.cites), b""), day_number(body.on),
        placed.act.side_of, stand.status,
    )  # fmt: skip


def _beyond(case: Case, told: tuple[bytes, str, int]) -> TroubleRow:
    """A cost that goes beyond what was agreed: its teller sees to it, by a new ceiling or by the other side's word."""
    digest, currency, _coins = told
    placed = case.stands[digest].placed
    since = placed.body.on
    return TroubleRow(
        0, digest, "above_ceiling", placed.act.side_of, currency, day_number(since), day_number(later(since, 30)),
        "open", b"",
    )  # fmt: skip


# --- clocks -----------------------------------------------------------------------------------------------------------


def _clocks(case: Case, context: RowContext, book: shares.Book) -> Iterator[Running]:
    terms: ProjectTerms = case.terms
    days = {**_DEFAULTS, **table(case, context, "project")}
    other = other_party(context.pair, terms.opener)
    if terms.note_dated is not None:
        asked = terms.note_dated
        answered = next((stand.placed.body.dated for stand in case.line if _is(stand, "diplomatic_reply")), None)
        yield Running(_clock("note-reply", asked, later(asked, days["reply_days"])), case.root.hex(), other, answered)
    warning = days["warning_days"]
    for phase in terms.phases:
        gate = _gate(terms, phase.phase)
        done = gate.on if gate and gate.result != "gate_failed" else None
        clock = _clock("phase-gate", phase.from_day, phase.to_day, warning)
        yield Running(clock, str(phase.phase), terms.opener, done)
    if terms.arrangements and not terms.outcome:
        last = terms.arrangements[-1]
        ends = _clock("arrangement-ends", last.from_day, last.to_day, warning, is_right=True)
        yield Running(ends, last.reference, terms.opener)
    if not terms.exercise:
        yield from _shares_due(book)
    if not terms.outcome:
        yield from _assurances(terms, context, warning)


def _is(stand: Stand, kind: str) -> bool:
    return stand.placed.act.kind == E + kind


def _shares_due(book: shares.Book) -> Iterator[Running]:
    """The first day on which each side has something to pay, by currency."""
    for party in book.sides:
        for currency in sorted(book.ceilings):
            due = book.due(party, currency)
            if due is not None:
                yield Running(_clock("share-due", due, due), currency, party)


def _assurances(terms: ProjectTerms, context: RowContext, warning: int) -> Iterator[Running]:
    """Until when each participant's place is assured, as the assurance that was cited says."""
    country = {each.firm: each for each in terms.participants}
    for firm, digest in terms.assurances:
        cited = context.cited.get(digest)
        valid_to = getattr(cited.placed.body, "valid_to", None) if cited else None
        if isinstance(valid_to, date):
            clock = _clock("assurance-ends", country[firm].on, valid_to, warning)
            yield Running(clock, firm, country[firm].country)


def _clock(name: str, starts: date, due: date, warning: int = 0, *, is_right: bool = False) -> Clock:
    due = max(starts, due)
    warned = (Warned(0, max(starts, later(due, -warning))),) if warning else ()
    return Clock(name, starts, due, warned, standing=_STANDING, is_right=is_right)


ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {"project": project_rows}

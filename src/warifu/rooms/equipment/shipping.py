"""May we ship this item to this recipient on this day, and under what? Pure; the cases are read elsewhere.

Law: the answer is yes under one transfer, or under one consent with the draws that the delivery has to cite; or no,
with every reason of every way that was looked at. Each step is a row of the pack (table ``ship``): step and article;
what is no row is not asked.

1. *As provider*: our decision grants the item to that recipient on that day, with enough left of what is granted; a
   licence (or the ruling that none is required) holds; the project that it rests on is confirmed through diplomatic
   channels and goes on.
2. *As holder*: the originator has consented (asked is not consented, whatever the deadline), has not taken it back, the
   line covers this item and recipient on that day; every third state of the project has consented and that is
   confirmed; nothing named in it has become something else without a ruling; a confirmed draw has enough left to
   deliver; and so much of the item is held.

What cannot be told counts against shipping, never for it: a transfer or a project that is not here, or not seen. A
rehearsal is no way of shipping anything, and a draw covers nothing before its day. A consent that was taken back covers
nothing more, not even what was drawn and not delivered. Place on the path: asked by the doors; changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from warifu.core.exact import EXACT
from warifu.law.judge import MAX_FIGURE_CHARS, Finding, Ruling
from warifu.rooms.equipment.acts.consent import Draw, Succession
from warifu.rooms.equipment.checks.consent import third_states
from warifu.rooms.equipment.holdings import Holding, Told
from warifu.rooms.equipment.terms.consent import ConsentTerms, Scope
from warifu.rooms.equipment.terms.project import ProjectTerms
from warifu.rooms.equipment.terms.transfer import TransferTerms, amount_of, licence_on

PREFIX = "equipment.ship."
STOPPED = frozenset({
    "halted", "resuming_by_opener", "resuming_by_responder", "completed", "terminated", "declined", "withdrawn",
})  # fmt: skip
"""States of a project in which nothing is supplied for it."""
_ZERO = Decimal(0)
_OVER = frozenset({"finished", "withdrawn"})


class Question(NamedTuple):
    """How much (None: any) of which item is to go to whom, on which day; ``us`` and ``peer``: the parties."""

    item: str
    to: str
    on: date
    us: str
    peer: str
    quantity: Decimal | None = None


class Project(NamedTuple):
    """A project as it stands."""

    state: str
    terms: ProjectTerms


class Passed(NamedTuple):
    """So much of an item was passed on under a draw."""

    draw: bytes
    item: str
    quantity: Decimal


class Transfer(NamedTuple):
    """A transfer as it stands: who holds what, what was passed on under which draw, the project that it rests on."""

    case: bytes
    state: str
    terms: TransferTerms
    told: Told
    passed: tuple[Passed, ...] = ()
    project: Project | None = None


class Made(NamedTuple):
    """A draw as it stands on its line, and whether the other side has confirmed it."""

    act: bytes
    body: Draw
    confirmed: bool


class Consent(NamedTuple):
    """A consent as it stands: its draws, and what came after on which nobody has ruled."""

    case: bytes
    state: str
    terms: ConsentTerms
    draws: tuple[Made, ...] = ()
    open: tuple[Succession, ...] = ()


class Under(NamedTuple):
    """Under what it may be shipped: a transfer, or a consent with the draws that the delivery cites."""

    kind: str
    case: bytes
    number: str
    reference: str
    unit: str
    left: Decimal
    """What can be shipped under it at this moment."""
    until: date | None
    conditions: tuple[str, ...] = ()
    draws: tuple[bytes, ...] = ()


class Answer(NamedTuple):
    """Yes, under ``under``; or no, and ``ruling`` holds every reason."""

    under: Under | None
    ruling: Ruling = ()

    @property
    def permitted(self) -> bool:
        """True where it may be shipped."""
        return self.under is not None


Reason = tuple[str, dict[str, object]]
"""Step and figures of one reason."""


def may_ship(
    asked: Question, transfers: Sequence[Transfer], consents: Sequence[Consent], rows: Mapping[str, str]
) -> Answer:
    """Answer a question; ``rows``: step to article, of the pack. Transfers first, then consents, in the order given."""
    found: list[Finding] = []
    for reasons, under in _ways(asked, transfers, consents):
        told = [_finding(step, rows[step], figures) for step, figures in reasons if step in rows]
        if not told:
            return Answer(under)
        found += told
    if found:
        return Answer(None, tuple(found))
    figures: dict[str, object] = {"item": asked.item, "to": asked.to, "on": asked.on}
    return Answer(None, (_finding("nothing", rows.get("nothing", "house"), figures),))


def _finding(step: str, article: str, figures: Mapping[str, object]) -> Finding:
    told = tuple((name, str(value)[:MAX_FIGURE_CHARS]) for name, value in figures.items())
    return Finding(PREFIX + step, article, told)


def _ways(
    asked: Question, transfers: Sequence[Transfer], consents: Sequence[Consent]
) -> Iterator[tuple[list[Reason], Under]]:
    """Every way in which it might be shipped, with what stands against it."""
    for each in transfers:
        if not each.terms.exercise and each.terms.opener != asked.us and (asked.item, asked.to) in _shares(each.terms):
            yield list(_against_transfer(asked, each)), _under_transfer(asked, each)
    of_root = {each.case: each for each in transfers if not each.terms.exercise}
    for consent in consents:
        if (
            not consent.terms.exercise
            and consent.terms.asker == asked.us
            and (asked.item, asked.to) in _named(consent.terms)
        ):
            rest = [of_root[cite] for cite in consent.terms.transfers if cite in of_root]
            yield list(_against_consent(asked, consent, rest)), _under_consent(asked, consent, rest)


def _shares(terms: TransferTerms) -> set[tuple[str, str]]:
    return {(each.item, each.recipient) for each in terms.shares}


def _named(terms: ConsentTerms) -> set[tuple[str, str]]:
    """What a consent was asked for, and what it covers."""
    return {*((each.item, each.recipient) for each in terms.asked), *(each.key for each in terms.scope)}


def _wanted(asked: Question, left: Decimal) -> Decimal:
    """How much is asked about; where no quantity is named, all that is left."""
    return left if asked.quantity is None else asked.quantity


def _enough(asked: Question, left: Decimal) -> bool:
    return left > 0 and 0 < _wanted(asked, left) <= left


# --- as provider ------------------------------------------------------------------------------------------------------


def _against_transfer(asked: Question, each: Transfer) -> Iterator[Reason]:
    terms, number = each.terms, each.terms.number
    decided = terms.decision(asked.to)
    granted = amount_of(terms.granted, asked.item, asked.to)
    if each.state in _OVER:
        yield "over", {"transfer": number, "state": each.state}
    if decided is None:
        yield "not_decided", {"transfer": number, "state": each.state}
    elif decided.outcome == "refused" or not granted:
        yield "not_granted", {"transfer": number, "to": asked.to, "outcome": decided.outcome}
    elif not (decided.valid_from and decided.valid_to and decided.valid_from <= asked.on <= decided.valid_to):
        yield "validity", {"transfer": number, "valid_from": decided.valid_from, "valid_to": decided.valid_to}
    if licence_on(terms, asked.to, asked.on) is None:
        yield "licence", {"transfer": number, "to": asked.to, "on": asked.on}
    left = _left_to_ship(asked, each)
    if granted and not _enough(asked, left):
        yield "above_granted", {"transfer": number, "left": left, "asked": _wanted(asked, left)}
    if terms.ground == "project":
        yield from _against_project(number, each.project)


def _against_project(number: str, project: Project | None) -> Iterator[Reason]:
    if project is None:
        yield "project", {"transfer": number, "project": "", "state": "unknown"}
    elif not project.terms.noted or project.state in STOPPED:
        yield "project", {"transfer": number, "project": project.terms.number, "state": project.state}


def _left_to_ship(asked: Question, each: Transfer) -> Decimal:
    held = each.told.holdings.get((asked.item, asked.to), Holding())
    return EXACT.subtract(amount_of(each.terms.granted, asked.item, asked.to), held.shipped)


def _under_transfer(asked: Question, each: Transfer) -> Under:
    terms = each.terms
    decided, item = terms.decision(asked.to), terms.item(asked.item)
    licence = licence_on(terms, asked.to, asked.on)
    reference = (licence.body.reference or licence.body.none_required) if licence else ""
    return Under(
        "transfer", each.case, terms.number, reference, item.quantity.unit if item else "", _left_to_ship(asked, each),
        licence.body.valid_to if licence else None, decided.conditions if decided else (),
    )  # fmt: skip


# --- as holder --------------------------------------------------------------------------------------------------------


def _against_consent(asked: Question, each: Consent, transfers: Sequence[Transfer]) -> Iterator[Reason]:
    terms = each.terms
    if each.state == "requested":
        step = "silent" if asked.on > terms.deadline else "asked"
        yield step, {"consent": terms.number, "deadline": terms.deadline}
    elif each.state in {"refused", "withdrawn", "revoked"}:
        yield each.state, {"consent": terms.number}
    line = terms.line(asked.item, asked.to)
    if terms.agreed and line is None:
        yield "not_covered", {"consent": terms.number, "item": asked.item, "to": asked.to}
    if terms.agreed and asked.on > terms.until:
        yield "expired", {"consent": terms.number, "until": terms.until}
    for transfer in transfers:
        if transfer.terms.ground == "project" and transfer.project is None:
            yield "project", {"transfer": transfer.terms.number, "project": "", "state": "unknown"}
    for state in _lacking(asked, each, transfers):
        yield "third", {"consent": terms.number, "state": state}
    for after in each.open:
        if after.old == (asked.item if after.change == "new_item" else asked.to):
            yield "not_ruled", {"consent": terms.number, "old": after.old, "new": after.new}
    if line is not None:
        yield from _against_line(asked, each, line, transfers)


def _lacking(asked: Question, each: Consent, transfers: Iterable[Transfer]) -> tuple[str, ...]:
    """Third states whose consent is wanting: those named in the request, and those of the projects as they are now."""
    parties = (asked.us, asked.peer)
    projects = (transfer.project.terms for transfer in transfers if transfer.project is not None)
    named = (*each.terms.partners, *(state for terms in projects for state in third_states(terms, parties)))
    held = {third.state for third in each.terms.third if third.holds(asked.on)}
    return tuple(state for state in dict.fromkeys(named) if state not in held)


def _against_line(asked: Question, each: Consent, line: Scope, transfers: Sequence[Transfer]) -> Iterator[Reason]:
    number, unit, left = each.terms.number, line.given.unit, line.left.amount
    drawn = _sum(_undelivered(asked, each, transfers, confirmed=True).values())
    waiting = _sum(_undelivered(asked, each, transfers, confirmed=False).values())
    if not _enough(asked, drawn):
        if _enough(asked, _sum((drawn, waiting))):
            yield "draw_not_agreed", {"consent": number, "drawn": waiting, "unit": unit}
        elif _enough(asked, left):
            yield "draw_first", {"consent": number, "left": left, "unit": unit}
        elif left > 0:
            yield "above_rest", {"consent": number, "left": left, "asked": _wanted(asked, left), "unit": unit}
        else:
            yield "spent", {"consent": number, "given": line.given.amount, "unit": unit}
    unseen = _sources(asked, each) - {transfer.case for transfer in transfers}
    holding = [held for transfer in transfers if (held := _held(transfer, asked.item)) is not None]
    # What a ruling has named anew (a prototype become a new item) never came under a transfer by that number.
    if unseen or ((holding or not line.origin) and not _enough(asked, _sum(holding))):
        yield "not_held", {"consent": number, "item": asked.item, "held": _sum(holding), "unit": unit}


def _sources(asked: Question, each: Consent) -> set[bytes]:
    """The transfers under which what is asked about has come, and so its deliveries are told."""
    terms = each.terms
    named = [line.cite for line in terms.asked if (line.item, line.recipient) == (asked.item, asked.to)]
    cites = named or [line.cite for line in terms.asked]
    return {terms.transfers[cite] for cite in cites if 0 <= cite < len(terms.transfers)}


def _undelivered(
    asked: Question, each: Consent, transfers: Iterable[Transfer], *, confirmed: bool
) -> dict[bytes, Decimal]:
    """What is left to deliver of each draw for this item and recipient."""
    delivered = [passed for transfer in transfers for passed in transfer.passed if passed.item == asked.item]
    found: dict[bytes, Decimal] = {}
    for draw in each.draws:
        if draw.confirmed != confirmed or draw.body.recipient != asked.to or draw.body.on > asked.on:
            continue
        drawn = _sum(item.quantity.amount for item in draw.body.items if item.item == asked.item)
        rest = EXACT.subtract(drawn, _sum(passed.quantity for passed in delivered if passed.draw == draw.act))
        if rest > 0:
            found[draw.act] = rest
    return found


def _held(transfer: Transfer, item: str) -> Decimal | None:
    """How much of an item all recipients of a transfer hold; None where it never came under it."""
    if transfer.terms.item(item) is None:
        return None
    return _sum(each.held for (number, _), each in transfer.told.holdings.items() if number == item)


def _under_consent(asked: Question, each: Consent, transfers: Sequence[Transfer]) -> Under:
    terms = each.terms
    line = terms.line(asked.item, asked.to)
    rest = _undelivered(asked, each, transfers, confirmed=True)
    return Under(
        "consent", each.case, terms.number, terms.reference, line.given.unit if line else "", _sum(rest.values()),
        terms.until, terms.conditions, tuple(_first_of(rest, asked.quantity)),
    )  # fmt: skip


def _first_of(rest: Mapping[bytes, Decimal], wanted: Decimal | None) -> Iterator[bytes]:
    """The draws to cite, the oldest first, until they are enough."""
    found = _ZERO
    for act, amount in rest.items():
        if wanted is not None and found >= wanted:
            return
        found = EXACT.add(found, amount)
        yield act


def _sum(values: Iterable[Decimal]) -> Decimal:
    total = _ZERO
    for value in values:
        total = EXACT.add(total, value)
    return total

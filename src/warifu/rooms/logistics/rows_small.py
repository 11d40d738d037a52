"""What the smaller cases become: dealings, matches, statements, set-offs, prices, consents, precedents. Floor 3a, pure.

Law: what two sides agree counts once the acceptance is confirmed by who proposed. A past dealing posts nothing; a pair
of an agreed match posts once: a sum if its value stands, else the goods; nothing stays open where both say it is
settled; where nobody says whether it is, it is undetermined, and so is a pair whose dealing an earlier match has used
(``claim_of``). A set-off posts nothing here: each claim is settled on its own line.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from warifu.core.errors import ValueTroubleError
from warifu.core.exact import EXACT
from warifu.core.posting import Posting, parts_of
from warifu.core.quantity import Quantity
from warifu.law.case import Case, Stand
from warifu.law.room import Claim, RowContext, Rows, Uses
from warifu.rooms.logistics.acts.lines import Line
from warifu.rooms.logistics.acts.past import Dealing, Pair
from warifu.rooms.logistics.rows_book import MONEY, REPLACEMENT, ZERO, Book, Owing, obligation_row
from warifu.rooms.logistics.rows_common import (
    Tables,
    both_agreed,
    day_number,
    digits,
    head_of,
    other_party,
    retention,
    table,
    written,
)
from warifu.rooms.logistics.rows_tables import (
    DealingRow,
    DrawRow,
    IrregularityRow,
    MatchRow,
    OnwardRow,
    PairRow,
    PrecedentRow,
    PriceRow,
    RegisterRow,
    SetOffItemRow,
    SetOffRow,
    StatementRow,
    TotalRow,
)
from warifu.rooms.logistics.rows_worth import BEYOND, amount_in, base_unit, commodity, year_after
from warifu.rooms.logistics.rows_wrong import irregularities, wrong_rows

_L = "logistics/"
_NO_PLACE = 2**62
MATCHED_AGAIN = "acsa.match.again"


def dealing_rows(case: Case, context: RowContext) -> Rows:
    """Return the row of a past dealing; it has no head of its own, for there are thousands and nobody waits in them."""
    stand = case.line[0]
    placed, act = stand.placed, stand.placed.act
    body: Dealing = placed.body
    value = body.value
    row = DealingRow(
        body.reference, act.side_of, -1 if placed.index is None else placed.index, body.provider, body.category,
        body.item, body.stock, f"{body.quantity.amount:f}", body.quantity.unit,
        "" if value is None else f"{value.amount:f}", "" if value is None else value.currency, day_number(body.on),
        body.their_reference, body.own_unit, body.other_unit, body.activity, body.place, body.receipt_held,
        body.settled, body.instant, body.zone, f"{body.step:f}", stand.status, act.time,
        "EXERCISE" in act.label,
    )  # fmt: skip
    tables: Tables = {"logistics_dealing": [row]}
    if stand.status == "irregular":
        tables["logistics_irregularity"] = irregularities(case, context, [stand], [])
    return Rows(tables)


def register_rows(case: Case, _context: RowContext) -> Rows:
    """Return where in a file a dealing stood; the row's cells are a text."""
    placed = case.line[0].placed
    body, cites = placed.body, placed.act.cites
    row = RegisterRow(body.batch, body.sheet, body.row, cites[0] if cites else b"", day_number(body.on))
    return Rows({"logistics_register_row": [row]})


def small_rows(case: Case, context: RowContext) -> Rows:
    """Return the rows and postings of any other case that is no order."""
    tables = wrong_rows(case, context)
    tables["logistics_case"] = [head_of(case, context, _words(case), **_sides(case, context))]
    tables["logistics_retention"] = list(retention(case, context))
    postings: tuple[Posting, ...] = ()
    if case.terms is not None:
        make = _MAKERS.get(case.flow.name)
        if make is not None:
            found, postings = make(case, context)
            tables.update(found)
    return Rows({name: rows for name, rows in tables.items() if rows}, postings)


_Made = tuple[Tables, tuple[Posting, ...]]


def _sides(case: Case, context: RowContext) -> dict[str, str]:
    """Who asks and who gives, where a small case has such sides."""
    other = other_party(context.pair, case.opener)
    if case.flow.name == "onward":
        return {"requester": case.opener, "provider": other}
    return {"provider": case.opener} if case.flow.name == "standing" else {}


def _words(case: Case) -> list[str]:
    """What a small case is looked for by besides its head: the items that it speaks of."""
    body = case.line[0].placed.body
    lines = (each for each in getattr(body, "lines", ()) if isinstance(each, Line))
    return [getattr(body, "item", ""), *(word for line in lines for word in (line.item, line.stock, line.category))]


def _match(case: Case, context: RowContext) -> _Made:
    placed, agreed = case.line[0].placed, both_agreed(case)
    again = context.used.get(case.root, frozenset())
    body, proposer = placed.body, placed.act.side_of
    cites = placed.act.cites
    pairs = [
        PairRow(
            part, _cited(cites, pair.ours), _cited(cites, pair.theirs), proposer, pair.provider, pair.commodity,
            digits(pair.quantity.amount), pair.quantity.unit, digits(pair.value.amount) if pair.value else "",
            pair.value.currency if pair.value else "", day_number(pair.on), pair.settled, " ".join(pair.corrected),
            case.state, agreed and part not in again,
        )
        for part, pair in enumerate(body.pairs)
    ]  # fmt: skip
    row = MatchRow(body.number, proposer, len(body.pairs), day_number(body.on), case.state, agreed)
    book = Book(counts=True)
    if agreed and not case.terms.exercise:
        for part, pair in enumerate(body.pairs):
            origin = (f"{case.root.hex()[:16]}:{part}", _cited(cites, pair.ours))
            _enter(book, context, pair, origin, "matched-again" if part in again else "")
    tables: Tables = {"logistics_match": [row], "logistics_pair": pairs}
    if again:
        tables["logistics_irregularity"] = [_matched_again(case, context)]
    tables["logistics_obligation"] = [obligation_row(owing) for owing in book.owings]
    return tables, book.postings


def _cited(cites: tuple[bytes, ...], place: int) -> bytes:
    return cites[place] if 0 <= place < len(cites) else b""


def _matched_again(case: Case, context: RowContext) -> IrregularityRow:
    """Say of a match that it speaks of a dealing which an earlier one has used: it counts once, and not here."""
    placed = case.line[0].placed
    since = placed.body.on
    due = since + timedelta(days=table(case, context, "clocks")["irregular_days"])
    return IrregularityRow(
        placed.digest, placed.act.kind, MATCHED_AGAIN, "acsa:dealings", placed.act.side_of, day_number(since),
        day_number(due), "open", b"", None,
    )  # fmt: skip


def claim_of(case: Case) -> Claim:
    """Return which dealings an agreed match uses up, pair by pair, and its turn among all matches.

    Its turn is the place of its act in the log of the party first in the alphabet, then in the other's: of two matches
    agreed one after the other, the first is first in both logs, and nobody can put an act before one that stands.
    """
    cites = case.line[0].placed.act.cites
    cited = ((_cited(cites, pair.ours), _cited(cites, pair.theirs)) for pair in case.line[0].placed.body.pairs)
    groups = tuple(tuple(filter(None, each)) for each in cited)
    if case.terms is None or case.terms.exercise or not both_agreed(case):
        return Claim(groups)
    places: dict[str, int] = {}
    for stand in case.line:
        index = stand.placed.index
        places.setdefault(stand.placed.author, _NO_PLACE if index is None else index)
    order = [places[author] for author in sorted(places)]
    return Claim(groups, (order[0], order[-1], case.root))


def _enter(book: Book, context: RowContext, pair: Pair, origin: tuple[str, bytes], again: str = "") -> None:
    """Enter what an agreed pair makes owing, and that it is settled where both say so."""
    debtor = other_party(context.pair, pair.provider)
    if not debtor:
        return
    what, amount = _owed(pair)
    unknown = again or ("unit" if amount is None else "" if pair.settled else "settlement-unknown")
    owing = Owing(
        origin[0], origin[1], 0, MONEY if pair.value else REPLACEMENT, debtor, pair.provider, what,
        max(ZERO, amount or ZERO), pair.on, year_after(pair.on), unknown=unknown,
    )  # fmt: skip
    book.owe(owing)
    if pair.settled == "yes" and not unknown:
        book.settle(owing, owing.owed, pair.on)


def _owed(pair: Pair) -> tuple[str, Decimal | None]:
    """The commodity and amount of a pair: its value, else its goods in the base unit; None if the units do not fit."""
    if pair.value is not None:
        return pair.value.currency, pair.value.amount
    try:
        named = parts_of(pair.commodity)
    except ValueTroubleError:
        return commodity("unknown", pair.commodity, pair.quantity.unit), None
    what = commodity(named.category, named.item, named.unit)
    try:
        return what, amount_in(pair.quantity, base_unit(named.unit), None)
    except BEYOND:
        return what, None


def _statement(case: Case, _context: RowContext) -> _Made:
    placed = case.line[0].placed
    body = placed.body
    row = StatementRow(
        body.number, body.form, placed.act.side_of, day_number(body.as_of), day_number(body.on), body.matched,
        body.differing, body.only_ours, body.only_theirs, body.undetermined, body.state_digest, case.state,
        both_agreed(case),
    )  # fmt: skip
    totals = [
        TotalRow(part, each.debtor, each.creditor, each.commodity, _scaled(each.exponent, each.mantissa))
        for part, each in enumerate(body.totals)
    ]
    return {"logistics_statement": [row], "logistics_total": totals}, ()


def _scaled(exponent: int, mantissa: int) -> str:
    """Write mantissa * 10**exponent; empty where the exponent is beyond the bounds of the wire."""
    return written(Decimal(mantissa).scaleb(exponent, EXACT)) if -12 <= exponent <= 18 else ""


def _set_off(case: Case, _context: RowContext) -> _Made:
    body, terms = case.line[0].placed.body, case.terms
    row = SetOffRow(
        body.number, terms.proposed_by, digits(body.rest.amount), body.rest.currency, body.rest_owed_by,
        day_number(body.on), case.state, both_agreed(case),
    )  # fmt: skip
    items = [
        SetOffItemRow(part, invoice, debtor, digits(amount.amount), amount.currency)
        for part, (invoice, debtor, amount) in enumerate(terms.items)
    ]
    return {"logistics_set_off": [row], "logistics_set_off_item": items}, ()


def _standing(case: Case, _context: RowContext) -> _Made:
    terms = case.terms
    known = next((s.terms for s in reversed(case.line) if s.confirmed and s.terms is not None), terms)
    rows = {
        line.number: PriceRow(
            line.number, terms.number, terms.offered_by, terms.issuing, line.category, line.item, line.stock,
            line.quantity.unit, digits(line.quantity.amount), digits(line.price.amount) if line.price else "",
            line.price.currency if line.price else "", line.basis, terms.ground, terms.activity,
            day_number(terms.valid_from), day_number(terms.valid_to), case.state, terms.limited,
            *_drawn(known, line),
        )
        for line in terms.lines
    }  # fmt: skip
    return {"logistics_price": list(rows.values())}, ()


def _drawn(terms: Any, line: Line) -> tuple[str, str]:
    """What of a limited offer is drawn and what is left, in the line's unit; empty for a price list."""
    left = terms.left(line.number) if terms.limited else None
    return ("", "") if left is None else (written(EXACT.subtract(line.quantity.amount, left)), written(left))


def _onward(case: Case, context: RowContext) -> _Made:
    terms = case.terms
    confirmed = next((s.terms for s in reversed(case.line) if s.confirmed and s.terms is not None), terms)
    acts = [s for s in (*case.line, *case.of_nature("fact")) if s.placed.act.kind in {_L + "draw", _L + "passed"}]
    draws = [_draw(case, stand) for stand in acts]
    unit = terms.asked.unit
    granted = confirmed.granted
    row = OnwardRow(
        terms.number, terms.asked_by, other_party(context.pair, terms.asked_by),
        terms.receipts[0] if terms.receipts else b"", terms.item, unit, digits(terms.asked.amount),
        digits(granted.amount) if granted else "", written(_sum(acts, _L + "draw", unit)),
        written(_sum(acts, _L + "passed", unit)), digits(confirmed.remaining.amount) if confirmed.remaining else "",
        terms.recipient, terms.purpose, day_number(terms.until), " ".join(terms.conditions), case.state,
        confirmed.consented,
    )  # fmt: skip
    return {"logistics_onward": [row], "logistics_draw": draws}, ()


def _draw(case: Case, stand: Stand) -> DrawRow:
    placed, body = stand.placed, stand.placed.body
    drawn = placed.act.kind == _L + "draw"
    cited = [case.stands[cite] for cite in placed.act.cites if cite in case.stands]
    covered = drawn or any(each.placed.act.kind == _L + "draw" and each in case.line for each in cited)
    return DrawRow(
        placed.digest, "draw" if drawn else "passed", body.recipient, digits(body.quantity.amount), body.quantity.unit,
        getattr(body, "allotment", False), day_number(body.on), covered, stand.effective,
    )  # fmt: skip


def _sum(acts: list[Stand], kind: str, unit: str) -> Decimal:
    result = ZERO
    for stand in acts:
        if stand.placed.act.kind == kind and stand.effective:
            result = EXACT.add(result, _in(stand.placed.body.quantity, unit))
    return result


def _in(quantity: Quantity, unit: str) -> Decimal:
    try:
        return amount_in(quantity, unit, None)
    except BEYOND:
        return ZERO


def _precedent(case: Case, _context: RowContext) -> _Made:
    placed = case.line[0].placed
    body = placed.body
    row = PrecedentRow(
        body.number, body.item, body.ruling, body.supply, body.category, placed.act.side_of, day_number(body.on),
        case.state, both_agreed(case),
    )  # fmt: skip
    return {"logistics_precedent": [row]}, ()


_MAKERS: dict[str, Any] = {
    "match": _match,
    "statement": _statement,
    "set_off": _set_off,
    "standing": _standing,
    "onward": _onward,
    "precedent": _precedent,
}
"""Flow to what makes its rows; national cases have a head alone."""

USES = (Uses(_L + "match", "logistics_pair", ("ours", "theirs"), "state = 'agreed'", claim_of),)
"""What cases of this room use up once: a match, its dealings."""

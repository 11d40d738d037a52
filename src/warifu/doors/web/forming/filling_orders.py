"""What the forms of supplies and services begin with: from the order, what was handed over, claimed and paid.

Law: taken over, never worked out, but for one sum: what is left of a line, or of a claim, after what the tables say was
moved or settled. The judge looks at all of it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from warifu.core.exact import EXACT, Rounding
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.reading import flat
from warifu.doors.web.forming.typed import BODY, CITES, Typed
from warifu.law.room import Kind
from warifu.rooms.logistics.acts import KINDS, Taken
from warifu.rooms.logistics.acts.lines import Delivered, Line, NotApplicable
from warifu.rooms.logistics.checks.common import extended
from warifu.rooms.logistics.terms import OnwardTerms, OrderTerms, StandingTerms

_L = "logistics/"
_PAYMENT_DAYS = 30
_BACK = {"return": "return", "replacement": "replacement", "services": "exchange"}
"""Settlement to the purpose for which goods or services go back."""


def filled(kind: Kind, given: Given) -> Typed:
    """Return what a form of a kind begins with."""
    name = kind.name.removeprefix(_L)
    make = _FILLED.get(name)
    fits = given.case is None or name in _ANYWHERE or isinstance(given.terms, _TERMS.get(name, OrderTerms))
    return make(given) if make is not None and fits else {}


def many(name: str, records: Iterable[Any]) -> Typed:
    """Return a list of records as it would have been typed."""
    return {
        key: text for place, each in enumerate(records) for key, text in flat(each, f"{BODY}{name}.{place}.").items()
    }


def one(**values: Any) -> Typed:
    """Return plain fields as they would have been typed; sums with their unit or currency."""
    found: Typed = {}
    for name, value in values.items():
        if isinstance(value, Money):
            found |= {f"{BODY}{name}.amount": f"{value.amount:f}", f"{BODY}{name}.currency": value.currency}
        elif isinstance(value, Quantity):
            found |= {f"{BODY}{name}.amount": f"{value.amount:f}", f"{BODY}{name}.unit": value.unit}
        elif value:
            found[f"{BODY}{name}"] = "yes" if value is True else str(value)
    return found


def cited(digests: Iterable[bytes]) -> Typed:
    """Return acts cited as they would have been chosen."""
    return {CITES: " ".join(dict.fromkeys(each.hex() for each in digests))}


def _request(given: Given) -> Typed:
    return one(receiving=given.desk)


def _offer(given: Given) -> Typed:
    terms: OrderTerms = given.terms
    none = () if terms.not_applicable else (NotApplicable("liability", "none_agreed"), NotApplicable("special", "none"))
    cash = terms.settlement in {"cash", "set_off"}
    return {
        **many("lines", terms.lines), **many("not_applicable", none),
        **one(
            settlement=terms.settlement, currency=terms.currency, payee=terms.payee, remittance=terms.remittance,
            from_day=terms.from_day, to_day=terms.to_day, replace_by=terms.replace_by, liability=terms.liability,
            special=terms.special, total=terms.total, payment_days=(terms.payment_days or _PAYMENT_DAYS) if cash else 0,
        ),
    }  # fmt: skip


def _change(given: Given) -> Typed:
    terms: OrderTerms = given.terms
    return many("lines", terms.lines)


def _issue(given: Given) -> Typed:
    """Hand over what is left of the order, or give back what was received."""
    terms: OrderTerms = given.terms
    head = given.rows["logistics_case"][0]
    if head["provider"] == given.us and terms.settlement != "services":
        return _handing(given, "provision", terms.receiving, terms.lines, "issued")
    if head["provider"] == given.us:
        return _handing(given, "provision", terms.receiving, terms.lines, "issued")
    purpose = _BACK.get(terms.settlement, "provision")
    lines = (terms.in_return or terms.lines) if purpose == "exchange" else terms.lines
    return _handing(given, purpose, terms.issuing, lines, "given_back")


def _handing(given: Given, purpose: str, to: str, lines: tuple[Line, ...], moved: str) -> Typed:
    rows = {row["line"]: row for row in given.rows.get("logistics_line", ())}
    left = []
    for line in lines:
        row = rows.get(line.number)
        whole = (
            Decimal(row["received"] or 0)
            if row and moved == "given_back" and purpose != "exchange"
            else line.quantity.amount
        )
        done = Decimal(row[moved] or 0) if row and row["unit"] == line.quantity.unit else Decimal(0)
        rest = EXACT.subtract(whole, done)
        if rest > 0:
            left.append(Delivered(line.number, Quantity(rest, line.quantity.unit)))
    before = [stand.placed.digest for stand in given.stands(given.us, f"{_L}issue")] if purpose == "provision" else []
    return {
        **many("lines", left), **one(place=given.terms.setting.place, purpose=purpose, to=to), **cited(before[::-1]),
    }  # fmt: skip


def _receipt(given: Given) -> Typed:
    """Count the last issue of the other side that was not counted yet."""
    counted = {cite for stand in given.stands("", f"{_L}receipt") for cite in stand.placed.act.cites}
    issues = [s for s in given.stands("", f"{_L}issue") if s.placed.act.side_of != given.us]
    waiting = [stand for stand in issues if stand.placed.digest not in counted]
    if not waiting:
        return {}
    issue = waiting[-1].placed
    body = issue.body
    return {
        **many("lines", body.lines), **one(place=body.place, purpose=body.purpose, partial=body.partial),
        **cited([issue.digest]),
    }  # fmt: skip


def _invoice(given: Given) -> Typed:
    """Claim what was received and not claimed yet."""
    claims = [
        row for row in given.rows.get("logistics_claim", ())
        if row["creditor"] == given.us and row["state"] == "noticed" and row["form"] == "money"
    ]  # fmt: skip
    days = given.terms.payment_days or _PAYMENT_DAYS
    return {
        **one(amount=_sum_of(claims, "amount"), terms_days=days, due=(given.day + timedelta(days=days)).isoformat()),
        **cited(row["receipt"] for row in claims),
    }  # fmt: skip


def _sum_of(rows: Iterable[dict[str, Any]], column: str) -> Money | None:
    """Add up amounts of one currency; None where there is none, or where one is not fixed."""
    known = [row for row in rows if row[column] and row["currency"]]
    if not known or len({row["currency"] for row in known}) != 1:
        return None
    total = Decimal(0)
    for row in known:
        total = EXACT.add(total, Decimal(row[column]))
    return Money(total, known[0]["currency"])


def _open_invoices(given: Given) -> list[dict[str, Any]]:
    return [row for row in given.rows.get("logistics_invoice", ()) if row["done"] is None]


def _payment(given: Given) -> Typed:
    found = [row for row in _open_invoices(given) if row["debtor"] == given.us][:1]
    return {**one(amount=_sum_of(found, "rest")), **cited(row["act"] for row in found)}


def _acknowledge(given: Given) -> Typed:
    payments = given.rows.get("logistics_payment", ())
    found = [row for row in payments if row["payer"] != given.us and row["state"] != "acknowledged"][:1]
    amount = _sum_of(found, "amount")
    return {**one(amount=amount), **cited(act for row in found for act in (row["act"], row["invoice"]) if act)}


def _of_invoice(given: Given) -> Typed:
    found = [row for row in _open_invoices(given) if row["creditor"] == given.us][:1]
    return {**one(amount=_sum_of(found, "rest")), **cited(row["act"] for row in found)}


def _irregular(given: Given) -> Typed:
    open_rows = [row for row in given.rows.get("logistics_irregularity", ()) if row["state"] == "open"]
    theirs = [row["act"] for row in open_rows if row["owner"] != given.us]
    return cited((theirs or [row["act"] for row in open_rows])[:1])


def _correct(given: Given) -> Typed:
    """Correct the fact that is irregular, else the last one of the two sides."""
    chosen = _irregular(given).get(CITES, "")
    facts = given.stands("", *(f"{_L}{name}" for name in ("issue", "receipt", "loss", "payment")))
    fact = next((s for s in facts if not chosen or s.placed.digest.hex() == chosen), None)
    if fact is None:
        return {}
    body = fact.placed.body
    lines = many("lines", getattr(body, "lines", ()))
    return {**lines, **one(amount=getattr(body, "amount", None)), **cited([fact.placed.digest])}


def _resolve(given: Given) -> Typed:
    return cited([row["act"] for row in given.rows.get("logistics_dispute", ()) if not row["outcome"]][:1])


def _dispute(given: Given) -> Typed:
    theirs = [s for s in given.stands() if s.placed.act.side_of != given.us and s.placed.kind.nature != "will"]
    return cited([stand.placed.digest for stand in theirs[:1]])


def _loss(given: Given) -> Typed:
    receipts = given.stands(given.us, f"{_L}receipt")[:1]
    lines = many("lines", receipts[0].placed.body.lines) if receipts else {}
    return {**lines, **cited(stand.placed.digest for stand in receipts)}


def _close(given: Given) -> Typed:
    """Rest the closing on everything that was done."""
    claims = {f"{_L}invoice", f"{_L}credit"}
    done = [s for s in given.stands() if s.placed.kind.nature == "fact" or s.placed.act.kind in claims]
    return cited(stand.placed.digest for stand in reversed(done))


def _onward_consent(given: Given) -> Typed:
    terms = given.terms
    return one(quantity=terms.asked, recipient=terms.recipient, until=terms.until.isoformat())


def _draw(given: Given) -> Typed:
    terms = given.terms
    return one(quantity=terms.remaining, recipient=terms.recipient)


def _standing_draw(given: Given) -> Typed:
    """Begin with all that is left of each line; an order takes of it what it needs."""
    lefts = [(line, given.terms.left(line.number)) for line in given.terms.lines]
    return many("lines", [Taken(line.number, Quantity(left, line.quantity.unit)) for line, left in lefts if left])


def _passed(given: Given) -> Typed:
    terms = given.terms
    draws = given.stands("", f"{_L}draw")[:1]
    drawn = draws[0].placed.body.quantity if draws else None
    return {
        **one(recipient=terms.recipient, item=terms.item, quantity=drawn), **cited(s.placed.digest for s in draws),
    }  # fmt: skip


_FILLED: dict[str, Callable[[Given], Typed]] = {
    "request": _request, "verbal": _request, "offer": _offer, "counter": _offer, "change": _change,
    "issue": _issue, "receipt": _receipt, "invoice": _invoice, "payment": _payment, "acknowledge": _acknowledge,
    "credit": _of_invoice, "waive": _of_invoice, "apply_set_off": _of_invoice, "ratify": _irregular,
    "correct": _correct, "resolve": _resolve, "dispute": _dispute, "loss": _loss, "close": _close,
    "onward_consent": _onward_consent, "draw": _draw, "passed": _passed,
    "standing_draw": _standing_draw,
}  # fmt: skip


_TERMS = dict.fromkeys(("onward_consent", "draw", "passed"), OnwardTerms) | {"standing_draw": StandingTerms}
"""Kinds that are filled in from other terms than an order's."""
_ANYWHERE = frozenset({"dispute"})


def reckoned(body: Any) -> Typed:
    """Return the total of the lines of an order as it would have been typed; nothing where a line has no price."""
    sums = [extended(line, Rounding.HALF_UP) for line in getattr(body, "lines", ())]
    known = [each for each in sums if each is not None]
    moneys = [line.price for line in getattr(body, "lines", ()) if line.price is not None]
    if not known or len(known) != len(sums) or len({money.currency for money in moneys}) != 1:
        return {}
    total = Decimal(0)
    for each in known:
        total = EXACT.add(total, each)
    return one(total=Money(total, moneys[0].currency), currency=moneys[0].currency)


def fields_of_order() -> frozenset[str]:
    """Return the kinds whose total can be worked out."""
    return frozenset(name for name, kind in KINDS.items() if {"lines", "total"} <= set(kind.body.__struct_fields__))

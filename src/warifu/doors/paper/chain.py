"""Forms of one state's own chain: Japan's notice of a claim, notice to pay and reminder; Britain's claim and receipt.

Law: each is made from one act on record and says so, with its digest; what no record holds is left blank for the pen.
None of them is a statutory form or bears a form's number. Only the state whose chain it is prints it. A sum that cannot
be determined is said to be so, never left out of the count. The standing of an article (text, sister, draft) stands
beside it.

Place on the path: beside ``laying``, which lays the act itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from warifu.core.days import add_months, era_of, fiscal_year
from warifu.core.errors import ValueTroubleError, WarifuError
from warifu.core.exact import Rounding
from warifu.core.money import Money
from warifu.core.schedule import claim_lapse
from warifu.doors.paper import laying, press, words
from warifu.doors.paper.laying import Held
from warifu.doors.paper.sheet import Box, Fact, Facts, Sheet, Table, Words
from warifu.doors.sentences import Both
from warifu.law.case import Case
from warifu.node.node import Node

_L = "logistics/"
_BLANK = words.plain("\u3000\n\u3000")
"""Two lines of nothing: room for the pen."""
_SETTLEMENT_MONTHS = 12


class Claim(NamedTuple):
    """What a claim is, as far as the record says."""

    creditor: str
    debtor: str
    arose: date | None
    sums: tuple[Money, ...]
    undetermined: int
    settlement: str


class Form(NamedTuple):
    """One form of a chain: whose it is, from which kinds of act, its particulars, blanks, boxes and articles."""

    party: str
    kinds: tuple[str, ...]
    facts: Callable[[Held, Claim, date], list[Fact]]
    blanks: tuple[str, ...]
    signers: tuple[str, str]
    articles: tuple[str, ...]
    note: str = "not_statutory"


def of_act(node: Node, peer: str, digest: bytes, at: int, name: str) -> bytes:
    """Return the PDF of a chain's form made from an act; raises ValueTroubleError paper.*, and as ``laying.of_act``."""
    return press.form(sheet_of(node, peer, digest, at, name))


def sheet_of(node: Node, peer: str, digest: bytes, at: int, name: str) -> Sheet:
    """Return the record of a chain's form.

    Raises ValueTroubleError paper.form_unknown, paper.form_of_another_act, paper.form_of_another_party; LogError.
    """
    form = FORMS.get(name)
    if form is None:
        raise ValueTroubleError("paper.form_unknown", name[:40], known=", ".join(FORMS))
    act = laying.held(node, peer, digest)
    if act.placed.act.kind not in form.kinds:
        raise ValueTroubleError("paper.form_of_another_act", name, kind=act.placed.act.kind)
    claim = _claim(act)
    owner = claim.debtor if name == "uk-receipt" else claim.creditor
    if owner != form.party or node.party != form.party:
        raise ValueTroubleError("paper.form_of_another_party", name, party=form.party)
    return _laid(act, form, claim, at, name)


def _laid(act: Held, form: Form, claim: Claim, at: int, name: str) -> Sheet:
    plain = laying.sheet(act, at)
    facts = Facts(words.part("claim"), (_source(act), *form.facts(act, claim, datetime.fromtimestamp(at, UTC).date())))
    blanks = Facts(words.part("chain"), tuple(Fact(chain(each), _BLANK) for each in form.blanks))
    kept = [part for part in plain.parts if isinstance(part, Table)]
    party = words.party(form.party)
    boxes = tuple(Box(party, chain(role), sealed=words.plain("")) for role in form.signers)
    return plain._replace(
        title=chain(name),
        under=chain(form.note),
        parts=(facts, blanks, *kept, *_articles(act, form)),
        boxes=boxes,
    )


def chain(name: str) -> Both:
    """Return a word of the chains' forms."""
    return words.chain(name)


def _articles(act: Held, form: Form) -> tuple[Words, ...]:
    known = {each.id: each for pack in act.node.packs.values() for each in pack.articles.values()}
    lines = laying.by_standing([known[each] for each in form.articles if each in known])
    return (Words(words.part("articles"), tuple(lines)),) if lines else ()


def _claim(act: Held) -> Claim:
    """Work out who owes whom what, from the act and the terms of its order."""
    terms, case = laying.terms_of(act), act.pair.case(act.placed.act.case or act.placed.digest)
    side = act.placed.act.side_of
    creditor = _provider(terms, case, act) if terms is not None and case is not None else side
    debtor = act.pair.peer if creditor == act.pair.us else act.pair.us
    body = act.placed.body
    if hasattr(body, "amount"):
        return Claim(creditor, debtor, _delivered(act), (body.amount,), 0, getattr(terms, "settlement", ""))
    if hasattr(body, "lines"):
        sums, undetermined = _worth(body.lines, terms)
        return Claim(creditor, debtor, body.on, sums, undetermined, getattr(terms, "settlement", ""))
    return Claim(creditor, debtor, _delivered(act), (), 0, getattr(terms, "settlement", ""))


def _provider(terms: Any, case: Case, act: Held) -> str:
    if not hasattr(terms, "provider"):
        return act.placed.act.side_of
    other = act.pair.peer if case.opener == act.pair.us else act.pair.us
    return case.opener if terms.provider == "opener" else other


def _delivered(act: Held) -> date | None:
    """Return the last day of the receipts that the act rests on, also through the invoice that it cites."""
    cited = act.pair.reader.cited(act.placed.act.cites, {}) if act.placed.act.cites else {}
    further = {digest for each in cited.values() for digest in each.placed.act.cites}
    all_of = {**(act.pair.reader.cited(further, {}) if further else {}), **cited}
    days = [each.placed.body.on for each in all_of.values() if each.placed.act.kind == _L + "receipt"]
    return max(days, default=None)


def _worth(lines: tuple[Any, ...], terms: Any) -> tuple[tuple[Money, ...], int]:
    """(sums by currency, lines of which no sum is known) of what was received and accepted."""
    sums: dict[str, Money] = {}
    undetermined = 0
    for got in lines:
        agreed = terms.line(got.line) if terms is not None else None
        sum_of = _sum(agreed, got) if got.accepted else None
        if sum_of is None:
            undetermined += got.accepted
            continue
        before = sums.get(sum_of.currency, Money(Decimal(0), sum_of.currency))
        sums[sum_of.currency] = before + sum_of
    return tuple(sums.values()), undetermined


def _sum(agreed: Any, got: Any) -> Money | None:
    if agreed is None or agreed.price is None or agreed.quantity.unit != got.quantity.unit:
        return None
    try:
        made: Money = agreed.price.times(got.quantity.amount, Rounding.HALF_UP)
    except (WarifuError, ArithmeticError):
        return None
    return made


def _fact(name: str, said: Both) -> Fact:
    return Fact(chain(name), said)


def _source(act: Held) -> Fact:
    """Name the act that the form is made from; its digest stands in words below."""
    named, by = words.title(act.placed.act.kind, act.placed.act.side_of), words.party(act.placed.act.side_of)
    return _fact("source", Both(f"{named.en}, {by.en}", f"{named.ja}　{by.ja}"))


def _parties(claim: Claim) -> list[Fact]:
    return [_fact("creditor", words.party(claim.creditor)), _fact("debtor", words.party(claim.debtor))]


def _sums(claim: Claim) -> Fact:
    said = [words.money(each) for each in claim.sums]
    if claim.undetermined or not said:
        open_lines = chain("undetermined")
        said.append(Both(*(each.format(count=claim.undetermined or 1) for each in open_lines)))
    return _fact("sum", words.joined(said))


def _cause(act: Held) -> Fact:
    pack = laying.pack_of(act)
    en, ja = (pack.data.title, pack.data.title_ja) if pack else ("", "")
    return _fact("cause", Both(f"{en}: {act.number}".lstrip(": "), f"{ja} {act.number}".lstrip()))


def _day(name: str, on: date | None) -> Fact:
    return _fact(name, words.day(on) if on else words.item("none"))


def _notice(act: Held, claim: Claim, _today: date) -> list[Fact]:
    arose = claim.arose or act.placed.body.on
    months = _months(act)
    return [
        *_parties(claim), _day("arose", arose), _cause(act), _sums(claim),
        _fact("settlement", words.code("settlement", claim.settlement) if claim.settlement else words.item("none")),
        _day("settle_by", add_months(arose, months)), _day("lapses", _lapse(arose)),
    ]  # fmt: skip


def _months(act: Held) -> int:
    pack = laying.pack_of(act)
    clocks = pack.table.get("clocks", {}) if pack else {}
    return int(clocks.get("settlement_months", _SETTLEMENT_MONTHS))


def _lapse(arose: date) -> date | None:
    return claim_lapse(arose).due


def _pay_notice(act: Held, claim: Claim, _today: date) -> list[Fact]:
    body = act.placed.body
    year = fiscal_year(body.on)
    era = era_of(date(year, 5, 1))[2]
    fiscal = chain("fiscal")
    said = Both(fiscal.en.format(year=f"{year}/{(year + 1) % 100:02}"), fiscal.ja.format(era="元" if era == 1 else era))
    return [
        *_parties(claim), _day("determined", body.on), _fact("invoice", words.plain(body.number)), _cause(act),
        _sums(claim), _day("due", body.due), _fact("year", said), _day("arose", claim.arose),
    ]  # fmt: skip


def _dunning(act: Held, claim: Claim, today: date) -> list[Fact]:
    invoice = _invoice(act)
    facts = [*_parties(claim), _cause(act)]
    if act.placed.act.kind == _L + "remind":
        facts.append(_day("reminded", act.placed.body.on))
    if invoice is None:
        return [*facts, _sums(claim)]
    late = (today - invoice.due).days
    return [
        *facts, _fact("invoice", words.plain(invoice.number)), _fact("sum", words.money(invoice.amount)),
        _day("due", invoice.due), _fact("overdue", words.plain(str(late)) if late > 0 else chain("not_due")),
    ]  # fmt: skip


def _invoice(act: Held) -> Any:
    """Return the body of the invoice: the act's own, or of the one it cites."""
    if act.placed.act.kind == _L + "invoice":
        return act.placed.body
    cited = act.pair.reader.cited(act.placed.act.cites, {}) if act.placed.act.cites else {}
    return next((each.placed.body for each in cited.values() if each.placed.act.kind == _L + "invoice"), None)


def _uk_claim(act: Held, claim: Claim, _today: date) -> list[Fact]:
    body = act.placed.body
    return [
        *_parties(claim), _fact("invoice", words.plain(body.number)), _cause(act), _sums(claim), _day("due", body.due),
        _day("delivered", claim.arose), _accrual(claim.arose or body.on),
    ]  # fmt: skip


def _uk_receipt(act: Held, claim: Claim, _today: date) -> list[Fact]:
    on = act.placed.body.on
    return [*_parties(claim), _cause(act), _day("delivered", on), _sums(claim), _accrual(on)]


def _accrual(on: date) -> Fact:
    year = fiscal_year(on)
    return _fact("accrual", words.plain(f"{year}/{(year + 1) % 100:02}"))


FORMS: dict[str, Form] = {
    "claim-notice": Form(
        "JP", (_L + "receipt",), _notice, ("to_revenue", "office", "own_number"),
        ("property_officer", "revenue_officer"), ("jp:claim-notice", "accounts:30", "acsa:12-months"),
    ),
    "pay-notice": Form(
        "JP", (_L + "invoice",), _pay_notice, ("office", "account", "own_number"),
        ("revenue_officer", "property_officer"), ("kitei:18", "yokeirei:1-2", "accounts:30", "accounts:8"),
    ),
    "dunning": Form(
        "JP", (_L + "remind", _L + "invoice"), _dunning, ("office", "own_number"),
        ("revenue_officer", "property_officer"), ("accounts:30", "acsa:payment"),
    ),
    "uk-claim": Form(
        "GB", (_L + "invoice",), _uk_claim, ("office", "account", "own_number"),
        ("claimant", "budget_holder"), ("gb:payment-chain", "gb:accruals", "acsa:payment"), "practice",
    ),
    "uk-receipt": Form(
        "GB", (_L + "receipt",), _uk_receipt, ("budget", "own_number", "matching"),
        ("receiver", "budget_holder"), ("gb:payment-chain", "gb:accruals"), "practice",
    ),
}  # fmt: skip
"""Forms by the name under which they are asked for."""

"""What our books tell beside a statement that is to bear our signature: our own drafts alone.

Law: a statement is signed by both, and what it says is owed is what both books say. The judge sees no books: so before
our own statement, or our yes to the other side's, is sealed, its totals are laid beside ours as of its day, from all
that is known here now, and each difference is listed. Whoever finds one answers *no* with its reason, exchanges what is
missing, and draws the statement up anew. A rehearsal counts nothing and is not compared.

Place on the path: step 2 of *submit* (``drafting.rulings``), beside ``beside`` and ``drawn``.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from warifu.core import ledger
from warifu.core.exact import EXACT
from warifu.core.label import EXERCISE
from warifu.law.judge import Finding, Placed, Ruling
from warifu.node.pair import Pair
from warifu.record import queries_owed

_STATEMENT, _ACCEPT = "logistics/statement", "logistics/accept"
_ARTICLE = "acsa:statement"
_ZERO = Decimal(0)
_Key = tuple[str, str, str]
"""Debtor, creditor, commodity or currency."""


def findings(pair: Pair, placed: Placed, root: Placed) -> Ruling:
    """Return where a statement that we would sign differs from our books; nothing for any other draft.

    ``root``: the act that began the draft's case, which may be the draft itself.
    """
    act = placed.act
    if act.side_of != pair.us or root.act.kind != _STATEMENT or EXERCISE in act.label:
        return ()
    return tuple(_differences(pair, root.body)) if act.kind in {_STATEMENT, _ACCEPT} else ()


def _differences(pair: Pair, body: Any) -> Iterator[Finding]:
    stated: dict[_Key, Decimal] = {}
    for each in body.totals:
        key = (each.debtor, each.creditor, each.commodity)
        stated[key] = EXACT.add(stated.get(key, _ZERO), Decimal(each.mantissa).scaleb(each.exponent, EXACT))
    ours = _owed(pair, body.as_of)
    for key in sorted(stated.keys() | ours.keys()):
        said, held = stated.get(key, _ZERO), ours.get(key, _ZERO)
        if said != held:
            figures = (
                ("debtor", key[0]), ("commodity", key[2]), ("stated", f"{said:f}"), ("ours", f"{held:f}"),
                ("as_of", body.as_of.isoformat()),
            )  # fmt: skip
            yield Finding("beside.statement_differs", _ARTICLE, figures)


def _owed(pair: Pair, as_of: Any) -> dict[_Key, Decimal]:
    """What our books hold open and known at the end of a day, over all accounts."""
    found: dict[_Key, Decimal] = {}
    for line, balance in ledger.balances(queries_owed.sums_as_of(pair.store, pair.name, as_of)).items():
        key = (line.debtor, line.creditor, line.commodity)
        found[key] = EXACT.add(found.get(key, _ZERO), balance.known.open)
    return {key: amount for key, amount in found.items() if amount}

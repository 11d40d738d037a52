"""What our own house tells when one of its national acts is about to be sealed: rights are asked for anew each time.

Law: the judge decides on what an act says was known; only the node can tell whether that is so, and still is.

- A decision on access is of the day, and rests on what the tables tell: what is typed in their place is refused.
- A file is opened on a decision that would be given again at that moment: a need to know that ended this morning, a
  clearance that broke, a copy that was destroyed opens nothing this afternoon.
- A copy has one custodian at a time, and it is a copy that we hold.

Place on the path: before a national act is sealed (``national.enter``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from warifu.law.judge import Finding, Placed, Ruling
from warifu.node import deciding
from warifu.node.deciding import Asked
from warifu.record import queries_house

if TYPE_CHECKING:
    from warifu.node.node import Node

_ROOM = "information/"


def findings(node: Node, peer: str, placed: Placed, terms: Any) -> Ruling:
    """Return what speaks against a national act of ours; ``terms``: those of its line, None for a root."""
    ask = _ASK.get(placed.act.kind)
    return tuple(ask(node, peer, placed, terms)) if ask else ()


def _access(node: Node, peer: str, placed: Placed, _terms: Any) -> Iterator[Finding]:
    """A decision is of today, and its facts are those of the tables."""
    body = placed.body
    if body.on not in deciding.days_now(node):
        yield Finding("beside.not_today", "isa:access", (("on", body.on.isoformat()),))
        return
    told = deciding.may_see(node, peer, _asked(body))
    if told.question is None or told.question.known != body.known:
        yield Finding("beside.not_as_known", "isa:access")
    elif body.answer == "permitted":
        yield from _would_refuse(node, peer, body)


def _opened(node: Node, peer: str, _placed: Placed, terms: Any) -> Iterator[Finding]:
    """The decision would be given again now; one that refused speaks for itself (``information.opened``)."""
    if terms is not None and terms.body.answer == "permitted":
        yield from _would_refuse(node, peer, terms.body)


def _asked(body: Any) -> Asked:
    return Asked(*(getattr(body, name) for name in Asked._fields))


def _would_refuse(node: Node, peer: str, body: Any) -> Iterator[Finding]:
    """What refuses the question at this moment: first that something does, then each reason."""
    found = deciding.may_see(node, peer, _asked(body)._replace(on=deciding.today(node))).ruling
    if found:
        yield Finding("beside.no_longer", "isa:access")
        yield from found


def _custodian(node: Node, peer: str, placed: Placed, _terms: Any) -> Iterator[Finding]:
    """One custodian a copy, of a copy that is with us."""
    body, pair = placed.body, node.pair(peer).name
    copy = queries_house.copy_at(node.store, pair, body.item, body.copy, deciding.today(node))
    if copy is None or copy.party != node.party or copy.status not in queries_house.IN_HAND:
        yield Finding("beside.not_in_hand", "isa:custodian", (("copy", body.copy),))
    for _, person, _ in queries_house.charges(node.store, body.item, body.copy):
        yield Finding("beside.two_custodians", "isa:custodian", (("copy", body.copy), ("person", person)))


_Ask = Callable[["Node", str, Placed, Any], Iterable[Finding]]
_ASK: dict[str, _Ask] = {_ROOM + "access": _access, _ROOM + "opened": _opened, _ROOM + "custodian": _custodian}

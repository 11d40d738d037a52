"""The judge: an act at the place it names, by the pack of its case, into a Ruling.

Law: ``judge(pack, situation) -> Ruling`` sees the line from the root to the act's ``after``, the acts cited (each with
what stands before it on its own line) and its author's roll at its place in the author's log, and nothing else: no
clock, no present head, no opening. A Ruling is a tuple of findings; empty means permitted. All findings are collected.
A check that fails to run refuses; it never skips.

Place on the path: step 2 of *submit*, step 4 of *receive*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from warifu.core.act import Act, FindingWire
from warifu.law.flow import Side

if TYPE_CHECKING:
    from warifu.law.pack import Pack, Rule
    from warifu.law.roll import Roll
    from warifu.law.room import Kind

MAX_FIGURE_CHARS = 200
_DAY_SECONDS = 86_400
_EPOCH = date(1970, 1, 1).toordinal()


class Finding(NamedTuple):
    """One reason: the rule (``logistics.weapon``), the article it rests on, and figures for the sentence."""

    rule: str
    article: str
    figures: tuple[tuple[str, str], ...] = ()

    def to_wire(self) -> FindingWire:
        """Return the form in which it stands in an answer."""
        return FindingWire(self.rule, self.article, self.figures)


Ruling = tuple[Finding, ...]
PERMITTED: Ruling = ()


class Placed(NamedTuple):
    """An act with the party that wrote it and its place in that party's log (None while it is ahead of its place)."""

    act: Act
    digest: bytes
    author: str
    index: int | None  # type: ignore[assignment]  # a place, not tuple.index
    kind: Kind
    body: Any


class Cited(NamedTuple):
    """A cited act: itself, the terms of its own line up to it, and whether the other side has confirmed it."""

    placed: Placed
    terms: Any
    confirmed: bool
    opener: str


class Hands(NamedTuple):
    """Through whose hands a draft has gone: who prepared it and, once it was approved, who approved it (key ids)."""

    preparer: bytes
    approver: bytes = b""


class AtHome(NamedTuple):
    """A national case of our own about the case of a draft: its first act, where it stands, what its line holds."""

    root: Placed
    state: str
    terms: Any


class Situation(msgspec.Struct, frozen=True, dict=True):
    """All that the judge may see of one act."""

    placed: Placed
    side: Side
    state: str | None
    """Flow state in which the act is written; None for a root."""
    terms: Any
    """What the line up to ``after`` has agreed, in the room's own record; None for a root."""
    cited: Mapping[bytes, Cited]
    roll: Roll
    peer: str
    flow: Any
    """The case's flow."""
    pack_of_line: bytes
    """Digest of the pack that the line holds at this place; a root brings its own."""
    opener: str
    """Party that wrote the root."""
    hands: Hands | None = None
    """Our own draft alone: through whose hands it has gone, as the national log tells; own law asks for it."""
    facts: tuple[Placed, ...] = ()
    """Our own draft alone: the facts of its case that are on record, in no order; own law asks for them."""
    at_home: tuple[AtHome, ...] = ()
    """Our own draft alone: the national cases about its case, oldest first, as its room asks (``Room.asks_home``)."""

    @property
    def act(self) -> Act:
        """The act under judgement."""
        return self.placed.act

    @property
    def body(self) -> Any:
        """Its body, read into the record of its kind."""
        return self.placed.body

    @cached_property
    def sealed_on(self) -> date:
        """Day (UTC) on which the author says it sealed the act."""
        return date.fromordinal(_EPOCH + self.placed.act.time // _DAY_SECONDS)

    @property
    def on(self) -> date:
        """Day on which the thing happened: the body's ``on`` where it has one, else the day of sealing."""
        return getattr(self.placed.body, "on", None) or self.sealed_on

    def cited_of(self, *kinds: str) -> list[Cited]:
        """Return the cited acts of these kinds, in the order in which the act cites them."""
        return [self.cited[each] for each in self.act.cites if self.cited[each].placed.act.kind in kinds]


Check = Callable[[Situation, "Rule"], Iterator[Finding]]


def judge(pack: Pack, situation: Situation) -> Ruling:
    """Return every finding of every rule of ``pack`` that speaks of the act's kind, in the order of the pack."""
    found: list[Finding] = []
    for rule, check in pack.rules_of(situation.act.kind):
        try:
            found.extend(check(situation, rule))
        except Exception as trouble:  # noqa: BLE001  a check that cannot run must refuse, whatever broke it
            found.append(
                Finding("house.check_failed", rule.article, (("rule", rule.id), ("trouble", type(trouble).__name__)))
            )
    return tuple(found)


def finding(rule: Rule, /, **figures: object) -> Finding:
    """Return the finding of a rule with its figures as text, cut to a bounded length."""
    shown = ((name, f"{value:f}" if isinstance(value, Decimal) else str(value)) for name, value in figures.items())
    return Finding(rule.id, rule.article, tuple((name, text[:MAX_FIGURE_CHARS]) for name, text in shown))

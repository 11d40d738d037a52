"""Who holds what of a transfer: a pure fold over its facts, the same in any order of arrival. Floor 3a.

Law: for each item and recipient, at every moment, ``received = held + returned + disposed + passed_on + lost``. What a
fact says is never thrown away: what does not fit into what is held counts for nothing there and stands in a
*discrepancy* with its quantity, shown to both sides, so that said = counted + in discrepancies. Facts are taken in the
order of their days, within a day as things happen (shipped, received, the rest), then by the time of sealing and the
digest; never in the order in which they came. A correction counts instead of the fact that it cites; of two corrections
of one fact the later, and that there are two is a discrepancy. What was received is what the receiver counted.

Place on the path: between the fold of a case and its rows; asked by own law before a fact of ours is sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from warifu.core.exact import EXACT
from warifu.law.judge import Placed
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.acts.transfer import Moved
from warifu.rooms.equipment.terms.transfer import TransferTerms, amount_of

Key = tuple[str, str]
"""Item and recipient, by number."""
_ZERO = Decimal(0)
_ORDER = {
    "shipment": 0, "arrival": 1, "use_report": 2, "inspection": 2, "passed_on": 3, "returned": 3, "disposed": 3,
    "lost": 3, "taken_back": 4,
}  # fmt: skip
OUT = {"returned": "returned", "disposed": "disposed", "passed_on": "passed_on", "lost": "lost"}
"""Kind of fact to the place to which it takes what is held."""


class Fact(NamedTuple):
    """A fact of a transfer as this fold takes it."""

    digest: bytes
    kind: str
    side: str
    on: date
    time: int
    lines: tuple[Moved, ...]
    cites: tuple[bytes, ...] = ()
    partial: bool = False


class Holding(NamedTuple):
    """Of one item with one recipient: what was shipped, received and is where."""

    shipped: Decimal = _ZERO
    received: Decimal = _ZERO
    held: Decimal = _ZERO
    returned: Decimal = _ZERO
    disposed: Decimal = _ZERO
    passed_on: Decimal = _ZERO
    lost: Decimal = _ZERO
    taken_back: Decimal = _ZERO
    under_way: Decimal = _ZERO
    """Shipped, not received, and not said to have come short."""
    last: date | None = None

    @property
    def adds_up(self) -> bool:
        """Tell whether what was received is where it is said to be."""
        return self.received == _add(self.held, self.returned, self.disposed, self.passed_on, self.lost)


class Discrepancy(NamedTuple):
    """What contradicts: its code, the act that shows it, and how much of which item with which recipient."""

    code: str
    act: bytes
    key: Key
    quantity: Decimal
    on: date


class Told(NamedTuple):
    """What the facts of a transfer come to."""

    holdings: dict[Key, Holding]
    discrepancies: tuple[Discrepancy, ...]


class Limits(NamedTuple):
    """What is asked of the facts: how much was granted to whom, and what each draw on a consent allows."""

    granted: Mapping[Key, Decimal] = {}
    known: frozenset[Key] = frozenset()
    """Items and recipients of the application; empty: not asked."""
    draws: Mapping[bytes, Mapping[str, Decimal]] = {}


NONE = Limits()
DRAW = E + "draw"


def limits_of(terms: TransferTerms, draws: Mapping[bytes, Mapping[str, Decimal]] = NONE.draws) -> Limits:
    """Return what is asked of the facts of a transfer; ``draws``: what each draw allows, by item."""
    keys = frozenset((each.item, each.recipient) for each in terms.shares)
    granted = {key: amount_of(terms.granted, *key) for key in keys} if terms.granted else {}
    return Limits(granted, keys, draws)


def drawn(body: Any) -> dict[str, Decimal]:
    """Return what a draw on a consent allows, by item."""
    found: dict[str, Decimal] = {}
    for each in body.items:
        found[each.item] = _add(found.get(each.item, _ZERO), each.quantity.amount)
    return found


def fact_of(placed: Placed) -> Fact:
    """Return a fact act as this fold takes it."""
    act, body = placed.act, placed.body
    return Fact(
        placed.digest, act.kind.removeprefix(E), act.side_of, body.on, act.time, body.lines, act.cites,
        bool(getattr(body, "partial", False)),
    )  # fmt: skip


def fold(facts: Iterable[Fact], limits: Limits = NONE, until: date | None = None) -> Told:
    """Return who holds what and what contradicts; ``until``: as of the end of that day."""
    known = {each.digest: each for each in facts}
    work = _Fold(limits)
    standing = _corrected(known, work)
    for fact in sorted(standing, key=_turn):
        if until is None or fact.on <= until:
            work.take(fact)
    return work.told()


def corrected(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts in their turn, each with the lines of the correction that counts, as the fold takes them."""
    return sorted(_corrected({each.digest: each for each in facts}, _Fold(NONE)), key=_turn)


def _turn(fact: Fact) -> tuple[date, int, int, bytes]:
    return (fact.on, _ORDER.get(fact.kind, 9), fact.time, fact.digest)


def _add(*values: Decimal) -> Decimal:
    total = _ZERO
    for value in values:
        total = EXACT.add(total, value)
    return total


def _corrected(known: Mapping[bytes, Fact], work: _Fold) -> list[Fact]:
    """Return the facts as corrected; a correction of nothing that is here, or a second one, is a discrepancy."""
    instead: dict[bytes, list[Fact]] = {}
    for fact in known.values():
        if fact.kind != "correction":
            continue
        mended = _mended(fact, known)
        if mended is None:
            work.differ_all("corrects_nothing", fact)
        else:
            instead.setdefault(mended, []).append(fact)
    found = [fact for fact in known.values() if fact.kind != "correction"]
    return [_instead(fact, instead.get(fact.digest, []), work) for fact in found]


def _mended(correction: Fact, known: Mapping[bytes, Fact]) -> bytes | None:
    """Digest of the fact of the same side that a correction cites."""
    for cite in correction.cites:
        fact = known.get(cite)
        if fact is not None and fact.kind != "correction" and fact.side == correction.side:
            return cite
    return None


def _instead(fact: Fact, corrections: list[Fact], work: _Fold) -> Fact:
    if not corrections:
        return fact
    *before, last = sorted(corrections, key=lambda each: (each.time, each.digest))
    for each in before:
        work.differ_all("corrected_twice", each)
    return fact._replace(lines=last.lines)


class _Fold:
    """The work of one fold."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.holdings: dict[Key, Holding] = {}
        self.found: list[Discrepancy] = []
        self.shipments: dict[bytes, dict[Key, Decimal]] = {}
        """What of each shipment is still to come."""
        self.drawn: dict[bytes, dict[str, Decimal]] = {}
        self.sent_back: dict[bytes, dict[Key, Decimal]] = {}

    def told(self) -> Told:
        """Return what was found, in an order of its own."""
        under_way: dict[Key, Decimal] = {}
        for left in self.shipments.values():
            for key, amount in left.items():
                under_way[key] = _add(under_way.get(key, _ZERO), amount)
        whole = {key: held._replace(under_way=under_way.get(key, _ZERO)) for key, held in self.holdings.items()}
        return Told(dict(sorted(whole.items())), tuple(sorted(self.found, key=_sorting)))

    def take(self, fact: Fact) -> None:
        """Take one fact in its turn."""
        steps: dict[str, Callable[[Fact, Key, Moved], None]] = {
            "shipment": self._shipped, "arrival": self._arrived, "taken_back": self._taken_back,
            "inspection": self._inspected, "use_report": self._used,
        }  # fmt: skip
        step = steps.get(fact.kind, self._out)
        for line in fact.lines:
            key = (line.item, line.recipient)
            if line.quantity < 0 or (self.limits.known and key not in self.limits.known):
                self._differ("not_of_the_transfer", fact, key, line.quantity)
                continue
            step(fact, key, line)
            self.holdings[key] = self._of(key)._replace(last=fact.on)
        if fact.kind == "arrival" and not fact.partial:
            self._closed(fact)

    def differ_all(self, code: str, fact: Fact) -> None:
        """Every line of a fact counts for nothing, and says so."""
        for line in fact.lines:
            self._differ(code, fact, (line.item, line.recipient), line.quantity)

    def _differ(self, code: str, fact: Fact, key: Key, quantity: Decimal) -> None:
        self.found.append(Discrepancy(code, fact.digest, key, quantity, fact.on))

    def _of(self, key: Key) -> Holding:
        return self.holdings.get(key, Holding())

    def _shipped(self, fact: Fact, key: Key, line: Moved) -> None:
        before = self._of(key)
        shipped = _add(before.shipped, line.quantity)
        self.holdings[key] = before._replace(shipped=shipped)
        left = self.shipments.setdefault(fact.digest, {})
        left[key] = _add(left.get(key, _ZERO), line.quantity)
        granted = self.limits.granted.get(key, _ZERO)
        if self.limits.granted and shipped > granted:
            over = EXACT.subtract(shipped, max(granted, before.shipped))
            self._differ("above_granted", fact, key, over)

    def _arrived(self, fact: Fact, key: Key, line: Moved) -> None:
        """What the receiver counted is received; what was not shipped to it says so."""
        before = self._of(key)
        self.holdings[key] = before._replace(
            received=_add(before.received, line.quantity), held=_add(before.held, line.quantity)
        )
        left = line.quantity
        for shipment in self._shipments_of(fact):
            coming = self.shipments[shipment].get(key, _ZERO)
            used = min(coming, left)
            self.shipments[shipment][key] = EXACT.subtract(coming, used)
            left = EXACT.subtract(left, used)
        if left:
            self._differ("more_than_shipped" if self._shipments_of(fact) else "not_shipped", fact, key, left)

    def _shipments_of(self, fact: Fact) -> list[bytes]:
        return [cite for cite in fact.cites if cite in self.shipments]

    def _closed(self, fact: Fact) -> None:
        """The whole shipment has come, says the receiver: what of it has not is short, and no longer under way."""
        for shipment in self._shipments_of(fact):
            for key, coming in self.shipments[shipment].items():
                if coming:
                    self._differ("short", fact, key, coming)
                    self.shipments[shipment][key] = _ZERO

    def _out(self, fact: Fact, key: Key, line: Moved) -> None:
        """What leaves the recipient's hands leaves no more than it holds."""
        where, before = OUT.get(fact.kind), self._of(key)
        if where is None:
            self._differ("not_of_the_transfer", fact, key, line.quantity)
            return
        counted = min(before.held, line.quantity)
        places: dict[str, Any] = {
            "held": EXACT.subtract(before.held, counted),
            where: _add(getattr(before, where), counted),
        }
        self.holdings[key] = before._replace(**places)
        if counted != line.quantity:
            self._differ("more_than_held", fact, key, EXACT.subtract(line.quantity, counted))
        if where == "returned":
            back = self.sent_back.setdefault(fact.digest, {})
            back[key] = _add(back.get(key, _ZERO), line.quantity)
        if where == "passed_on":
            self._draws(fact, key, line)

    def _draws(self, fact: Fact, key: Key, line: Moved) -> None:
        """What was passed on uses up the draw that it cites; what the draw does not cover says so."""
        left = line.quantity
        for cite in fact.cites:
            allowed = self.limits.draws.get(cite, {}).get(line.item, _ZERO)
            used = self.drawn.setdefault(cite, {})
            now = min(left, EXACT.subtract(allowed, used.get(line.item, _ZERO)))
            used[line.item] = _add(used.get(line.item, _ZERO), now)
            left = EXACT.subtract(left, now)
        if left:
            self._differ("not_drawn", fact, key, left)

    def _taken_back(self, fact: Fact, key: Key, line: Moved) -> None:
        """The provider has it back; it says so where that is not what the recipient gave back."""
        before, left = self._of(key), line.quantity
        self.holdings[key] = before._replace(taken_back=_add(before.taken_back, line.quantity))
        for cite in fact.cites:
            given = self.sent_back.get(cite, {}).get(key, _ZERO)
            used = min(given, left)
            if cite in self.sent_back:
                self.sent_back[cite][key] = EXACT.subtract(given, used)
            left = EXACT.subtract(left, used)
            if EXACT.subtract(given, used):
                self._differ("taken_back_short", fact, key, EXACT.subtract(given, used))
        if left:
            self._differ("not_given_back", fact, key, left)

    def _inspected(self, fact: Fact, key: Key, line: Moved) -> None:
        """What was counted at an inspection is what is held that day."""
        held = self._of(key).held
        if line.quantity != held:
            self._differ("counted_otherwise", fact, key, abs(EXACT.subtract(held, line.quantity)))

    def _used(self, fact: Fact, key: Key, line: Moved) -> None:
        """Nobody uses more than he holds."""
        held = self._of(key).held
        if line.quantity > held:
            self._differ("more_than_held", fact, key, EXACT.subtract(line.quantity, held))


def _sorting(each: Discrepancy) -> tuple[object, ...]:
    return (each.on, each.act, each.key, each.code, each.quantity)

"""Remove a text, and see it through: who was shown it, what still holds it, what has been done about each.

Law: a side destroys its own texts alone (``parties/erase``); of the other side's it asks (``parties/erase_request``),
and its own node shows them no more from that act on; texts of the national log go by a national act. What is to be
followed up is listed by ``record.removals`` in the transaction of the removal; a registrar says of each line what was
done, by a signed national act. Disposal at the end of retention is the same act with another reason: of cases that are
closed, whose period has run out, and that no hold keeps (``node.holding``).

Place on the path: the doors call it; everything that it writes goes through ``Node.submit`` or ``national.enter``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from warifu.core.errors import LogError
from warifu.core.keys import Signer
from warifu.law import removal as bodies
from warifu.law.judge import Finding
from warifu.node import erasing, holding, national
from warifu.node.drafting import Draft, Outcome
from warifu.node.founding import DESK
from warifu.node.holding import Hold
from warifu.node.node import Node
from warifu.node.pair import Pair
from warifu.record import openings, queries_logistics, removals
from warifu.record.log import NATIONAL
from warifu.record.queries_logistics import Expiring
from warifu.record.removals import Line

FOLLOWED_UP = "parties/followed_up"
NOTHING_DUE = Finding("house.retention.nothing_due", "house:erasure")
_GOES = frozenset({"disposal", "review"})
"""Outcomes after which texts may go: whoever names a case to be reviewed has reviewed it; a transfer comes first."""
_MOST_AT_ONCE = 200
"""Acts that one erasure names: it stays far below the size that an act may have."""


class Told(NamedTuple):
    """What is known of the texts of an act: whose, where they stand, who was shown them, what holds them.

    ``log``: the pair's name or ``national``. ``texts``: (slot, here | withheld | gone). ``found``: what a removal would
    open as lines now; ``lines``: those that removals before have opened.
    """

    act: bytes
    case: bytes
    kind: str
    author: str
    log: str
    time: int
    texts: tuple[tuple[int, str], ...]
    found: tuple[tuple[str, str, int, str], ...]
    lines: tuple[Line, ...]


def told(pair: Pair, act: bytes) -> Told:
    """Tell what is known of an act's texts; raises LogError act.not_here."""
    for name in (pair.name, NATIONAL):
        rows = pair.store.run(
            "SELECT \"case\", author, kind, time FROM entry WHERE pair = %s AND act = %s AND kind <> ''", [name, act]
        )
        if rows:
            case, author, kind, time = rows[0]
            texts = _texts(pair, name, act)
            about = erasing.about_of(pair, act) if name == pair.name else None
            found = removals.found(pair.store, pair.name, about) if about else []
            lines = removals.lines(pair.store, pair.name, act)
            return Told(act, case, kind, author, name, time, texts, tuple(found), tuple(lines))
    raise LogError("act.not_here", act.hex()[:16])


def _texts(pair: Pair, name: str, act: bytes) -> tuple[tuple[int, str], ...]:
    here = {slot for slot, _ in openings.slots(pair.store, name, act)}
    shown = {leaf.slot for leaf in openings.read(pair.store, name, [act]).get(act, []) if hasattr(leaf, "text")}
    slots = pair.store.run("SELECT slot FROM opening WHERE pair = %s AND act = %s ORDER BY slot", [name, act])
    return tuple((slot, "here" if slot in shown else "withheld" if slot in here else "gone") for (slot,) in slots)


class Wanted(NamedTuple):
    """Which text is to go: of which act, these slots (none: all), why, and for which desk it is signed."""

    act: bytes
    slots: tuple[int, ...] = ()
    reason: str = "spill"
    desk: str = DESK


def remove(node: Node, peer: str, wanted: Wanted, signer: Signer) -> Outcome:
    """Remove a text of ours, ask the other side to remove one of its own, or remove one of the national log.

    Raises LogError act.not_here.
    """
    pair = node.pair(peer)
    where, today = told(pair, wanted.act), _today(node)
    reason: Any = wanted.reason
    if where.log == NATIONAL:
        at_home = bodies.EraseNational(today, reason, (bodies.ErasedAtHome(wanted.act, wanted.slots),))
        return national.enter(node, peer, [Draft(kind=erasing.AT_HOME, body=at_home, desk=wanted.desk)], signer)[0]
    items, cites = _naming(pair, [(wanted.act, wanted.slots)])
    ours = where.author == node.party
    body = bodies.Erase(today, reason, items) if ours else bodies.EraseRequest(today, reason, items)
    roll, kind = pair.rolls[node.party].founded, erasing.KIND if ours else erasing.REQUEST
    return node.submit(peer, Draft(kind=kind, body=body, desk=wanted.desk, case=roll, cites=cites), signer)


def _naming(
    pair: Pair, texts: Iterable[tuple[bytes, tuple[int, ...]]]
) -> tuple[tuple[bodies.Erased, ...], tuple[bytes, ...]]:
    """Name acts and slots: what is confirmed is cited, what is not (not sent yet, objected to) by its digest."""
    named = list(texts)
    seen = pair.reader.cited([act for act, _ in named], {})
    cites = tuple(act for act, _ in named if act in seen and seen[act].confirmed)
    items = tuple(
        bodies.Erased(cites.index(act), slots) if act in cites else bodies.Erased(-1, slots, act)
        for act, slots in named
    )
    return items, cites


def follow_up(node: Node, peer: str, line: tuple[bytes, bytes], done: str, signer: Signer) -> Outcome:
    """Say by a national act what was done about a line (act, mark); refused where no such line stands open."""
    pair = node.pair(peer)
    if not any(each.mark == line[1] and each.is_open for each in removals.lines(pair.store, pair.name, line[0])):
        return Outcome(ruling=(Finding("house.followed_up.no_such_line", "house:erasure"),))
    said: Any = done
    draft = Draft(kind=FOLLOWED_UP, body=bodies.FollowedUp(_today(node), line[0], line[1], said), desk=DESK)
    outcome = national.enter(node, peer, [draft], signer)[0]
    if outcome.ok:
        removals.close(node.store, pair.name, line, outcome.act, done)
    return outcome


def open_lines(pair: Pair, limit: int = 2**31) -> list[Line]:
    """Return what is still to be followed up; what has closed by itself meanwhile is left out."""
    removals.settle(pair.store, pair.name, pair.peer)
    return removals.lines(pair.store, pair.name, only_open=True, limit=limit)


def hold(node: Node, peer: str, cases: Sequence[bytes], why: str, signer: Signer) -> Outcome:
    """Keep cases as evidence, by a national act."""
    reason: Any = why
    draft = Draft(kind=holding.HOLD, body=bodies.Hold(_today(node), tuple(cases), reason), desk=DESK)
    return national.enter(node, peer, [draft], signer)[0]


def lift(node: Node, peer: str, held: bytes, signer: Signer) -> Outcome:
    """Lift a hold, by the act that set it."""
    draft = Draft(kind=holding.LIFTED, body=bodies.HoldLifted(_today(node)), desk=DESK, case=held)
    return national.enter(node, peer, [draft], signer)[0]


class Due(NamedTuple):
    """A case whose retention on our side has run out, what its class says is done with it, and what stands in the way.

    ``texts``: texts of ours that are still here. ``held``: the hold that keeps it, or None.
    """

    case: Expiring
    texts: int
    held: Hold | None


def due(pair: Pair, day: date) -> list[Due]:
    """List the cases whose retention on our side has run out by a day; those with nothing left of ours are left out."""
    expired = queries_logistics.retention_due(pair.store, pair.name, pair.us, day)
    kept = holding.held(pair, [each.case for each in expired])
    counted = [Due(each, len(_ours(pair, each.case)), kept.get(each.case)) for each in expired]
    return [each for each in counted if each.texts]


def _ours(pair: Pair, case: bytes) -> list[tuple[bytes, int]]:
    """Return (act, slot) of the texts of our own acts in a case that are still here."""
    rows = pair.store.run(
        "SELECT k.act, k.slot FROM opening_key k WHERE k.pair = %s AND k.act IN (SELECT e.act FROM entry e "
        "WHERE e.pair = %s AND e.author = %s AND e.kind <> '' AND (e.\"case\" = %s OR e.act = %s)) "
        "ORDER BY k.act, k.slot",
        [pair.name, pair.name, pair.us, case, case],
    )
    return [(row[0], row[1]) for row in rows]


def dispose(node: Node, peer: str, cases: Iterable[bytes], signer: Signer, desk: str = DESK) -> list[Outcome]:
    """Destroy the texts of cases whose retention has run out, by one act for every two hundred acts.

    Only what is due today, is to be disposed of, and is held by nobody goes; of anything else among ``cases`` nothing
    is done at all and the finding says so.
    """
    pair, today = node.pair(peer), _today(node)
    ready = {each.case.case for each in due(pair, today) if each.case.outcome in _GOES and each.held is None}
    wanted = list(dict.fromkeys(cases))
    wrong = [case for case in wanted if case not in ready]
    if wrong or not wanted:
        named = ", ".join(case.hex()[:16] for case in wrong[:20])
        return [Outcome(ruling=(NOTHING_DUE._replace(figures=(("cases", named), ("count", str(len(wrong))))),))]
    acts = sorted({act for case in wanted for act, _ in _ours(pair, case)})
    return [
        _disposed(node, pair, acts[at : at + _MOST_AT_ONCE], (desk, signer))
        for at in range(0, len(acts), _MOST_AT_ONCE)
    ]


def _disposed(node: Node, pair: Pair, acts: Sequence[bytes], by: tuple[str, Signer]) -> Outcome:
    items, cites = _naming(pair, [(act, ()) for act in acts])
    body = bodies.Erase(_today(node), "disposal", items)
    draft = Draft(kind=erasing.KIND, body=body, desk=by[0], case=pair.rolls[node.party].founded, cites=cites)
    return node.submit(pair.peer, draft, by[1])


def _today(node: Node) -> date:
    return datetime.fromtimestamp(node.means.clock(), UTC).date()


def find(pair: Pair, which: str) -> bytes:
    """Return the act of a digest or its beginning, of the pair's logs or the national one; raises LogError."""
    bare = which.strip().lower()
    if not 6 <= len(bare) <= 64 or any(each not in "0123456789abcdef" for each in bare):
        raise LogError("act.not_here", which[:40])
    first, last = bytes.fromhex(bare.ljust(64, "0")), bytes.fromhex(bare.ljust(64, "f"))
    rows = pair.store.run(
        "SELECT DISTINCT act FROM entry WHERE pair IN (%s, %s) AND act >= %s AND act <= %s AND kind <> ''",
        [pair.name, NATIONAL, first, last],
    )
    if len(rows) != 1:
        raise LogError("act.ambiguous" if rows else "act.not_here", which[:40], found=len(rows))
    found: bytes = rows[0][0]
    return found

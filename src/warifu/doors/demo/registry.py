"""What the play asks of a registry: national acts, questions of access, a muster, where copies are, an auditor's copy.

Law: each is a function of the node, the peer and the officers' keys, so that the same story is played by processes of
their own and, in trials, by two halves in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from warifu.core.keys import Signer
from warifu.doors import answers, audit
from warifu.doors.inhouse import asking, mustering
from warifu.doors.inhouse.asking import Asked
from warifu.doors.inhouse.mustering import By, Wanted, Word
from warifu.node import national
from warifu.node.drafting import Draft, Outcome
from warifu.node.node import Node
from warifu.record import queries_house, queries_information, queries_registry


class At(NamedTuple):
    """Where something is asked: the node, its peer, and an officer's key by name."""

    node: Node
    peer: str
    officer: Callable[[str], Signer]


class Hands(NamedTuple):
    """Who does what in a muster, and at which desk."""

    begins: str
    ticks: str
    desk: str = "HQ"


def enter(at: At, draft: Draft, by: str) -> Outcome:
    """Enter one act of the house."""
    return national.enter(at.node, at.peer, [draft], at.officer(by))[0]


def may_see(at: At, asked: Asked) -> dict[str, Any]:
    """Answer whether a person may see a copy, with every reason."""
    answer = asking.may_see(at.node, at.peer, asked)
    return {
        "person": asked.person, "copy": asked.copy, "place": asked.place, "permitted": not answer.ruling,
        "findings": [answers.document(each, asking.no_to(asked)) for each in answer.ruling],
    }  # fmt: skip


def muster(at: At, wanted: Wanted, hands: Hands) -> list[Outcome]:
    """Begin a muster, say of every line that it was seen, close its sheets and the whole, and countersign it."""
    first, second = By(at.officer(hands.begins), hands.desk), By(at.officer(hands.ticks), hands.desk)
    done = mustering.begin(at.node, at.peer, wanted, first)
    if not all(each.ok for each in done):
        return done
    for sheet in queries_house.sheets(at.node.store, done[0].case):
        every = Word(tuple(range(1, sheet.expected + 1)))
        done.append(mustering.tick(at.node, at.peer, sheet.case, every, second))
        done.append(mustering.close_sheet(at.node, at.peer, sheet.case, first))
    done.append(mustering.close(at.node, at.peer, done[0].case, first))
    done.append(mustering.countersign(at.node, at.peer, done[0].case, second))
    return done


def mustered(at: At, case: bytes) -> dict[str, Any]:
    """Tell how a muster stands, line by line."""
    found = next(each for each in queries_house.musters(at.node.store) if each.case == case)
    told = ("number", "form", "state", "expected", "sighted", "explained", "unexplained")
    plain = found._asdict()
    return {name: plain[name] for name in told} | {"lines": mustering.document(at.node, at.peer, case)}


def whereabouts(at: At, item: bytes) -> list[dict[str, Any]]:
    """Tell every interval of every copy of an item, from its making on."""
    found = queries_registry.history(at.node.store, at.node.pair(at.peer).name, item)
    return [
        {
            "copy": each.copy, "status": each.status, "party": each.party, "other": each.other,
            "from": each.from_day.isoformat(), "act": each.act.hex(),
        }
        for each in found
    ]  # fmt: skip


def consents(at: At, item: bytes) -> list[dict[str, Any]]:
    """Tell the consents that were asked for about an item."""
    found = queries_information.consents(at.node.store, at.node.pair(at.peer).name, item)
    told = ("number", "use", "recipient", "given", "left", "conditions", "state")
    plain = sorted((each._asdict() for each in found), key=lambda each: each["number"])
    return [{name: each[name] for name in told} for each in plain]


def unremarked(at: At, item: bytes) -> int:
    """Count the copies of an item on which the last regrading has not been put yet."""
    sql = 'SELECT COUNT(*) FROM information_copy WHERE pair = %s AND "case" = %s AND LENGTH(unremarked) > 0'
    found: int = at.node.store.run(sql, [at.node.pair(at.peer).name, item])[0][0]
    return found


def auditors_copy(at: At, to: Path) -> dict[str, int]:
    """Write both logs, without texts, into one file for an auditor."""
    return audit.export(at.node, at.peer, to, texts=False)


ASKED: dict[str, Callable[..., Any]] = {
    "enter": enter,
    "may_see": may_see,
    "muster": muster,
    "mustered": mustered,
    "whereabouts": whereabouts,
    "consents": consents,
    "unremarked": unremarked,
    "auditors_copy": auditors_copy,
}

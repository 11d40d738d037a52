"""Match both sides' past dealings, and settle them by acts: confirm, correct or dispute, one or many at once.

Law: the comparison is a pure function of the shared dealings, so both nodes find the same. It posts nothing: an
officer's *match act* cites both sides' dealings and posts once when the other side's officer accepts it. What is not
matched is counted as undetermined under the side that claims it. Then both sign the opening balance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Literal, NamedTuple

from warifu.core.days import Stamp
from warifu.core.errors import ValueTroubleError
from warifu.core.keys import Signer
from warifu.core.posting import NO_ITEM, in_kind
from warifu.doors.registers.importing import DESK, dealings_of
from warifu.law.judge import Placed
from warifu.node.drafting import Draft, Outcome
from warifu.node.node import Node
from warifu.record import log
from warifu.rooms.logistics.acts import Accept, Decline, Match, Statement
from warifu.rooms.logistics.acts import Dealing as Body
from warifu.rooms.logistics.acts import Pair as Agreed
from warifu.rooms.logistics.register.dealing import Dealing, Said
from warifu.rooms.logistics.register.match import MatchResult, match
from warifu.rooms.logistics.register.match import Pair as Found
from warifu.rooms.logistics.statement import StatementOf, totals

PAIRS_AN_ACT = 200
Form = Literal["monthly", "opening", "year_end"]
_SAID = {"yes": Said.YES, "no": Said.NO, "": Said.UNKNOWN}


class Compared(NamedTuple):
    """The comparison, and the acts behind the references of both sides (``GB``/``JP`` by party)."""

    result: MatchResult
    acts: dict[str, dict[str, Placed]]
    first: str
    second: str


def dealing_of(body: Body, side: str) -> Dealing:
    """Return what the comparison takes, from the shared body alone: the same on both nodes."""
    instant = datetime.fromtimestamp(body.instant, UTC) if body.instant else None
    return Dealing(
        side=side,
        ref=body.reference,
        other_ref=body.their_reference,
        provider=body.provider,
        day=Stamp(body.on, body.zone, instant),
        own_unit=body.own_unit,
        other_unit=body.other_unit,
        category=body.category,
        description=body.item,
        stock_number=body.stock,
        quantity=body.quantity,
        value=body.value,
        value_step=body.step,
        activity=body.activity,
        place=body.place,
        receipt=_SAID[body.receipt_held],
        settled=_SAID[body.settled],
    )


def compare(node: Node, peer: str) -> Compared:
    """Compare all standing past dealings of both sides; the party first in the alphabet is the left side."""
    first, second = sorted((node.party, peer))
    acts = {
        author: {placed.body.reference: placed for placed in dealings_of(node, peer, author)}
        for author in (first, second)
    }
    sides = [[dealing_of(placed.body, author) for placed in acts[author].values()] for author in (first, second)]
    return Compared(match(sides[0], sides[1]), acts, first, second)


def settled_refs(node: Node, peer: str) -> set[bytes]:
    """Return the dealings (act digests) that a match act already speaks of, on either side, unless it was refused."""
    return {cite for placed, state in _matches(node, peer) if state not in _REFUSED for cite in placed.act.cites}


_REFUSED = frozenset({"declined", "withdrawn", ""})


def _matches(node: Node, peer: str) -> Iterator[tuple[Placed, str]]:
    """Yield every match act of both sides, ours first, with the state of its case."""
    pair = node.pair(peer)
    for author in (pair.us, pair.peer):
        for line in log.of_kinds(pair.store, pair.name, author, "logistics/match", 0):
            case = pair.case(line.case)
            if case is not None:
                yield case.stands[case.root].placed, case.state


def today_of(node: Node) -> date:
    """Return the present day (UTC) by the node's clock."""
    return datetime.fromtimestamp(node.means.clock(), UTC).date()


def propose(node: Node, peer: str, pairs: Iterable[Found], compared: Compared, signer: Signer) -> list[Outcome]:
    """Propose by match acts that these pairs are one; where they differ, the provider's figures are to stand."""
    today, spoken = today_of(node), settled_refs(node, peer)
    open_pairs = [
        (pair, ours, theirs)
        for pair in pairs
        for ours, theirs in (_acts_of(pair, compared, node.party),)
        if not {ours.digest, theirs.digest} & spoken
    ]
    count = len(log.of_kinds(node.store, node.pair(peer).name, node.party, "logistics/match", 0))
    drafts: list[Draft] = []
    for at in range(0, len(open_pairs), PAIRS_AN_ACT):
        part = open_pairs[at : at + PAIRS_AN_ACT]
        number = f"{node.party}-{DESK}-{today.year % 100:02d}-{count + len(drafts) + 1:04d}"
        cites = tuple(placed.digest for _, ours, theirs in part for placed in (ours, theirs))
        agreed = tuple(_agreed(place, *each) for place, each in enumerate(part))
        drafts.append(Draft(kind="logistics/match", body=Match(today, number, agreed), desk=DESK, cites=cites))
    return node.submit_all(peer, drafts, signer) if drafts else []


def _acts_of(pair: Found, compared: Compared, us: str) -> tuple[Placed, Placed]:
    left, right = compared.acts[compared.first][pair.gb], compared.acts[compared.second][pair.jp]
    return (left, right) if us == compared.first else (right, left)


def _agreed(place: int, pair: Found, ours: Placed, theirs: Placed) -> Agreed:
    """Propose what stands: the figures of the side that gave, and which fields that settles."""
    giver = ours if ours.body.provider == ours.author else theirs
    body = giver.body
    return Agreed(
        ours=2 * place,
        theirs=2 * place + 1,
        provider=body.provider,
        commodity=commodity_of(body),
        quantity=body.quantity,
        on=body.on,
        value=body.value,
        settled=body.settled,
        corrected=tuple(sorted(pair.fields)),
    )


def commodity_of(body: Body) -> str:
    """Name a dealing's commodity: category, stock number (``-`` where there is none), unit."""
    try:
        return in_kind(body.category.replace("_", "-"), body.stock or NO_ITEM, body.quantity.unit)
    except ValueTroubleError:
        return in_kind(body.category.replace("_", "-"), NO_ITEM, body.quantity.unit)


def waiting(node: Node, peer: str) -> Iterator[tuple[bytes, Placed]]:
    """Yield (case, match act) of the other side's proposals that wait for our officer and count no dealing twice.

    Left out is what speaks of a dealing already agreed, or of one in an earlier proposal. Where both sides proposed at
    once, the proposal of the party first in the alphabet goes on: a dealing matched twice would be owed twice.
    """
    found = list(_matches(node, peer))
    spoken = {
        cite
        for placed, state in found
        if state == "agreed" or (state == "proposed" and placed.author == node.party < peer)
        for cite in placed.act.cites
    }
    for placed, state in found:
        if placed.author == peer and state == "proposed" and spoken.isdisjoint(placed.act.cites):
            spoken.update(placed.act.cites)
            yield placed.digest, placed


def accept(node: Node, peer: str, cases: Iterable[bytes], signer: Signer) -> list[Outcome]:
    """Agree to these proposals."""
    drafts = [Draft(kind="logistics/accept", body=Accept(today_of(node)), desk=DESK, case=case) for case in cases]
    return node.submit_all(peer, drafts, signer)


def dispute(node: Node, peer: str, cases: Iterable[bytes], signer: Signer, reason: str) -> list[Outcome]:
    """Say no to these proposals, with the reason as a code."""
    drafts = [
        Draft(kind="logistics/decline", body=Decline(today_of(node), reason), desk=DESK, case=case) for case in cases
    ]
    return node.submit_all(peer, drafts, signer)


def report(compared: Compared) -> dict[str, Any]:
    """Return the comparison as ``match.json`` holds it."""
    return compared.result.to_json()


LISTS = ("matched", "differing", "only_gb", "only_jp", "undetermined")


def statement_body(node: Node, peer: str, found: StatementOf, form: Form, number: str) -> Statement:
    """Return the statement that both are to sign: totals, how the registers match, and the digest of this half."""
    told = report(compare(node, peer))
    matched, differing, only_first, only_second, undetermined = (len(told[name]) for name in LISTS)
    ours, theirs = (only_first, only_second) if node.party < peer else (only_second, only_first)
    counts = (matched, differing, ours, theirs, undetermined)
    digest = node.state_digest(peer)
    return Statement(today_of(node), number, form, found.as_of, totals(found), *counts, state_digest=digest)

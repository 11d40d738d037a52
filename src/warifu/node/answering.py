"""Answer the other side's acts: step 5 of *receive*.

Law: a node answers each foreign act whose forebears it holds, forebears first: *confirmed* (never withdrawn), *fallen*
(the rival named; becomes confirmed if it comes to stand), *objected* (findings; final). A pending act is not answered.
Paper entered on our behalf is not answered, nor what was built on it, until our own officer's act has affirmed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from warifu.core import merkle
from warifu.core.act import CONFIRMED, OBJECTED, Answer, encode_answer
from warifu.law.case import Case, Heard, Placed, Stand, verdict_on
from warifu.node.pair import Pair
from warifu.node.reading import Gathered
from warifu.record import log
from warifu.record.log import Line

REVOCATION = "parties/revocation"
_FINAL = frozenset((CONFIRMED, OBJECTED))
Answers = list[tuple[bytes, Answer]]
"""Case and answer, in the order in which they enter our log."""


def settle(pair: Pair, held: dict[bytes, Gathered], first: int, time: int) -> tuple[dict[bytes, Case], Answers]:
    """Fold cases and give the answers that are due, entered in our log from place ``first`` on.

    What we confirm may be what another act waits for, so this goes on until nothing is new.
    """
    news = folded = pair.fold(held)
    answers: Answers = []
    while news:
        found = [
            (digest, answer)
            for digest, case in news.items()
            for answer in due(case, held[digest], pair.us, pair.affirmed, time)
        ]
        for place, (digest, answer) in enumerate(found, start=first + len(answers)):
            held[digest].heard.append(Heard(answer, pair.us, place))
        answers += found
        news = pair.fold(held, stirred(folded, found)) if found else {}
        folded = folded | news
    return folded, answers


def due(case: Case, gathered: Gathered, us: str, affirmed: set[bytes], time: int) -> list[Answer]:
    """Return the answers that are due from us in a case, forebears first."""
    heard_of = sorted(gathered.heard, key=_index) if gathered.heard else ()
    given = {heard.answer.act: heard.answer.verdict for heard in heard_of if heard.by == us}
    found = []
    for stand in case.stands.values():
        if stand.placed.author == us or given.get(stand.placed.digest) in _FINAL:
            continue
        if _rests_on_paper(stand, case, us, affirmed):
            continue
        verdict = verdict_on(stand)
        if verdict is None or verdict[0] == given.get(stand.placed.digest):
            continue
        kind, ruling, rival = verdict
        findings = tuple(finding.to_wire() for finding in ruling) if ruling else ()
        found.append(Answer(stand.placed.digest, kind, time, findings, rival))
        note(case, found[-1])
    return found


def on_paper(pair: Pair) -> set[bytes]:
    """Return the cases that rest on paper which we entered for the peer: its founding act takes their effect away.

    Our log in its order: paper, what stands in one case with it, what cites such acts. Asked once in a pair's life.
    """
    cases: set[bytes] = set()
    weak: set[bytes] = set()
    for line in log.of_kinds(pair.store, pair.name, pair.us, "", 0):
        if not line.kind or not pair.reader.reads(pair.us, line):
            continue
        act = pair.reader.placed(pair.us, line).act
        if act.on_behalf or line.case in cases or not weak.isdisjoint(act.cites):
            cases.add(line.case)
            weak.add(line.act)
    return cases


def disowned(pair: Pair, author: str, acts: Iterable[Placed]) -> set[bytes]:
    """Return the cases in which a side wrote what it trusts no more, where one of these acts revokes its node's key."""
    sizes = [act.body.trusted_size for act in acts if act.act.kind == REVOCATION and act.body.what == "node"]
    from_place = min((size for size in sizes if size >= 0), default=None)
    if from_place is None:
        return set()
    return {line.case for line in log.of_kinds(pair.store, pair.name, author, "", from_place) if line.kind}


def _index(heard: Heard) -> int:
    return heard.index


def _rests_on_paper(stand: Stand, case: Case, us: str, affirmed: set[bytes]) -> bool:
    seen: Stand | None = stand
    while seen is not None:
        act = seen.placed.act
        if act.on_behalf == us and seen.placed.digest not in affirmed:
            return True
        seen = None if act.is_root else case.stands.get(act.follows)
    return False


def stirred(folded: Mapping[bytes, Case], answers: Iterable[tuple[bytes, Answer]]) -> set[bytes]:
    """Return the cases to be folded anew after our answers.

    Those in which we answered an act ahead of its place, for that confirms the wills before it too; those whose root,
    a fact of ours, the other side objected to and then built upon, for what we confirm binds it from ever; and those in
    which an act waits for one that it cites in a case that we answered.
    """
    again: set[bytes] = set()
    moved: set[bytes] = set()
    for digest, answer in answers:
        case = folded[digest]
        if case.stands[answer.act].placed.index is None or case.stands[case.root].objection:
            again.add(digest)
        moved.update(case.stands)
    again.update(
        digest
        for digest, case in folded.items()
        for stand in case.stands.values()
        if stand.status == "pending" and not moved.isdisjoint(stand.placed.act.cites)
    )
    return again


def note(case: Case, answer: Answer) -> None:
    """Enter our own answer into the folded case: what a second fold would show, without folding twice."""
    stand = case.stands[answer.act]
    if answer.verdict == CONFIRMED:
        stand.confirmed = True
    elif answer.verdict == OBJECTED:
        stand.objection = answer.findings
        if stand.placed.kind.nature != "fact":
            stand.status = "objected"


def _is_plain_yes(answer: Answer) -> bool:
    return answer.verdict == CONFIRMED and not answer.findings and not answer.rival


def _plain_yes(act: bytes, time: int) -> bytes:
    """Encode {1: act, 2: confirmed, 3: time}: the same bytes as ``encode_answer``, for answers given by thousands."""
    return _YES_HEAD + act + _yes_tail(time)


_YES_HEAD = bytes((0xA3, 0x01, 0x58, 0x20))


@lru_cache(maxsize=64)
def _yes_tail(time: int) -> bytes:
    return encode_answer(Answer(bytes(32), CONFIRMED, time))[len(_YES_HEAD) + 32 :]


def standing_head(case: Case, us: str, affirmed: set[bytes]) -> Stand:
    """Return the act that our next will comes after: the last of the line that rests on no unaffirmed paper of ours.

    Otherwise the other side could block us with paper that it entered in our name and that we never wrote.
    """
    sound = [stand for stand in case.line if not _rests_on_paper(stand, case, us, affirmed)]
    return sound[-1] if sound else case.head


def lines(answers: Iterable[tuple[bytes, Answer]], first: int) -> list[Line]:
    """Return the log lines of answers (case, answer) from a place on."""
    found = []
    for place, (case, answer) in enumerate(answers, start=first):
        raw = _plain_yes(answer.act, answer.time) if _is_plain_yes(answer) else encode_answer(answer)
        found.append(Line(place, case, answer.act, "", answer.time, raw, merkle.leaf_hash(raw)))
    return found

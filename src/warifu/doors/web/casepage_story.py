"""The story of a case: each act with who, when, how it stands and why, and what the other side answered.

Law: *sent* is never *agreed*; an objection is shown with both rulings, theirs as they sent it and ours as our own judge
finds it. What the author says of the time and what the other side's log witnesses stand side by side. A text is shown
where its opening is here; one that was erased leaves its mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from warifu.core import texts
from warifu.core.act import CONFIRMED, FALLEN, OBJECTED, Attachment, FindingWire
from warifu.doors.cases import in_order
from warifu.doors.doubted import doubted
from warifu.doors.web.forming.naming import Names, slot_called
from warifu.doors.web.forming.telling import Row, gist, told
from warifu.law.case import Case, Heard, Stand
from warifu.law.judge import Finding, Placed
from warifu.node import erasing
from warifu.node.drafting import state_of
from warifu.node.pair import Pair
from warifu.node.reading import Gathered
from warifu.record import openings, queries_pages

_VERDICTS = {CONFIRMED: "confirmed", FALLEN: "fallen", OBJECTED: "objected"}
_MOST_ARTICLES = 6
LINE_SLOT = 100
"""The slot that stands for texts of lines: slot 100 + n is of line n."""


class Answered(NamedTuple):
    """What the other side's node said of an act, when, and why."""

    state: str
    party: str
    at: int
    findings: tuple[FindingWire, ...]


class File(NamedTuple):
    """A file that an act names, and whether its bytes are here."""

    digest: str
    size: int
    media: str
    paper: str
    present: bool


class Gone(NamedTuple):
    """How a text went: removed or withheld (a word of the catalogue), by which act, of whom, when."""

    how: str
    act: str
    party: str
    time: int


class Text(NamedTuple):
    """A text of an act: its name, and its words; None where they were erased (by what is said) or never came."""

    name: str
    text: str | None
    gone: Gone | None = None


class Told(NamedTuple):
    """One act of a case as the page shows it."""

    digest: str
    kind: str
    nature: str
    ours: bool
    party: str
    author: str
    desk: str
    person: str
    appointments: tuple[str, ...]
    at: int
    witnessed: int | None
    on: Any
    place: int | None
    state: str
    marks: tuple[str, ...]
    answer: Answered | None
    ruling: tuple[Finding, ...]
    objection: tuple[FindingWire, ...]
    unfounded: bool
    rival: str
    cites: tuple[tuple[str, str, bool], ...]
    """Digest, kind, and whether it stands on this page."""
    articles: tuple[str, ...]
    files: tuple[File, ...]
    texts: tuple[Text, ...]
    gist: str
    """In one line what it is about."""
    rows: tuple[Row, ...]
    label: tuple[str, ...]


class _Beside(NamedTuple):
    """What is read once for all acts of a case."""

    answers: Mapping[bytes, Heard]
    leaves: Mapping[bytes, list[texts.Leaf]]
    present: set[bytes]
    kinds: Mapping[bytes, str]
    names: Names
    gone: Mapping[tuple[bytes, int], Gone]
    doubted: frozenset[bytes]


def story(pair: Pair, case: Case, gathered: Gathered, names: Names) -> list[Told]:
    """Return the acts of a case in the order in which they are told."""
    acts = [stand.placed for stand in case.stands.values()]
    files = {each.digest for placed in acts for each in placed.act.attachments}
    leaves = openings.read(pair.store, pair.name, [placed.digest for placed in acts if placed.act.texts])
    beside = _Beside(
        _answers(gathered),
        leaves,
        queries_pages.present(pair.store, pair.name, files),
        {placed.digest: placed.act.kind for placed in acts} | _elsewhere(pair, case),
        names,
        _gone(pair, {act for act, each in leaves.items() if any(isinstance(leaf, texts.Sealed) for leaf in each)}),
        doubted(pair, case),
    )
    return [_told(stand, case, pair, beside) for stand in in_order(case)]


def _answers(gathered: Gathered) -> dict[bytes, Heard]:
    """Return of each act the answer that counts: the first confirmation or objection, else the last word."""
    found: dict[bytes, Heard] = {}
    for heard in sorted(gathered.heard, key=lambda each: each.index):
        placed = gathered.acts.get(heard.answer.act)
        if placed is None or placed.author == heard.by:
            continue
        first = found.get(heard.answer.act)
        if first is None or first.answer.verdict == FALLEN:
            found[heard.answer.act] = heard
    return found


def _elsewhere(pair: Pair, case: Case) -> dict[bytes, str]:
    """Return the kinds of acts of other cases that this one cites."""
    wanted = {cite for stand in case.stands.values() for cite in stand.placed.act.cites} - case.stands.keys()
    sql = "SELECT act, kind FROM entry WHERE pair = %s AND kind <> '' AND act IN ({keys})"
    return dict(pair.store.in_chunks(sql, [pair.name], sorted(wanted)))


def _told(stand: Stand, case: Case, pair: Pair, beside: _Beside) -> Told:
    placed, act = stand.placed, stand.placed.act
    heard = beside.answers.get(placed.digest)
    answer = None if heard is None else Answered(
        _VERDICTS[heard.answer.verdict], heard.by, heard.answer.time, heard.answer.findings
    )  # fmt: skip
    person, appointments = _signer(placed, pair)
    return Told(
        digest=placed.digest.hex(), kind=act.kind, nature=placed.kind.nature, ours=act.side_of == pair.us,
        party=act.side_of, author=placed.author, desk=beside.names.desk(act.desk), person=person,
        appointments=appointments, at=act.time, witnessed=None if heard is None else heard.answer.time,
        on=getattr(placed.body, "on", None), place=placed.index, state=state_of(stand), marks=_marks(stand, beside),
        answer=answer, ruling=stand.ruling, objection=stand.objection, unfounded=stand.unfounded,
        rival=stand.rival.hex(), articles=_articles(stand, case, pair), label=act.label,
        cites=tuple((each.hex(), beside.kinds.get(each, ""), each in case.stands) for each in act.cites),
        files=tuple(_file(each, beside.present) for each in act.attachments),
        texts=_texts(placed, beside.leaves.get(placed.digest, []), beside.gone),
        gist=gist(placed.body, beside.names), rows=told(placed.body, act.kind, beside.names, act.cites),
    )  # fmt: skip


def _marks(stand: Stand, beside: _Beside) -> tuple[str, ...]:
    act = stand.placed.act
    marks = (
        ("late", stand.late), ("paper", bool(act.on_behalf)), ("unfounded_objection", stand.unfounded),
        ("doubtful", stand.placed.digest in beside.doubted),
    )  # fmt: skip
    return tuple(name for name, holds in marks if holds)


def _signer(placed: Placed, pair: Pair) -> tuple[str, tuple[str, ...]]:
    """Return the person by number and the appointments that the key had before this place of its author's log."""
    roll = pair.rolls[placed.author]
    key = roll.keys.get(placed.act.officer)
    held = roll.authority(placed.act.officer, placed.index)
    return ("" if key is None else key.holder), tuple(dict.fromkeys(each.post or each.number for each in held))


def _articles(stand: Stand, case: Case, pair: Pair) -> tuple[str, ...]:
    """Return the articles on which a kind of act rests: those of the rules that speak of it by name."""
    pack = pair.packs.get(stand.pack or case.stands[case.root].pack)
    if pack is None:
        return ()
    rules = (rule for rule, _ in pack.rules_of(stand.placed.act.kind) if "*" not in rule.kinds)
    return tuple(dict.fromkeys(rule.article for rule in rules if rule.article != "house"))[:_MOST_ARTICLES]


def _file(each: Attachment, present: set[bytes]) -> File:
    return File(each.digest.hex(), each.size, each.media, each.paper, each.digest in present)


def _gone(pair: Pair, acts: set[bytes]) -> dict[tuple[bytes, int], Gone]:
    """Return by (act, slot; -1 for all) what removed or withheld the texts of these acts; a removal goes before."""
    found: dict[tuple[bytes, int], Gone] = {}
    for asks in (True, False):
        for line, author, act, slots in erasing.naming(pair, acts) if acts else ():
            if asks == (line.kind == erasing.REQUEST) and (not asks or author == pair.us):
                how = "withheld_on" if asks else "gone_on"
                found |= {(act, slot): Gone(how, line.act.hex(), author, line.time) for slot in slots or (-1,)}
    return found


def _texts(placed: Placed, leaves: list[texts.Leaf], gone: Mapping[tuple[bytes, int], Gone]) -> tuple[Text, ...]:
    """Return the texts of an act by name; from slot 100 on a text belongs to the line of its number less 100."""
    room, slots = placed.act.kind.partition("/")[0], placed.kind.slots
    found = []
    for leaf in leaves:
        line = leaf.slot - LINE_SLOT
        base = LINE_SLOT if line > 0 and LINE_SLOT in slots else leaf.slot
        name = slot_called(room, base, slots.get(base, str(leaf.slot)))
        text = leaf.text if isinstance(leaf, texts.Opening) else None
        how = gone.get((placed.digest, leaf.slot)) or gone.get((placed.digest, -1)) if text is None else None
        found.append(Text(f"{name} {line}" if base != leaf.slot else name, text, how))
    return tuple(found)

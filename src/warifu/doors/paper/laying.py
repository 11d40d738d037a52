"""From an act in the logs to the record of its form: who, when, what, on which article, and how it stands.

Law: the form says what the signed act says and how it stood when it was printed, and nothing that is not on record.
Unconfirmed is *sent*, never *agreed*. A text is printed where its opening is held; an erased one is named as erased.
The act itself lies in the code for cameras where it fits.

Place on the path: reads the node (the case, the roll, openings); ``press`` prints what comes out.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from warifu.core import texts
from warifu.core.act import FindingWire, open_act
from warifu.core.errors import LogError
from warifu.core.label import EXERCISE
from warifu.doors import sentences
from warifu.doors.markings import Beside, marks, ruled_in
from warifu.doors.markings import shown as shown_marks
from warifu.doors.paper import bodies, people, press, symbol, words
from warifu.doors.paper.bodies import Known
from warifu.doors.paper.sheet import Column, Fact, Facts, Part, Sheet, Symbol, Table, Words
from warifu.doors.sentences import Both
from warifu.law.case import Stand
from warifu.law.judge import Cited, Finding, Placed
from warifu.law.pack import Article, Pack
from warifu.node.drafting import state_of
from warifu.node.node import Node
from warifu.node.pair import Pair
from warifu.record import log, openings
from warifu.record.log import NATIONAL

_LINE_SLOT = 100
_OF_TERMS = (
    "receiving", "issuing", "settlement", "transaction", "currency", "total", "payment_days", "from_day",
    "to_day", "replace_by", "billed", "fund", "standing_order",
)  # fmt: skip


class Held(NamedTuple):
    """An act with all that its form is made from."""

    node: Node
    pair: Pair
    placed: Placed
    raw: bytes
    """The envelope as it came."""
    stand: Stand | None
    """How it stands; None for a national act."""
    number: str
    """What people call its case."""
    leaves: tuple[texts.Leaf, ...]


def of_act(node: Node, peer: str, digest: bytes, at: int) -> bytes:
    """Return the PDF of an act's form as of ``at`` (UTC seconds); raises LogError act.not_here, as ``press.form``."""
    return press.form(sheet_of(node, peer, digest, at))


def sheet_of(node: Node, peer: str, digest: bytes, at: int) -> Sheet:
    """Return the record of an act's form; raises LogError act.not_here."""
    return sheet(held(node, peer, digest), at)


def held(node: Node, peer: str, digest: bytes) -> Held:
    """Read an act and how it stands, from the pair's logs or the national one; raises LogError act.not_here."""
    pair = node.pair(peer)
    for name in (pair.name, NATIONAL):
        found = _in_log(pair, name, digest)
        if found is None:
            continue
        placed, raw = found
        leaves = tuple(openings.read(node.store, name, [digest]).get(digest, ()))
        case = pair.case(placed.act.case or digest) if name != NATIONAL else None
        stand = case.stands.get(digest) if case else None
        root = case.stands[case.root].placed if case else placed
        return Held(node, pair, placed, raw, stand, _number(root), leaves)
    raise LogError("act.not_here", digest.hex()[:16])


def _in_log(pair: Pair, name: str, digest: bytes) -> tuple[Placed, bytes] | None:
    case = log.cases_of(pair.store, name, [digest]).get(digest)
    if case is not None:
        for author, line in log.of_cases(pair.store, name, [case]):
            if line.act == digest and line.kind:
                return pair.reader.placed(author, line), line.raw
    rows = pair.store.run("SELECT author, raw FROM loose WHERE pair = %s AND act = %s", [name, digest])
    return (pair.reader.place(open_act(rows[0][1]), rows[0][0], None), rows[0][1]) if rows else None


def _number(root: Placed) -> str:
    for name in ("number", "reference", "code"):
        said = getattr(root.body, name, "")
        if isinstance(said, str) and said:
            return said
    return root.digest.hex()[:16]


def find(node: Node, peer: str, which: str) -> bytes:
    """Return the act of a digest or its beginning; raises LogError act.not_here, act.ambiguous."""
    bare = which.strip().lower()
    if len(bare) < 6 or any(each not in "0123456789abcdef" for each in bare) or len(bare) > 64:
        raise LogError("act.not_here", which[:40])
    first, last = bytes.fromhex(bare.ljust(64, "0")), bytes.fromhex(bare.ljust(64, "f"))
    pair = node.pair(peer)
    found: set[bytes] = set()
    for table, more in (("entry", " AND kind <> ''"), ("loose", "")):
        sql = f"SELECT DISTINCT act FROM {table} WHERE pair IN (%s, %s) AND act >= %s AND act <= %s{more}"  # noqa: S608
        found |= {row[0] for row in pair.store.run(sql, [pair.name, NATIONAL, first, last])}
    if len(found) != 1:
        raise LogError("act.not_here" if not found else "act.ambiguous", which[:40], found=len(found))
    return found.pop()


def sheet(act: Held, at: int) -> Sheet:
    """Return the record of the form of an act."""
    signed = act.placed.act
    exercise = EXERCISE in signed.label
    return Sheet(
        title=words.title(signed.kind, variant(act)),
        under=_under(act),
        marking=marking(act, at),
        number=act.number,
        case=signed.case or act.placed.digest,
        digest=act.placed.digest,
        made=at,
        parts=(document(act), *_said(act), *_beside(act)),
        boxes=people.boxes(act.pair, act.placed, pack_of(act)),
        symbol=symbol_of(act),
        exercise=exercise,
    )


def marking(act: Held, at: int) -> Both:
    """Return the banner: the marking as it was written, what answers to it, and the mark of a rehearsal."""
    label = act.placed.act.label
    marked = tuple(word for word in label if word != EXERCISE)
    mark = [words.item("exercise")] if EXERCISE in label else []
    shown = [*mark, _both(act, marked, at) if marked else words.item("unmarked")]
    return Both(" · ".join(each.en for each in shown), " ・ ".join(each.ja for each in shown))


def _both(act: Held, marked: tuple[str, ...], at: int) -> Both:
    """Both markings, the other side's as somebody has ruled or as the tables say on the day of printing."""
    parties = (act.pair.us, act.pair.peer)
    beside = Beside(act.node.schemes, parties, datetime.fromtimestamp(at, UTC).date())
    return shown_marks(marks(marked, beside, _ruled(act, marked)))


def _ruled(act: Held, marked: tuple[str, ...]) -> str:
    """The other side's marking by a person's ruling: that of the act itself (a receipt), else that of its line."""
    own: Any = getattr(act.placed.body, "marking", None)
    if getattr(own, "ruled_by", "") and own.scheme != marked[0]:
        return str(own.written)
    ruled = ruled_in(terms_of(act), marked)
    return "" if ruled is None else ruled.written


def variant(act: Held) -> str:
    """Return which form of its kind an act is: irregular, given back, on loan, an opening balance."""
    body, terms = act.placed.body, act.stand.terms if act.stand else None
    if act.stand and act.stand.status == "irregular":
        return "irregular"
    kind = act.placed.act.kind
    if kind == "logistics/accept":
        return "order" if getattr(terms, "lines", ()) else ""
    if kind == "logistics/invoice":
        return act.placed.act.side_of
    if kind == "parties/erase":
        return str(body.reason)  # a disposal has a certificate
    if getattr(body, "purpose", "provision") != "provision":
        return str(body.purpose)
    said = getattr(body, "transaction", "") or getattr(body, "form", "") or getattr(terms_of(act), "transaction", "")
    return "" if said == "supply" else str(said)


def terms_of(act: Held) -> Any:
    """Return the terms of the line on which an act stands: its own, or for a fact those it came after."""
    if act.stand is None:
        return None
    if act.stand.terms is not None:
        return act.stand.terms
    case = act.pair.case(act.placed.act.case or act.placed.digest)
    basis = case.stands.get(act.placed.act.follows) if case else None
    return basis.terms if basis else None


def pack_of(act: Held) -> Pack | None:
    """Return the pack by which the act is judged, where this program holds it."""
    return act.node.packs.get(act.stand.pack if act.stand and act.stand.pack else act.placed.act.pack)


def _under(act: Held) -> Both:
    pack = pack_of(act)
    named = Both(pack.data.title, pack.data.title_ja) if pack else words.plain("")
    on_behalf = act.placed.act.on_behalf
    if on_behalf:
        by = words.party(on_behalf)
        label = words.item("on_behalf")
        return Both(f"{named.en}\n{label.en} {by.en}", f"{named.ja}\n{label.ja} {by.ja}")
    return named


def document(act: Held) -> Facts:
    """Return who wrote the act, when, where it stands in the log, and how it stood when printed."""
    signed, placed = act.placed.act, act.placed
    desks = people.desks(act.pair)
    lines = [
        Fact(words.item("by"), _writer(act, desks)),
        *([Fact(words.item("to"), words.party(_other(act)))] if act.stand else []),
        Fact(words.item("sealed"), words.instant(signed.time, signed.party)),
        Fact(words.item("state"), _state(act)),
    ]
    if placed.index is not None:
        lines.insert(-1, Fact(words.item("place"), words.plain(f"{placed.author} {placed.index}")))
    return Facts(words.part("document"), tuple(lines))


def _writer(act: Held, desks: dict[str, Both]) -> Both:
    signed = act.placed.act
    party = words.party(signed.party)
    desk = desks.get(signed.desk, words.plain(signed.desk))
    return Both(f"{party.en}, {desk.en}", f"{party.ja} {desk.ja}")


def _other(act: Held) -> str:
    return act.pair.peer if act.placed.act.side_of == act.pair.us else act.pair.us


def _state(act: Held) -> Both:
    if act.stand is None:
        return words.item("national")
    said = [] if act.placed.kind.nature == "will" else [words.code("state", state_of(act.stand))]
    if act.placed.kind.nature == "will" and state_of(act.stand) not in {"agreed", "sent"}:
        said.append(words.code("state", state_of(act.stand)))
    said.append(words.item("confirmed" if act.stand.confirmed else "unconfirmed"))
    if act.stand.late:
        said.append(words.item("late"))
    return words.joined(said)


def _said(act: Held) -> list[Part]:
    """Return the parts that the body and the texts make, and what an acceptance puts in force."""
    terms = terms_of(act)
    items = {line.number: line.item for line in getattr(terms, "lines", ())}
    known = Known(people.desks(act.pair), items, _described(act.leaves))
    said = bodies.parts(act.placed.body, known)
    if act.placed.act.kind == "logistics/accept" and items:
        said.append(_agreed(terms, act, known))
        said += [bodies.table(name, rows, known) for name in ("lines", "in_return") if (rows := getattr(terms, name))]
    spoken = _spoken(act)
    return [*said, spoken] if spoken.lines else said


def _agreed(terms: Any, act: Held, known: Known) -> Facts:
    """Return the terms that the acceptance puts in force, but for what its own body says already."""
    record = type(terms).__name__
    facts = [
        Fact(words.field(record, name), bodies.shown(name, value, known))
        for name in _OF_TERMS
        if (value := getattr(terms, name, None)) and value != getattr(act.placed.body, name, None)
    ]
    return Facts(words.part("agreed"), tuple(facts))


def _described(leaves: tuple[texts.Leaf, ...]) -> dict[int, Both]:
    return {leaf.slot - _LINE_SLOT: _text(leaf) for leaf in leaves if leaf.slot > _LINE_SLOT}


def _text(leaf: texts.Leaf) -> Both:
    return words.plain(leaf.text) if isinstance(leaf, texts.Opening) else words.item("erased")


def _spoken(act: Held) -> Facts:
    """Return the texts that stand beside the act, but for those of single lines."""
    room = act.placed.act.kind.partition("/")[0]
    lines = [Fact(words.slot(room, leaf.slot), _text(leaf)) for leaf in act.leaves if leaf.slot <= _LINE_SLOT]
    if act.placed.act.texts and not act.leaves:
        lines.append(Fact(words.part("texts"), words.item("not_held")))
    return Facts(words.part("texts"), tuple(lines))


def _beside(act: Held) -> list[Part]:
    """Return what the act rests on: documents, attachments, findings, articles."""
    beside = [_cites(act), _attachments(act), findings(act), articles(act)]
    return [part for part in beside if part is not None]


def _cites(act: Held) -> Table | None:
    if not act.placed.act.cites:
        return None
    cited = act.pair.reader.cited(act.placed.act.cites, {})
    rows = [_cite(place, digest, cited.get(digest)) for place, digest in enumerate(act.placed.act.cites, start=1)]
    heads = (("cite_number", 1), ("cite_kind", 6), ("cite_by", 1), ("cite_day", 3), ("cite_digest", 3))
    columns = tuple(Column(words.item(name), share=share) for name, share in heads)
    return Table(words.part("cites"), columns, tuple(rows))


def _cite(place: int, digest: bytes, found: Cited | None) -> tuple[Both, ...]:
    """Return one line of the documents relied on: its place, what it is, whose, of which day, how its digest begins."""
    place_of, digest_of = words.plain(f"[{place}]"), words.plain(beginning(digest))
    if found is None:
        return place_of, words.item("not_held"), words.plain(""), words.plain(""), digest_of
    signed, body = found.placed.act, found.placed.body
    kind = words.title(signed.kind, signed.side_of)
    number = getattr(body, "number", "") or getattr(body, "reference", "")
    on = getattr(body, "on", None)
    called = Both(f"{kind.en} {number}".rstrip(), f"{kind.ja} {number}".rstrip())
    return place_of, called, words.plain(signed.side_of), words.day(on) if on else words.plain(""), digest_of


def _attachments(act: Held) -> Table | None:
    if not act.placed.act.attachments:
        return None
    columns = (Column(words.item("paper")), Column(words.item("size"), figures=True), Column(words.item("cite_digest")))
    rows = tuple(
        (words.code("paper", each.paper), words.plain(f"{each.size:,d}"), words.plain(beginning(each.digest)))
        for each in act.placed.act.attachments
    )
    return Table(words.part("attachments"), columns, rows)


def beginning(digest: bytes) -> str:
    """Return how a digest begins, as much as tells it from all others on a sheet."""
    return press.grouped(digest.hex()[:16])


def findings(act: Held) -> Words | None:
    """Return why the act is irregular or objected to, as sentences of the catalogue."""
    if act.stand is None or not (act.stand.ruling or act.stand.objection):
        return None
    lines = tuple(Both(_why(each, "en"), _why(each, "ja")) for each in act.stand.ruling or act.stand.objection)
    return Words(words.part("findings"), lines)


def _why(finding: Finding | FindingWire, language: str) -> str:
    why = sentences.of_code(finding.rule, language, dict(finding.figures))
    rule = sentences.of_article(finding.article, language)
    return f"{why}。根拠: {rule}。" if language == "ja" else f"{why}. Rule: {rule}."


def articles(act: Held) -> Words | None:
    """Return the articles that the rules on this kind of act rest on, each with its standing; the ground first."""
    pack = pack_of(act)
    if pack is None:
        return None
    named = [rule.article for rule in pack.data.rule if act.placed.act.kind in rule.kinds]
    ground = getattr(getattr(terms_of(act), "setting", None), "ground", "")
    precise = [f"{each}({ground})" if f"{each}({ground})" in pack.articles else each for each in named]
    own = [pack.articles[each] for each in dict.fromkeys(precise) if each != "house"]
    grounds = [each for each in own if ground and each.id.endswith(f"({ground})")]
    rest = [each for each in own if each not in grounds]
    lines = [Both(f"{cited(each).en}: {each.en}", f"{cited(each).ja}: {each.ja}") for each in grounds]
    lines += by_standing(rest)
    return Words(words.part("articles"), tuple(lines)) if lines else None


def cited(article: Article) -> Both:
    """Return how an article is cited, with its standing."""
    standing = words.standing(article.standing)
    return Both(f"{article.cite} [{standing.en}]", f"{article.cite_ja}［{standing.ja}］")


def by_standing(known: list[Article]) -> list[Both]:
    """Return how articles are cited, those of one standing together: what is published first, drafts last."""
    lines = []
    for name in ("text", "sister", "draft"):
        of_it = [each for each in known if each.standing == name]
        if of_it:
            standing = words.standing(name)
            en, ja = "; ".join(each.cite for each in of_it), "、".join(each.cite_ja for each in of_it)
            lines.append(Both(f"[{standing.en}] {en}", f"［{standing.ja}］{ja}"))
    return lines


def symbol_of(act: Held) -> Symbol:
    """Return the code of an act: its envelope where that fits one symbol, else its digest."""
    if len(act.raw) <= symbol.MOST_BYTES:
        return Symbol(symbol.payload(symbol.ACT, act.raw), words.item("symbol_act"))
    caption = words.item("symbol_digest")
    size = f"{len(act.raw):,d}"
    said = Both(caption.en.format(size=size), caption.ja.format(size=size))
    return Symbol(symbol.payload(symbol.DIGEST, act.placed.digest), said)

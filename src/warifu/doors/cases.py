"""Read cases for people: status, list, story. Reads go past the law where a table holds the answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from warifu.core.errors import LogError
from warifu.core.folding import folded
from warifu.doors import kept_evidence, markings, returns, terms
from warifu.doors.documents import finding_document, plain
from warifu.doors.doubted import doubted
from warifu.doors.sentences import Both, Doing
from warifu.law.case import Case, Stand
from warifu.law.room import NOBODY
from warifu.node import ceiling, removing
from warifu.node.drafting import state_of
from warifu.node.node import Node
from warifu.node.pair import Pair
from warifu.record import anteroom, discs, evidence, log, queries_home, queries_links, queries_logistics, removals
from warifu.record.log import Store
from warifu.record.queries_links import Found
from warifu.record.queries_pages import Reader
from warifu.record.shelves import shelves, with_clocks

COLUMNS = ("case", "kind", "number", "marking", "state", "turn", "since")
_ORDERS = "logistics"
"""The room whose clocks are asked for as they stood on any day (``queries_logistics.clocks``)."""
_LEAST = 6
_ALL = 100_000
"""Lines of a list that a keeper asks for whole."""


def find(node: Node, peer: str, which: str) -> bytes:
    """Return the case of a digest, the beginning of one, or a number; raises LogError."""
    return find_in(node.pair(peer), which)


def find_in(pair: Pair, which: str) -> bytes:
    """Return the case of a digest, the beginning of one, or a desk's number; raises LogError if none or several fit."""
    found = {case for case, number in _numbers(pair.store, pair.name) if number == which or _begins(case, which)}
    if len(found) != 1:
        raise LogError("case.unknown" if not found else "case.ambiguous", which, found=len(found))
    return found.pop()


def _begins(case: bytes, which: str) -> bool:
    return len(which) >= _LEAST and case.hex().startswith(which.lower())


def _numbers(store: Store, pair: str) -> list[tuple[bytes, str]]:
    rows: list[tuple[bytes, str]] = []
    for shelf in shelves().values():
        sql = f'SELECT "case", number FROM {shelf.table} WHERE pair = %s'
        rows += [(row[0], row[1]) for row in store.run(sql, [pair])]
    return rows


def listing(node: Node, peer: str, kind: str) -> list[dict[str, Any]]:
    """List the cases of a pair: digest, kind, number, state, whose turn, since when."""
    pair = node.pair(peer)
    sql = 'SELECT DISTINCT "case", root_kind FROM half WHERE pair = %s AND root_kind LIKE %s ORDER BY root_kind, "case"'
    wanted = [row[0] for row in pair.store.run(sql, [pair.name, (kind or "") + "%"])]
    folded = pair.fold(pair.reader.gather(wanted))
    return [_row(case, pair, node) for case in folded.values()]


def _row(case: Case, pair: Pair, node: Node) -> dict[str, Any]:
    root = case.stands[case.root].placed
    marked = _marked(case, pair, node)
    return {
        "case": case.root.hex(),
        "kind": root.act.kind,
        "number": getattr(root.body, "number", "") or getattr(root.body, "reference", ""),
        "marking": marked.en,
        "marking_ja": marked.ja,
        "state": case.state,
        "turn": turn_of(case, pair),
        "since": shown(case.head.placed.act.time),
    }


def _marked(case: Case, pair: Pair, node: Node) -> Both:
    """Both markings of a case: of the label that protects most, and what answers to it today or by a ruling."""
    label = markings.highest({stand.placed.act.label for stand in case.stands.values()}, node.schemes)
    on = datetime.fromtimestamp(node.means.clock(), UTC).date()
    ruled = markings.ruled_in(case.head.terms, label)
    beside = markings.Beside(node.schemes, (pair.us, pair.peer), on)
    return markings.shown(markings.marks(label, beside, "" if ruled is None else ruled.written))


def turn_of(case: Case, pair: Pair) -> str:
    """Return the party whose move it is; empty where nothing is awaited."""
    if case.turn is None:
        return ""
    other = pair.peer if case.opener == pair.us else pair.us
    return case.opener if case.turn == "opener" else other


def shown(seconds: int) -> str:
    """Return an instant in UTC as people and programs read it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def in_order(case: Case) -> list[Stand]:
    """Acts by time; of one second, each behind what it follows and cites, for clocks tell no more than that."""
    waiting = sorted(
        case.stands.values(), key=lambda stand: (stand.placed.act.time, stand.placed.author, stand.placed.index or 0)
    )
    left = set(case.stands)
    told: list[Stand] = []
    while waiting:
        ready = (each for each in waiting if not {each.placed.act.after, *each.placed.act.cites} & left)
        following = next(ready, waiting[0])
        waiting.remove(following)
        left.discard(following.placed.digest)
        told.append(following)
    return told


def line_document(found: Found) -> dict[str, Any]:
    """Return a case of any room as the search and what rests on a case tell it."""
    line = found.line
    return {
        "room": found.room, "case": line.case.hex(), "flow": line.flow, "number": line.number, "state": line.state,
        "turn": line.turn, "since": shown(line.since), "activity": line.activity, "exercise": line.exercise,
    }  # fmt: skip


def search(node: Node, peer: str, words: str, reader: Reader) -> list[dict[str, Any]]:
    """Look in every room for words: number, desk, item or code; the first of each room, those moved last first."""
    sought = folded(words).strip()
    if not sought:
        return []
    store = node.pair(peer).store
    found = queries_links.search(store, reader, (sought, ()))
    return [line_document(Found(room, line)) for room, lines, _more in found for line in lines]


def keeper(node: Node, peer: str) -> Reader:
    """Return the reader of the command line, who sees all."""
    pair = node.pair(peer)
    return Reader(pair.name, pair.us, None, NOBODY, None)


def story(node: Node, peer: str, digest: bytes, reader: Reader | None = None) -> dict[str, Any]:
    """Tell a case act by act: who, when, how it stands, why, and what cites it as ``reader`` sees that."""
    pair = node.pair(peer)
    case = pair.case(digest)
    if case is None:
        raise LogError("case.unknown", digest.hex()[:16], found=0)
    acts, doubtful = in_order(case), doubted(pair, case)
    resting = queries_links.resting_on(pair.store, reader or keeper(node, peer), case.stands)
    return _row(case, pair, node) | {
        "acts": [_act(stand) | {"doubtful": stand.placed.digest in doubtful} for stand in acts],
        "cited_by": [line_document(each) for each in resting],
        "equivocations": [[one.hex(), other.hex()] for one, other in case.equivocations],
    }


def _act(stand: Stand) -> dict[str, Any]:
    placed = stand.placed
    doing: Doing = "irregular" if stand.status == "irregular" else "refused"
    return {
        "digest": placed.digest.hex(),
        "kind": placed.act.kind,
        "author": placed.author,
        "on_behalf": placed.act.on_behalf,
        "desk": placed.act.desk,
        "officer": placed.act.officer.hex(),
        "time": shown(placed.act.time),
        "on": str(getattr(placed.body, "on", "")),
        "place": placed.index,
        "state": state_of(stand),
        "confirmed": stand.confirmed,
        "late": stand.late,
        "unfounded_objection": stand.unfounded,
        "findings": [finding_document(finding, doing) for finding in stand.ruling],
        "objection": [finding_document(finding) for finding in stand.objection],
        "rival": stand.rival.hex(),
        "cites": [cite.hex() for cite in placed.act.cites],
        "attachments": [{"digest": a.digest.hex(), "size": a.size, "paper": a.paper} for a in placed.act.attachments],
    }


def status(node: Node, peer: str, day: date) -> dict[str, Any]:
    """Say whose move it is and since when, which clocks run, what is wrong, what clashes, how the exchange stands."""
    pair = node.pair(peer)
    store, name = pair.store, pair.name
    own, theirs = pair.head(pair.us), pair.head(pair.peer)
    witnessed = store.run("SELECT MAX(peer_size) FROM checkpoint WHERE pair = %s AND author = %s", [name, pair.peer])
    running = [clock for clock in queries_logistics.clocks(store, name, pair.us, day) if clock.phase != "on-time"]
    reader, wrong = Reader(name, pair.us, None, NOBODY, None), queries_logistics.wrong(store, name)
    for room in with_clocks():
        running += queries_home.clocks_in(store, reader, room, day, _ALL).lines if room != _ORDERS else []
    wrong += queries_home.troubles(store, reader, _ALL).lines
    return {
        "party": pair.us,
        "peer": pair.peer,
        "as_of": str(day),
        "waits_on_us": [_waiting(line) for line in queries_home.waiting(store, reader, pair.us, _ALL).lines],
        "waits_on_them": [_waiting(line) for line in queries_home.waiting(store, reader, pair.peer, _ALL).lines],
        "unanswered": [_unanswered(each) for each in queries_home.unanswered(store, reader, _ALL).lines],
        "clocks": [_plain(clock) for clock in running],
        "wrong": [_plain(each) for each in sorted(wrong, key=queries_logistics.oldest_first)],
        "terms": [_plain(each) for each in terms.running(node, pair, day)],
        "returns": [_plain(each) for each in returns.running(node, pair, day)],
        "clashes": [_clash(each) for each in queries_logistics.clashes(store, name) if each.to_day >= day],
        "evidence": [
            kept_evidence.document(act, what, figures) for act, what, figures, _ in evidence.kept(store, name)
        ],
        "anteroom": [_kept(each) for each in anteroom.waiting(store, name)],
        "under_way": [_disc(each) for each in discs.under_way(store, name)],
        "above_ceiling": [{"case": case.hex(), "level": level} for case, level in ceiling.held_above(node, pair)],
        "removals": [_line(each) for each in removing.open_lines(pair)],
        "pending": len(log.pending_cases(store, name)),
        "our_log": own.size,
        "their_log": theirs.size,
        "witnessed_by_them": witnessed[0][0] or 0,
        "pinned": bool(log.pin(store, name)),
    }


def _waiting(line: queries_logistics.CaseLine) -> dict[str, Any]:
    return _plain(line) | {"kind": line.flow, "since": shown(line.since)}


def _unanswered(line: queries_home.Unanswered) -> dict[str, Any]:
    return _plain(line) | {"since": shown(line.since)}


def _kept(kept: anteroom.Kept) -> dict[str, Any]:
    """Return what waits in the anteroom: a run of the peer's log or a loose act, for what, and until when."""
    return {
        "what": "anteroom.run" if kept.entries else "anteroom.loose",
        "why": f"anteroom.{kept.why}",
        "until": shown(kept.until) if kept.until else "",
        "key": kept.key.hex(),
        "first": kept.first,
        "entries": kept.entries,
        "size": kept.size,
        "since": shown(kept.since),
        "mark": kept.mark.hex(),
    }


def _line(line: removals.Line) -> dict[str, Any]:
    """Return what is to be followed up after a text was removed; ``line`` names it."""
    return {
        "what": f"removal.{line.what}",
        "who": line.who,
        "day": shown(line.day * 86_400)[:10],
        "kept": line.kept,
        "act": line.act.hex(),
        "line": line.mark.hex(),
    }


def _disc(disc: discs.Disc) -> dict[str, Any]:
    """Return a bundle on its way by disc or mail, and the checkpoint that it would bring."""
    return {
        "what": f"disc.{disc.way}",
        "since": shown(disc.time),
        "first": disc.first,
        "our_log": disc.ours,
        "their_log": disc.theirs,
        "files": disc.files,
        "bytes": disc.length,
        "digest": disc.digest.hex(),
    }


def _clash(clash: queries_logistics.Clash) -> dict[str, str]:
    """Return two bookings of one thing on the same days; ``thing`` is provider/desk/item."""
    plain = _plain(clash)
    return {"thing": plain.pop("clash_key"), **plain}


def _plain(row: Any) -> dict[str, Any]:
    """Return a row of a query as JSON can hold it: digests in hex, days as text, what is not there as an empty text."""
    return {name: "" if value is None else plain(value) for name, value in row._asdict().items()}

"""Read acts and answers of cases, and what they cite: the bytes of the logs turned into what the fold takes.

Law: steps 1 of *submit* and 3 of *receive*. A cited act is seen with the terms of its own line up to it, made along the
chain of its forebears without judging them: only confirmed acts may be cited, and who confirms an act confirms every
will before it. So no two cases ever have to be folded through each other. An act of a kind that no room of this
program knows stands in its log and is passed over here: what rests on it waits, and a later version reads it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

from warifu.core.act import Sealed, decode_answer, is_act, open_act
from warifu.core.errors import BytesError
from warifu.law.case import Heard, confirmed_among
from warifu.law.judge import Cited, Placed
from warifu.law.room import Room, find_kind, read_body
from warifu.record import log
from warifu.record.log import Store

_CACHE = 20_000


class Gathered:
    """The acts and answers of one case."""

    __slots__ = ("acts", "heard")

    def __init__(self) -> None:
        self.acts: dict[bytes, Placed] = {}
        self.heard: list[Heard] = []


class Reader:
    """Reads cases of one pair from the store; keeps the acts it has parsed."""

    def __init__(self, store: Store, pair: str, rooms: Mapping[str, Room]) -> None:
        self.store = store
        self.pair = pair
        self.rooms = rooms
        self.kinds = {name: (room, kind) for room in rooms.values() for name, kind in room.kinds.items()}
        self.sizes: Mapping[str, int] | None = None
        """Where only what stood there at a checkpoint is read: entries of each log by author; no loose acts."""
        self._parsed: OrderedDict[bytes, Placed] = OrderedDict()

    def place(self, sealed: Sealed, author: str, index: int | None) -> Placed:
        """Return an act with its kind and body read; raises BytesError for a kind or body that no room knows."""
        known = self._parsed.get(sealed.digest)
        if known is None:
            room, kind = self.kinds.get(sealed.act.kind) or find_kind(self.rooms.values(), sealed.act.kind)
            if sealed.act.is_root and kind.name not in room.flows:
                raise BytesError("act.begins_nothing", "act/2", kind=kind.name)
            known = Placed(sealed.act, sealed.digest, author, index, kind, read_body(kind, sealed.act.body))
            self._parsed[sealed.digest] = known
            if len(self._parsed) > _CACHE:
                self._parsed.popitem(last=False)
        return known if known.index == index and known.author == author else known._replace(author=author, index=index)

    def reads(self, author: str, line: log.Line) -> bool:
        """Tell whether an entry is read here: its kind is known (or it is an answer), and it stood there by then."""
        if self.sizes is not None and line.place >= self.sizes[author]:
            return False
        return self.knows(line)

    def knows(self, line: log.Line) -> bool:
        """Tell whether an entry is an answer or an act of a kind that a room of this program knows."""
        return not line.kind or line.kind in self.kinds

    def placed(self, author: str, line: log.Line) -> Placed:
        """Return the act of a log line."""
        known = self._parsed.get(line.act)
        if known is not None and known.author == author and known.index == line.place:
            return known
        return self.place(open_act(line.raw, f"entry {line.place} of {author}"), author, line.place)

    def gather(self, cases: Iterable[bytes]) -> dict[bytes, Gathered]:
        """Read all acts and answers of these cases, those ahead of their place included."""
        wanted = list(cases)
        found: dict[bytes, Gathered] = {case: Gathered() for case in wanted}
        for author, line in log.of_cases(self.store, self.pair, wanted):
            into = found[line.case]
            if not self.reads(author, line):
                continue
            if is_act(line.raw):
                into.acts[line.act] = self.placed(author, line)
            else:
                into.heard.append(Heard(decode_answer(line.raw), author, line.place))
        sql = 'SELECT act, author, raw, "case" FROM loose WHERE pair = %s AND "case" IN ({keys})'
        for act, author, raw, case in self.store.in_chunks(sql, [self.pair], wanted if self.sizes is None else ()):
            if act not in found[case].acts:
                found[case].acts[act] = self.place(open_act(raw), author, None)
        return found

    def cited(self, digests: Iterable[bytes], held: Mapping[bytes, Gathered]) -> dict[bytes, Cited]:
        """Return what may be seen of these acts; ``held``: cases gathered already, with the changes of this batch.

        An act whose forebears are not all here is itself not here yet: what cites it waits.
        """
        wanted = set(digests)
        home = {digest: case for case, gathered in held.items() for digest in gathered.acts if digest in wanted}
        home |= log.cases_of(self.store, self.pair, wanted - home.keys())
        if self.sizes is None:
            sql = 'SELECT act, "case" FROM loose WHERE pair = %s AND act IN ({keys})'
            home |= dict(self.store.in_chunks(sql, [self.pair], wanted - home.keys()))
        more = self.gather({case for case in home.values() if case not in held})
        seen = {
            digest: view(held[case] if case in held else more[case], digest, case, self.rooms)
            for digest, case in home.items()
        }
        return {digest: cited for digest, cited in seen.items() if cited is not None}


def view(gathered: Gathered, digest: bytes, case: bytes, rooms: Mapping[str, Room]) -> Cited | None:
    """Return a cited act with the terms of its line up to it and whether the other side has confirmed it.

    None where an act before it is not here.
    """
    placed = gathered.acts.get(digest)
    chain = None if placed is None else chain_of(gathered.acts, placed)
    if placed is None or chain is None:
        return None
    terms: Any = None
    try:
        for step in chain:
            if step.kind.nature == "will" or step.act.is_root:
                terms = rooms[step.act.kind.partition("/")[0]].evolve(terms, step)
    except Exception:  # noqa: BLE001  a line that makes no terms stands nowhere; checks that ask for them refuse
        terms = None
    root = gathered.acts[case]
    return Cited(placed, terms, digest in confirmed_among(gathered.acts.values(), gathered.heard), root.act.side_of)


def chain_of(acts: Mapping[bytes, Placed], placed: Placed) -> list[Placed] | None:
    """Return the acts from the root to this one along ``follows``; None where one is missing."""
    chain = [placed]
    while not chain[-1].act.is_root:
        before = acts.get(chain[-1].act.follows)
        if before is None:
            return None
        chain.append(before)
    return chain[::-1]

"""The shape of a room: what an agreement's code gives to the floors below and above it.

Law: a room is its kinds of act, the flows of its kinds of case, how a line of wills becomes terms (``evolve``), the
checks its packs may name, and how a case becomes rows. All of it is pure. Rooms do not know each other; what one needs
of another it cites. A new agreement is one folder of this shape, one pack, and one line in ``ROOMS`` of ``node.open``:
its name is that of its package, of its tables (``NAME_…``) and of the beginning of its kinds (``NAME/…``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import msgspec

from warifu.core.errors import BytesError
from warifu.core.label import KNOWN, Schemes
from warifu.core.posting import Posting
from warifu.core.wire import from_plain
from warifu.law.flow import Flow, Side
from warifu.law.judge import Check, Cited, Placed, Ruling

Nature = Literal["will", "fact", "aside"]
WILL: Nature = "will"
FACT: Nature = "fact"
ASIDE: Nature = "aside"


class Kind(NamedTuple):
    """One kind of act: its name, nature, body record, and its text slots by number.

    ``national`` acts stand in the national log and are never sent. ``worth`` gives what an appointment's limits are
    measured against: pairs of (currency or unit, amount), from the body and the terms of the line before it. Which
    roles may sign a kind is data of the pack (table ``signers``).
    """

    name: str
    nature: Nature
    body: type[msgspec.Struct]
    slots: Mapping[int, str] = {}
    national: bool = False
    worth: Callable[[Any, Any], Iterable[tuple[str, Decimal]]] | None = None


class RowContext(NamedTuple):
    """What a case's rows are made with besides the case: the pair (``GB-JP``), which party is ours, acts cited.

    ``tables``: the tables of packs by pack digest (months of a clock, years of retention); a room has its defaults.
    ``used``: by case, the numbers of the groups of its claim that an earlier case has used up (``Uses``).
    """

    pair: str
    us: str
    cited: Mapping[bytes, Cited]
    tables: Mapping[bytes, Mapping[str, Any]] = {}
    used: Mapping[bytes, frozenset[int]] = {}
    schemes: Schemes = KNOWN
    """Every scheme of markings that the node knows."""


class Sight(NamedTuple):
    """Who may see a case: from which protection level on (0 open … 4; ``NOBODY``), and of which need-to-know circle."""

    level: int = 0
    circle: str = ""
    """The group that needs to know; empty where the level is enough."""


OPEN = Sight()
NOBODY = 9
"""The level of what bears a label that no known scheme reads."""


class Rows(NamedTuple):
    """What a case becomes: rows by table name (tuples in column order), its postings, and who may see it.

    A function of the case alone: no clock, no text, never an exception, whatever a well-formed act says. Each row is a
    tuple in the order of the table's columns, without pair and case: the projection writes these in front.
    """

    tables: dict[str, list[tuple[Any, ...]]]
    postings: tuple[Posting, ...] = ()
    sight: Sight | None = None
    """None: the node takes the highest label of the case's acts."""
    cites: tuple[bytes, ...] = ()
    """Acts of other cases on which this one rests or of which it speaks; the node writes them, not the room."""


class Claim(NamedTuple):
    """What a case uses up that can be used once, by digest, in groups that stand or fall as one.

    ``order``: its turn among all such cases of the pair, from places in the logs, so that both nodes tell it alike;
    None while it uses nothing (not agreed, or a rehearsal).
    """

    groups: tuple[tuple[bytes, ...], ...]
    order: tuple[int, int, bytes] | None = None


class Uses(NamedTuple):
    """How cases that begin with ``root`` use up what they cite, and where the rows say who cites it.

    ``table`` has a row for each group with the digests in ``columns``; ``agreed``: the condition on which a row may be
    one that counts.
    """

    root: str
    table: str
    columns: tuple[str, ...]
    agreed: str
    claim: Callable[[Any], Claim]


class Room(NamedTuple):
    """One agreement's code."""

    name: str
    kinds: Mapping[str, Kind]
    flows: Mapping[str, Flow]
    """Root kind to the flow of its case."""
    evolve: Callable[[Any, Placed], Any]
    """(terms or None, will) to terms: what the line has agreed."""
    checks: Mapping[str, Check]
    rows: Callable[[Any, RowContext], Rows]
    """(case, context) to rows and postings."""
    tables: Mapping[str, tuple[str, ...]]
    """Table name to column names, in the order of the tuples in ``Rows.tables``; pair and case stand before them."""
    uses: tuple[Uses, ...] = ()
    """What may be used up once by cases that do not know each other."""
    national_rows: Callable[[Any, RowContext], Rows] | None = None
    """(national case, context whose pair is ``national``) to rows; None where this room keeps none of its own."""
    unclassified: frozenset[int] = frozenset()
    """Text slots that hold nothing classified by what they are for; a node below the act's marking keeps them too."""
    asks_home: Mapping[str, str] = {}
    """Kind of ours to the kind that begins the national cases which our own law looks at before it is sealed: those
    whose first act cites the first act of the same case. Nothing of them stands in what is sent."""
    due: Callable[[Any, Side], Iterable[str]] | None = None
    """(case, side) to the kinds that come next for a side, the most pressing first. It only puts first what the flow
    allows anyhow. None: on its turn a side is offered the first step that gives nothing up."""
    access: Callable[[Any, Mapping[str, Any], Mapping[str, Any]], tuple[Any, Ruling]] | None = None
    """(pack, who asks to see what where and when, what the tables tell) to the question and its answer. None: nobody
    asks this room to see anything."""


def kinds_of(*kinds: Kind) -> dict[str, Kind]:
    """Index kinds by name; a name given twice is a mistake in the room."""
    indexed = {kind.name: kind for kind in kinds}
    if len(indexed) != len(kinds):
        raise ValueError(sorted(kind.name for kind in kinds))
    return indexed


def read_body(kind: Kind, plain: dict[int, Any]) -> Any:
    """Read a plain body into the record of its kind; raises BytesError naming the field."""
    return from_plain(kind.body, plain, f"{kind.name} body")


def find_kind(rooms: Iterable[Room], name: str) -> tuple[Room, Kind]:
    """Return the room and kind of a name; raises BytesError for a kind that no room knows."""
    for room in rooms:
        if name in room.kinds:
            return room, room.kinds[name]
    raise BytesError("act.kind_unknown", "act/2", kind=name[:80])

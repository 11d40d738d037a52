"""The ceiling of a node: above its level neither texts nor files are written or kept here; their leaves stay sealed.

Law: a node is accredited up to a marking (``ceiling`` in ``node.toml``). The acts themselves are taken in whatever they
are marked, for they hold no text, and the logs are whole or nothing; but the openings and the files of an act that is
marked above the ceiling are refused on our own draft and left out of what is received. A slot that is unclassified by
what it is for (the short title of an item) may be written and kept.

Place on the path: step 2 of *submit*, step 6 of both; and before a national act is sealed. The vault asks too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from warifu.core import texts
from warifu.core.act import Act, open_act
from warifu.law.judge import PERMITTED, Finding, Ruling
from warifu.law.room import NOBODY
from warifu.node.sighting import level_of

if TYPE_CHECKING:
    from warifu.node.node import Node
    from warifu.node.pair import Pair

Leaves = list[tuple[bytes, list[texts.Leaf]]]
NONE = NOBODY
"""The ceiling of a node that has none: whatever it is marked."""


def is_above(node: Node, label: Iterable[str]) -> bool:
    """Tell whether what bears a label lies above the node's ceiling; a label that nobody reads does."""
    return node.ceiling < NONE and level_of(node.schemes, tuple(label)) > node.ceiling


def _open_slots(node: Node, kind: str) -> frozenset[int]:
    room = node.rooms.get(kind.partition("/")[0])
    return room.unclassified if room is not None else frozenset()


def refusal(node: Node, act: Act, leaves: Iterable[texts.Leaf]) -> Ruling:
    """Return the finding on a draft of ours that would write a text or a file above the ceiling."""
    if not is_above(node, act.label):
        return PERMITTED
    slots = sorted({leaf.slot for leaf in leaves} - _open_slots(node, act.kind))
    if not slots and not act.attachments:
        return PERMITTED
    figures = (
        ("label", " ".join(act.label)), ("slots", ", ".join(map(str, slots))), ("files", str(len(act.attachments))),
    )  # fmt: skip
    return (Finding("house.above_ceiling", "house", figures),)


def held_above(node: Node, pair: Pair) -> list[tuple[bytes, int]]:
    """Return (case, level) of every case above the ceiling of which texts are held here all the same.

    Texts that were taken in before their case was upgraded, or before the ceiling was set, are not destroyed by that:
    they may be the only ones. They are listed until somebody has removed them here or moved them.
    """
    if node.ceiling >= NONE:
        return []
    rows = pair.store.run(
        'SELECT DISTINCT s."case", s.level, e.kind, k.slot FROM case_sight s '
        'JOIN entry e ON e.pair = s.pair AND e."case" = s."case" AND e.kind <> \'\' '
        "JOIN opening_key k ON k.pair = e.pair AND k.act = e.act WHERE s.pair = %s AND s.level > %s",
        [pair.name, node.ceiling],
    )
    return sorted({(bytes(case), level) for case, level, kind, slot in rows if slot not in _open_slots(node, kind)})


def within(
    node: Node, pair: Pair, found: tuple[Leaves, Mapping[bytes, bytes]], acts: Iterable[Act]
) -> tuple[Leaves, dict[bytes, bytes]]:
    """Return what may be kept of openings and files that came: openings above the ceiling as sealed leaves, no files.

    ``acts``: those that came with them, to tell which file belongs to what.
    """
    leaves, files = found
    if node.ceiling >= NONE:
        return leaves, dict(files)
    named = {file.digest for act in acts if is_above(node, act.label) for file in act.attachments}
    free = {file.digest for act in acts if not is_above(node, act.label) for file in act.attachments}
    kept = {digest: raw for digest, raw in files.items() if digest not in named or digest in free}
    known = _acts(pair, [act for act, _ in leaves])
    return [(act, _sealed(node, known.get(act), each)) for act, each in leaves], kept


def _sealed(node: Node, act: Act | None, leaves: list[texts.Leaf]) -> list[texts.Leaf]:
    """The leaves of an act as they may be kept; of an act that is not held nothing is known, so they are sealed."""
    if act is not None and not is_above(node, act.label):
        return leaves
    free = _open_slots(node, act.kind) if act else frozenset()
    return [leaf if leaf.slot in free else texts.Sealed(leaf.slot, leaf.leaf()) for leaf in leaves]


def _acts(pair: Pair, digests: list[bytes]) -> dict[bytes, Act]:
    """The acts of these digests, from the log or ahead of their place; read after they were appended."""
    found: dict[bytes, Act] = {}
    for sql in (
        "SELECT act, raw FROM entry WHERE pair = %s AND kind <> '' AND act IN ({keys})",
        "SELECT act, raw FROM loose WHERE pair = %s AND act IN ({keys})",
    ):
        found |= {row[0]: open_act(row[1]).act for row in pair.store.in_chunks(sql, [pair.name], digests)}
    return found


__all__ = ["NONE", "held_above", "is_above", "refusal", "within"]

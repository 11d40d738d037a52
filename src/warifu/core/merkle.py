"""The Merkle tree of a log: what was written cannot be changed without the root telling.

Law: RFC 9162, section 2.1, with SHA-256. A leaf is hashed behind 0x00 and a node behind 0x01, so that neither can be
taken for the other; the tree over n leaves splits at the largest power of two smaller than n; the empty tree has the
hash of nothing.

Place on the path: ``record.log`` appends the leaf hash of each entry to a ``Tree`` and keeps the nodes that the append
completes; checkpoints sign size and root; ``log prove`` and the exchange read proofs back from the kept nodes.

A *full* subtree of 2**level leaves that begins at leaf ``index * 2**level`` never changes once it is complete. These
are the nodes worth keeping: with them every proof takes O(log n) reads. Only the right edge of a tree is not full, and
it is folded together from full ones.

A path does not bind the size: the same path may fit two sizes whose trees have one shape above the leaf. Index, size
and root are therefore always those of a signed checkpoint, never taken from whoever brings the path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from warifu.core.errors import LogError

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
#: A size is written as a signed 64-bit integer in every store; no log comes near it.
MAX_SIZE = 2**63 - 1

_LEAF_PREFIX = b"\x00"
_NODE_PREFIX = b"\x01"
_SIZE_BYTES = 8


class Node(NamedTuple):
    """A full subtree: ``2**level`` leaves, of which the first is leaf ``place * 2**level``."""

    level: int
    place: int
    digest: bytes


class Span(NamedTuple):
    """The leaves from ``start`` up to, but not with, ``end``, counted from nought."""

    start: int
    end: int


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry as a leaf: SHA-256 over 0x00 and its bytes (RFC 9162, 2.1.1)."""
    return sha256(_LEAF_PREFIX + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees as one: SHA-256 over 0x01 and both hashes (RFC 9162, 2.1.1)."""
    return sha256(_NODE_PREFIX + left + right).digest()


class Tree:
    """A growing tree that remembers its right edge alone: O(log n) memory and time for each leaf.

    The edge holds the roots of the full subtrees from left to right, one for each bit set in the size.
    """

    __slots__ = ("_edge", "_size")

    def __init__(self) -> None:
        """Begin with the empty tree."""
        self._size = 0
        self._edge: list[bytes] = []

    @property
    def size(self) -> int:
        """Count the leaves."""
        return self._size

    def append(self, leaf: bytes) -> list[Node]:
        """Add a leaf hash; return the inner nodes that it completes, the lowest first.

        The leaf itself, level 0, is not among them: the store has it with its entry. On average one node is returned
        for each leaf. Raises ``LogError`` ``log.hash_length`` if ``leaf`` is not a hash of 32 bytes.
        """
        if len(leaf) != HASH_BYTES:
            raise LogError("log.hash_length", f"entry {self._size}", length=len(leaf))
        completed: list[Node] = []
        digest, index, level = leaf, self._size, 0
        while index & 1:
            digest = sha256(_NODE_PREFIX + self._edge.pop() + digest).digest()
            index >>= 1
            level += 1
            completed.append(Node(level, index, digest))
        self._edge.append(digest)
        self._size += 1
        return completed

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add many leaf hashes, as ``append`` does one by one, without naming the nodes that they complete."""
        edge, size = self._edge, self._size
        for leaf in leaves:
            if len(leaf) != HASH_BYTES:
                self._size = size
                raise LogError("log.hash_length", f"entry {size}", length=len(leaf))
            digest, index = leaf, size
            while index & 1:
                digest = sha256(_NODE_PREFIX + edge.pop() + digest).digest()
                index >>= 1
            edge.append(digest)
            size += 1
        self._size = size

    def root(self) -> bytes:
        """Give the root of all leaves so far; of none, the hash of nothing."""
        return _fold(self._edge)

    def copy(self) -> Tree:
        """Give a second tree that grows on its own: to try a batch before it is written."""
        other = Tree()
        other._size = self._size
        other._edge = self._edge.copy()
        return other

    def to_bytes(self) -> bytes:
        """Write the state: the size in 8 bytes, big-endian, then the edge from left to right, 32 bytes each."""
        return self._size.to_bytes(_SIZE_BYTES, "big") + b"".join(self._edge)

    @classmethod
    def from_bytes(cls, state: bytes) -> Tree:
        """Read the state back, so that a stored log goes on without being read again.

        Raises ``LogError`` ``log.tree_state`` if the length is not the one that the size asks for.
        """
        size = int.from_bytes(state[:_SIZE_BYTES], "big")
        edge = [state[at : at + HASH_BYTES] for at in range(_SIZE_BYTES, len(state), HASH_BYTES)]
        if len(state) != _SIZE_BYTES + HASH_BYTES * size.bit_count() or size > MAX_SIZE:
            raise LogError("log.tree_state", "tree", size=size, length=len(state))
        tree = cls()
        tree._size, tree._edge = size, edge
        return tree

    @classmethod
    def from_nodes(cls, size: int, hash_at: Callable[[int, int], bytes]) -> Tree:
        """Take up a tree of ``size`` leaves from kept nodes: O(log n) calls of ``hash_at(level, index)``."""
        tree = cls()
        tree._size = size
        tree._edge = [hash_at(level, index) for level, index in nodes_of(Span(0, size))]
        return tree


def root_of(hashes: Iterable[bytes]) -> bytes:
    """Give the root over leaf hashes in their order; of none, the hash of nothing."""
    tree = Tree()
    tree.extend(hashes)
    return tree.root()


def root_at(size: int, hash_at: Callable[[int, int], bytes]) -> bytes:
    """Give the root that the log had at ``size``, from kept nodes: O(log n) reads."""
    return _span_root(Span(0, size), hash_at)


def nodes_of(span: Span) -> list[tuple[int, int]]:
    """Name, as (level, index) from left to right, the full subtrees that make up a span of a proof.

    The span must begin where its largest full subtree may begin, as all spans of a proof do. A store may read all
    nodes of all spans of a proof in one query.
    """
    named: list[tuple[int, int]] = []
    start, width = span.start, span.end - span.start
    while width:
        level = width.bit_length() - 1
        named.append((level, start >> level))
        start += 1 << level
        width -= 1 << level
    return named


def inclusion_spans(index: int, size: int) -> list[Span]:
    """Name the spans whose roots prove that leaf ``index`` stands in the tree of ``size``, nearest to the leaf first.

    Raises ``LogError`` ``log.no_such_entry`` unless 0 <= index < size (RFC 9162, 2.1.3.1).
    """
    if not 0 <= index < size <= MAX_SIZE:
        raise LogError("log.no_such_entry", f"entry {index}", size=size)
    spans: list[Span] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            spans.append(Span(middle, end))
            end = middle
        else:
            spans.append(Span(start, middle))
            start = middle
    return spans[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """Name the spans whose roots prove that the tree of ``old`` leaves begins the tree of ``new``, deepest first.

    None are needed when the old tree is empty or is the new one. Raises ``LogError`` ``log.no_such_sizes`` unless
    0 <= old <= new (RFC 9162, 2.1.4.1).
    """
    if not 0 <= old <= new <= MAX_SIZE:
        raise LogError("log.no_such_sizes", f"sizes {old} and {new}")
    if old in (0, new):
        return []
    spans: list[Span] = []
    start, end = 0, new
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            spans.append(Span(middle, end))
            end = middle
        else:
            spans.append(Span(start, middle))
            start = middle
    if start:  # Otherwise what is left is the old tree itself, whose root the other side has.
        spans.append(Span(start, end))
    return spans[::-1]


def inclusion_path(index: int, size: int, hash_at: Callable[[int, int], bytes]) -> list[bytes]:
    """Prove that a leaf stands in the log: sibling hashes from the leaf up, O(log n) reads.

    ``index`` counts from nought, ``size`` is that of the root to be met, ``hash_at(level, index)`` gives the hash of
    a full subtree, level 0 being the leaves. Raises as ``inclusion_spans``.
    """
    return [_span_root(span, hash_at) for span in inclusion_spans(index, size)]


def consistency_path(old: int, new: int, hash_at: Callable[[int, int], bytes]) -> list[bytes]:
    """Prove that the log of ``new`` leaves begins with the log of ``old``: O(log n) reads.

    ``hash_at`` as in ``inclusion_path``. Raises as ``consistency_spans``.
    """
    return [_span_root(span, hash_at) for span in consistency_spans(old, new)]


def verify_inclusion(leaf: bytes, place: tuple[int, int], path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether ``path`` leads from the leaf hash at ``place`` = (index, size) to ``root`` (RFC 9162, 2.1.3.2).

    Anything may be handed in: what does not fit is False, never an error.
    """
    index, size = place
    if not 0 <= index < size <= MAX_SIZE or not _are_hashes((leaf, root, *path)):
        return False
    at, last, digest = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            digest = node_hash(sibling, digest)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            digest = node_hash(digest, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and digest == root


def verify_consistency(sizes: tuple[int, int], path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Tell whether ``path`` proves that the tree of ``sizes`` = (old, new) was only added to (RFC 9162, 2.1.4.2).

    An empty old tree begins every tree, needs an empty path, and must have the hash of nothing as its root.
    Anything may be handed in: what does not fit is False, never an error.
    """
    old, new = sizes
    if not 0 <= old <= new <= MAX_SIZE or not _are_hashes((old_root, new_root, *path)):
        return False
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == EMPTY_ROOT
    whole = old & (old - 1) == 0  # A full old tree stands in the new one as it is: its root begins the path.
    return _climb((old - 1, new - 1), [old_root, *path] if whole else list(path)) == (old_root, new_root)


def _climb(lasts: tuple[int, int], path: list[bytes]) -> tuple[bytes, bytes] | None:
    """Fold a consistency path into both roots, or None if it is too short or too long (RFC 9162, 2.1.4.2, 4 to 8)."""
    at, last = lasts
    if not path:
        return None
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            after = node_hash(after, sibling)
        at, last = at >> 1, last >> 1
    return (before, after) if last == 0 else None


def _split(width: int) -> int:
    """Give the largest power of two smaller than ``width``, which is at least 2."""
    return 1 << (width - 1).bit_length() - 1


def _fold(subtrees: list[bytes]) -> bytes:
    """Join the roots of full subtrees, the largest leftmost, into one root, from the right."""
    if not subtrees:
        return EMPTY_ROOT
    digest = subtrees[-1]
    for left in subtrees[-2::-1]:
        digest = node_hash(left, digest)
    return digest


def _span_root(span: Span, hash_at: Callable[[int, int], bytes]) -> bytes:
    """Give the root of one span from the full subtrees in it."""
    return _fold([hash_at(level, index) for level, index in nodes_of(span)])


def _are_hashes(values: Iterable[bytes]) -> bool:
    """Tell whether each value is 32 bytes long."""
    return all(len(value) == HASH_BYTES for value in values)

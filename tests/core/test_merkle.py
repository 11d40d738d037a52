"""The tree of a log against RFC 9162: known answers, the definition itself, and every way to lie about it."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core import merkle
from warifu.core.errors import LogError

VECTORS = Path(__file__).parents[1] / "vectors"


def load_maker():
    spec = importlib.util.spec_from_file_location("make_merkle", VECTORS / "make_merkle.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = load_maker()


def leaves_of(count: int) -> list[bytes]:
    return [merkle.leaf_hash(b"entry %d" % number) for number in range(count)]


def defined_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + defined_root(leaves[:k]) + defined_root(leaves[k:])).digest()


def defined_consistency(old: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 9162, 2.1.4.1, word for word."""
    if old == len(leaves):
        return [] if whole else [defined_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if old <= k:
        return [*defined_consistency(old, leaves[:k], whole), defined_root(leaves[k:])]
    return [*defined_consistency(old - k, leaves[k:], False), defined_root(leaves[:k])]


# Known since 2013 to every implementation of Certificate Transparency; not made by ours.
KNOWN_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(9))
def test_the_known_roots_are_met(size):
    entries = [bytes.fromhex(entry) for entry in MAKER.CLASSIC[:size]]
    assert merkle.root_of(map(merkle.leaf_hash, entries)).hex() == KNOWN_ROOTS[size]


@pytest.mark.parametrize("name", sorted(MAKER.files()))
def test_the_golden_files_are_what_we_make_today(name):
    assert (VECTORS / "merkle" / name).read_text(encoding="ascii") == MAKER.files()[name]


def test_each_named_defect_is_refused():
    bad = json.loads((VECTORS / "merkle" / "bad.json").read_text(encoding="ascii"))
    for row in bad["inclusion"]:
        path = [bytes.fromhex(digest) for digest in row["path"]]
        leaf = merkle.leaf_hash(bytes.fromhex(row["entry"]))
        place = (row["index"], row["size"])
        assert not merkle.verify_inclusion(leaf, place, path, bytes.fromhex(row["root"])), row["defect"]
    for row in bad["consistency"]:
        path = [bytes.fromhex(digest) for digest in row["path"]]
        old_root, new_root = bytes.fromhex(row["old_root"]), bytes.fromhex(row["new_root"])
        assert not merkle.verify_consistency((row["old"], row["new"]), path, old_root, new_root), row["defect"]


@given(st.integers(0, 140))
def test_the_growing_tree_has_the_root_of_the_definition(size):
    leaves = leaves_of(size)
    hash_at = MAKER.nodes_over(leaves)
    assert merkle.root_of(leaves) == defined_root(leaves)
    assert merkle.root_at(size, hash_at) == defined_root(leaves)
    assert merkle.Tree.from_nodes(size, hash_at).to_bytes() == tree_of(leaves).to_bytes()


def tree_of(leaves: list[bytes]) -> merkle.Tree:
    tree = merkle.Tree()
    for leaf in leaves:
        tree.append(leaf)
    return tree


@given(st.integers(1, 140).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))), st.integers(0, 7))
def test_a_leaf_is_proved_and_a_changed_path_is_not(place, bit):
    index, size = place
    leaves = leaves_of(size)
    path = merkle.inclusion_path(index, size, MAKER.nodes_over(leaves))
    root = defined_root(leaves)
    assert merkle.verify_inclusion(leaves[index], place, path, root)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"another"), place, path, root)
    for at, digest in enumerate(path):
        spoiled = [*path[:at], bytes([digest[0] ^ 1 << bit, *digest[1:]]), *path[at + 1 :]]
        assert not merkle.verify_inclusion(leaves[index], place, spoiled, root)


@given(st.integers(0, 140).flatmap(lambda new: st.tuples(st.integers(0, new), st.just(new))))
def test_growth_is_proved_as_the_definition_says(sizes):
    old, new = sizes
    leaves = leaves_of(new)
    path = merkle.consistency_path(old, new, MAKER.nodes_over(leaves))
    old_root, new_root = defined_root(leaves[:old]), defined_root(leaves)
    assert path == (defined_consistency(old, leaves, True) if old else [])
    assert merkle.verify_consistency(sizes, path, old_root, new_root)
    assert not merkle.verify_consistency(sizes, [*path, new_root], old_root, new_root)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 59))
def test_a_rewritten_past_has_no_proof(old, more, changed):
    leaves = leaves_of(old + more)
    forged = leaves.copy()
    forged[changed % old] = merkle.leaf_hash(b"forged")
    sizes = (old, old + more)
    path = merkle.consistency_path(*sizes, MAKER.nodes_over(forged))
    assert not merkle.verify_consistency(sizes, path, defined_root(leaves[:old]), defined_root(forged))


def test_what_is_handed_in_from_outside_is_false_and_never_an_error():
    root = merkle.root_of(leaves_of(4))
    for place in [(-1, 4), (4, 4), (0, 0), (0, -3), (0, 2**64)]:
        assert not merkle.verify_inclusion(root, place, [root], root)
    assert not merkle.verify_inclusion(root, (0, 2), [b"short"], root)
    for sizes in [(-1, 4), (5, 4), (1, 2**64)]:
        assert not merkle.verify_consistency(sizes, [root], root, root)
    assert not merkle.verify_consistency((0, 4), [], root, root)
    assert merkle.verify_consistency((0, 4), [], merkle.EMPTY_ROOT, root)


def test_a_leaf_is_never_taken_for_a_node():
    left, right = leaves_of(2)
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)


@given(st.integers(0, 300), st.integers(1, 40))
def test_a_stored_tree_goes_on_where_it_stood(size, more):
    tree = tree_of(leaves_of(size))
    again = merkle.Tree.from_bytes(tree.to_bytes())
    trial = tree.copy()
    for leaf in leaves_of(more):
        assert again.append(leaf) == trial.append(leaf)
    assert (again.size, again.root()) == (trial.size, trial.root()) == (size + more, again.root())
    assert (tree.size, tree.root()) == (size, merkle.root_of(leaves_of(size)))


@given(st.integers(0, 5000))
def test_each_inner_node_is_reported_once_when_it_is_complete(size):
    tree, told = merkle.Tree(), []
    for leaf in leaves_of(size):
        told += [(node.level, node.place) for node in tree.append(leaf)]
    levels = range(1, size.bit_length())
    assert sorted(told) == [(level, index) for level in levels for index in range(size >> level)]


@given(st.integers(1, 2**40).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))))
def test_a_proof_reads_few_nodes_however_long_the_log(place):
    index, size = place
    read: list[tuple[int, int]] = []

    def hash_at(level: int, at: int) -> bytes:
        assert (at + 1) << level <= size
        read.append((level, at))
        return bytes(32)

    merkle.inclusion_path(index, size, hash_at)
    assert len(read) <= 2 * size.bit_length()
    read.clear()
    merkle.consistency_path(index, size, hash_at)
    assert len(read) <= 2 * size.bit_length()


@pytest.mark.parametrize(
    "state", [b"", bytes(7), bytes(9), (1).to_bytes(8, "big"), (2**63).to_bytes(8, "big") + bytes(32)]
)
def test_a_broken_state_is_named(state):
    with pytest.raises(LogError) as caught:
        merkle.Tree.from_bytes(state)
    assert caught.value.code == "log.tree_state"


def test_what_the_log_does_not_hold_is_named():
    hash_at = MAKER.nodes_over(leaves_of(3))
    with pytest.raises(LogError) as caught:
        merkle.inclusion_path(3, 3, hash_at)
    assert (caught.value.code, caught.value.where) == ("log.no_such_entry", "entry 3")
    with pytest.raises(LogError) as caught:
        merkle.consistency_path(4, 3, hash_at)
    assert caught.value.code == "log.no_such_sizes"
    with pytest.raises(LogError) as caught:
        merkle.Tree().append(b"short")
    assert (caught.value.code, caught.value.figures) == ("log.hash_length", {"length": 5})

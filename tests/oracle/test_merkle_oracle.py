"""Two implementations that know nothing of ours, pymerkle and scitt-cose, read our golden Merkle vectors.

Runs in an environment of its own, without Warifu: ``make oracle``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import scitt_cose.merkle as scitt
from pymerkle import InmemoryTree, InvalidProof, verify_consistency, verify_inclusion

VECTORS = Path(__file__).parents[1] / "vectors" / "merkle"


def vectors(name: str):
    return json.loads((VECTORS / name).read_text(encoding="ascii"))


def tree_over(entries: list[str]) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(bytes.fromhex(entry))
    return tree


@pytest.mark.parametrize("name", ["roots-classic.json", "roots-invented.json"])
def test_both_find_the_same_leaves_and_roots(name):
    golden = vectors(name)
    entries = golden["entries"]
    tree = tree_over(entries)
    assert [scitt.leaf_hash(entry) for entry in entries] == golden["leaves"]
    assert [tree.get_leaf(place + 1).hex() for place in range(len(entries))] == golden["leaves"]
    assert len(golden["roots"]) == len(entries) + 1
    for size, root in enumerate(golden["roots"]):
        assert scitt.merkle_root(entries[:size]) == root
        assert tree.get_root(size).hex() == root


def test_both_make_and_accept_the_same_paths_to_a_leaf():
    golden = vectors("inclusion.json")
    tree = tree_over(golden["entries"])
    assert len(golden["proofs"]) > 100
    for proof in golden["proofs"]:
        index, size, path, root = (proof[name] for name in ("index", "size", "path", "root"))
        entry = golden["entries"][index]
        assert scitt.inclusion_proof(golden["entries"][:size], index) == path
        assert scitt.verify_inclusion(entry, index, size, path, root)
        theirs = tree.prove_inclusion(index + 1, size)
        assert [digest.hex() for digest in theirs.path[1:]] == path
        theirs.path = [bytes.fromhex(scitt.leaf_hash(entry)), *map(bytes.fromhex, path)]
        verify_inclusion(theirs.path[0], bytes.fromhex(root), theirs, index=index + 1, size=size)


def test_both_agree_that_the_log_was_only_added_to():
    golden = vectors("consistency.json")
    entries = golden["entries"]
    tree = tree_over(entries)
    assert len(golden["proofs"]) > 100
    for proof in golden["proofs"]:
        old, new, path = proof["old"], proof["new"], proof["path"]
        old_root, new_root = proof["old_root"], proof["new_root"]
        assert scitt.consistency_proof(entries, old, new) == path
        assert scitt.verify_consistency(old_root, new_root, old, new, path)
        # pymerkle cuts its own path differently; it checks our roots with that, and each hash of ours by its leaves.
        if old:
            theirs = tree.prove_consistency(old, new)
            verify_consistency(bytes.fromhex(old_root), bytes.fromhex(new_root), theirs, old, new)
        assert [tree_over(entries[start:end]).get_root().hex() for start, end in proof["spans"]] == path


@pytest.mark.parametrize("row", vectors("bad.json")["inclusion"], ids=lambda row: row["defect"])
def test_both_refuse_a_bad_path_to_a_leaf(row):
    assert not scitt.verify_inclusion(row["entry"], row["index"], row["size"], row["path"], row["root"])
    entries = vectors("roots-classic.json")["entries"]
    place = min(row["index"], len(entries) - 1)
    theirs = tree_over(entries).prove_inclusion(place + 1, max(row["size"], place + 1))
    leaf = bytes.fromhex(scitt.leaf_hash(row["entry"]))
    theirs.path = [leaf, *map(bytes.fromhex, row["path"])]
    with pytest.raises(InvalidProof):
        verify_inclusion(leaf, bytes.fromhex(row["root"]), theirs, index=row["index"] + 1, size=row["size"])


@pytest.mark.parametrize("row", vectors("bad.json")["consistency"], ids=lambda row: row["defect"])
def test_a_bad_proof_of_growth_is_refused(row):
    assert not scitt.verify_consistency(row["old_root"], row["new_root"], row["old"], row["new"], row["path"])

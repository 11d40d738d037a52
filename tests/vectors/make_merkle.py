"""Write the golden Merkle vectors from our own tree: run by ``make vectors``, the same bytes each time.

Each file is read by ``tests/core/test_merkle.py`` (are they still what we make?) and by
``tests/oracle/test_merkle_oracle.py`` (do two independent implementations agree?). Entries are invented.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from warifu.core import merkle

HERE = Path(__file__).parent / "merkle"
# The eight entries with which implementations of Certificate Transparency have been compared since 2013.
CLASSIC = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
INVENTED = [
    hashlib.sha256(f"invented entry {number}".encode()).hexdigest()[: 2 * (number % 33)] for number in range(70)
]

Json = dict[str, object]


def nodes_over(leaves: list[bytes]) -> Callable[[int, int], bytes]:
    """Keep every full subtree that appending completes, and read them back by (level, index)."""
    tree, kept = merkle.Tree(), {}
    for place, leaf in enumerate(leaves):
        kept[0, place] = leaf
        for node in tree.append(leaf):
            kept[node.level, node.place] = node.digest
    return lambda level, index: kept[level, index]


def roots(entries: list[str]) -> Json:
    """Give the root at each size from nought on."""
    leaves = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in entries]
    tree, found = merkle.Tree(), [merkle.EMPTY_ROOT.hex()]
    for leaf in leaves:
        tree.append(leaf)
        found.append(tree.root().hex())
    return {"entries": entries, "leaves": [leaf.hex() for leaf in leaves], "roots": found}


def inclusion(entries: list[str], sizes: list[int]) -> Json:
    """Give the path of every leaf at each of the sizes."""
    hash_at = nodes_over([merkle.leaf_hash(bytes.fromhex(entry)) for entry in entries])
    proofs = [
        {
            "index": index,
            "size": size,
            "root": merkle.root_at(size, hash_at).hex(),
            "path": [digest.hex() for digest in merkle.inclusion_path(index, size, hash_at)],
        }
        for size in sizes
        for index in range(size)
    ]
    return {"entries": entries, "proofs": proofs}


def consistency(entries: list[str], sizes: list[int]) -> Json:
    """Give the path from every older size to each of the sizes, with the leaves that each hash stands for."""
    hash_at = nodes_over([merkle.leaf_hash(bytes.fromhex(entry)) for entry in entries])
    proofs = [
        {
            "old": old,
            "new": new,
            "old_root": merkle.root_at(old, hash_at).hex(),
            "new_root": merkle.root_at(new, hash_at).hex(),
            "path": [digest.hex() for digest in merkle.consistency_path(old, new, hash_at)],
            "spans": [list(span) for span in merkle.consistency_spans(old, new)],
        }
        for new in sizes
        for old in range(new + 1)
    ]
    return {"entries": entries, "proofs": proofs}


def bad() -> Json:
    """Give proofs that must be refused, each with the name of its defect."""
    hash_at = nodes_over([merkle.leaf_hash(bytes.fromhex(entry)) for entry in CLASSIC])
    good = {
        "entry": CLASSIC[5],
        "index": 5,
        "size": 7,
        "root": merkle.root_at(7, hash_at).hex(),
        "path": [digest.hex() for digest in merkle.inclusion_path(5, 7, hash_at)],
    }
    grown = {
        "old": 3,
        "new": 7,
        "old_root": merkle.root_at(3, hash_at).hex(),
        "new_root": merkle.root_at(7, hash_at).hex(),
        "path": [digest.hex() for digest in merkle.consistency_path(3, 7, hash_at)],
    }
    path, way = list(good["path"]), list(grown["path"])
    return {
        "inclusion": [
            {"defect": "another-entry", **good, "entry": CLASSIC[4]},
            {"defect": "another-place", **good, "index": 4},
            {"defect": "another-size", **good, "size": 6},
            {"defect": "place-beyond-the-end", **good, "index": 7},
            {"defect": "root-of-another-size", **good, "root": merkle.root_at(8, hash_at).hex()},
            {"defect": "path-too-short", **good, "path": path[:-1]},
            {"defect": "path-too-long", **good, "path": [*path, path[0]]},
            {"defect": "path-turned-round", **good, "path": path[::-1]},
        ],
        "consistency": [
            {"defect": "old-root-changed", **grown, "old_root": merkle.root_at(4, hash_at).hex()},
            {"defect": "new-root-changed", **grown, "new_root": merkle.root_at(8, hash_at).hex()},
            {"defect": "another-old-size", **grown, "old": 5},
            {"defect": "another-new-size", **grown, "new": 9},
            {"defect": "sizes-turned-round", **grown, "old": 7, "new": 3},
            {"defect": "path-too-short", **grown, "path": way[:-1]},
            {"defect": "path-too-long", **grown, "path": [*way, way[0]]},
            {"defect": "no-path", **grown, "path": []},
        ],
    }


def files() -> dict[str, str]:
    """Give each file's name and its text."""
    made: dict[str, Json] = {
        "roots-classic.json": roots(CLASSIC),
        "roots-invented.json": roots(INVENTED),
        "inclusion.json": inclusion(INVENTED, [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33]),
        "consistency.json": consistency(INVENTED, [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 33]),
        "bad.json": bad(),
    }
    return {name: json.dumps(content, indent=1) + "\n" for name, content in made.items()}


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for file_name, text in files().items():
        (HERE / file_name).write_text(text, encoding="ascii", newline="\n")

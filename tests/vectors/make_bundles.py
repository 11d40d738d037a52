"""Golden bundles, pieces, a sealed bundle, and a log with its proofs. See ``make``."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from tests.vectors import invented
from tests.vectors.make_bytes import checkpoint
from tests.vectors.make_merkle import nodes_over
from tests.vectors.trial_keys import SEALING, SEALING_SEED, SIGNERS, seal_once
from warifu.core import act as acts
from warifu.core import bundle, canonical, merkle, texts
from warifu.core.act import CONFIRMED, Answer
from warifu.core.bundle import Bundle
from warifu.core.wire import to_plain

Json = dict[str, Any]
PIECE_BYTES = 700


def entries() -> tuple[list[bytes], list[list[texts.Opening]]]:
    """Give the entries of an invented log of GB, acts and an answer, with the texts of each."""
    signer = SIGNERS["gb-officer"]
    found: list[bytes] = []
    opened: list[list[texts.Opening]] = []
    chance = invented.Chance("a log of GB")
    names = ("logistics/request", "logistics/accept", "logistics/issue", "logistics/note")
    for number, name in enumerate(names):
        made, said = invented.act(invented.kinds()[name], chance, signer.public.key_id(), 60)
        made = made.__class__(**{**_fields(made), "party": "GB", "time": invented.FIRST_TIME + number})
        found.append(acts.seal(made, signer).envelope.raw)
        opened.append(said)
    answer = Answer(canonical.digest(b"an act of JP"), CONFIRMED, invented.FIRST_TIME + 9)
    return [*found, acts.encode_answer(answer)], [*opened, []]


def _fields(made: acts.Act) -> dict[str, Any]:
    return {name: getattr(made, name) for name in made.__struct_fields__}


def _bundle() -> Bundle:
    log, opened = entries()
    root = merkle.root_of([merkle.leaf_hash(entry) for entry in log])
    said = tuple((place, texts.to_plain(leaves)) for place, leaves in enumerate(opened) if leaves)
    node = SIGNERS["gb-node"].public.key_id()
    paper = b"%PDF-1.7 invented scan"
    return Bundle(
        "GB", "JP", node, 0, tuple(log), said, checkpoint(len(log), root), files=((canonical.digest(paper), paper),)
    )


def golden() -> dict[str, Bundle]:
    """Give the golden bundles by name."""
    whole = _bundle()
    head = (whole.party, whole.peer, whole.node)
    return {
        "nothing": Bundle(*head),
        "a log from its beginning": whole,
        "its last two entries": Bundle(*head, first=3, entries=whole.entries[3:], checkpoint=whole.checkpoint),
        "one act ahead of its place": Bundle(*head, loose=whole.entries[:1], texts=((0, whole.texts[0][1]),)),
    }


def bundles() -> Json:
    """Give frames with their content, the last of them in pieces and sealed."""
    rows = []
    for name, each in golden().items():
        frame = bundle.encode(each)
        content = canonical.encode(to_plain(each))
        rows.append({"name": name, "frame": frame.hex(), "content_sha256": canonical.digest(content).hex()})
        if name == "its last two entries":
            rows[-1]["content"] = content.hex()
    frame = bundle.encode(_bundle())
    dictionary = files("warifu.core").joinpath("bundle-1.zstd-dict").read_bytes()
    return {
        "dictionary_1_sha256": canonical.digest(dictionary).hex(),
        "bundles": rows,
        "pieces": [piece.hex() for piece in bundle.cut(frame, PIECE_BYTES)],
        "pieces_sha256": canonical.digest(frame).hex(),
        "sealed": {
            "seed": SEALING_SEED.hex(), "public": SEALING.public.hex(), "frame_sha256": canonical.digest(frame).hex(),
            "bytes": seal_once(frame).hex(),
        },
    }  # fmt: skip


def log() -> Json:
    """Give the invented log with roots, an inclusion path for each entry, and consistency paths to its end."""
    found, _ = entries()
    leaves = [merkle.leaf_hash(entry) for entry in found]
    hash_at = nodes_over(leaves)
    size = len(found)
    return {
        "entries": [entry.hex() for entry in found],
        "leaf_hashes": [leaf.hex() for leaf in leaves],
        "roots": [merkle.root_at(each, hash_at).hex() for each in range(size + 1)],
        "inclusion": [[h.hex() for h in merkle.inclusion_path(at, size, hash_at)] for at in range(size)],
        "consistency": [[h.hex() for h in merkle.consistency_path(old, size, hash_at)] for old in range(size + 1)],
    }

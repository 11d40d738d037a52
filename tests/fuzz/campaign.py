"""Throw spoiled bytes at everything that reads foreign bytes: only the house's own errors may come out.

``make fuzz`` runs it for a minute from a fresh seed, which is printed; ``SEED=… FUZZ_SECONDS=…`` replays, or goes on
longer. ``make test`` runs a short one. What breaks is printed with its seed, the number of the attempt and the bytes.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tests.fuzz import mutate
from tests.vectors import invented, make_labels
from tests.vectors.invented import Chance
from tests.vectors.trial_keys import SEALING, SIGNERS
from warifu.core import act, bundle, canonical, envelope, keys, texts
from warifu.core.errors import WarifuError
from warifu.core.wire import to_plain
from warifu.doors.labels import binding, comparing, confidentiality, policies, reading
from warifu.doors.labels.shapes import POLICY
from warifu.doors.labels.spif import Wanted
from warifu.law.room import read_body
from warifu.node import credential, turns

VECTORS = Path(__file__).parents[1] / "vectors"
SLOW_SECONDS = 2.0
KINDS = invented.kinds()
_SCHEMES = make_labels.schemes()


class Target(NamedTuple):
    """Something that reads foreign bytes: good seeds for it, ways to spoil them, and the reading."""

    name: str
    seeds: list[bytes]
    ways: list[Callable[[bytes, Chance], bytes]]
    read: Callable[[bytes], object]


class Broken(NamedTuple):
    """An attempt that broke the house: what came out, and what went in."""

    target: str
    attempt: int
    trouble: str
    raw: bytes


def _vectors(name: str, *path: str) -> list[Any]:
    found = json.loads((VECTORS / f"{name}.json").read_text(encoding="ascii"))
    for step in path:
        found = found[step]
    return found


def _read_value(raw: bytes) -> None:
    if canonical.encode(canonical.decode(raw)) != raw:
        raise AssertionError("a value was read that is not its one form")


def _read_act(raw: bytes) -> None:
    sealed = act.open_act(raw)
    if sealed.act.kind in KINDS:
        read_body(KINDS[sealed.act.kind], sealed.act.body)
    envelope.good(sealed.envelope, SIGNERS["gb-officer"].public)


def _read_body(raw: bytes) -> None:
    made = act.decode(raw)
    if made.kind in KINDS:
        read_body(KINDS[made.kind], made.body)


def _read_answer(raw: bytes) -> None:
    answer = act.decode_answer(raw)
    if act.decode_answer(act.encode_answer(answer)) != answer:
        raise AssertionError("an answer was read that cannot be written")


def _read_pair(raw: bytes) -> None:
    half = int.from_bytes(raw[:2])
    _, first, second = act.open_checkpoint((raw[2 : 2 + half], raw[2 + half :]))
    envelope.good(first, SIGNERS["gb-node"].public)
    envelope.good(second, SIGNERS["gb-node-pq"].public)


def _read_texts(raw: bytes) -> None:
    texts.verify(texts.from_plain(canonical.decode(raw), "texts"), bytes(32), "texts")


def _read_bundle(raw: bytes) -> None:
    opened = bundle.decode(raw)
    for place, entry in enumerate((*opened.entries, *opened.loose)):
        (_read_act if act.is_act(entry) else act.decode_answer)(entry)
        for at, leaves in opened.texts:
            if at == place:
                texts.from_plain(leaves, "texts")
    if opened.checkpoint:
        act.open_checkpoint((opened.checkpoint[0], opened.checkpoint[1]))


def _read_pieces(raw: bytes) -> None:
    bundle.join([raw[at : at + 700] for at in range(0, len(raw), 700)])


def _read_key(raw: bytes) -> None:
    algorithm = (*keys.ALGORITHMS, 0)[raw[0] % 5] if raw else 0
    key = keys.check_public(algorithm, raw[1:])
    keys.verify(key, b"message", raw[:64])


def _plain_content(frame: bytes) -> bytes:
    return bundle._unsqueeze(frame, "seed")


def _credential() -> bytes:
    says = credential.Credential("GB", "JP", "GET", "/exchange/1/JP/GB/heads", bytes(32), bytes(16), bytes(16))
    return credential.issue(says, SIGNERS["gb-node"]).encode()


def _heads(pair: list[bytes]) -> bytes:
    return canonical.encode(to_plain(turns.Heads(tuple(pair), 3, 2, 1)))


def _read_error(raw: bytes) -> None:
    code, where, figures = credential.read_error(raw)
    credential.error_document(WarifuError(code, where, **figures))


def _read_xml(raw: bytes) -> None:
    """Read a label, a binding or a policy file, and say what it says by our tables."""
    root = reading.parse(raw)
    inner = binding.found_in(root)
    if inner is not None:
        for each in binding.read(inner).labels:
            policies.understood(each.said, _SCHEMES)
    elif root.tag == POLICY:
        found = comparing.read(root)
        for scheme in _SCHEMES:
            comparing.differences(found, Wanted(scheme, _SCHEMES, make_labels.DAY, make_labels.MADE, scheme.party))
    else:
        policies.understood(confidentiality.read(root).said, _SCHEMES)


def targets() -> list[Target]:
    """Give all targets with their seeds from the golden vectors."""
    blind, again = (lambda raw, chance: mutate.blind(raw, raw[::-1], chance)), mutate.restructured
    noise: Callable[[bytes, Chance], bytes] = lambda _raw, chance: mutate.rubbish(chance)  # noqa: E731
    signed: Callable[[bytes, Chance], bytes] = lambda raw, chance: mutate.resigned(raw, envelope.ACT, chance)  # noqa: E731
    envelopes = [bytes.fromhex(row["envelope"]) for row in _vectors("acts", "acts")]
    pairs = [[bytes.fromhex(raw) for raw in row["envelopes"]] for row in _vectors("checkpoints", "checkpoints")]
    frames = [bytes.fromhex(row["frame"]) for row in _vectors("bundles", "bundles")]
    pieces = b"".join(bytes.fromhex(piece) for piece in _vectors("bundles", "pieces"))
    payloads = [envelope.read(raw, envelope.ACT).payload for raw in envelopes]
    values = [bytes.fromhex(row["bytes"]) for row in _vectors("values", "values")]
    answers = [bytes.fromhex(row["bytes"]) for row in _vectors("answers", "answers")]
    leaves = [bytes.fromhex(row["wire"]) for row in _vectors("texts", "texts")]
    public = [
        bytes([keys.ALGORITHMS.index(row["algorithm"])]) + bytes.fromhex(row["public"])
        for row in _vectors("keys", "keys").values()  # type: ignore[attr-defined]
    ]
    sealed = [bytes.fromhex(_vectors("bundles", "sealed")["bytes"])]  # type: ignore[call-overload]
    written = [path.read_bytes() for path in sorted((VECTORS / "labels").glob("*.xml"))]
    return [
        Target("value", values + payloads, [blind, again, noise], _read_value),
        Target("envelope of an act", envelopes, [blind, again, signed, signed, noise], _read_act),
        Target("act", payloads, [blind, again, again], _read_body),
        Target("answer", answers, [blind, again], _read_answer),
        Target("checkpoint", [len(a).to_bytes(2) + a + b for a, b in pairs], [blind], _read_pair),
        Target("texts", leaves, [blind, again], _read_texts),
        Target("bundle", frames, [blind, noise], _read_bundle),
        Target("bundle's content", [_plain_content(each) for each in frames], [mutate.reframed], _read_bundle),
        Target("pieces", [pieces], [blind], _read_pieces),
        Target("sealed bundle", sealed, [blind], lambda raw: bundle.unseal(raw, SEALING.private)),
        Target("key", public, [blind, noise], _read_key),
        Target("credential", [_credential()], [blind], lambda raw: credential.read(raw.decode("latin-1"))),
        Target("heads", [_heads(pairs[0])], [blind, again], turns.read_heads),
        Target("labels and policy files", written, [blind, mutate.replanted, mutate.replanted], _read_xml),
        Target(
            "error", [credential.error_document(WarifuError("log.hole", "JP", held=3))], [blind, again], _read_error
        ),
    ]


def run(seed: str, seconds: float, attempts: int = 10**9) -> tuple[int, list[Broken]]:
    """Attack all targets in turn until the time or the number of attempts is used up; (attempts made, what broke)."""
    chance, everything = Chance(seed), targets()
    until = time.monotonic() + seconds
    broken: list[Broken] = []
    made = 0
    while made < attempts and time.monotonic() < until and len(broken) < 10:
        target = everything[made % len(everything)]
        raw = chance.pick(target.ways)(chance.pick(target.seeds), chance)
        began = time.monotonic()
        try:
            target.read(raw)
        except WarifuError:
            pass
        except Exception as trouble:  # noqa: BLE001  this is what the campaign looks for
            broken.append(Broken(target.name, made, f"{type(trouble).__name__}: {trouble}", raw))
        if time.monotonic() - began > SLOW_SECONDS:
            broken.append(Broken(target.name, made, "slow", raw))
        made += 1
    return made, broken


def run_hostile(seed: str, seconds: float, attempts: int = 10**9) -> tuple[int, list[Broken]]:
    """Let a peer that signs well and means ill loose on a node; then its logs must verify and its tables be whole."""
    from tests.fuzz.hostile import Hostile
    from warifu.node import proving

    hostile = Hostile(seed)
    until = time.monotonic() + seconds
    broken: list[Broken] = []
    made = 0
    while made < attempts and time.monotonic() < until and len(broken) < 10:
        try:
            hostile.attack()
        except WarifuError:
            pass
        except Exception as trouble:  # noqa: BLE001  as above
            broken.append(Broken("node", made, f"{type(trouble).__name__}: {trouble}", hostile.last))
        made += 1
    victim = hostile.victim.node
    broken += [Broken("log", made, str(finding), b"") for finding in proving.verify(victim, "GB")]
    before, after = proving.rebuild(victim, "GB")
    return made, broken if before == after else [*broken, Broken("tables", made, "rebuild differs", b"")]


def main() -> int:
    """Run for ``FUZZ_SECONDS`` from ``SEED``, half of them against the readers, half against a node; 1 if it broke."""
    seed = os.environ.get("SEED") or os.urandom(6).hex()
    seconds = float(os.environ.get("FUZZ_SECONDS") or 60)
    print(f"seed {seed}, {seconds:g} seconds", flush=True)
    made, broken = run(seed, seconds / 2)
    attacks, more = run_hostile(seed, seconds / 2)
    print(f"{made} spoiled bytes read, {attacks} frames of a hostile peer received")
    made, broken = made + attacks, broken + more
    for each in broken:
        print(f"BROKEN {each.target}, attempt {each.attempt}: {each.trouble}\n  {each.raw[:2000].hex()}")
    print(f"{made} attempts, {len(broken)} broke; replay with SEED={seed}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

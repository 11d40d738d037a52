"""Write what docs/formats.md shows of the program itself: records and kinds as CDDL, flows, the worked example.

Between the marks ``<!-- made: name -->`` and ``<!-- end -->`` of docs/formats.md stands what this makes;
docs/formats-kinds.md is made whole. ``make vectors`` writes both, a test compares.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

import warifu.rooms
from tests.vectors import invented
from tests.vectors.make_bytes import diagnostic
from tests.vectors.trial_keys import SIGNERS
from warifu.core import act as acts
from warifu.core import canonical, envelope, fingerprint, keys, merkle, texts
from warifu.core.act import Act, Answer, Checkpoint
from warifu.core.bundle import Bundle
from warifu.core.money import MINOR_UNITS, Money
from warifu.core.units import UNITS
from warifu.core.wire import describe, rule_name, to_plain
from warifu.law import roll
from warifu.law.flow import Flow, State
from warifu.law.judge import Check
from warifu.law.room import Kind, Room
from warifu.node.credential import Credential
from warifu.node.turns import Heads

DOCS = Path(__file__).parents[2] / "docs"
_MARK = re.compile(r"(<!-- made: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def files() -> dict[Path, str]:
    """Give the two documents with what is made in them."""
    path = DOCS / "formats.md"
    made = {"records": records(Act, Answer, Checkpoint, Bundle), "exchange": records(Heads, Credential)}
    made["example"] = example()
    text = _MARK.sub(lambda found: found[1] + made[found[2]] + found[3], path.read_text(encoding="utf-8"))
    return {path: text, DOCS / "formats-kinds.md": kinds(), DOCS / "formats-tables.md": tables()}


def _cddl(rules: dict[str, str]) -> str:
    return "```cddl\n" + "\n\n".join(f"{name} = {text}" for name, text in rules.items()) + "\n```\n"


def records(*chosen: type[msgspec.Struct]) -> str:
    """Give records that are no bodies, as CDDL."""
    rules: dict[str, str] = {}
    for record in chosen:
        rules |= describe(record)
    return _cddl(rules)


def rooms() -> list[Room]:
    """Give the rooms of the house, by name."""
    names = sorted(each.name for each in pkgutil.iter_modules(warifu.rooms.__path__) if each.ispkg)
    return [importlib.import_module(f"warifu.rooms.{name}").ROOM for name in names]


_HEAD = """# Kinds of act

Made by `make vectors` from the records of the program; [formats.md](formats.md) says how they are written.
Names of rules are local to a room. A *will* takes turns, a *fact* is recorded, an *aside* is shown; a
*national* act stands in the national log and is never sent. A body rule may serve several kinds.
"""


def kinds() -> str:
    """Give all kinds with their bodies, and all flows."""
    parts = [_HEAD]
    for room in rooms():
        parts += [f"\n## Room {room.name}\n\n", _table(room.kinds.values()), "\n", _bodies(room), _flows(room)]
    return "".join(parts)


def _table(chosen: Iterable[Kind]) -> str:
    known = sorted(chosen, key=lambda kind: kind.name)
    slots = {_slots(kind) for kind in known}
    if len(slots) == 1:
        rows = [f"Slots of texts, in every kind: {slots.pop()}.\n\n| kind | nature | body |\n| --- | --- | --- |\n"]
        return "".join([*rows, *(f"{_row(kind)} |\n" for kind in known)])
    rows = ["| kind | nature | body | slots of texts |\n| --- | --- | --- | --- |\n"]
    return "".join([*rows, *(f"{_row(kind)} | {_slots(kind)} |\n" for kind in known)])


def _row(kind: Kind) -> str:
    return f"| `{kind.name}` | {kind.nature}{', national' if kind.national else ''} | `{rule_name(kind.body)}`"


def _slots(kind: Kind) -> str:
    return "; ".join(f"{slot} {name}" for slot, name in sorted(kind.slots.items())) or "none"


def _bodies(room: Room) -> str:
    rules: dict[str, str] = {}
    seen: dict[str, type[msgspec.Struct]] = {}
    for kind in sorted(room.kinds.values(), key=lambda kind: rule_name(kind.body)):
        if seen.setdefault(rule_name(kind.body), kind.body) is not kind.body:
            raise TypeError(kind.name, kind.body)
        for name, text in describe(kind.body).items():
            if rules.setdefault(name, text) != text:
                raise TypeError(kind.name, name)
    return _cddl(dict(sorted(rules.items())))


def _flows(room: Room) -> str:
    parts = []
    for flow in _distinct(room.flows.values()):
        starts = ", ".join(f"`{kind}` → {to}" for kind, to in flow.start.items())
        parts.append(f"\n### Flow {flow.name}\n\nBegins with {starts}.\n\n")
        parts.append("| state | turn | steps: kind, by whom, leads to, rank | facts | ways out of waiting |\n")
        parts.append("| --- | --- | --- | --- | --- |\n")
        parts += [_state(name, state) for name, state in flow.states.items()]
    return "".join(parts)


def _distinct(flows: Iterable[Flow]) -> list[Flow]:
    return list({flow.name: flow for flow in flows}.values())


def _state(name: str, state: State) -> str:
    steps = "; ".join(f"{_short(s.kind)} {s.by} → {s.to} ({s.rank})" for s in state.steps) or "none"
    facts = ", ".join(sorted(map(_short, state.facts))) or "none"
    outs = "; ".join(f"{out.by}: {_short(out.kind)} after {out.days} days" for out in state.ways_out) or "none"
    return f"| {name} | {state.turn or 'nobody'} | {steps} | {facts} | {outs} |\n"


def _short(kind: str) -> str:
    return kind.partition("/")[2] or kind


_TABLES = """# Tables of the formats

Made by `make vectors` from the tables of the program; [formats.md](formats.md) says where they are used.
"""


def tables() -> str:
    """Give the lists of words and numbers that records are read by, and the checks that packs name."""
    money = ", ".join(f"{code} {places}" for code, places in MINOR_UNITS.items())
    spelt = ", ".join(f"{place} {roman} {kana}" for place, (roman, kana) in enumerate(fingerprint.SYLLABLES))
    parts = [
        _TABLES,
        f"\n## Currencies, with the digits after the point\n\n{money}\n",
        "\n## Units\n\n| code | dimension | base units in one | English | 日本語 |\n| --- | --- | --- | --- | --- |\n",
        *(f"| `{u.code}` | {u.dimension} | {u.factor} | {u.en} | {u.ja} |\n" for u in UNITS.values()),
        "\n## Roles of appointments\n\n" + ", ".join(f"`{role}`" for role in roll.ROLES) + "\n",
        f"\n## Syllables of fingerprints\n\n{spelt}\n",
        "\n## Checks that packs name\n\nWhat a released check decides never changes; a mend has another number.\n\n",
        "| check | what it asks |\n| --- | --- |\n",
        *(f"| `{name}` | {_first_sentence(check)} |\n" for name, check in _checks()),
    ]
    return "".join(parts)


def _checks() -> list[tuple[str, Check]]:
    return sorted({name: check for room in rooms() for name, check in room.checks.items()}.items())


def _first_sentence(check: Check) -> str:
    """Give the first paragraph of a check's docstring, on one line."""
    return " ".join((check.__doc__ or "").split("\n\n")[0].split()).replace("|", "/")


def _lines(raw: bytes, indent: str = "") -> str:
    shown = raw.hex()
    return "".join(f"{indent}{shown[at : at + 96]}\n" for at in range(0, len(shown), 96))


def _example_act() -> tuple[Act, list[texts.Opening], Any]:
    signer = SIGNERS["jp-officer"]
    kind = invented.kinds()["logistics/acknowledge"]
    body = kind.body(date(2026, 6, 30), Money(Decimal(1_250_000), "JPY"))
    opened = texts.make({1: "受領しました。Received with thanks."}, [bytes(range(16))])
    case = bytes.fromhex("c0" * 32)
    paid = bytes.fromhex("d1" * 32)
    made = Act(
        invented.PACK, kind.name, "JP", "YOKOSUKA", signer.public.key_id(), 1_782_864_000, to_plain(body),
        case=case, cites=(paid,), texts=texts.root(opened),
    )  # fmt: skip
    return made, opened, body


def example() -> str:
    """Give one act from its fields to its leaf in the log."""
    made, opened, _ = _example_act()
    signer = SIGNERS["jp-officer"]
    sealed = acts.seal(made, signer)
    outer = sealed.envelope
    steps: list[tuple[str, bytes]] = [
        ("Public key (Ed25519, `jp-officer` of `keys.json`)", signer.public.raw),
        ("COSE_Key `{1: 1, -1: 6, -2: public key}`", keys.cose_key(signer.public)),
        ("Key id: first 16 bytes of its SHA-256", signer.public.key_id()),
        ("Text leaf, encoded `[slot, salt, text]`", _leaf(opened[0])),
        ("Leaf hash = root of one leaf: SHA-256(00 || these bytes)", made.texts),
        ("The act", outer.payload),
        ("Digest of the act: SHA-256 of these bytes", sealed.digest),
        ('Protected header `{1: -8, 3: "warifu/act", 4: key id}`', outer.protected),
        ("Signed bytes `[\"Signature1\", protected, h'', act]`", envelope.signed_bytes(outer.protected, outer.payload)),
        ("Signature", outer.signature),
        ("Envelope `18([protected, {}, act, signature])` = entry of the log", outer.raw),
        ("Leaf hash in the log: SHA-256(00 || envelope)", merkle.leaf_hash(outer.raw)),
    ]  # fmt: skip
    parts = ["The act in diagnostic notation:\n\n```\n", _annotated(to_plain(made)), "```\n\n"]
    parts += [f"{name} ({len(raw)} bytes):\n\n```\n{_lines(raw)}```\n\n" for name, raw in steps]
    return "".join(parts)


def _leaf(opening: texts.Opening) -> bytes:
    return canonical.encode(list(opening))


def _annotated(plain: dict[int, Any]) -> str:
    names = [field.name for field in msgspec.structs.fields(Act)]
    rows = [f"  {key}: {diagnostic(value)},  / {names[key - 1]} /\n" for key, value in plain.items()]
    return "{\n" + "".join(rows) + "}\n"

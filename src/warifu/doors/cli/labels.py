"""``warifu label``: an act's label for other systems, and marking schemes as policy files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from warifu.core.errors import FileError
from warifu.core.label import Label, Scheme, Schemes
from warifu.doors import markings, sentences
from warifu.doors.cli.base import (
    AsJson,
    Folder,
    PeerOption,
    both,
    day_of,
    language,
    opened,
    out,
    peer_of,
    say,
    show,
    today,
)
from warifu.law.pack import schemes_of_packs
from warifu.node import open as opening

if TYPE_CHECKING:
    from warifu.doors.labels.comparing import Difference
    from warifu.doors.labels.policies import Said
    from warifu.doors.labels.structure import Fault

label = typer.Typer(
    help=both("Labels and policy files for other systems.", "他のシステム向けの秘密ラベル・ポリシーファイル。"),
    no_args_is_help=True,
)
spif = typer.Typer(
    help=both("Marking schemes as Open XML SPIF.", "標記体系をOpen XML SPIFとして入出力する。"), no_args_is_help=True
)
label.add_typer(spif, name="spif")
Out = Annotated[
    Path | None, typer.Option("--out", help="File to write; else it is printed. / 出力先（省略時は表示）。")
]
Given = Annotated[Path, typer.Argument(help="XML file. / XMLファイル。")]
Which = Annotated[str, typer.Argument(help="GB-GSC, JP-HIMITSU … or name/version. / 標記体系。")]
On = Annotated[str, typer.Option("--on", help="As of this day. / 基準日。")]


@label.command("act", help=both("Make the label of an act (STANAG 4774, 4778).", "文書の秘密ラベルを作成する。"))
def of_act(
    folder: Folder,
    which: Annotated[str, typer.Argument(help="Act: digest or its beginning. / 文書の識別値。")],
    way: Annotated[
        str, typer.Option("--way", help="detached, encapsulated (with the signed bytes). / 分離又は内包。")
    ] = "detached",
    ruled: Annotated[
        str, typer.Option("--ruled", help='The other side\'s marking: "JP-HIMITSU|2013-07-04|極秘". / 相手国側の標記。')
    ] = "",
    review: Annotated[str, typer.Option("--review", help="Day on which it is reviewed. / 見直しの日。")] = "",
    to: Out = None,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Make the label of an act, with the other side's where it is known, bound to the act."""
    from warifu.doors.labels import acts, reading
    from warifu.doors.paper import laying

    if way not in {"detached", "encapsulated"}:
        raise typer.BadParameter("--way: detached, encapsulated")
    node = opened(folder)
    other, schemes = peer_of(node, peer), node.node.schemes
    held = laying.held(node.node, other, laying.find(node.node, other, which))
    subject = acts.Subject(held.placed.act, held.placed.digest, held.raw, (node.config.party, other))
    told = schemes.from_wire(ruled.split("|")) if ruled else _ruled(held)
    found = acts.labelled(subject, schemes, told, day_of(review) if review else None)
    raw = reading.write(acts.bound(subject, found, way))
    _put(
        raw,
        to,
        as_json=as_json,
        document={"act": held.placed.digest, "own": _document(found.own), "other": _document(found.other)},
    )
    if found.undecided is not None and not as_json:
        names = [each.written for each in found.undecided.candidates]
        out.print(say(f"still to be ruled: {' / '.join(names)}", f"対応する標記は未決定: {' / '.join(names)}"))


def _ruled(held: Any) -> Label | None:
    return markings.ruled_in(held.stand.terms if held.stand else None, held.placed.act.label)


def _put(raw: bytes, to: Path | None, *, as_json: bool, document: dict[str, Any]) -> None:
    """Write a file and say so, or print it."""
    if to is not None:
        try:
            to.write_bytes(raw)
        except OSError as trouble:
            raise FileError("file.not_written", str(to), reason=trouble.strerror or "") from trouble
    text = raw.decode("utf-8")
    told = {"file": str(to), "bytes": len(raw)} if to else {"xml": text}
    show({**document, **told}, as_json=as_json, table=f"{to} ({len(raw)})" if to else text.rstrip("\n"))


def _read(path: Path) -> bytes:
    from warifu.doors.labels.reading import MAX_BYTES

    with path.open("rb") as opened_file:
        return opened_file.read(MAX_BYTES + 1)


@label.command("read", help=both("Read a label or a binding.", "ラベル又は結合を読み取る。"))
def read(path: Given, as_json: AsJson = False) -> None:
    """Say what a label, or a binding's labels, say by the schemes known here."""
    from warifu.doors.labels import binding, confidentiality, policies, reading
    from warifu.doors.labels.shapes import LABELS

    root = reading.parse(_read(path), path.name)
    inner = binding.found_in(root)
    if inner is None and root.tag not in LABELS:
        raise FileError("labels.none", path.name)
    bound = None if inner is None else binding.read(inner)
    read_as = [
        (each, policies.understood(each.said, _schemes()).to_wire())
        for each in ((confidentiality.read(root),) if bound is None else bound.labels)
    ]
    rows = [{**each._asdict(), "said": _document(each.said), "meant": meant} for each, meant in read_as]
    document = {"labels": rows, "of": bound.addresses if bound else (), "signed": bool(bound and bound.is_signed)}
    lines = [f"{each.role}: {' '.join(meant) or say('no marking', '標記なし')}" for each, meant in read_as]
    show(document, as_json=as_json, table="\n".join(lines))


@spif.command("export", help=both("Write a scheme as a policy file.", "標記体系をポリシーファイルに出力する。"))
def export(which: Which, on: On = "", to: Out = None, as_json: AsJson = False) -> None:
    """Write a scheme of markings for other systems."""
    from warifu.doors.labels import reading
    from warifu.doors.labels import spif as policy

    wanted = policy.Wanted(_scheme(which), _schemes(), _day(on), opening.clock(), _scheme(which).party)
    raw = reading.write(policy.export(wanted))
    _put(raw, to, as_json=as_json, document={"scheme": wanted.scheme.name, "version": wanted.scheme.version})


@spif.command(
    "import",
    help=both(
        "Compare a policy file with our tables; it is never taken as law.",
        "ポリシーファイルを当方の表と比較する（規則としては取り込まない）。",
    ),
)
def compare(
    path: Given,
    which: Annotated[str, typer.Option("--scheme", help="Scheme to compare with. / 比較する標記体系。")] = "",
    on: On = "",
    as_json: AsJson = False,
) -> None:
    """Show every difference between a policy file and a scheme here; leave with 1 where there is one."""
    from warifu.doors.labels import comparing, policies, reading
    from warifu.doors.labels import spif as policy

    found = comparing.read(reading.parse(_read(path), path.name))
    named = {policies.policy_name(each): each for each in _schemes()}
    if not which and found.name not in named:
        raise FileError("labels.unknown_policy", found.name[:60])
    scheme = _scheme(which) if which else named[found.name]
    wanted = policy.Wanted(scheme, _schemes(), _day(on), opening.clock(), scheme.party)
    differing = comparing.differences(found, wanted)
    names = [each.name for each in found.classifications]
    document = {
        "policy": found.name,
        "oid": found.oid,
        "classifications": names,
        "differences": [each._asdict() for each in differing],
    }
    told = [f"{found.name}: {' < '.join(names)}", *map(_said, differing)]
    told += [] if differing else [say("no difference from our tables", "当方の表との差異はない")]
    show(document, as_json=as_json, table="\n".join(told))
    if differing:
        raise typer.Exit(1)


@spif.command("check", help=both("Check a policy file's structure.", "ポリシーファイルの構造を点検する。"))
def check(path: Given, as_json: AsJson = False) -> None:
    """Name every fault of a policy file; leave with 1 where there is one."""
    from warifu.doors.labels import comparing, reading

    found = comparing.check(reading.parse(_read(path), path.name))
    told = [*map(_fault, found)] or [say("the structure is sound", "構造に誤りはない")]
    show({"faults": [each._asdict() for each in found]}, as_json=as_json, table="\n".join(told))
    if found:
        raise typer.Exit(1)


def _said(each: Difference) -> str:
    return "• " + sentences.of_code(each.code, language(), each._asdict())


def _fault(each: Fault) -> str:
    return "• " + sentences.of_code(each.code, language(), each._asdict())


def _schemes() -> Schemes:
    return schemes_of_packs(opening.all_packs().values())


def _scheme(which: str) -> Scheme:
    """Find a scheme by name, or by name and version; the last of that name where no version is told."""
    name, _, version = which.partition("/")
    found = [each for each in _schemes() if each.name == name.upper() and version in {"", each.version}]
    if not found:
        raise typer.BadParameter(", ".join(f"{each.name}/{each.version}" for each in _schemes()))
    return found[-1]


def _day(told: str) -> date:
    return day_of(told) if told else today()


def _document(said: Said | None) -> dict[str, Any] | None:
    return None if said is None else {**said._asdict(), "categories": [each._asdict() for each in said.categories]}

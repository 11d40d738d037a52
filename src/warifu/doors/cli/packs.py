"""``warifu pack``: the rules as lawyers read them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warifu.core.errors import FileError
from warifu.doors.cli.base import (
    AsJson,
    Folder,
    OfficerOption,
    PeerOption,
    both,
    language,
    opened,
    out,
    peer_of,
    say,
    show,
    signer_of,
)
from warifu.law.pack import Pack
from warifu.node import founding
from warifu.node.open import all_packs, rooms

pack = typer.Typer(
    help=both("Packs: show, check, adopt, export.", "規則データの表示・点検・採択・出力。"), no_args_is_help=True
)
Name = Annotated[str, typer.Argument(help="gb-jp/acsa-2017, law/jp … Empty: all. / 空欄は全て。")]


def _chosen(name: str) -> list[Pack]:
    found = [each for each in all_packs().values() if name in {"", each.id}]
    if not found:
        raise FileError("pack.unknown", name)
    return found


@pack.command("show", help=both("Show rules, articles and their standing.", "規則・条文・確認状況を表示する。"))
def show_packs(name: Name = "", as_json: AsJson = False) -> None:
    """List the packs, or the rules of one and what of it is still to be checked."""
    from warifu.doors import packs

    chosen = _chosen(name)
    if as_json:
        show([_document(each) for each in chosen], as_json=True)
        return
    for each in chosen:
        out.print(packs.terminal_table(each, language()))
        left = len(packs.to_check(each))
        out.print(say(f"still to be checked against the text: {left}", f"条文との照合が未了: {left}件"))


def _document(each: Pack) -> dict[str, object]:
    from warifu.doors import packs

    return {
        "id": each.id,
        "version": each.data.version,
        "digest": each.digest,
        "rules": [row._asdict() if hasattr(row, "_asdict") else list(row) for row in packs.show(each)],
        "to_check": [list(row) for row in packs.to_check(each)],
    }


@pack.command(
    "check",
    help=both(
        "Check that packs are whole and their rulings fit their rules.",
        "規則データの完全性及び判定例との整合を点検する。",
    ),
)
def check(name: Name = "", as_json: AsJson = False) -> None:
    """Name every fault of the packs; leave with 1 where there is one."""
    from warifu.doors import packs

    faults = packs.check(_chosen(name), rooms())
    rows = [list(fault) for fault in faults]
    show(
        rows,
        as_json=as_json,
        table=say("no faults", "異常なし") if not rows else "\n".join(": ".join(map(str, row)) for row in rows),
    )
    if rows:
        raise typer.Exit(1)


@pack.command("export", help=both("Write a spreadsheet for lawyers.", "法務担当者用の表計算ファイルを出力する。"))
def export(
    xlsx: Annotated[Path, typer.Option("--xlsx", help="File to write. / 出力先。")],
    name: Name = "",
    as_json: AsJson = False,
) -> None:
    """Write rules, articles with standing, rulings and tables to one workbook."""
    from warifu.doors import packs

    chosen = _chosen(name)
    packs.export_xlsx(chosen, xlsx)
    show({"file": str(xlsx), "packs": [each.id for each in chosen]}, as_json=as_json, table=str(xlsx))


@pack.command("adopt", help=both("Adopt the packs for a pair, by acts.", "規則データを採択する。"))
def adopt(folder: Folder, officer: OfficerOption = "", peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Enter on our roll every pack of the pair that is not there yet."""
    node = opened(folder)
    other = peer_of(node, peer)
    founding.adopt_all(node.node, other, signer_of(node, officer))
    adopted = [
        {"pack": grant.what.name, "version": grant.what.version, "digest": digest}
        for digest, grant in node.node.pair(other).rolls[node.config.party].adoptions.items()
    ]
    show(adopted, as_json=as_json, table="\n".join(f"{each['pack']} {each['version']}" for each in adopted))

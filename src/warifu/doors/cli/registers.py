"""``warifu register`` and ``warifu statement``: the books that units keep, agreed with the other side."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from warifu.core.errors import WarifuError
from warifu.doors import sentences
from warifu.doors.cli.base import (
    AsJson,
    Folder,
    OfficerOption,
    PeerOption,
    both,
    fail,
    opened,
    out,
    peer_of,
    show,
    table_of,
    today,
)
from warifu.doors.registers import importing, matching
from warifu.doors.registers.importing import Understood
from warifu.rooms.logistics.register.dealing import Reject
from warifu.rooms.logistics.register.mapping import RegisterMap, parse_map

register = typer.Typer(help=both("Registers: import, match.", "台帳の取込みと照合。"), no_args_is_help=True)


def reject_sentence(reject: Reject, lang: str) -> str:
    """Return why a row was refused, in one language."""
    return sentences.of_code(f"register.{reject.reason}", lang, dict(reject.figures) | {"column": reject.column})


def map_of(path: Path | None) -> RegisterMap | None:
    """Read a person's map of columns; None where none is given."""
    return parse_map(path.read_text(encoding="utf-8")) if path else None


@register.command("import", help=both("Take in a register (.xlsx, .ods, .csv).", "台帳を取り込む。"))
def take_in(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="Register. / 台帳。")],
    mapping: Annotated[Path | None, typer.Option("--map", help="Map of columns (TOML). / 列の対応表。")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Sign; else a dry run. / 署名する。")] = False,
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Show what was understood; with --confirm, sign each row as a past dealing."""
    node = opened(folder)
    other = peer_of(node, peer)
    try:
        found = importing.understand(node.node, other, file, map_of(mapping), today())
        signed = importing.sign(node.node, other, found, node.officer(officer)) if confirm else None
        importing.write_rejects(file.with_name(file.name + ".rejected.csv"), found.rejects, reject_sentence)
    except WarifuError as trouble:
        fail(trouble, as_json=as_json)
    document = importing.report(found, signed)
    if as_json:
        show(document, as_json=True)
    else:
        _print_understood(found, document)


def _print_understood(found: Understood, document: dict[str, Any]) -> None:
    for sheet in found.reading.sheets:
        rows = [(field, heading, f"{confidence:.2f}") for field, (heading, confidence) in sheet.columns.items()]
        out.print(table_of(f"{sheet.name}", ("field / 項目", "column / 列", "confidence / 確度"), rows))
        for name, rule in sheet.rules.items():
            out.print(f"  {name}: {rule}")
    out.print(
        f"rows read / 読込行 {document['rows_read']} = acts / 文書 {document['accepted']}"
        f" + rejected / 却下 {len(document['rejected'])} + non-rows / 対象外 {document['non_rows']}"
    )
    for reject in found.rejects:
        out.print(
            f"  row / 行 {reject.at.row} {reject.ref}: {reject_sentence(reject, 'en')} / {reject_sentence(reject, 'ja')}"
        )
    out.print(
        f"signed / 署名 {document['signed']}, already held / 登録済み {document['already_held']}, batch {found.batch}"
    )


@register.command("withdraw", help=both("Withdraw a batch that was not sent yet.", "未送付の取込みを取り消す。"))
def withdraw(
    folder: Folder,
    batch: str,
    officer: OfficerOption,
    reason: Annotated[str, typer.Option(help="Reason as a code. / 理由。")] = "mistaken",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Withdraw all dealings of one import."""
    node = opened(folder)
    try:
        count = importing.withdraw_batch(node.node, peer_of(node, peer), batch, reason, node.officer(officer))
    except WarifuError as trouble:
        fail(trouble, as_json=as_json)
    show({"withdrawn": count}, as_json=as_json, table=f"withdrawn / 取消 {count}")


@register.command("match", help=both("Compare both sides' past dealings.", "双方の過去の取引を照合する。"))
def match(
    folder: Folder,
    propose: Annotated[str, typer.Option(help="matched, differing or all: propose by signed acts. / 提案する。")] = "",
    accept: Annotated[bool, typer.Option("--accept", help="Agree to the other side's proposals. / 同意する。")] = False,
    dispute: Annotated[str, typer.Option(help="Say no to the other side's proposals: reason code. / 異議。")] = "",
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Show what matches, differs or is missing; propose, accept or dispute by acts."""
    node = opened(folder)
    other = peer_of(node, peer)
    compared = matching.compare(node.node, other)
    outcomes = []
    if propose:
        chosen = {"matched": compared.result.matched, "differing": compared.result.differing}
        pairs = [*compared.result.matched, *compared.result.differing] if propose == "all" else chosen[propose]
        outcomes = matching.propose(node.node, other, pairs, compared, node.officer(officer))
    if accept or dispute:
        cases = [case for case, _ in matching.waiting(node.node, other)]
        signer = node.officer(officer)
        outcomes += (
            matching.accept(node.node, other, cases, signer)
            if accept
            else matching.dispute(node.node, other, cases, signer, dispute)
        )
    document = matching.report(compared) | {"signed": sum(outcome.ok for outcome in outcomes)}
    counts = [(name, len(document[name])) for name in ("matched", "differing", "only_gb", "only_jp", "undetermined")]
    show(document, as_json=as_json, table=table_of("Match / 照合", ("", "count / 件数"), counts))
    if any(not outcome.ok for outcome in outcomes):
        raise typer.Exit(1)


def statement(
    folder: Folder,
    as_of: Annotated[str, typer.Option(help="YYYY-MM-DD; empty: today. / 基準日。")] = "",
    xlsx: Annotated[Path | None, typer.Option(help="Write a spreadsheet. / 表計算ファイル。")] = None,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Say what is owed by whom, in kind and in money, with ages."""
    from warifu.doors import statement as statements

    node = opened(folder)
    day = date.fromisoformat(as_of) if as_of else today()
    found = statements.of_day(node.node, peer_of(node, peer), day)
    if xlsx:
        statements.write_book(xlsx, found)
    show(statements.document(found), as_json=as_json, table=statements.table(statements.document(found)))

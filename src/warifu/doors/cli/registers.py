"""``warifu register`` and ``warifu statement``: the books that units keep, agreed with the other side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from warifu.core.errors import FileError
from warifu.doors import catalogues, files, markings, sentences
from warifu.doors.cli.base import (
    AsJson,
    Folder,
    OfficerOption,
    PeerOption,
    both,
    day_of,
    err,
    heading,
    language,
    opened,
    out,
    peer_of,
    say,
    show,
    show_outcome,
    signer_of,
    table_of,
    today,
)
from warifu.doors.documents import finding_document
from warifu.doors.markings import Beside
from warifu.law.judge import Finding
from warifu.node.drafting import Draft, Outcome

if TYPE_CHECKING:  # what reads registers takes long to load, and most commands do without
    from warifu.doors.registers.importing import Understood
    from warifu.rooms.logistics.register.mapping import RegisterMap

register = typer.Typer(
    help=both("Registers: import, match, withdraw.", "台帳の取込み、照合及び撤回。"), no_args_is_help=True
)


def map_of(path: Path | None) -> RegisterMap | None:
    """Read a person's map of columns, None where none is given; raises FileError, ValueTroubleError."""
    if path is None:
        return None
    from warifu.rooms.logistics.register.mapping import parse_map

    try:
        return parse_map(files.read(path).decode("utf-8"))
    except RecursionError as trouble:
        raise FileError("file.nested_too_deep", path.name) from trouble
    except UnicodeDecodeError as trouble:
        raise FileError("file.unreadable", path.name, trouble=str(trouble)[:80]) from trouble


@register.command(
    "import", help=both("Take in a register (.xlsx, .ods, .csv).", "台帳（.xlsx、.ods、.csv）を取り込む。")
)
def take_in(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="Register. / 台帳。")],
    mapping: Annotated[
        Path | None, typer.Option("--map", help="Map of columns and words (TOML). / 列及び語の対応表（TOML）。")
    ] = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Sign; else a dry run. / 署名する。指定しなければ試行とする。")
    ] = False,
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Show what was understood; with --confirm, sign each row as a past dealing (status 1: not one)."""
    from warifu.doors.registers import importing, unknown

    node = opened(folder)
    other = peer_of(node, peer)
    signer = signer_of(node, officer) if confirm else None
    found = importing.understand(node.node, other, file, map_of(mapping), today())
    rejects = file.with_name(file.name + ".rejected.csv")
    importing.write_rejects(rejects, found, None)  # before anything is signed: that it cannot be written is told first
    signed = importing.sign(node.node, other, found, signer) if signer else None
    rejected = importing.write_rejects(rejects, found, signed)
    words = unknown.unknown_words(found.rejects)
    sheet = unknown.write_map(file, words)
    document = importing.report(found, signed) | {
        "rejected_file": str(rejects) if rejected else "",
        "unknown_words": words,
        "map_file": str(sheet or ""),
    }
    if as_json:
        show(document, as_json=True)
    else:
        _print_taken(found, document, file, dry=signed is None)
    if signed is not None and rejected and not document["accepted"]:
        raise typer.Exit(1)  # of all that stands there, nothing was taken in


def _print_taken(found: Understood, document: dict[str, Any], file: Path, *, dry: bool) -> None:
    _print_understood(found)
    _print_counts(document)
    if rejects := document["rejected_file"]:
        out.print(say(f"rejected rows with reasons: {rejects}", f"取り込めない行及びその理由: {rejects}"))
    _print_unknown(file, document["unknown_words"])
    if not dry:
        told = (document["signed"], document["already_held"], document["batch"])
        out.print(say("signed {}, held already {}, batch {}", "署名{}件、登録済み{}件、取込番号 {}").format(*told))
    else:
        out.print(
            say(
                "a dry run: nothing is signed; --confirm signs",
                "試行であり、署名していません。--confirm で署名します。",
            )
        )


def _print_unknown(file: Path, words: dict[str, dict[str, int]]) -> None:
    """Show each word that nobody knew, once with its rows, and how to say what it means."""
    if not words:
        return
    rows = [(heading(table), word, count) for table, found in words.items() for word, count in found.items()]
    out.print(table_of(heading("unknown_words"), ("field", "word", "count"), rows))
    told = f"{file}.map.toml"
    en = f"say what they mean in {told} and import again with --map {told}"
    out.print(say(en, f"{told} に意味を記入し、--map {told} を付けて再度取り込んでください。"))


def _print_understood(found: Understood) -> None:
    from warifu.doors.registers import telling

    lang = language()
    for sheet in found.reading.sheets:
        rows = [
            (telling.field_said(field, lang), name, f"{confidence:.2f}")
            for field, (name, confidence) in sheet.columns.items()
        ]
        out.print(table_of(sheet.name, ("field", "column", "confidence"), rows))
        for name, rule in sheet.rules.items():
            out.print(f"  {telling.field_said(name, lang)}: {telling.rule_said(rule, lang)}")
        if sheet.unknown:
            names = catalogues.pages()["registers"]["unknown_headings"][lang]
            out.print("  " + names.format(names=", ".join(sheet.unknown)))


def _print_counts(document: dict[str, Any]) -> None:
    counts = document["rows_read"], document["accepted"], len(document["rejected"]), document["non_rows"]
    en, ja = "rows read {} = acts {} + rejected {} + non-rows {}", "読込行{} = 文書{} + 取込不可{} + 対象外の行{}"
    out.print(say(en, ja).format(*counts))


@register.command(
    "withdraw",
    help=both("Withdraw an import before it is exchanged.", "交換前の取込みを撤回する。"),
)
def withdraw(
    folder: Folder,
    batch: Annotated[str, typer.Argument(help="Batch as `import` printed it. / import が表示した取込番号。")],
    reason: Annotated[str, typer.Option(help="Reason code: error, duplicate … / 理由コード。")] = "error",
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Withdraw every dealing of a batch; refused once any of it has been sent."""
    from warifu.doors.registers import importing

    node = opened(folder)
    signer = signer_of(node, officer)
    outcomes = importing.withdraw_batch(node.node, peer_of(node, peer), batch, reason, signer)
    count = sum(outcome.ok for outcome in outcomes)
    document = {"batch": batch, "withdrawn": count, "findings": _findings(outcomes)}
    show(document, as_json=as_json, table=say(f"withdrawn: {count}", f"撤回{count}件"))
    _end(outcomes, as_json=as_json)


@register.command("match", help=both("Compare both sides' past dealings.", "双方の過去の取引を照合する。"))
def match(
    folder: Folder,
    propose: Annotated[
        Literal["", "matched", "differing", "all"],
        typer.Option(help="Propose these pairs by signed acts. / 署名文書で提案する。"),
    ] = "",
    ref: Annotated[
        list[str] | None, typer.Option("--ref", help="Only pairs of this reference. / この参照番号の組のみ。")
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Agree to the other side's proposals. / 相手国の提案に同意する。")
    ] = False,
    dispute: Annotated[
        str,
        typer.Option(
            help="Say no to the other side's proposals: reason code. / 相手国の提案に異議を述べる（理由コード）。"
        ),
    ] = "",
    case: Annotated[list[str] | None, typer.Option("--case", help="Only this proposal. / この提案のみ。")] = None,
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Show what matches, differs or is missing; propose, accept or dispute by acts, one or many at once."""
    from warifu.doors.registers import matching

    if accept and dispute:
        raise typer.BadParameter("--accept, --dispute: one of them / いずれか一方を指定してください")
    node = opened(folder)
    other = peer_of(node, peer)
    signer = signer_of(node, officer) if propose or accept or dispute else None
    compared = matching.compare(node.node, other)
    outcomes: list[Outcome] = []
    if propose and signer:
        chosen = {"matched": compared.result.matched, "differing": compared.result.differing}
        pairs = [*compared.result.matched, *compared.result.differing] if propose == "all" else chosen[propose]
        wanted = [pair for pair in pairs if not ref or {pair.gb, pair.jp} & set(ref)]
        outcomes = matching.propose(node.node, other, wanted, compared, signer)
    cases = [each for each, _ in matching.waiting(node.node, other) if _is_named(each, case)]
    if accept and signer:
        outcomes += matching.accept(node.node, other, cases, signer)
    if dispute and signer:
        outcomes += matching.dispute(node.node, other, cases, signer, dispute)
    told = {"signed": sum(outcome.ok for outcome in outcomes), "waiting": cases, "findings": _findings(outcomes)}
    document = matching.report(compared) | told
    if as_json:
        show(document, as_json=True)
    else:
        _print_match(document)
    _end(outcomes, as_json=as_json)


def _is_named(case: bytes, named: list[str] | None) -> bool:
    return not named or any(case.hex().startswith(each.lower()) for each in named)


def _print_match(document: dict[str, Any]) -> None:
    from warifu.doors.registers import matching

    counts = [(heading(name), len(document[name])) for name in matching.LISTS]
    out.print(table_of(heading("match"), ("list", "count"), counts))
    if document["differing"]:
        rows = [
            (each["gb"], each["jp"], _words(each["fields"]), _words(each["causes"])) for each in document["differing"]
        ]
        out.print(table_of(heading("differing"), ("gb", "jp", "fields", "causes"), rows))
    signed, waiting = document["signed"], len(document["waiting"])
    if signed:
        out.print(say(f"signed: {signed}", f"署名{signed}件"))
    elif waiting:
        out.print(say(f"proposals that wait for us: {waiting}", f"自国の回答を待つ提案: {waiting}件"))


def _words(codes: Iterable[str]) -> str:
    return say(", ", "、").join(sentences.word(code, language()) for code in codes)


def _findings(outcomes: list[Outcome]) -> list[dict[str, Any]]:
    return [finding_document(each) for each in _reasons(outcomes)]


def _reasons(outcomes: list[Outcome]) -> list[Finding]:
    found = [each for outcome in outcomes for each in (*outcome.ruling, *outcome.own_law)]
    return list(dict.fromkeys(found))


def _end(outcomes: list[Outcome], *, as_json: bool) -> None:
    """Leave with 1 where any was refused, saying why once."""
    if not as_json:
        for each in _reasons(outcomes):
            err.print("• " + sentences.of_finding(each, language()))
    if any(not outcome.ok for outcome in outcomes):
        raise typer.Exit(1)


def statement(
    folder: Folder,
    as_of: Annotated[
        date | None, typer.Option(parser=day_of, metavar="YYYY-MM-DD", help="Empty: today. / 基準日。空欄は本日。")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write a spreadsheet. / 表計算ファイルに出力する。")] = None,
    sign: Annotated[
        Literal["", "opening", "monthly", "year_end"],
        typer.Option(help="Sign it, for the other side to accept. / 署名し、相手国の承諾を求める。"),
    ] = "",
    number: Annotated[str, typer.Option(help="Number of the statement that is signed. / 署名する計算書の番号。")] = "",
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Say what is owed by whom, in kind and in money, with ages; sign it where asked."""
    from warifu.doors import statement as statements
    from warifu.doors.registers import matching

    node = opened(folder)
    other = peer_of(node, peer)
    found = statements.of_day(node.node, other, as_of or today())
    pair, schemes = node.node.pair(other), node.node.schemes
    told = markings.banner(
        statements.marked(pair.store, pair.name), Beside(schemes, (pair.us, pair.peer), as_of or today())
    ).in_(language())
    if xlsx:
        statements.write_book(xlsx, found, marking=told)
    if sign:
        if not number:
            raise typer.BadParameter("--number: GB-FINANCE-26-0001 …")
        body = matching.statement_body(node.node, other, found, sign, number)
        label = statements.label_of(pair.store, pair.name, schemes)
        draft = Draft(kind="logistics/statement", body=body, desk="FINANCE", label=label)
        show_outcome(node.node.submit(other, draft, signer_of(node, officer)), as_json=as_json, kind=draft.kind)
        return
    document = statements.document(found)
    if told and not as_json:
        out.print(told)
    show(document, as_json=as_json, table=statements.table(document, language()))
    if told and not as_json:
        out.print(told)

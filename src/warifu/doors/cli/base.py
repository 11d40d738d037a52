"""What all commands share: opening a node, the two languages, JSON or a table, and how a refusal looks.

Law: exit status tells the truth: 0 done, 1 refused by a rule or an error named in a sentence, 2 a wrong command line.
``--json`` prints one document and nothing else. Help stands in both languages.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from warifu.core.errors import WarifuError
from warifu.doors import sentences
from warifu.doors.documents import outcome_document, plain
from warifu.node.drafting import Outcome
from warifu.node.open import Opened

Folder = Annotated[Path, typer.Option("--node", envvar="WARIFU_NODE", help="Folder of the node. / ノードのフォルダ。")]
PeerOption = Annotated[str, typer.Option("--peer", help="The other party (GB, JP). / 相手国。")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document. / JSONで出力する。")]
OfficerOption = Annotated[
    str,
    typer.Option("--officer", envvar="WARIFU_OFFICER", help="Name of the signing key. / 署名する担当官の鍵の名前。"),
]

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def both(en: str, ja: str) -> str:
    """Help text in both languages."""
    return f"{en}\n\n{ja}"


def language() -> str:
    """Return ``en`` or ``ja``: WARIFU_LANG, else the first of the environment's language settings."""
    told = os.environ.get("WARIFU_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "ja" if told.lower().startswith("ja") else "en"


def opened(folder: Path) -> Opened:
    """Open a node's folder; the passphrase comes from WARIFU_PASSPHRASE or is asked for."""
    passphrase = os.environ.get("WARIFU_PASSPHRASE")
    if passphrase is None:
        passphrase = typer.prompt("Passphrase / パスフレーズ", hide_input=True)
    return Opened(folder, passphrase)


def peer_of(node: Opened, told: str) -> str:
    """Return the peer that is meant: the one told, or the only one."""
    if told:
        return told.upper()
    if len(node.config.peer) == 1:
        return node.config.peer[0].party
    raise typer.BadParameter("--peer: " + ", ".join(peer.party for peer in node.config.peer))


def today() -> date:
    """Return the present day in UTC."""
    return datetime.now(UTC).date()


def show(document: Any, *, as_json: bool, table: Table | str | None = None) -> None:
    """Print a document as JSON, or the table that stands for it."""
    if as_json or table is None:
        sys.stdout.write(json.dumps(plain(document), ensure_ascii=False, indent=2) + "\n")
    else:
        out.print(table)


def table_of(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """Return a terminal table."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*["" if each is None else str(plain(each)) for each in row])
    return table


def show_outcome(outcome: Outcome, *, as_json: bool) -> None:
    """Print what became of a draft; leave with 1 where it was refused."""
    if as_json:
        show(outcome_document(outcome), as_json=True)
    elif outcome.ok:
        out.print(f"signed {outcome.act.hex()}\ncase   {outcome.case.hex()}")
    else:
        for finding in (*outcome.ruling, *outcome.own_law):
            err.print("• " + sentences.of_finding(finding, language()))
    if not outcome.ok:
        raise typer.Exit(1)


def fail(trouble: WarifuError, *, as_json: bool = False) -> NoReturn:
    """Print an error as a sentence in the reader's language and leave with 1."""
    if as_json:
        document = {"error": trouble.code, "where": trouble.where, "figures": trouble.figures}
        show(document | {lang: sentences.of_error(trouble, lang) for lang in ("en", "ja")}, as_json=True)
    else:
        err.print(sentences.of_error(trouble, language()))
    raise typer.Exit(1)

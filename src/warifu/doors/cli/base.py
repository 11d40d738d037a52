"""What all commands share: opening a node, the two languages, JSON or a table, and how a refusal looks.

Law: ``--json`` prints one document and nothing else, also for an error. Help stands in both languages; tables and
sentences in the reader's. A command raises; the house tells (``cli.house``: streams, exit status, what was not foreseen).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer
from rich.console import Console
from rich.text import Text
from typer import rich_utils

from warifu.core.errors import KeyTroubleError, WarifuError
from warifu.doors import sentences
from warifu.doors.documents import outcome_document, plain
from warifu.doors.files import harmless
from warifu.doors.tables import WholeTable
from warifu.node.drafting import Outcome
from warifu.node.open import Opened
from warifu.node.outposts import pairs_of_seats

rich_utils.OPTIONS_PANEL_TITLE = "Options / オプション"
rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments / 引数"
rich_utils.COMMANDS_PANEL_TITLE = "Commands / コマンド"
rich_utils.ERRORS_PANEL_TITLE = "Error / エラー"

_WIDTH_WITHOUT_A_TERMINAL = 160
COMMAND_LINE = "command-line"
"""Who it is said was shown a text, or made a copy, where somebody at the node's own machine did."""


def _note_json(context: typer.Context, value: bool) -> bool:
    """Remember for the house that errors, too, are to be one JSON document."""
    context.find_root().obj = value
    return value


def day_of(text: str) -> date:
    """Read a day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise typer.BadParameter(f"{text}: YYYY-MM-DD / 年-月-日 (2026-06-10)") from trouble


Folder = Annotated[
    Path, typer.Option("--node", envvar="WARIFU_NODE", help="Folder of the node. / ノードのフォルダー。")
]
PeerOption = Annotated[
    str,
    typer.Option(
        "--peer",
        help="The other party (GB, JP), or a pair of seats (GB.CALDER-JP.HAYASE). / 相手国、又は担当ノードの組。",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", callback=_note_json, help="Print one JSON document. / JSONで出力する。")
]
OfficerOption = Annotated[
    str,
    typer.Option("--officer", envvar="WARIFU_OFFICER", help="Name of the signing key. / 署名する担当官の鍵の名前。"),
]


class _Terminal(Console):
    """A console on which no text moves, hides or colours another: much of what is shown was written by somebody else."""

    def render_str(self, text: str, **more: Any) -> Text:
        """Lay a text, in a table too."""
        return super().render_str(harmless(text), **more)


class _Outlet:
    """A console that follows the stream of the moment, wide where no terminal sets the width."""

    def __init__(self, *, stderr: bool) -> None:
        self._stderr = stderr

    def console(self) -> Console:
        """Return the console for the stream as it is now."""
        stream = sys.stderr if self._stderr else sys.stdout
        width = None if stream.isatty() else _WIDTH_WITHOUT_A_TERMINAL
        return _Terminal(file=stream, highlight=False, soft_wrap=False, width=width, emoji=False)

    def print(self, shown: Any, *, markup: bool = False) -> None:
        """Print a text as it is, or a table."""
        self.console().print(shown, markup=markup, soft_wrap=isinstance(shown, str))


out = _Outlet(stderr=False)
err = _Outlet(stderr=True)


def both(en: str, ja: str) -> str:
    """Help text in both languages."""
    return f"{en}\n\n{ja}"


def language() -> Literal["en", "ja"]:
    """Return ``en`` or ``ja``: WARIFU_LANG, else the first of the environment's language settings."""
    told = next(filter(None, map(os.environ.get, ("WARIFU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))), "en")
    return "ja" if told.lower().startswith("ja") else "en"


def say(en: str, ja: str) -> str:
    """Return the one of the reader's language."""
    return ja if language() == "ja" else en


def passphrase_of(*, confirm: bool = False) -> str:
    """Return the passphrase from WARIFU_PASSPHRASE, else ask; raises KeyTroubleError where nobody can be asked."""
    told = os.environ.get("WARIFU_PASSPHRASE")
    if told is not None:
        return told
    if not sys.stdin.isatty():
        raise KeyTroubleError("key.locked", "WARIFU_PASSPHRASE")
    return str(typer.prompt("Passphrase / パスフレーズ", hide_input=True, confirmation_prompt=confirm))


def opened(folder: Path) -> Opened:
    """Open a node's folder; the passphrase comes from WARIFU_PASSPHRASE or is asked for."""
    return Opened(folder, passphrase_of())


def peer_of(node: Opened, told: str) -> str:
    """Return the peer that is meant: the one told, or the only one."""
    known = [peer.party for peer in node.config.peer]
    if told.upper() in {*known, *pairs_of_seats(node.node)}:
        return told.upper()
    if not told and len(known) == 1:
        return known[0]
    raise typer.BadParameter(f"--peer: {', '.join(known)}")


def sizes_of(told: str, parties: tuple[str, str]) -> tuple[int, int]:
    """Read ``GB=120,JP=95`` into the sizes of the logs of these two parties, in their order."""
    said = dict(part.strip().partition("=")[::2] for part in told.split(","))
    if set(said) != set(parties) or not all(size.isascii() and size.isdigit() for size in said.values()):
        raise typer.BadParameter(f"{told}: {parties[0]}=120,{parties[1]}=95")
    return int(said[parties[0]]), int(said[parties[1]])


def signer_of(node: Opened, officer: str) -> Any:
    """Open the key that signs; a wrong command line where none is named.

    WARIFU_OFFICER_PASSPHRASE: where the officer has put the key under a passphrase of the own.
    """
    if not officer:
        raise typer.BadParameter("--officer: name the key that signs / 署名する担当官の鍵を指定してください")
    own = os.environ.get("WARIFU_OFFICER_PASSPHRASE")
    return node.officer(officer) if own is None else node.officer_with(officer, own)


def today() -> date:
    """Return the present day in UTC."""
    return datetime.now(UTC).date()


def show(document: Any, *, as_json: bool, table: WholeTable | str | None = None) -> None:
    """Print a document as JSON, or the table that stands for it."""
    if as_json or table is None:
        sys.stdout.write(json.dumps(plain(document), ensure_ascii=not _is_utf8(sys.stdout), indent=2) + "\n")
    else:
        out.print(table)


def _is_utf8(stream: Any) -> bool:
    return (getattr(stream, "encoding", None) or "").lower().replace("_", "-") in {"utf-8", "utf8"}


def heading(code: str) -> str:
    """Return what a column or title is called in the reader's language."""
    found = sentences.word(f"column.{code}", language())
    return code if found.startswith("column.") else found


_WORDED = frozenset({
    "kind", "state", "first_state", "second_state", "flow", "settlement", "what", "why", "phase", "name", "roles", "about",
})  # fmt: skip
"""Columns whose values are codes with a name in both languages."""


def cell(column: str, value: Any) -> str:
    """Return a value as people read it: codes of some columns by name, digests by their beginning."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("yes", "有") if value else say("no", "無")
    if isinstance(value, list | tuple):
        return say(", ", "、").join(cell(column, each) for each in value)
    text = str(plain(value))
    if column in _WORDED:
        return sentences.word(text, language())
    return text


def table_of(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> WholeTable:
    """Return a terminal table; columns are codes (``heading``), and so are the values of some (``cell``)."""
    table = WholeTable(title=title, title_justify="left")
    for column in columns:
        table.add_column(heading(column), overflow="fold")
    for row in rows:
        table.add_row(*[cell(column, each) for column, each in zip(columns, row, strict=True)])
    return table


def show_outcome(outcome: Outcome, *, as_json: bool, kind: str = "") -> None:
    """Print what became of a draft; leave with 1 where it was refused."""
    if as_json:
        show(outcome_document(outcome), as_json=True)
    elif outcome.ok:
        out.print(f"{say('signed', '署名済み')} {outcome.act.hex()}\n{say('case  ', '案件    ')} {outcome.case.hex()}")
    else:
        for finding in (*outcome.ruling, *outcome.own_law):
            err.print("• " + sentences.of_finding(finding, language(), kind))
        if outcome.can_insist:
            err.print(say("It has happened all the same? --irregular", "事実であれば --irregular により登録できます。"))
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

"""``warifu demo``: the main job from one command."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from warifu.core.errors import FileError
from warifu.doors.cli.base import AsJson, err, heading, language, out, say, show, table_of, today

Register = Annotated[Path | None, typer.Option(help="A register instead of the invented one. / 台帳ファイル。")]
_NODES = "nodes"


def demo(
    gb_register: Register = None,
    jp_register: Register = None,
    folder: Annotated[
        Path | None, typer.Option("--out", help="Empty or new folder for results. / 結果の出力先。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Two nodes on loopback: registers agreed, orders settled, refusals shown, both halves proved."""
    from warifu.doors.demo import run

    registers = [given for given in (gb_register, jp_register) if given is not None]
    for given in registers:
        if not given.is_file():
            raise FileError("file.missing", str(given), reason="not found")
    into = _emptied(folder)
    made = _invented(into, gb_register, jp_register)
    with _progress(quiet=as_json) as tell:
        summary = run.run(made, into, today(), tell)
    if as_json:
        show(summary, as_json=True)
    else:
        _print(summary, into)


def _emptied(folder: Path | None) -> Path:
    """Return the folder for the results, new or empty; a wrong command line where something lies in it."""
    into = folder or Path(tempfile.mkdtemp(prefix="warifu-demo-"))
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise typer.BadParameter(
            f"--out: {into} is not an empty folder; name a new one / 空のフォルダー又は新しい名前を指定してください"
        )
    into.mkdir(parents=True, exist_ok=True)
    return into


def _invented(into: Path, gb: Path | None, jp: Path | None) -> tuple[Path, Path]:
    """Return both registers; where one is not given, an invented one is written under ``invented``."""
    from warifu.doors.demo import samples

    if gb is not None and jp is not None:
        return gb, jp
    own = into / "invented"
    own.mkdir()
    made = samples.registers(own, today())
    return gb or made[0], jp or made[1]


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str, str], None]]:
    """Show a progress bar on a terminal, lines elsewhere, nothing with --json."""
    from warifu.doors.demo.run import STEPS

    console, total, done = err.console(), len(STEPS), 0
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal, transient=True) as bar:
        task = bar.add_task("…", total=total)

        def tell(en: str, ja: str) -> None:
            nonlocal done
            bar.update(task, description=say(en, ja), completed=done)
            done += 1
            if not quiet and not console.is_terminal:
                err.print(f"[{done}/{total}] {say(en, ja)}")

        yield tell


def _print(summary: dict[str, Any], folder: Path) -> None:
    from warifu.doors import statement
    from warifu.doors.registers.matching import LISTS

    for party, report in summary["registers"].items():
        counts = (party, report["rows_read"], report["accepted"], len(report["rejected"]), report["non_rows"])
        en, ja = "{}: rows read {} = acts {} + rejected {} + non-rows {}", "{}: 読込行{} = 文書{} + 却下{} + 対象外{}"
        out.print(say(en, ja).format(*counts))
    counts_of = [(heading(name), len(summary["match"][name])) for name in LISTS]
    out.print(table_of(heading("match"), ("list", "count"), counts_of))
    for refusal in summary["refusals"]:
        _print_refusal(refusal)
    out.print("")
    out.print(statement.table(summary["statement"], language()))
    for party, digest in summary["verify"]["state_digests"].items():
        out.print(say(f"digest of {party}'s half", f"{party}側の照合値") + f"  {digest}")
    out.print(say("Both halves are one; no findings.", "双方の記録は一致し、指摘事項はない。"))
    _print_next(folder)


def _print_refusal(refusal: dict[str, Any]) -> None:
    """Both languages, whatever the reader's: the other side reads the same."""
    title = refusal["title"]
    out.print(f"\nRefused / 拒否: {title['en']} / {title['ja']} ({refusal['party']})")
    for finding in refusal["findings"]:
        out.print(f"  {finding['article_en']} / {finding['article_ja']}  [{finding['rule']}]")
        out.print(f"  • {finding['en']}\n  • {finding['ja']}")


def _print_next(folder: Path) -> None:
    gb, jp = folder / _NODES / "gb", folder / _NODES / "jp"
    out.print("\n" + say("Where to look next:", "次の操作:"))
    out.print("  export WARIFU_PASSPHRASE=rehearsal")
    for line in (
        f"warifu status --node {gb}",
        f"warifu case list --node {jp} --kind logistics/request",
        f"warifu register match --node {jp}",
        f"warifu log verify --node {gb}",
        f"ls {folder}",
    ):
        out.print(f"  {line}")

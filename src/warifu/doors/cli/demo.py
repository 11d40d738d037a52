"""``warifu demo``: the main job from one command."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from warifu.core.errors import WarifuError
from warifu.doors.cli.base import AsJson, err, fail, language, out, show, table_of, today

Register = Annotated[Path | None, typer.Option(help="A register instead of the invented one. / 台帳ファイル。")]


def demo(
    gb_register: Register = None,
    jp_register: Register = None,
    folder: Annotated[Path | None, typer.Option("--out", help="Folder for results. / 結果のフォルダ。")] = None,
    as_json: AsJson = False,
) -> None:
    """Two nodes on loopback: registers agreed, orders settled, refusals shown, both halves proved."""
    from warifu.doors.demo import run, samples

    out_folder = folder or Path(tempfile.mkdtemp(prefix="warifu-demo-"))
    out_folder.mkdir(parents=True, exist_ok=True)
    if any((out_folder / "nodes").glob("*")):
        raise typer.BadParameter(f"--out: {out_folder / 'nodes'} is not empty / 空のフォルダを指定してください")
    made = samples.registers(out_folder, today())
    registers = (gb_register or made[0], jp_register or made[1])
    try:
        with _progress(as_json) as tell:
            summary = run.run(registers, out_folder, today(), tell)
    except WarifuError as trouble:
        fail(trouble, as_json=as_json)
    if as_json:
        show(summary, as_json=True)
    else:
        _print(summary, out_folder)


class _progress:  # noqa: N801  used as a word in a with statement
    """A progress bar on a terminal, lines elsewhere, nothing with --json."""

    def __init__(self, quiet: bool) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self.bar = Progress(*columns, console=err, disable=quiet, transient=True)

    def __enter__(self) -> Any:
        from warifu.doors.demo.run import STEPS

        self.bar.start()
        task = self.bar.add_task("…", total=len(STEPS))
        done = 0

        def tell(en: str, ja: str) -> None:
            nonlocal done
            self.bar.update(task, description=ja if language() == "ja" else en, completed=done)
            done += 1

        return tell

    def __exit__(self, *_: object) -> None:
        self.bar.stop()


def _print(summary: dict[str, Any], folder: Path) -> None:
    for party, report in summary["registers"].items():
        out.print(
            f"{party}: rows read / 読込行 {report['rows_read']} = acts / 文書 {report['accepted']} + rejected / 却下 "
            f"{len(report['rejected'])} + non-rows / 対象外 {report['non_rows']}"
        )
    match = summary["match"]
    counts = [(name, len(match[name])) for name in ("matched", "differing", "only_gb", "only_jp", "undetermined")]
    out.print(table_of("Match / 照合", ("", "count / 件数"), counts))
    for refusal in summary["refusals"]:
        out.print(f"\n[bold]Refused / 拒否[/bold] {refusal['title']['en']} / {refusal['title']['ja']}")
        for finding in refusal["findings"]:
            out.print(
                f"  {finding['article']} ({finding['rule']})\n  • {finding['en']}\n  • {finding['ja']}", markup=False
            )
    from warifu.doors import statement

    out.print(statement.table(summary["statement"]))
    verify = summary["verify"]
    for party, digest in verify["state_digests"].items():
        out.print(f"digest of {party}'s half / {party}の半分の照合値  {digest}")
    out.print("Both halves are one; no findings. / 両半分は一致し、指摘事項はない。")
    nodes = folder / "nodes"
    out.print(
        f"\nLook next / 次に: WARIFU_PASSPHRASE=rehearsal warifu status --node {nodes / 'gb'}"
        f"\n                warifu case list --node {nodes / 'jp'} --kind logistics/request"
        f"\n                warifu log verify --node {nodes / 'gb'}"
    )

"""``warifu demo``: the main job from one command."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from warifu.core.errors import FileError
from warifu.doors import sentences
from warifu.doors.cli.base import AsJson, err, heading, language, out, say, show, table_of, today

if TYPE_CHECKING:  # the play takes long to load
    from warifu.doors.demo.stage import Actor

Register = Annotated[Path | None, typer.Option(help="A register instead of the invented one. / 台帳ファイル。")]
_NODES = "nodes"


def demo(
    gb_register: Register = None,
    jp_register: Register = None,
    folder: Annotated[
        Path | None, typer.Option("--out", help="Empty or new folder for results. / 結果の出力先。")
    ] = None,
    serve: Annotated[
        bool,
        typer.Option("--serve", help="Then serve both nodes' pages until Ctrl-C. / 終了後、両国の画面を提供する。"),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Two nodes on loopback: registers agreed, orders settled, refusals shown, both halves proved."""
    from warifu.doors.demo import run

    registers = [given for given in (gb_register, jp_register) if given is not None]
    for given in registers:
        if not given.is_file():
            raise FileError("file.not_there", str(given))
    into = _emptied(folder)
    made = _invented(into, gb_register, jp_register)
    if serve:

        def after(summary: dict[str, Any], gb: Actor, jp: Actor) -> None:
            bar.close()
            _tell(summary, into, as_json=as_json)
            _serve(gb, jp, as_json=as_json)

        with ExitStack() as bar:
            run.run(made, into, today(), bar.enter_context(_progress(quiet=as_json)), after)
        return
    with _progress(quiet=as_json) as tell:
        summary = run.run(made, into, today(), tell)
    _tell(summary, into, as_json=as_json)


def _tell(summary: dict[str, Any], into: Path, *, as_json: bool) -> None:
    if as_json:
        show(summary, as_json=True)
    else:
        _print(summary, into)


def _serve(gb: Actor, jp: Actor, *, as_json: bool) -> None:
    """Say where the pages are and who may sign in, and the code of the moment, until Ctrl-C or SIGTERM."""
    found = [actor.ask("open_pages") for actor in (gb, jp)]
    if as_json:
        sys.stdout.write(json.dumps({"serving": found}) + "\n")
    else:
        for each in found:
            out.print(f"\n{each['party']}  {each['pages']}")
            out.print(f"  {say('accounts', 'アカウント')}: {', '.join(each['accounts'])}")
        told = found[0]
        out.print(f"\n{say('password', 'パスワード')}: {told['password']}")
        out.print(f"{say('passphrase of every key', '全ての鍵のパスフレーズ')}: {told['passphrase']}")
        out.print(f"{say('secret of the second factor', '認証アプリの設定キー')}: {told['secret']}")
    sys.stdout.flush()
    over = Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: over.set())
    before = ""
    try:
        while not over.wait(1.0):
            code = gb.ask("code")
            if code != before and not as_json:
                out.print(f"{say('code now', '現在の認証コード')}: {code}")
                sys.stdout.flush()
            before = code
    except KeyboardInterrupt:
        err.print(say("ended", "終了"))


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
        en, ja = (
            "{}: rows read {} = acts {} + rejected {} + non-rows {}",
            "{}: 読込行{} = 文書{} + 取込不可{} + 対象外{}",
        )
        out.print(say(en, ja).format(*counts))
    counts_of = [(heading(name), len(summary["match"][name])) for name in LISTS]
    out.print(table_of(heading("match"), ("list", "count"), counts_of))
    for refusal in summary["refusals"]:
        _print_findings("Refused / 拒否", refusal)
    for fact in summary["irregular"]:
        _print_findings("Recorded as irregular / 不備ありとして登録", fact)
    out.print("")
    _print_item(summary["information"])
    out.print("")
    out.print(statement.table(summary["statement"], language()))
    for party, digest in summary["verify"]["state_digests"].items():
        out.print(say(f"digest of {party}'s half", f"{party}側の照合値") + f"  {digest}")
    out.print(say("Both halves are one; no findings.", "双方の記録は一致し、指摘事項はない。"))
    _print_audit(summary["verify"]["audit"])
    _print_next(folder)


def _print_findings(what: str, told: dict[str, Any]) -> None:
    """Both languages, whatever the reader's: the other side reads the same."""
    title = told["title"]
    out.print(f"\n{what}: {title['en']} / {title['ja']} ({told['party']})")
    for finding in told["findings"]:
        out.print(f"  {finding['article_en']} / {finding['article_ja']}  [{finding['rule']}]")
        out.print(f"  • {finding['en']}\n  • {finding['ja']}")


def _print_item(item: dict[str, Any]) -> None:
    """The story of the classified item: where each copy has been, the muster, the consents, who may see it."""
    marking = f"EXERCISE · {item['marking']} (GB) · {item['corresponding']} (JP)"
    title = say("Classified information, all of it invented", "秘密情報（全て架空）")
    ways = [
        (copy, " → ".join(_where(each) for each in item["whereabouts"] if each["copy"] == copy))
        for copy in _copies(item)
    ]
    out.print(table_of(f"{title}\n{marking}\n{item['number']}  {item['title']}", ("copy", "whereabouts"), ways))
    muster = item["muster"]
    seen = (muster["number"], muster["sighted"], muster["expected"])
    out.print(say("muster {}: {} of {} sighted", "検査{}: 現認{}／{}件").format(*seen))
    for each in item["consents"]:
        state = sentences.word(each["state"], language())
        conditions = ", ".join(sentences.word(code, language()) for code in each["conditions"].split())
        out.print(f"{say('consent', '同意')} {each['number']} ({each['recipient']}): {state} {conditions}".rstrip())
    for each in item["may_see"]:
        answer = say("permitted", "許可") if each["permitted"] else say("refused", "不許可")
        out.print(f"{say('may see', '閲覧')} {each['person']}: {answer}")
        for finding in each["findings"]:
            out.print(f"  • {finding[language()]}")


def _copies(item: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(each["copy"] for each in item["whereabouts"]))


def _where(interval: dict[str, Any]) -> str:
    word = sentences.word(f"custody.{interval['status']}", language())
    return f"{word} {interval['other' if interval['status'] == 'released' else 'party']}"


def _print_audit(found: dict[str, Any]) -> None:
    told = (found["file"], sum(found["entries"].values()), len(found["copies"]), len(found["findings"]))
    en, ja = (
        "auditor, with {} and both founding acts alone: {} entries and {} copies proved, {} findings",
        "監査官（{}及び両国の設立文書のみ）: 登録事項{}件・写し{}部を検証、指摘事項{}件",
    )
    out.print(say(en, ja).format(*told))


def _program() -> str:
    """Return how this program is called where it was called from: its bare name only where the shell would find it."""
    called, name = Path(sys.argv[0]), "warifu"
    if called.name != name or not called.exists():
        return name
    found = shutil.which(name)
    return name if found is not None and called.samefile(found) else str(called)


def _print_next(folder: Path) -> None:
    gb, jp = folder / _NODES / "gb", folder / _NODES / "jp"
    warifu = _program()
    out.print("\n" + say("Where to look next:", "次の操作:"))
    out.print("  export WARIFU_PASSPHRASE=rehearsal")
    for line in (
        f"{warifu} status --node {gb}",
        f"{warifu} case list --node {jp} --kind logistics/request",
        f"{warifu} item register --node {jp}",
        f"{warifu} register match --node {jp}",
        f"{warifu} log verify --node {gb}",
        f"{warifu} serve --node {gb} --pages 127.0.0.1:8480",
        f"ls {folder}",
    ):
        out.print(f"  {line}")

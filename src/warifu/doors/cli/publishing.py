"""``warifu publish`` and ``announce``: public pages into a folder, deposit copies, alerts by e-mail.

Law: as everywhere at the public door (``doors.public``). A password or an address is never printed and never stands on
a command line.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from warifu.core.errors import FileError
from warifu.doors.cli.base import AsJson, Folder, both, heading, language, opened, say, show, table_of

if TYPE_CHECKING:
    from warifu.doors.public.door import Door

announce = typer.Typer(
    help=both(
        "Announcements: what is public, alerts, deposit copies.",
        "公表: 公表中の一覧、メールによるお知らせ、納本用の写し。",
    ),
    no_args_is_help=True,
)
Which = Annotated[str, typer.Argument(help="Number or address of the announcement. / 公表の番号又は所在。")]
To = Annotated[Path, typer.Option("--to", help="Where it is written. / 出力先。")]


def _door(folder: Path, *, mail: bool = False) -> Door:
    """Open the public door of a node; with ``mail``, the accounts' database too."""
    if mail:
        from warifu.doors.web import wsgi
        from warifu.node import config

        wsgi.prepare(folder, config.read(folder))
    node = opened(folder)
    from warifu.doors.public.door import Door

    return Door(node.config, node.node.store, node.node.means.clock, node.keys)


def publish(folder: Folder, to: To, as_json: AsJson = False) -> None:
    """Write the public pages into a folder that can be put anywhere; what is there and not ours is never touched."""
    from warifu.doors.public import publishing

    door = _door(folder)
    found = door.public()
    written = publishing.publish(door.pages(), to)
    document = written._asdict() | {
        "announcements": len(found.notices),
        "faults": [each._asdict() for each in found.faults],
    }
    what = say("written", "出力した") if written.changed else say("unchanged", "変更なし")
    shown = say(
        f"{what}: {len(found.notices)} announcements, {written.files} files",
        f"{what}: 公表{len(found.notices)}件、{written.files}ファイル",
    )
    show(document, as_json=as_json, table="\n".join([shown, *_faults(found.faults)]))


def _faults(faults: Any) -> list[str]:
    return [say(f"NOT public: {each.number} ({each.why})", f"公表不可: {each.number}（{each.why}）") for each in faults]


@announce.command("list", help=both("What is public now.", "現在公表しているものを一覧する。"))
def listing(folder: Folder, as_json: AsJson = False) -> None:
    """List what is public at this second, and what ought to be and is not."""
    from warifu.doors.public.feed import title

    found = _door(folder).public()
    columns = ("number", "dated", "title", "address", "shown")
    rows = [(each.number, each.now.dated, title(each, language()), each.address, each.shown) for each in found.notices]
    document = [dict(zip(columns, row, strict=True)) for row in rows]
    document += [{"number": each.number, "fault": each.why} for each in found.faults]
    show(document, as_json=as_json, table=table_of(heading("public"), columns, rows))
    if not as_json and found.faults:
        show(None, as_json=False, table="\n".join(_faults(found.faults)))


@announce.command(
    "deposit",
    help=both("Write the copy for a parliament's library (PDF/A).", "議会図書館に納める写し（PDF/A）を出力する。"),
)
def deposit(
    folder: Folder,
    which: Which,
    to: To,
    first: Annotated[str, typer.Option("--for", help="GB: English first; JP: Japanese first. / 提出先の国。")] = "",
    as_json: AsJson = False,
) -> None:
    """Write the deposit copy in both languages, with the digests of what was signed."""
    from warifu.doors.public import deposit as copies

    door = _door(folder)
    party = (first or door.config.party).upper()
    if party not in {"GB", "JP"}:
        raise typer.BadParameter("--for: GB, JP")
    notice = door.find(which)
    raw = copies.copy(notice, "ja" if party == "JP" else "en")
    try:
        to.write_bytes(raw)
    except OSError as trouble:
        raise FileError("public.not_written", str(to), trouble=trouble.strerror or str(trouble)) from trouble
    document = {"number": notice.number, "bytes": len(raw), "file": str(to)}
    show(document, as_json=as_json, table=str(to))


@announce.command("send", help=both("Send the alerts that are due, once.", "送信待ちのお知らせを送信する。"))
def send(folder: Folder, as_json: AsJson = False) -> None:
    """Do what the running node does every few seconds: enqueue, send, note; then end."""
    door = _door(folder, mail=True)
    from warifu.doors.public import sending  # its models wait until Django is configured

    report = sending.run(door, folder)
    show(report._asdict(), as_json=as_json, table=say(
        f"sent {report.sent}, later {report.later}, refused {report.refused}, waiting {report.waiting}, uncertain {report.uncertain}",
        f"送信{report.sent}件、再送待ち{report.later}件、拒否{report.refused}件、送信待ち{report.waiting}件、不明{report.uncertain}件",
    ))  # fmt: skip


@announce.command(
    "mail", help=both("How many get alerts, and what servers answered.", "配信先の数及び応答の集計を表示する。")
)
def mail(folder: Folder, as_json: AsJson = False) -> None:
    """Count subscribers, messages and refusals; no address is shown."""
    door = _door(folder, mail=True)
    from warifu.doors.public import sending  # as in ``send``

    document = sending.counts(door)
    rows = [(say(*_COUNTED.get(name, (name, name))), count) for name, count in document.items()]
    show(document, as_json=as_json, table=table_of(heading("mail"), ("what", "count"), rows))


_COUNTED = {
    "subscribers en": ("subscribers, English", "配信先（英語）"), "subscribers ja": ("subscribers, Japanese", "配信先（日本語）"),
    "asked": ("asked, not confirmed yet", "申込み（未承認）"), "due": ("messages due", "送信待ち"),
    "held": ("messages being prepared", "送信準備中"), "handing": ("messages being handed over", "送信中"),
    "sent": ("messages sent", "送信済み"), "refused": ("messages refused by a server", "サーバーによる拒否"),
    "passed": ("messages no longer needed", "送信不要となったもの"), "uncertain": ("messages uncertain", "不明"),
}  # fmt: skip


@announce.command(
    "password", help=both("Keep the mail server's password, sealed.", "メールサーバーのパスワードを封緘して保管する。")
)
def password(folder: Folder, as_json: AsJson = False) -> None:
    """Ask for the password and keep it under the node's key; WARIFU_SMTP_PASSWORD goes before it."""
    from warifu.doors.public import sealing

    told = str(typer.prompt("SMTP", hide_input=True, confirmation_prompt=True))
    door = _door(folder)
    sealing.keep_password(folder, door.seals, told)
    show({"kept": True}, as_json=as_json, table=say("kept, sealed", "封緘して保管した"))


def add_to(app: typer.Typer) -> None:
    """Join these commands to the command line."""
    app.command("publish", help=both("Write the public pages into a folder.", "公表ページをフォルダーに出力する。"))(
        publish
    )
    app.add_typer(announce, name="announce")

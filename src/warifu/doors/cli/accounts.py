"""``warifu account``: who may sign in to the pages; the first one is made here, for no page opens without an account.

Law: as on the page (``web.accounts.keeping``): person and key are read from the roll and the node's key folder, never
typed. A one-time password is printed once and kept nowhere; it goes to standard output and into no log.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warifu.doors.cli.base import AsJson, Folder, PeerOption, both, heading, opened, peer_of, say, show, table_of
from warifu.node import config

if TYPE_CHECKING:
    from warifu.doors.web.house import House

account = typer.Typer(
    help=both("Accounts of the pages: add, list, end, reset.", "画面のアカウント: 追加、一覧、停止、再発行。"),
    no_args_is_help=True,
)
Name = Annotated[str, typer.Argument(help="Name of the account. / アカウント名。")]


def _house(folder: Path, peer: str) -> tuple[House, str]:
    """Open the node with its accounts; Django is made ready for both before."""
    from warifu.doors.web import wsgi

    settings = config.read(folder)
    wsgi.prepare(folder, settings)
    from warifu.doors.web.house import House
    from warifu.node.turns import Turns

    node = opened(folder)
    return House(node, Turns(node.node)), peer_of(node, peer) if peer else settings.peer[0].party


@account.command("add", help=both("Make an account and print its one-time password.", "アカウントを作成する。"))
def add(
    folder: Folder,
    name: Name,
    officer: Annotated[
        str, typer.Option("--officer", help="Name of the officer's key in the node's folder. / 担当官の鍵の名前。")
    ] = "",
    person: Annotated[
        str,
        typer.Option("--person", help="Number of the person, for a key with its own passphrase. / 担当官番号。"),
    ] = "",
    auditor: Annotated[bool, typer.Option("--auditor", help="Reads all, changes nothing. / 監査官。")] = False,
    administrator: Annotated[
        bool, typer.Option("--administrator", help="May make and close accounts. / 管理者。")
    ] = False,
    ceiling: Annotated[
        str,
        typer.Option(
            "--ceiling", help='Highest marking: "GB-GSC|2014-04-02|OFFICIAL"; none: nothing classified. / 閲覧の上限。'
        ),
    ] = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Make an account for an officer of the roll, an administrator or an auditor."""
    house, other = _house(folder, peer)
    from warifu.doors.web.accounts import keeping

    wanted = keeping.Wanted(name, officer, person, administrator, auditor, ceiling)
    password = keeping.add(house, other, wanted)
    made = keeping.found(house, name)
    document = {"account": name, "person": made.person, "officer": officer, "one_time_password": password}
    show(document, as_json=as_json, table=_told(name, made.person, password))


@account.command("list", help=both("List the accounts.", "アカウントの一覧を表示する。"))
def listing(folder: Folder, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Show who has an account, and whether it is set up."""
    house, _ = _house(folder, peer)
    from warifu.doors.web.accounts import keeping

    rows = keeping.listed(house)
    columns = ("account", "person", "officer", "administrator", "auditor", "active", "set_up")
    table = [
        (
            each.name,
            each.person,
            each.key_name,
            each.administrator,
            each.auditor,
            each.active,
            each.factor and not each.one_time,
        )
        for each in rows
    ]
    document = [dict(zip(columns, row, strict=True)) for row in table]
    show(document, as_json=as_json, table=table_of(heading("accounts"), columns, table))


@account.command("end", help=both("Close an account for good, with its sessions.", "アカウントを停止する。"))
def end(folder: Folder, name: Name, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Close an account; its sessions end at once."""
    house, _ = _house(folder, peer)
    from warifu.doors.web.accounts import keeping

    keeping.close(house, name)
    closed = say(f"the account {name} is closed", f"アカウント{name}を停止した")
    show({"account": name, "active": False}, as_json=as_json, table=closed)


@account.command(
    "reset",
    help=both(
        "Issue a one-time password; factors, sessions, tokens and calendar addresses end.",
        "仮パスワードを発行する。認証設定、トークン及び購読用アドレスは無効になる。",
    ),
)
def reset(folder: Folder, name: Name, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Issue a one-time password for somebody who has lost the own one or the second factor."""
    house, _ = _house(folder, peer)
    from warifu.doors.web.accounts import keeping

    password = keeping.reset(house, name)
    made = keeping.found(house, name)
    document = {"account": name, "person": made.person, "one_time_password": password}
    show(document, as_json=as_json, table=_told(name, made.person, password))


def _told(name: str, person: str, password: str) -> str:
    """Say the one-time password and what it is good for."""
    return say(
        f"account {name} {person}\none-time password: {password}\n"
        "Hand it over in person; good for three days, and only to choose another.",
        f"アカウント {name} {person}\n仮パスワード: {password}\n"
        "本人に直接渡すこと。3日以内に、新しいパスワードの設定にのみ使用できる。",
    )

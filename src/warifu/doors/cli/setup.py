"""``warifu init`` and ``warifu party``: trust by hand."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from warifu.core import fingerprint, keys
from warifu.core.errors import KeyTroubleError
from warifu.core.keys import Signer
from warifu.doors import introduction
from warifu.doors.beginning import create
from warifu.doors.cli.base import (
    AsJson,
    Folder,
    OfficerOption,
    PeerOption,
    both,
    day_of,
    err,
    heading,
    opened,
    passphrase_of,
    peer_of,
    say,
    show,
    show_outcome,
    signer_of,
    table_of,
    today,
)
from warifu.doors.forms import body_of, read_file
from warifu.law.roll import Grant
from warifu.law.room import find_kind
from warifu.node import config
from warifu.node import open as opening
from warifu.node.drafting import Draft
from warifu.node.founding import DESK
from warifu.node.keystore import Keystore
from warifu.node.open import Opened
from warifu.node.pinned import fingerprint as fingerprint_of

party = typer.Typer(
    help=both("Parties: introduction, pins, appointments.", "当事国: 紹介状、ルート鍵の固定、任命。"),
    no_args_is_help=True,
)


def init(
    folder: Folder,
    our: Annotated[str, typer.Option("--party", help="Our party: GB or JP. / 自国（GB又はJP）。")],
    peer: Annotated[str, typer.Option("--peer", help="The other party. / 相手国。")],
    root: Annotated[
        Path, typer.Option("--root", help="Folder for the root keys, to be kept off the node. / ルート鍵の保管先。")
    ],
    address: Annotated[str, typer.Option(help="Address of the peer's node. / 相手国ノードのアドレス。")] = "",
    listen: Annotated[str, typer.Option(help="Where this node listens. / 待受アドレス。")] = "127.0.0.1:8417",
    database: Annotated[str, typer.Option(help="postgresql://…; empty: SQLite in the folder. / 空欄ならSQLite。")] = "",
    as_json: AsJson = False,
) -> None:
    """Make a node: its keys, its log, its founding act."""
    our, peer = our.upper(), peer.upper()
    if our == peer:
        raise typer.BadParameter("--party, --peer: two parties / 異なる二国を指定してください")
    if Keystore(root, "", secrets.token_bytes).has(opening.ROOT_KEY):
        raise KeyTroubleError("key.name_taken", str(root))
    settings = config.Config(our, (config.Peer(peer, address),), "main", database, listen)
    founded = create(folder, passphrase_of(confirm=True), settings, root)
    words = " ".join(fingerprint.words(founded))
    show(
        {"party": our, "peer": peer, "folder": str(folder), "founding_act": founded, "root_keys": str(root)},
        as_json=as_json,
        table=f"{our}: {folder}\n{heading('founding_act')}: {founded.hex()}\n{words}\n{heading('root_keys')}: {root}\n"
        + say("Next: warifu party introduce", "次の操作: warifu party introduce"),
    )


@party.command(
    "introduce",
    help=both(
        "Print our introduction sheet, to go by note or by hand.", "口上書又は手渡しで届ける自国の紹介状を出力する。"
    ),
)
def introduce(folder: Folder, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Print the fingerprint of our founding act in words, kana and figures."""
    node = opened(folder)
    pair = node.node.pair(peer_of(node, peer))
    digest = pair.rolls[pair.us].founded
    tls = fingerprint_of(node.keys.tls(opening.TLS_KEY).public_key())
    name = pair.ours.name
    show(introduction.document(name, digest, tls), as_json=as_json, table=introduction.sheet(name, digest, tls))


@party.command(
    "pin",
    help=both("Pin the other side's root after reading it back.", "読み合わせの後、相手国のルート鍵を固定する。"),
)
def pin(
    folder: Folder,
    words: Annotated[
        str, typer.Argument(help="Fingerprint in words, figures or hex. / 照合文字（語、数字又は16進）。")
    ],
    read_by: Annotated[
        list[str],
        typer.Option("--read-by", help="Officer who read it back; twice. / 読み合わせた担当官（2名、2回指定する）。"),
    ],
    officer: OfficerOption = "",
    tls: Annotated[
        str, typer.Option("--tls", help="TLS key on the same sheet. / 紹介状にある通信用の鍵の照合文字。")
    ] = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Pin the peer's founding act, and its TLS key until the roll says it; two officers have read them back."""
    node = opened(folder)
    other = peer_of(node, peer)
    digest, line = introduction.read(words), introduction.read(tls) if tls else b""
    introduction.pin(node.node, other, digest, read_by, signer_of(node, officer))
    if line:
        config.write(folder, config.with_tls(node.config, other, line))
    read_back = " ".join(fingerprint.words(digest))
    show(
        {"peer": other, "pinned": digest},
        as_json=as_json,
        table=say(f"{other} is pinned: {read_back}", f"{other}のルート鍵を固定した: {read_back}"),
    )


@party.command(
    "key", help=both("Make an officer's key and put it on the roll.", "担当官の鍵を作成し、任命記録に載せる。")
)
def key(
    folder: Folder,
    name: str,
    person: Annotated[str, typer.Option(help="Number of the person. / 人員番号。")],
    valid_to: Annotated[date, typer.Option(parser=day_of, metavar="YYYY-MM-DD", help="Last day. / 有効期間の末日。")],
    by: Annotated[str, typer.Option("--by", help="Key of the appointing officer. / 任命権者の鍵。")] = "",
    root: Annotated[
        Path | None, typer.Option("--root", help="Folder of the root keys. / ルート鍵のフォルダー。")
    ] = None,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Make a key in the node's key folder and enter it on the roll."""
    node = opened(folder)
    if not node.keys.has(name) or _on_roll(node, peer, name):
        node.keys.make(name, keys.ED25519)  # a key whose entry on the roll was refused is taken up again
    public = node.officer(name).public
    body = {
        "person": person,
        "algorithm": public.algorithm,
        "key": public.raw.hex(),
        "valid_from": today(),
        "valid_to": valid_to,
    }
    _roll_act(node, peer, _Entry("parties/officer", body), _Hand(by, root), as_json=as_json)


def _on_roll(node: Opened, peer: str, name: str) -> bool:
    roll = node.node.pair(peer_of(node, peer)).rolls[node.config.party]
    return roll.key(node.officer(name).public.key_id()) is not None


class _Entry(NamedTuple):
    kind: str
    written: dict[str, Any]


class _Hand(NamedTuple):
    """Who signs: an appointing officer's key by name, or the root where its folder is given."""

    by: str
    root: Path | None

    def signer(self, node: Opened) -> Signer:
        if self.root is None:
            if not self.by:
                raise typer.BadParameter("--by KEY, or --root FOLDER / --by 鍵名 又は --root フォルダー")
            return node.officer(self.by)
        return opening.roots(Keystore(self.root, passphrase_of(), secrets.token_bytes)).first


def _roll_act(node: Opened, peer: str, entry: _Entry, hand: _Hand, *, as_json: bool) -> None:
    other = peer_of(node, peer)
    _, kind = find_kind(node.node.rooms.values(), entry.kind)
    case = node.node.pair(other).rolls[node.config.party].founded
    draft = Draft(kind=entry.kind, body=body_of(kind, entry.written), desk=DESK, case=case)
    outcome = node.node.submit(other, draft, hand.signer(node))
    show_outcome(outcome, as_json=as_json, kind=entry.kind)


_ROLL = {
    "appoint": ("parties/appointment", "Enter an appointment from a file.", "任命をファイルから登録する。"),
    "revoke": ("parties/revocation", "Revoke a key, an appointment or a person.", "鍵・任命・人員の権限を取り消す。"),
    "hold": ("parties/holding", "Enter who holds a post.", "官職の保持者を登録する。"),
    "desk": ("parties/desk", "Enter a desk.", "担当部隊等を登録する。"),
    "handover": ("parties/handover", "Hand over: open cases, balances, copies.", "引継ぎを登録する。"),
}


def _command(name: str, kind: str, en: str, ja: str) -> None:
    @party.command(name, help=both(en, ja))
    def enter(
        folder: Folder,
        file: Annotated[Path, typer.Argument(help="Body as TOML or JSON. / 本文（TOML又はJSON）。")],
        by: Annotated[str, typer.Option("--by", help="Key that signs. / 署名する鍵。")] = "",
        root: Annotated[
            Path | None, typer.Option("--root", help="Folder of the root keys. / ルート鍵のフォルダー。")
        ] = None,
        peer: PeerOption = "",
        as_json: AsJson = False,
    ) -> None:
        _roll_act(opened(folder), peer, _Entry(kind, read_file(file)), _Hand(by, root), as_json=as_json)


for _name, (_kind, _en, _ja) in _ROLL.items():
    _command(_name, _kind, _en, _ja)


@party.command("list", help=both("Show both rolls: keys, appointments, packs.", "双方の任命記録を表示する。"))
def listing(folder: Folder, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Show who may do what, on both sides."""
    node = opened(folder)
    pair = node.node.pair(peer_of(node, peer))
    rows = [
        (
            name,
            grant.what.number,
            grant.what.person or grant.what.post,
            grant.what.roles,
            ", ".join(grant.what.desks),
            grant.what.valid_from,
            grant.what.valid_to,
            _standing(grant, today()),
        )
        for name, roll in pair.rolls.items()
        for grant in roll.appointments
    ]
    columns = ("party", "number", "holder", "roles", "desks", "valid_from", "valid_to", "state")
    document = [dict(zip(columns, row, strict=True)) for row in rows]
    shown = ("person" if each == "holder" else each for each in columns)
    show(document, as_json=as_json, table=table_of(heading("appointments"), tuple(shown), rows))
    if not rows and not as_json:
        err.print(
            say("no appointments yet: warifu party key, warifu party appoint", "任命なし（warifu party key、appoint）")
        )


def _standing(grant: Grant, day: date) -> str:
    """Return how an appointment stands on a day, as a code: one that has run out entitles nobody."""
    if grant.until < 2**62:
        return "revoked"
    if day > grant.what.valid_to:
        return "expired"
    return "in_force" if day >= grant.what.valid_from else "not-begun"

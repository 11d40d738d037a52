"""``warifu init`` and ``warifu party``: trust by hand."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from warifu.core import fingerprint, keys
from warifu.core.errors import WarifuError
from warifu.core.keys import Signer
from warifu.doors import introduction
from warifu.doors.beginning import create
from warifu.doors.cli.base import (
    AsJson,
    Folder,
    OfficerOption,
    PeerOption,
    both,
    err,
    fail,
    opened,
    peer_of,
    show,
    show_outcome,
    table_of,
    today,
)
from warifu.doors.forms import body_of, read_file
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
    our: Annotated[str, typer.Option("--party", help="Our party: GB or JP. / 自国。")],
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
    passphrase = _passphrase()
    try:
        founded = create(
            folder, passphrase, config.Config(our, (config.Peer(peer, address),), "main", database, listen), root
        )
    except WarifuError as trouble:
        fail(trouble, as_json=as_json)
    show(
        {"party": our, "peer": peer, "folder": str(folder), "founding_act": founded, "root_keys": str(root)},
        as_json=as_json,
        table=f"{our}: {folder}\nfounding act / 設立文書 {founded.hex()}\nroot keys / ルート鍵: {root}",
    )


def _passphrase() -> str:
    import os

    told = os.environ.get("WARIFU_PASSPHRASE")
    return (
        told
        if told is not None
        else str(typer.prompt("Passphrase / パスフレーズ", hide_input=True, confirmation_prompt=True))
    )


@party.command("introduce", help=both("Print our introduction sheet, to go by note or by hand.", "紹介状を出力する。"))
def introduce(folder: Folder, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """Print the fingerprint of our founding act in words, kana and figures."""
    node = opened(folder)
    pair = node.node.pair(peer_of(node, peer))
    digest = pair.rolls[pair.us].founded
    try:
        tls = fingerprint_of(node.keys.tls(opening.TLS_KEY).public_key())
    except WarifuError as trouble:
        fail(trouble, as_json=as_json)
    show(introduction.document(pair.us, digest, tls), as_json=as_json, table=introduction.sheet(pair.us, digest, tls))


@party.command(
    "pin", help=both("Pin the other side's root after reading it back.", "読み合わせの後、相手国のルートを固定する。")
)
def pin(
    folder: Folder,
    words: Annotated[str, typer.Argument(help="Fingerprint in words, figures or hex. / 指紋。")],
    read_by: Annotated[
        list[str], typer.Option("--read-by", help="Officer who read it back; twice. / 読み合わせた担当官(2名)。")
    ],
    officer: OfficerOption,
    tls: Annotated[str, typer.Option("--tls", help="TLS key on the same sheet. / 紹介状のTLS鍵の指紋。")] = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Pin the peer's founding act, and its TLS key until the roll says it; two officers have read them back."""
    node = opened(folder)
    other = peer_of(node, peer)
    try:
        digest = introduction.read(words)
        if tls:
            config.write(folder, config.with_tls(node.config, other, introduction.read(tls)))
        introduction.pin(node.node, other, digest, read_by, node.officer(officer))
    except WarifuError as trouble:
        fail(trouble, as_json=as_json)
    show(
        {"peer": other, "pinned": digest},
        as_json=as_json,
        table=f"{other} pinned / 固定済み: {' '.join(fingerprint.words(digest))}",
    )


@party.command(
    "key", help=both("Make an officer's key and put it on the roll.", "担当官の鍵を作成し、任命記録に載せる。")
)
def key(
    folder: Folder,
    name: str,
    person: Annotated[str, typer.Option(help="Number of the person. / 人員番号。")],
    valid_to: Annotated[str, typer.Option(help="YYYY-MM-DD")],
    by: Annotated[str, typer.Option("--by", help="Key of the appointing officer, or root. / 任命権者の鍵。")],
    root: Annotated[Path | None, typer.Option("--root", help="Folder of the root keys. / ルート鍵のフォルダ。")] = None,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Make a key in the node's key folder and enter it on the roll."""
    node = opened(folder)
    node.keys.make(name, keys.ED25519)
    public = node.officer(name).public
    body = {
        "person": person,
        "algorithm": public.algorithm,
        "key": public.raw.hex(),
        "valid_from": today(),
        "valid_to": date.fromisoformat(valid_to),
    }
    _roll_act(node, peer, _Entry("parties/officer", body), _Hand(by, root), as_json=as_json)


class _Entry(NamedTuple):
    kind: str
    written: dict[str, Any]


class _Hand(NamedTuple):
    """Who signs: an appointing officer's key by name, or the root where its folder is given."""

    by: str
    root: Path | None

    def signer(self, node: Opened) -> Signer:
        if self.root is None:
            return node.officer(self.by)
        return opening.roots(Keystore(self.root, _passphrase(), secrets.token_bytes)).first


def _roll_act(node: Opened, peer: str, entry: _Entry, hand: _Hand, *, as_json: bool) -> None:
    other = peer_of(node, peer)
    _, kind = find_kind(node.node.rooms.values(), entry.kind)
    try:
        signer = hand.signer(node)
        case = node.node.pair(other).rolls[node.config.party].founded
        draft = Draft(kind=entry.kind, body=body_of(kind, entry.written), desk=DESK, case=case)
        outcome = node.node.submit(other, draft, signer)
    except WarifuError as trouble:
        fail(trouble, as_json=as_json)
    show_outcome(outcome, as_json=as_json)


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
        file: Annotated[Path, typer.Argument(help="Body as TOML or JSON. / 本文(TOML又はJSON)。")],
        by: Annotated[str, typer.Option("--by", help="Key that signs. / 署名する鍵。")] = "",
        root: Annotated[
            Path | None, typer.Option("--root", help="Folder of the root keys. / ルート鍵のフォルダ。")
        ] = None,
        peer: PeerOption = "",
        as_json: AsJson = False,
    ) -> None:
        try:
            written = read_file(file)
        except WarifuError as trouble:
            fail(trouble, as_json=as_json)
        _roll_act(opened(folder), peer, _Entry(kind, written), _Hand(by, root), as_json=as_json)


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
            ", ".join(grant.what.roles),
            ", ".join(grant.what.desks),
            grant.what.valid_from,
            grant.what.valid_to,
            "revoked" if grant.until < 2**62 else "in force",
        )
        for name, roll in pair.rolls.items()
        for grant in roll.appointments
    ]
    columns = ("party", "number", "holder", "roles", "desks", "from", "to", "state")
    document = [dict(zip(columns, row, strict=True)) for row in rows]
    show(document, as_json=as_json, table=table_of("Appointments / 任命", columns, rows))
    if not rows:
        err.print("no appointments / 任命なし")

"""``warifu information``, ``muster``, ``vault``: what our own house keeps of classified information, never sent.

Law: ``information may-see`` leaves with 0 where it is permitted and with 1 where it is not, with every finding; what does not
exist and what may not be known are told alike. Everything signed here is a national act, judged before it is signed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from warifu.core.errors import FileError, LogError, ValueTroubleError
from warifu.doors import answers, files
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
)
from warifu.doors.cli.cases import draft_of
from warifu.doors.forms import read_file
from warifu.doors.inhouse import asking, mustering
from warifu.doors.inhouse.asking import Asked
from warifu.doors.labelling import labelled_at_home
from warifu.node import deciding, national
from warifu.node.drafting import Draft
from warifu.node.open import Opened
from warifu.record import queries_house
from warifu.rooms.information.acts.house import VaultDestroyed

information = typer.Typer(
    help=both("Clearances, need-to-know, custodians: our own house.", "適性の認定、知る必要性、保管責任者（国内）。"),
    no_args_is_help=True,
)
vault = typer.Typer(
    help=both("Content files, each under a key of its own.", "電子ファイルの保管庫。"), no_args_is_help=True
)

DeskOption = Annotated[str, typer.Option("--desk", help="Desk that acts. / 担当部隊等。")]
Which = Annotated[str, typer.Argument(help="Its digest (or the beginning). / 識別値。")]
_LEAST = 6


def pair_of(node: Opened, told: str) -> tuple[str, str]:
    """Return the peer and the name of the pair."""
    peer = peer_of(node, told)
    return peer, node.node.pair(peer).name


def _item(node: Opened, pair: str, which: str) -> bytes:
    """The case of an item by its register number or digest; 32 zero bytes where there is none: the answer is the same."""
    return queries_house.item_of(node.node.store, pair, which) or queries_house.digest_of(which)


@information.command(
    "may-see", help=both("May a person see a copy? With every reason.", "写しの閲覧の可否を理由とともに示す。")
)
def may_see(
    folder: Folder,
    person: Annotated[str, typer.Option(help="Number of the person. / 対象者の番号。")],
    agency: Annotated[str, typer.Option(help="Agency for which. / 行政機関。")],
    item: Annotated[str, typer.Option(help="Register number or digest. / 登録番号又は識別値。")],
    copy: Annotated[str, typer.Option(help="Number of the copy. / 一連番号。")],
    purpose: Annotated[str, typer.Option(help="Activity or project. / 目的。")],
    place: Annotated[str, typer.Option(help="Accredited place. / 取扱場所。")],
    medium: Annotated[
        str, typer.Option(help="paper, workstation, shared_folder, operations_room, oral_briefing. / 取扱方法。")
    ] = "paper",
    on: Annotated[str, typer.Option(help="Day (today if left out). / 基準日。")] = "",
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the answer as an act. / 判断を文書として記録する。")
    ] = False,
    desk: DeskOption = "",
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Answer yes or no with reasons; exit status 0 or 1."""
    node = opened(folder)
    other, pair = pair_of(node, peer)
    day = day_of(on) if on else deciding.today(node.node)
    asked = Asked(person, agency, _item(node, pair, item), copy, purpose, place, medium, day)
    answer = asking.may_see(node.node, other, asked)
    kept = asking.keep(node.node, other, asked, (signer_of(node, officer), desk)) if keep and answer.question else None
    if kept is not None and not kept.ok:
        show_outcome(kept, as_json=as_json, kind=asking.KIND)
    if as_json:
        found = [answers.document(each, asking.no_to(asked)) for each in answer.ruling]
        show({"permitted": not answer.ruling, "findings": found, "act": kept.act.hex() if kept else ""}, as_json=True)
    elif not answer.ruling:
        out.print(say("permitted", "許可") + (f" {kept.case.hex()}" if kept else ""))
    for each in () if as_json else answer.ruling:
        err.print("• " + answers.of_answer(each, asking.no_to(asked), language()))
    if answer.ruling:
        raise typer.Exit(1)


@information.command("enter", help=both("Enter a national act from a file.", "国内の文書を登録する（ファイル）。"))
def enter(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="Draft as TOML or JSON. / 案(TOML又はJSON)。")],
    desk: DeskOption,
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Judge and sign a clearance, a need, a place, a custodian, as ``act submit`` does a shared act."""
    node = opened(folder)
    other, _ = pair_of(node, peer)
    written = read_file(file)
    case = str(written.pop("case", ""))
    draft = draft_of(written, desk, [], node.node.pair(other), irregular=False)
    if case:
        draft = Draft(
            kind=draft.kind, body=draft.body, desk=desk, case=case_of(node, case), texts=draft.texts, cites=draft.cites,
            label=draft.label,
        )  # fmt: skip
    if "label" not in written:
        draft = labelled_at_home(draft, node.node, node.node.pair(other))
    outcome = national.enter(node.node, other, [draft], signer_of(node, officer))[0]
    show_outcome(outcome, as_json=as_json, kind=draft.kind)


def case_of(node: Opened, which: str) -> bytes:
    """The national case of a digest or of the beginning of one; raises LogError."""
    rows = node.node.store.run('SELECT DISTINCT "case" FROM entry WHERE pair = %s', ["national"])
    found = [row[0] for row in rows if len(which) >= _LEAST and row[0].hex().startswith(which.lower())]
    if len(found) != 1:
        raise LogError("case.unknown" if not found else "case.ambiguous", which, found=len(found))
    return bytes(found[0])


@information.command("custodians", help=both("Who answers for which copy.", "写しの保管責任者を一覧する。"))
def custodians(
    folder: Folder,
    person: Annotated[str, typer.Option(help="Of this person alone. / 対象者の番号。")] = "",
    as_json: AsJson = False,
) -> None:
    """List running charges."""
    node = opened(folder)
    rows = [
        {"case": case.hex(), "item": item.hex()[:16], "copy": copy, "place": place, "person": who, "to": to}
        for case, item, copy, place, who, to in queries_house.charges_of(node.node.store, person)
    ]
    columns = ("case", "item", "copy", "place", "person", "to")
    cells = [[str(row[name])[:16] if name == "case" else row[name] for name in columns] for row in rows]
    show(rows, as_json=as_json, table=table_of(heading("custodians"), columns, cells))


def digest_of(written: str) -> bytes:
    """Read a digest that was typed; raises ValueTroubleError."""
    try:
        return bytes.fromhex(written)
    except ValueError as trouble:
        raise ValueTroubleError("form.does_not_fit", "cites", trouble=written[:60]) from trouble


# --- the vault ------------------------------------------------------------------------------------------------------


@vault.command("put", help=both("Keep the content of an act.", "文書の内容を保管する。"))
def put(
    folder: Folder,
    act: Annotated[str, typer.Argument(help="Digest of the act that names the content. / 文書の識別値。")],
    file: Annotated[Path, typer.Argument(help="File to keep. / 保管するファイル。")],
    media: Annotated[str, typer.Option(help="Media type. / 種類。")] = "application/octet-stream",
    as_json: AsJson = False,
) -> None:
    """Put a file into the vault; it must be what the act names, and within the node's ceiling."""
    node = opened(folder)
    raw = files.read(file, files.MAX_FILE_BYTES + 1)
    kept = node.vault.put(digest_of(act), raw, media)
    show(kept._asdict(), as_json=as_json, table=f"{kept.content.hex()} {kept.size}")


@vault.command("list", help=both("What the vault holds.", "保管庫の内容を一覧する。"))
def kept_files(folder: Folder, as_json: AsJson = False) -> None:
    """List the files."""
    rows = [each._asdict() for each in opened(folder).vault.list()]
    columns = ("act", "content", "size", "media", "level")
    cells = [[row[name].hex()[:16] if isinstance(row[name], bytes) else row[name] for name in columns] for row in rows]
    show(rows, as_json=as_json, table=table_of(heading("vault"), columns, cells))


@vault.command(
    "open", help=both("Open the file of a decision; it is recorded.", "判断に基づき開封する（記録される）。")
)
def open_file(
    folder: Folder,
    decision: Annotated[str, typer.Argument(help="The decision (may-see --keep). / 判断の識別値。")],
    to: Annotated[Path, typer.Argument(help="Where to write it; must not exist. / 出力先。")],
    desk: DeskOption,
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Record the opening, then write the file, readable by its owner alone."""
    node = opened(folder)
    if to.exists():
        raise FileError("file.exists", str(to))
    outcome, raw = node.vault.open(pair_of(node, peer)[0], case_of(node, decision), (signer_of(node, officer), desk))
    if outcome.ok:
        with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(raw)
    show_outcome(outcome, as_json=as_json, kind="information/opened")


@vault.command(
    "destroy", help=both("Destroy a file: its key first; it is recorded.", "廃棄する（鍵から。記録される）。")
)
def destroy(
    folder: Folder,
    item: Annotated[str, typer.Argument(help="Register number or digest of the item. / 登録番号又は識別値。")],
    desk: DeskOption,
    cites: Annotated[list[str] | None, typer.Option(help="The witness's act, by digest. / 立会いの文書。")] = None,
    cause: Annotated[str, typer.Option(help="destroyed, disposal, returned. / 理由。")] = "destroyed",
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Record the destruction and carry it out."""
    node = opened(folder)
    other, pair = pair_of(node, peer)
    case = _item(node, pair, item)
    kept = node.vault.find(case)
    if kept is None:
        raise FileError("vault.no_file", item)
    rows = node.node.store.run(
        'SELECT scheme, version, marking FROM information_item WHERE pair = %s AND "case" = %s', [pair, case]
    )
    body = VaultDestroyed(mustering.today(node.node), case, kept.content, cause)
    draft = Draft(
        kind="information/vault_destroyed", body=body, desk=desk, cites=tuple(map(digest_of, cites or [])),
        label=tuple(rows[0]) if rows else (),
    )  # fmt: skip
    show_outcome(node.vault.destroy(other, draft, signer_of(node, officer)), as_json=as_json, kind=draft.kind)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the house's command line."""
    app.add_typer(information, name="information")
    app.add_typer(vault, name="vault")

"""``warifu equipment held | under-way | ending | screenings | screen``: who holds what, and our own screenings.

Law: reads change nothing. ``screen`` enters an act of a screening from a file, as ``act submit`` does a shared one: it is
national, judged before it is signed, and never sent.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from warifu.core.seats import pair_named
from warifu.doors.cli.base import (
    AsJson,
    Folder,
    OfficerOption,
    PeerOption,
    both,
    heading,
    opened,
    peer_of,
    show,
    show_outcome,
    signer_of,
    table_of,
)
from warifu.doors.cli.cases import draft_of
from warifu.doors.cli.inhouse import case_of
from warifu.doors.forms import read_file
from warifu.doors.labelling import labelled_at_home
from warifu.node import national
from warifu.node.drafting import Draft
from warifu.record import queries_equipment_transfer as queries
from warifu.record.queries_owed import day_number, day_of

DeskOption = Annotated[str, typer.Option("--desk", help="Desk that acts. / 担当部隊等。")]
_SHOWN = ("item", "recipient", "number", "received", "held", "returned", "disposed", "passed_on", "lost", "in_transit")


def held(
    folder: Folder,
    item: Annotated[str, typer.Option(help="Number of the item; all if left out. / 品目の番号。")] = "",
    recipient: Annotated[str, typer.Option(help="Number of the recipient; all if left out. / 移転先の番号。")] = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """List what was received, is held or is under way."""
    node = opened(folder)
    pair = pair_named(node.node.party, peer_of(node, peer))
    _listed("equipment_held", queries.held(node.node.store, pair, item, recipient), _SHOWN, as_json=as_json)


def under_way(folder: Folder, peer: PeerOption = "", as_json: AsJson = False) -> None:
    """List what was shipped and has not been received."""
    node = opened(folder)
    pair = pair_named(node.node.party, peer_of(node, peer))
    _listed("equipment_under_way", queries.under_way(node.node.store, pair), _SHOWN, as_json=as_json)


def ending(
    folder: Folder,
    days: Annotated[int, typer.Option(min=0, max=36_500, help="Within so many days. / 日数。")] = 90,
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """List grants and licences that run out within so many days."""
    node = opened(folder)
    pair = pair_named(node.node.party, peer_of(node, peer))
    until = datetime.fromtimestamp(node.node.means.clock(), UTC).date() + timedelta(days=days)
    _listed(
        "equipment_ending",
        queries.ending(node.node.store, pair, day_number(until)),
        queries.Ending._fields[1:],
        as_json=as_json,
    )


def screenings(folder: Folder, as_json: AsJson = False) -> None:
    """List our screenings; they are never sent."""
    shown = ("number", "transfer_number", "state", "due", "departments", "answered", "signed")
    _listed("screenings", queries.screenings(opened(folder).node.store), shown, as_json=as_json)


def screen(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="Draft as TOML or JSON. / 案（TOML又はJSON）。")],
    desk: DeskOption,
    officer: OfficerOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Judge and sign a national act about a transfer: it begins a screening, or goes on with the one it names."""
    node = opened(folder)
    other = peer_of(node, peer)
    written = read_file(file)
    case = str(written.pop("case", ""))
    draft = draft_of(written, desk, [], node.node.pair(other), irregular=False)
    draft = Draft(
        kind=draft.kind, body=draft.body, desk=desk, case=case_of(node, case) if case else b"", texts=draft.texts,
        cites=draft.cites, label=draft.label,
    )  # fmt: skip
    if "label" not in written:
        draft = labelled_at_home(draft, node.node, node.node.pair(other))
    outcome = national.enter(node.node, other, [draft], signer_of(node, officer))[0]
    show_outcome(outcome, as_json=as_json, kind=draft.kind)


_DAYS = frozenset({"due"})
_CALLED = {"in_transit": "under_way"}
"""Column to the field that stands in it, where another list calls something else so."""
_HEADED = {"held": "in_hand", "item": "kit"}
"""Column to its heading, where another list has a heading of its name (evidence is *held*, a secret an *item*)."""


def _listed(title: str, rows: list[Any], names: tuple[str, ...], *, as_json: bool) -> None:
    """Show rows as a table, or whole as JSON."""
    told = [{name: _plain(name, value) for name, value in row._asdict().items()} for row in rows]
    cells = [[each[_CALLED.get(name, name)] for name in names] for each in told]
    heads = tuple(_HEADED.get(name, name) for name in names)
    show(told, as_json=as_json, table=table_of(heading(title), heads, cells))


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return day_of(value).isoformat() if name in _DAYS else value


_COMMANDS = (
    ("held", held, both("Who holds what under which transfer.", "装備品の保有状況を示す。")),
    ("under-way", under_way, both("What was shipped and has not come.", "輸送中の装備品を示す。")),
    ("ending", ending, both("Grants and licences that run out soon.", "期限の近い許可を示す。")),
    ("screenings", screenings, both("Our own screenings of transfers.", "移転の審査を示す（国内）。")),
    ("screen", screen, both("Enter an act of a screening from a file.", "審査の文書を登録する（ファイル）。")),
)


def add_to(group: typer.Typer) -> None:
    """Add these commands to ``warifu equipment``."""
    for name, command, said in _COMMANDS:
        group.command(name, help=said)(command)

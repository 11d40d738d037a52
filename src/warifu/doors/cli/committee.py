"""``warifu committee-pack``: the joint committee's year, counted, laid beside the other side's, and what to sign next."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from warifu.core.days import fiscal_year_bounds
from warifu.core.errors import ValueTroubleError
from warifu.doors.cli.base import AsJson, Folder, PeerOption, both, opened, out, peer_of, say, show
from warifu.doors.committee import packing
from warifu.doors.committee.counting import Year
from warifu.node import open as opening


def committee_pack(
    folder: Folder,
    year: Annotated[int, typer.Option("--year", help="Fiscal year, April to March. / 年度。")],
    to: Annotated[Path, typer.Option("--to", help="New folder. / 新しいフォルダ。")],
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="As of. / 基準日。")] = None,
    number: Annotated[str, typer.Option(help="Number of the statement. / 提示の番号。")] = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Write PDF, XLSX and JSON, and the draft of the act that states, agrees or contests the figures."""
    node = opened(folder)
    made = opening.clock()
    today = datetime.fromtimestamp(made, UTC).date()
    pack = packing.of_year(node.node, peer_of(node, peer), Year(year, _as_of(year, on.date() if on else today)))
    following = packing.draft(pack, number or f"{node.config.party}-FIGURES-{year}", today.isoformat())
    written = packing.write(pack, to, made, following)
    told = {"written": written, "next": following["kind"] if following else "", **packing.document(pack)}
    if as_json:
        show(told, as_json=True)
        return
    out.print(f"{to}: {', '.join(written)}")
    count = len(pack.differing)
    if pack.again is not None:
        differ = len(pack.again.differing)
        out.print(
            say(f"stated again since, still to be answered: {differ} differ", f"再提示あり（未回答）: 相違 {differ}件")
        )
    out.print(say(f"{len(pack.figures)} figures, {count} differ", f"数値 {len(pack.figures)}件、相違 {count}件"))


def _as_of(year: int, day: date) -> date:
    """The day as of which is counted: today, or the last day of a year that is over."""
    try:
        first, last = fiscal_year_bounds(year)
    except (ValueError, OverflowError) as trouble:
        raise ValueTroubleError("committee.no_such_year", year=year) from trouble
    if day < first:
        raise ValueTroubleError("committee.not_begun", year=year, day=day.isoformat())
    return min(day, last)


def add_to(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command(
        "committee-pack",
        help=both("The joint committee's figures of a year.", "合同委員会の年次資料を作成する。"),
    )(committee_pack)

"""``warifu calendar``: what lies on which day, for whoever keeps the node.

Law: the command line is the keeper's and sees the whole node; what it lists is what the page of the calendar lists for
somebody who may see everything.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import typer

from warifu.doors import days, sentences
from warifu.doors.cli.base import AsJson, Folder, PeerOption, both, day_of, language, opened, out, peer_of, say, show
from warifu.doors.tables import WholeTable
from warifu.law.room import NOBODY
from warifu.node import open as opening
from warifu.record.queries_owed import day_of as day_at
from warifu.record.queries_pages import Reader
from warifu.record.queries_programme import Happening

FromOption = Annotated[str, typer.Option("--from", help="First day; else today. / 初日（省略時は本日）。")]
ToOption = Annotated[
    str, typer.Option("--to", help=f"Last day; else {days.DAYS} days on. / 末日（省略時は{days.DAYS}日後）。")
]
WhatOption = Annotated[str, typer.Option("--what", help=f"{', '.join(days.WHATS)}. / 種別。")]


def calendar(
    folder: Folder,
    first: FromOption = "",
    last: ToOption = "",
    what: WhatOption = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """List activities, visits, commitments, consultations and clocks between two days."""
    if what and what not in days.WHATS:
        raise typer.BadParameter(f"--what: {', '.join(days.WHATS)}")
    node = opened(folder)
    begins = day_of(first) if first else date.fromordinal(date(1970, 1, 1).toordinal() + opening.clock() // 86_400)
    ends = day_of(last) if last else begins + min(timedelta(days=days.DAYS), date.max - begins)
    reader = Reader(node.node.pair(peer_of(node, peer)).name, node.config.party, None, NOBODY, None)
    found = days.between(node.node.store, reader, begins, ends, what)
    if as_json:
        show([days.document(each) for each in found], as_json=True)
    else:
        out.print(_table(found, begins, ends))


def _table(found: list[Happening], begins: date, ends: date) -> WholeTable:
    shown = WholeTable(
        title=say(f"Calendar, {begins} to {ends}", f"予定表（{begins}から{ends}まで）"), title_justify="left"
    )
    for en, ja in (
        ("days", "期日・期間"),
        ("what", "種別"),
        ("number", "番号"),
        ("subject", "件名"),
        ("state", "状態"),
    ):
        shown.add_column(say(en, ja), overflow="fold")
    at = language()
    for each in found:
        first, last = day_at(each.first).isoformat(), day_at(each.last).isoformat()
        kind = {"clock": "", "visit": "information/visit_request"}.get(each.what, f"programme/{each.what}")
        shown.add_row(
            first if first == last else f"{first} – {last}", sentences.word(kind, at) if kind else say("due", "期限"),
            each.number, sentences.word(each.code, at), sentences.word(each.state, at),
        )  # fmt: skip
    return shown


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("calendar", help=both("What lies on which day.", "予定と期限を日付順に示す。"))(calendar)

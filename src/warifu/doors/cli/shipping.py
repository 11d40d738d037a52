"""``warifu equipment may-ship``: may an item go to a recipient on a day, and under what?

Law: it leaves with 0 where it may and with 1 where it may not, with every reason; it changes nothing.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from warifu.core.errors import ValueTroubleError
from warifu.doors import answers, sentences, shipping
from warifu.doors.cli.base import (
    AsJson,
    Folder,
    PeerOption,
    both,
    day_of,
    err,
    language,
    opened,
    out,
    peer_of,
    say,
    show,
)
from warifu.doors.shipping import Asked
from warifu.rooms.equipment.shipping import Under

equipment = typer.Typer(
    help=both("Defence equipment: transfers and consents.", "防衛装備品の移転及び同意。"), no_args_is_help=True
)


def _quantity(written: str) -> Decimal | None:
    try:
        told = Decimal(written) if written else None
    except InvalidOperation as trouble:
        raise ValueTroubleError("form.does_not_fit", "quantity", trouble=written[:60]) from trouble
    if told is not None and not told.is_finite():
        raise ValueTroubleError("form.does_not_fit", "quantity", trouble=written[:60])
    return told


@equipment.command(
    "may-ship",
    help=both(
        "May an item go to a recipient on a day, and under what?", "品目の引渡しの可否を根拠及び理由とともに示す。"
    ),
)
def may_ship(
    folder: Folder,
    item: Annotated[str, typer.Argument(help="Number of the item. / 品目の番号。")],
    to: Annotated[str, typer.Option(help="Number of the recipient. / 移転先の番号。")],
    on: Annotated[
        str, typer.Option(help="Day (left out: today where our party is). / 引渡しの日（省略時は自国の本日）。")
    ] = "",
    quantity: Annotated[str, typer.Option(help="In the item's own unit; any if left out. / 数量。")] = "",
    peer: PeerOption = "",
    as_json: AsJson = False,
) -> None:
    """Answer yes or no with reasons; exit status 0 or 1."""
    node = opened(folder)
    day, zone = shipping.day_asked(day_of(on) if on else None, node.node.party, node.node.means.clock())
    asked = Asked(item, to, day, _quantity(quantity), zone)
    answer = shipping.may_ship(node.node, peer_of(node, peer), asked)
    if as_json:
        show(shipping.document(answer, asked), as_json=True)
    elif answer.under is not None:
        out.print(_said(answer.under) + f"; {_day(asked)}")
    for each in () if as_json else answer.ruling:
        err.print("• " + answers.of_answer(each, asked.no, language()))
    if zone and answer.ruling and not as_json:
        err.print(_day(asked))
    if not answer.permitted:
        raise typer.Exit(1)


def _day(asked: Asked) -> str:
    """Say for which day it was asked, and whose day that is where nobody named one."""
    day = asked.on.isoformat()
    whose = say(f" (today, {asked.zone})", f"（本日。{asked.zone}の日付）") if asked.zone else ""
    return say(f"asked for {day}{whose}", f"判定の日 {day}{whose}")


def _said(under: Under) -> str:
    """Say under what it may be shipped, how much, and which draws the delivery cites."""
    head = f"{say('yes', '可')}: {sentences.word(under.kind, language())} {under.number} {under.case.hex()[:16]}"
    left = f"{say('left', '残量')} {under.left:f} {under.unit}"
    cited = " ".join(each.hex()[:16] for each in under.draws)
    return "; ".join(each for each in (head, left, cited and f"{say('draws', '引当て')} {cited}") if each)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the house's command line."""
    app.add_typer(equipment, name="equipment")

"""Chapter: a commitment of a ministers' meeting, fulfilled by what both sides have done under the agreement; invented.

That the agreement on supplies and services was itself a commitment of January 2016 is text; wording and numbers here
are our own and invented.
"""

from __future__ import annotations

from datetime import date

from warifu.core.days import add_months
from warifu.doors.demo.play import Play
from warifu.rooms.programme.acts import commitment

_P = "programme/"


def fulfilled(play: Play) -> None:
    """Put the commitment on record, agree it, report progress, and fulfil it by an order that was carried out."""
    today, number = play.today, play.number("GB", "UKDEF-C")
    meeting = date(2016, 1, 8)
    body = commitment.Commitment(
        today, number, "2+2-2016-01", meeting, "both", add_months(today, 18), "supplies_services"
    )
    words = {
        4: "Bring supplies and services between the two forces under one agreement (our own words)",
        5: "両国の部隊間の物品及び役務の相互の提供を一の協定の下で行う（当方の表現）",
    }
    case = play.act(play.gb, "liaison", _P + "commitment", body, texts=words)
    play.sync()
    play.act(play.jp, "liaison", _P + "agree_commitment", commitment.CommitmentAnswer(today), case=case)
    play.sync()
    progress = commitment.Progress(today, "on_track", add_months(today, 6))
    play.act(play.jp, "liaison", _P + "progress", progress, case=case)
    play.sync()
    play.act(play.gb, "liaison", _P + "fulfil", commitment.Fulfil(today), case=case, cites=(play.kept["fuel"].case,))
    play.sync()
    play.act(play.jp, "liaison", _P + "agree_fulfilment", commitment.CommitmentAnswer(today), case=case)
    play.sync()
    play.documents["commitments"] = {"number": number, "fulfilled_by": play.kept["fuel"].case.hex()}

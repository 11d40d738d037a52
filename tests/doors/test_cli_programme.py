"""``warifu calendar``: what lies on which day, at the command line of either nation."""

from __future__ import annotations

from datetime import timedelta

from tests.doors.test_cli import TODAY, carry, pair  # noqa: F401  a fixture


def test_the_calendar_lists_an_activity_on_its_days(pair):  # noqa: F811
    gb, jp = pair
    first, last = TODAY + timedelta(days=5), TODAY + timedelta(days=9)
    gb.submit(
        f'number = "GB-HQ-1"\nform = "exercise"\nground = "a"\nplaces = ["JP", "XZ"]\nfrom_day = {first}\n'
        f'to_day = {last}\nunits = ["HQ"]',
        "ops",
        kind="programme/activity",
    )
    carry(gb, jp)
    (line,) = jp.json("calendar", "--what", "activity")
    assert (line["number"], line["first"], line["last"]) == ("GB-HQ-1", first.isoformat(), last.isoformat())
    assert (line["where"], line["state"], line["exercise"]) == (["JP", "XZ"], "proposed", False)
    shown = jp.run("calendar", lang="ja").output
    assert "予定表" in shown
    assert "共同訓練" in shown
    assert gb.json("calendar", "--from", last + timedelta(days=1), "--what", "activity") == []
    assert "--what" in gb.run("calendar", "--what", "weather", ok=2).output

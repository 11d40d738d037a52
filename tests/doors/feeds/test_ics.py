"""A calendar as written, read by a strict reader of its own: folding, escapes, days, names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doors.feeds import strict_ics
from warifu.doors.feeds import ics
from warifu.doors.feeds.ics import Event

EXERCISE = Event(
    "activity-00@gb-jp.warifu.invalid", 3, 1_775_044_800, date(2026, 9, 1), date(2026, 9, 14), "演習 VIGILANT-26",
    "状態: 合意済み\n担当: 双方", "日本（JP）、公海（XZ）", "https://node.example/cases/00", "CONFIRMED", "活動",
)  # fmt: skip
TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n"), min_size=1, max_size=300)


def written(*events: Event) -> dict[str, strict_ics.Component]:
    return strict_ics.events_of(ics.document(events, "割符（連絡担当）", "ja"))


def test_an_event_says_what_it_is_and_ends_the_day_after_its_last():
    event = written(EXERCISE)[EXERCISE.uid]
    assert event.one("DTSTART").day() == date(2026, 9, 1)
    assert event.one("DTEND").day() == date(2026, 9, 15)
    assert event.one("SUMMARY").text() == "演習 VIGILANT-26"
    assert event.one("SUMMARY").parameters["LANGUAGE"] == "ja"
    assert event.one("DESCRIPTION").text() == "状態: 合意済み\n担当: 双方"
    assert event.one("LOCATION").text() == "日本（JP）、公海（XZ）"
    assert (event.one("SEQUENCE").value, event.one("STATUS").value) == ("3", "CONFIRMED")
    assert event.one("CLASS").value == "PRIVATE"


def test_the_calendar_says_how_it_is_called_and_how_often_to_ask():
    calendar = strict_ics.read(ics.document((), "割符（連絡担当）", "ja"))
    assert calendar.one("X-WR-CALNAME").text() == calendar.one("NAME").text() == "割符（連絡担当）"
    assert calendar.one("METHOD").value == "PUBLISH"
    assert calendar.one("REFRESH-INTERVAL").value == "PT6H"
    assert calendar.inner == []


def test_the_same_events_give_the_same_bytes():
    assert ics.document([EXERCISE], "x", "en") == ics.document([EXERCISE], "x", "en")


def test_japanese_is_folded_at_75_octets_and_never_within_a_character():
    long = EXERCISE._replace(summary="協力" * 200, description="サイバー分野の協力、" * 60)
    raw = ics.document([long], "割符", "ja")
    assert max(map(len, raw.split(b"\r\n"))) <= strict_ics.MOST_OCTETS
    assert strict_ics.events_of(raw)[long.uid].one("SUMMARY").text() == "協力" * 200


def test_a_number_with_letters_that_cannot_be_seen_spoils_no_calendar():
    odd = "A\x0bB\x1bC\x7fD\r\nATTENDEE:mailto:x@y.example"
    event = written(EXERCISE._replace(summary=odd, where=odd, description=odd))[EXERCISE.uid]
    for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
        assert event.one(name).text() == "A\ufffdB\ufffdC\ufffdD\nATTENDEE:mailto:x@y.example"


@given(TEXT, TEXT)
def test_any_text_comes_back_as_it_went_in(summary, where):
    event = written(EXERCISE._replace(summary=summary, where=where))[EXERCISE.uid]
    assert event.one("SUMMARY").text() == summary
    assert event.one("LOCATION").text() == where


@given(st.dates(max_value=date(9999, 12, 30)), st.integers(0, 400))
def test_any_days_come_back(first, length):
    last = min(first + timedelta(days=length) if first.year < 9990 else first, date(9999, 12, 30))
    event = written(EXERCISE._replace(first=first, last=last))[EXERCISE.uid]
    assert event.one("DTSTART").day() == first
    assert event.one("DTEND").day() == last + timedelta(days=1)


@pytest.mark.parametrize(
    "broken",
    [
        b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VEVENT\r\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nSUMMARY:a,b\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:" + b"x" * 80 + b"\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:協".encode()[:-1] + b"\r\n \x94\r\nEND:VCALENDAR\r\n",
    ],
)
def test_the_strict_reader_is_strict(broken):
    with pytest.raises((AssertionError, UnicodeDecodeError)):
        strict_ics.read(broken)

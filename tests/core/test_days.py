"""Days: every written form, the eras, the clocks. Run with TZ and locale both ways: nothing here may change."""

import locale
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warifu.core.days import (
    Order,
    Stamp,
    add_months,
    era_of,
    fiscal_year,
    fiscal_year_bounds,
    from_serial,
    jst_day,
    parse_date,
    party_day,
    show_dtg,
    show_era_short,
    show_jst,
    show_reiwa,
    utc_day,
)
from warifu.core.errors import ValueTroubleError

DAYS = st.dates(date(1930, 1, 1), date(2069, 12, 31))
INSTANTS = st.datetimes(datetime(1970, 1, 2), datetime(2069, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17/04/2022", date(2022, 4, 17)),
        ("7/4/22", date(2022, 4, 7)),
        ("17.04.2022", date(2022, 4, 17)),
        ("17-04-2022", date(2022, 4, 17)),
        ("17 Apr 2022", date(2022, 4, 17)),
        ("17-Apr-22", date(2022, 4, 17)),
        ("17th April 2022", date(2022, 4, 17)),
        ("Sunday 17 April 2022", date(2022, 4, 17)),
        ("April 17, 2022", date(2022, 4, 17)),
        ("1 Sept 2021", date(2021, 9, 1)),
        ("2022-04-17", date(2022, 4, 17)),
        ("2022/4/17", date(2022, 4, 17)),
        ("2022.4.17", date(2022, 4, 17)),
        ("20220417", date(2022, 4, 17)),
        ("2022-04-17 00:00:00", date(2022, 4, 17)),
        ("2022年4月17日", date(2022, 4, 17)),
        ("２０２２年４月１７日", date(2022, 4, 17)),
        ("2022/04/17(日)", date(2022, 4, 17)),
        ("2022年4月17日(日曜日)", date(2022, 4, 17)),
        ("令和4年4月17日", date(2022, 4, 17)),
        ("令和４年４月１７日", date(2022, 4, 17)),
        ("R4.4.17", date(2022, 4, 17)),
        ("Ｒ４．４．１７", date(2022, 4, 17)),
        ("r04/04/17", date(2022, 4, 17)),
        ("令4.4.17", date(2022, 4, 17)),
        ("㋿4年4月17日", date(2022, 4, 17)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和四年十一月二十日", date(2022, 11, 20)),
        ("令和四年十月三日", date(2022, 10, 3)),
        ("H31.4.30", date(2019, 4, 30)),
        ("平成31年6月1日", date(2019, 6, 1)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("S64.1.7", date(1989, 1, 7)),
    ],
)
def test_written_days(text, day):
    assert parse_date(text) == Stamp(day)


@pytest.mark.parametrize(
    ("text", "day", "zone", "instant"),
    [
        ("040707ZJUN19", date(2019, 6, 4), "Z", datetime(2019, 6, 4, 7, 7, tzinfo=UTC)),
        ("04 0707Z JUN 19", date(2019, 6, 4), "Z", datetime(2019, 6, 4, 7, 7, tzinfo=UTC)),
        ("040707zjun2019", date(2019, 6, 4), "Z", datetime(2019, 6, 4, 7, 7, tzinfo=UTC)),
        ("050130IJUN19", date(2019, 6, 5), "I", datetime(2019, 6, 4, 16, 30, tzinfo=UTC)),
        ("312330RDEC19", date(2019, 12, 31), "R", datetime(2020, 1, 1, 4, 30, tzinfo=UTC)),
        ("010000MJAN20", date(2020, 1, 1), "M", datetime(2019, 12, 31, 12, 0, tzinfo=UTC)),
        ("2019-06-04T07:07Z", date(2019, 6, 4), "Z", datetime(2019, 6, 4, 7, 7, tzinfo=UTC)),
        ("2019-06-05T01:30:00+09:00", date(2019, 6, 5), "I", datetime(2019, 6, 4, 16, 30, tzinfo=UTC)),
        ("04/06/2019 07:07Z", date(2019, 6, 4), "Z", datetime(2019, 6, 4, 7, 7, tzinfo=UTC)),
        ("0707Z 4 Jun 19", date(2019, 6, 4), "Z", datetime(2019, 6, 4, 7, 7, tzinfo=UTC)),
        ("4 June 2019 0707 hrs UTC", date(2019, 6, 4), "Z", datetime(2019, 6, 4, 7, 7, tzinfo=UTC)),
        ("R1.6.5 01:30 JST", date(2019, 6, 5), "I", datetime(2019, 6, 4, 16, 30, tzinfo=UTC)),
        ("令和元年6月5日1時30分", date(2019, 6, 5), "", None),
        ("5 Jun 19 0130", date(2019, 6, 5), "", None),
    ],
)
def test_written_instants(text, day, zone, instant):
    assert parse_date(text) == Stamp(day, zone, instant)


def test_month_first_only_when_told():
    assert parse_date("04/03/2022", Order.MONTH_FIRST).day == date(2022, 4, 3)
    assert parse_date("04/03/2022").day == date(2022, 3, 4)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("不明", "date.not_a_date"),
        ("", "date.not_a_date"),
        ("TBC", "date.not_a_date"),
        ("30/02/2022", "date.no_such_day"),
        ("13/13/2022", "date.no_such_day"),
        ("令和4年13月1日", "date.no_such_day"),
        ("R1.4.30", "date.before_era"),
        ("040707JJUN19", "date.local_zone"),
        ("042507ZJUN19", "date.no_such_day"),
        ("040707ZJUX19", "date.not_a_date"),
        ("令和4年4月", "date.not_a_date"),
        ("0022/04/17", "date.no_such_day"),
        ("3095", "date.not_a_date"),
    ],
)
def test_a_day_is_never_guessed(text, code):
    with pytest.raises(ValueTroubleError) as caught:
        parse_date(text)
    assert caught.value.code == code


@given(DAYS)
def test_eras_both_ways(day):
    assert parse_date(show_reiwa(day)).day == day
    assert parse_date(show_era_short(day)).day == day
    assert era_of(day)[2] >= 1


@given(INSTANTS, st.sampled_from("ABIZNY"))
def test_date_time_groups_both_ways(instant, zone):
    minute = instant.replace(second=0, microsecond=0)
    assert parse_date(show_dtg(minute, zone)).instant == minute


@given(INSTANTS)
def test_japan_is_never_behind(instant):
    assert jst_day(instant) - utc_day(instant) in (timedelta(0), timedelta(days=1))
    assert (jst_day(instant) > utc_day(instant)) == (instant.hour >= 15)


@given(INSTANTS)
def test_each_party_has_its_own_day(instant):
    assert party_day("JP", instant) == (jst_day(instant), "Asia/Tokyo")
    assert party_day("XX", instant) == (utc_day(instant), "UTC")
    london, zone = party_day("GB", instant)
    assert zone == "Europe/London"
    assert london - utc_day(instant) in (timedelta(0), timedelta(days=1))


@pytest.mark.parametrize(
    ("hour", "month", "day"), [(23, 1, 15), (22, 7, 15), (23, 7, 16), (23, 3, 28), (0, 3, 29), (23, 10, 24)]
)
def test_the_british_day_turns_an_hour_earlier_in_summer(hour, month, day):
    written = datetime(2026, month, 15 if day in (15, 16) else day, hour, 30, tzinfo=UTC)
    expected = {(23, 3, 28): 28, (0, 3, 29): 29, (23, 10, 24): 25}.get((hour, month, day), day)
    assert party_day("GB", written)[0] == date(2026, month, expected)


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueTroubleError) as caught:
        jst_day(datetime(2022, 4, 17, 12, 0))  # noqa: DTZ001
    assert caught.value.code == "date.no_zone"


def test_shown():
    assert show_reiwa(date(2019, 5, 1)) == "令和元年5月1日"
    assert show_jst(datetime(2019, 6, 4, 16, 30, tzinfo=UTC)) == "2019-06-05 01:30 JST"


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2022, 1, 31), 1, date(2022, 2, 28)),
        (date(2022, 3, 31), -1, date(2022, 2, 28)),
        (date(2022, 12, 15), 1, date(2023, 1, 15)),
        (date(2022, 4, 17), 0, date(2022, 4, 17)),
    ],
)
def test_months_are_clamped(day, months, end):
    assert add_months(day, months) == end


def test_fiscal_years_run_from_april():
    assert [fiscal_year(day) for day in (date(2022, 3, 31), date(2022, 4, 1), date(2023, 3, 31))] == [2021, 2022, 2022]
    assert fiscal_year_bounds(2022) == (date(2022, 4, 1), date(2023, 3, 31))


def test_spreadsheet_serials():
    assert from_serial(44668) == date(2022, 4, 17)
    assert from_serial(43206, from_1904=True) == date(2022, 4, 17)
    with pytest.raises(ValueTroubleError):
        from_serial(60)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
@pytest.mark.parametrize("tongue", ["C", "ja_JP.UTF-8"])
def test_neither_zone_nor_locale_of_the_machine_matters(zone, tongue, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    before = locale.setlocale(locale.LC_ALL)
    try:
        try:
            locale.setlocale(locale.LC_ALL, tongue)
        except locale.Error:
            locale.setlocale(locale.LC_ALL, "C.UTF-8")
        assert parse_date("040707ZJUN19").instant == datetime(2019, 6, 4, 7, 7, tzinfo=UTC)
        assert show_dtg(datetime(2019, 6, 4, 7, 7, tzinfo=UTC)) == "040707ZJUN19"
        assert jst_day(datetime(2019, 6, 4, 15, 0, tzinfo=UTC)) == date(2019, 6, 5)
    finally:
        locale.setlocale(locale.LC_ALL, before)
        monkeypatch.undo()
        time.tzset()

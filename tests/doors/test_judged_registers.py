"""A pair of registers by another hand: words that no trial data of the house has, read from files and matched."""

from pathlib import Path

import pytest

from warifu.doors.sheets import read_book
from warifu.rooms.logistics.register.match import match
from warifu.rooms.logistics.register.reading import Reading, read_register

GB = """\
Our reference,Supplied on,Type,Own element,JSDF element,What was provided,How much,UOM,Cost (JPY 000),Cross reference
UK-J/1,4 Apr 2022,ISSUE,28 Field Sqn RE,Transport Command,Road move of containers,117,KM,45,
UK-J/2,2022-04-09,RECEIPT,HMS Thornwick,3rd Supply Depot,Frozen meat and vegetables,161,pounds,100,see 4英2
UK-J/3,062310ZMAY22,ISSUE,RFA Windrush Bay,JS Asahina,Hydraulic fluid OM-15,8430,Ltr,6997,
UK-J/4,07/05/2022,ISSUE,RFA Windrush Bay,JS Asahina,Pistol 9mm,2,EA,90,
,,,,,,,,7232,
"""
JP = """\
受払番号,引渡年月日,授受,当方部隊,相手部隊,品目,数量,単位,金額（千円）,摘要
4英1,R4.4.4,受,輸送隊本部,28 Field Sqn RE,陸上輸送（トラック）,１１７,粁,45,
4英2,令和４年４月９日,授,第3補給処,HMS Thornwick,冷凍肉及び野菜,161,ポンド,100,
4英3,令和4年5月7日,受,補給艦あさひな,RFA Windrush Bay,油圧作動油,8.43,kL,6997,
4英4,未定,授,補給艦あさひな,RFA Windrush Bay,携行食,20,食,18,
"""


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reading, Reading]:
    folder: Path = tmp_path_factory.mktemp("judged")
    gb, jp = folder / "gb.csv", folder / "jp.csv"
    gb.write_text(GB, encoding="utf-8")
    jp.write_text(JP, encoding="cp932")
    return read_register(read_book(gb), "GB"), read_register(read_book(jp), "JP")


def test_every_row_has_its_verdict(readings: tuple[Reading, Reading]) -> None:
    assert all(reading.complete for reading in readings)
    refused = [{(reject.ref, str(reject.reason)) for reject in reading.rejects} for reading in readings]
    assert refused == [{("UK-J/4", "weapon")}, {("4英4", "bad_date")}]


def test_what_is_one_is_matched(readings: tuple[Reading, Reading]) -> None:
    found = match(readings[0].dealings, readings[1].dealings)
    assert {(pair.gb, pair.jp) for pair in found.matched} == {(f"UK-J/{at}", f"4英{at}") for at in (1, 2, 3)}
    assert (found.differing, found.only_gb, found.only_jp, found.undetermined) == ((), (), (), ())

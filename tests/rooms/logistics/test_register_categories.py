"""What officers write for goods and services, and under which of the sixteen categories it falls. Invented examples."""

from __future__ import annotations

import pytest

from warifu.rooms.logistics.register.categories import CONTENTS, NAMES, category_by_description, category_of

SIXTEEN = {
    "food": ["Frozen chicken", "Rice 10kg bags", "Breakfast for 40", "Cooking oil", "Packed lunches", "Fresh fish", "Coffee", "食用油", "朝食", "冷凍魚", "食パン", "牛乳", "携行食", "非常用糧食", "精米"],
    "water": ["Bottled water", "Fresh water by barge", "真水", "給水車による給水", "ミネラルウォーター"],
    "billeting": ["Hotel rooms", "Barrack block beds", "Transit accommodation", "Bed spaces", "隊舎使用（宿泊）", "ホテル宿泊", "外来宿舎", "2泊3日"],
    "transportation": ["Bus hire with driver", "Taxi Haneda-Yokosuka", "Air freight", "Helicopter lift", "Forklift hire", "Low-loader", "Passenger ferry", "人員輸送（バス）", "フォークリフト借上げ", "貨物の搬送", "送迎"],
    "pol": ["Refuelling, F-44", "JET A-1", "MGO", "Engine oils", "Bunkering", "Antifreeze", "マリンガスオイル", "ギヤ油", "航空タービン燃料", "プロパン"],
    "clothing": ["Cold weather parkas", "Boots, safety", "Helmets", "Immersion suit", "Sleeping bags", "防寒戦闘服", "鉄帽", "雨衣", "作業靴"],
    "communications": ["SIM cards", "WiFi for the camp", "Video conference", "Satcom airtime", "電話回線", "インターネット接続"],
    "medical": ["X-ray", "Physiotherapy", "Vaccinations", "MEDEVAC of one patient", "Dentist", "救急搬送の医師", "予防接種", "入院費", "輸血用血液"],
    "base_operations": ["Grey water removal", "Sewage disposal", "Waste oil collection", "Generator hire", "Showers", "Snow clearance", "Fire cover", "Garbage", "汚水処理", "廃油回収", "入浴支援", "除雪", "仮設トイレ", "陸上電源"],
    "storage": ["Cold room", "Container storage", "Refrigerated container", "倉庫保管", "弾庫外の貯蔵", "資材置場"],
    "facilities": ["Meeting room hire", "Conference rooms", "Use of hangar 3", "Dry dock", "Swimming pool", "会議室", "体育館", "射場使用", "駐機場", "グラウンド使用料"],
    "training": ["Simulator hours", "Instructor for diving", "Aerial target service", "操縦教官", "安全講習", "標的曳行"],
    "spares": ["Brake pads", "Batteries, 24V", "Fuel pump", "O-rings", "Oil filter", "Tyres", "バッテリー", "ガスケット", "オイルフィルタ", "ブレーキパッド", "燃料ポンプ"],
    "repair": ["Calibration of radar", "Welding", "Hull repairs", "Pump maintenance", "溶接作業", "計器校正", "船体補修", "燃料ポンプ修理"],
    "port_services": ["Harbour dues", "Line handling", "Stevedores", "De-icing", "Towage", "Water taxi", "綱取り", "荷役", "錨泊料", "桟橋係留", "ラインハンドリング及び曳船"],
    "ammunition": ["Small arms ammo", "Smoke pyrotechnics", "5.56mm ball rounds", "Demolition explosives", "発煙筒", "手りゅう弾", "爆薬"],
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in SIXTEEN.items() for text in texts])
def test_a_description_falls_under_its_category(code, text):
    assert category_by_description(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "Miscellaneous",
        "As per annex",
        "Sundries",
        "別紙のとおり",
        "その他",
        "一式",
        "Class IV",
        "Interpreter",
        "服務",
        "米軍経由",
    ],
)
def test_what_could_be_anything_is_not_guessed(text):
    assert category_by_description(text) is None
    assert category_of(text) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [("Petroleum products", "pol"), ("Lodging services", "billeting"), ("Telecommunications", "communications"), ("III(P)", None), ("航空輸送", "transportation"),
     ("衛生資材", "medical"), ("港湾・空港業務", "port_services"), ("弾薬等", "ammunition"), ("Ranges", "facilities"), ("整備役務", "repair")],
)  # fmt: skip
def test_names_of_categories(name, code):
    assert category_of(name) == code


def test_every_category_of_the_agreement_has_names_and_words():
    assert {code for code, _ in CONTENTS} == set(SIXTEEN) == set(NAMES) - {"weapons"}

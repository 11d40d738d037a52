"""Headings as books carry them, in both tongues: which field each claims first."""

import pytest

from warifu.rooms.logistics.register.claims import read_heading, scale_of

ENGLISH = {
    "own_ref": "Ref|Our Ref|Reference No.|ACSA Ref|UK Ref|UK Order Ref|Order Ref No|Document No.|Voucher No|Transaction ID|"
    "Register No|ACSA Serial|Order #|UK doc no|Issue Ref|Control No.",
    "other_ref": "JSDF Ref|Their Ref|Japan Ref|JP Doc No|Partner reference|Counterpart ref no|Japanese document number",
    "date": "Date|DTG|Date of Delivery|Delivered|Date (UTC)|Date/DTG|Supply Date|Date of Transaction|DTG (Z)|Delivery DTG|"
    "Date of provision|Transfer date|Date supplied|Dlvy Date",
    "direction": "Direction|Issued/Received|I/R|In/Out|Given/Received|Provided / Received|Issue or Receipt|Supplied/Received",
    "unit_own": "UK Unit|UK force|Own unit|UK unit/ship|British unit|UK Ship/Unit|UK Force Element|Our unit",
    "unit_other": "JSDF Unit|Japan unit|Partner unit|Their unit|Other party|SDF unit|Counterpart|Counterpart unit|JP unit",
    "category": "Category|Cat|ACSA Category|Class of Supply|Type of Support|Category of Support",
    "description": "Description|Item|Item Description|Details|Nomenclature|Goods/Services|Article|Product",
    "stock_number": "NSN|Stock No|NATO Stock No.|NATO stock number (NSN)|NSN/Part No",
    "quantity": "Qty|Quantity|Qty Issued|Quantity furnished|Quantity Issued/Received|Vol|Quantity (L)|Qty del",
    "unit": "UoI|U of I|U/I|Unit of Issue|UOM|Unit of measure|D of Q|Unit|Measure|Denom",
    "value": "Value|Total|Total Value|Cost|Price|Amount|Total Cost (GBP)|Value (£)|Value £|Value GBP|Extended price|Cost £|Sum due",
    "currency": "Curr|Currency|Ccy|Cur.|Currency code",
    "activity": "Activity|Exercise|Op/Ex|Operation/Exercise|Purpose|Event|Ex / Op name|In support of",
    "place": "Place|Location|Port|Place of delivery|Delivered at|Where|Site",
    "receipt": "Receipt held|Receipt|Receipt?|Signed receipt held|Receipt (Y/N)|POD",
    "settled": "Settled|Settled?|Paid|Settlement status|Settlement complete|Closed|Reimbursed|Settlement",
    "remarks": "Remarks|Notes|Comments|Rmks|Cross-reference",
    "unit_price": "Unit price|Price per unit|Unit cost",
}
JAPANESE = {
    "own_ref": "整理番号|文書番号|管理番号|番号|伝票番号|受付番号|自側番号|日側番号|当方番号|自衛隊番号|受払番号|提供・受領番号",
    "other_ref": "相手国番号|英側番号|相手方番号|英軍番号|先方番号|英側整理番号|英国側番号",
    "date": "年月日|日付|提供日|提供年月日|実施日|引渡日|授受年月日|提供・受領日|月日|受渡日|提供（受領）年月日|受渡し日|引き渡し日|検収日",
    "direction": "区分|提供・受領|提供受領区分|提供／受領|授受区分|受払|受渡区分|提供受領の別",
    "unit_own": "部隊等名|部隊名|自衛隊部隊|担当部隊|日本側部隊|部隊等|日側部隊|当方部隊",
    "unit_other": "相手国部隊等|相手部隊|英国部隊|英軍部隊|相手方|英側部隊|英国軍部隊名|相手国部隊名",
    "category": "品目区分|物品役務区分|種類|分類|協定区分|物品・役務区分|区分（物品・役務）",
    "description": "品名|品目|品名・役務名|件名|物品・役務名|役務の内容|名称",
    "stock_number": "物品番号|NSN|ストック番号|NATO物品番号|ＮＳＮ",
    "quantity": "数量|員数|提供数量|受領数量|数|個数|授受数量|数 量",
    "unit": "単位|数量単位|呼称|計量単位",
    "value": "金額|価額|総額|金額（円）|金額(千円)|債権額|請求額|代金|金　額|決済額",
    "currency": "通貨|通貨単位|幣種",
    "activity": "活動名|訓練名|訓練・活動名|行動名|共同訓練名|根拠",
    "place": "場所|提供場所|実施場所|受渡場所|寄港地|港名",
    "receipt": "受領証|受領書|受領証の有無|受領書有無",
    "settled": "決済|精算|決済状況|償還|決済の有無",
    "remarks": "備考|摘要|特記事項|その他",
    "unit_price": "単価|単価（円）",
}
CASES = [
    (owner, field, heading)
    for owner, table in (("GB", ENGLISH), ("JP", JAPANESE))
    for field, headings in table.items()
    for heading in headings.split("|")
]


@pytest.mark.parametrize(("owner", "field", "heading"), CASES)
def test_the_first_claim_of_a_heading(owner, field, heading):
    assert read_heading(heading, owner).claims[0].field == field


def test_whose_a_column_is_depends_on_whose_book_it_is():
    assert read_heading("UK unit", "GB").claims[0].field == "unit_own"
    assert read_heading("UK unit", "JP").claims[0].field == "unit_other"
    assert read_heading("自衛隊部隊", "GB").claims[0].field == "unit_other"


def test_what_a_heading_adds_to_its_figures():
    heading = read_heading("金額（千円）", "JP")
    assert (heading.currency, heading.factor) == ("JPY", 1000)
    heading = read_heading("Value (GBP)", "GB")
    assert (heading.currency, heading.factor) == ("GBP", 1)
    assert read_heading("Quantity (litres)", "GB").unit == "L"
    assert read_heading("数量（ｋＬ）", "JP").unit == "KL"


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("（単位：千円）", 1000),
        ("thousand yen", 1000),
        ("£'000", 1000),
        ("JPY k", 1000),
        ("百万円", 1_000_000),
        ("円", 1),
        ("千歳基地", 1),
    ],
)
def test_scales(text, factor):
    assert scale_of(text) == factor


@pytest.mark.parametrize("heading", ["", "Zzz", "起案者", "Box file"])
def test_a_heading_that_says_nothing_known_claims_nothing_surely(heading):
    assert read_heading(heading, "GB").best < 0.5

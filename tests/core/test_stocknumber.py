"""Stock numbers: thirteen figures, one form, many ways of writing."""

import pytest

from warifu.core.errors import ValueTroubleError
from warifu.core.stocknumber import StockNumber, parse_stock_number


@pytest.mark.parametrize(
    "text",
    [
        "9140-99-224-8711",
        "9140992248711",
        "9140 99 224 8711",
        "９１４０－９９－２２４－８７１１",
        "NSN 9140-99-224-8711",
        "9140.99.224.8711",
        "9140―99―224―8711",
        " 9140/99/224/8711 ",
    ],
)
def test_one_number_many_writings(text):
    number = parse_stock_number(text)
    assert number == StockNumber("9140992248711")
    assert str(number) == "9140-99-224-8711"
    assert (number.supply_class, number.country, number.item) == ("9140", "99", "992248711")


@pytest.mark.parametrize("text", ["", "914099224871", "91409922487111", "9140-99-224-871X", "９１４０"])
def test_a_figure_missing_is_refused(text):
    with pytest.raises(ValueTroubleError) as caught:
        parse_stock_number(text)
    assert caught.value.code == "stocknumber.bad"

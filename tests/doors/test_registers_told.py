"""What a dry run says of a register: each field and rule has its words in both languages, on pages and command line."""

import pytest

from warifu.doors.registers import telling
from warifu.rooms.logistics.register.mapping import FIELDS
from warifu.rooms.logistics.register.row import Rules
from warifu.rooms.logistics.register.words import SURE

_SIDED = {"ref", "unit_of_force"}
RULES = Rules("GB", "GBP", "heading", 1000, "currency heading", "JPY", "L", direction=True).shown()


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_field_and_rule_has_its_words(lang):
    for field in (set(SURE) - _SIDED) | FIELDS | set(RULES) | {"date_order"}:
        assert telling.field_said(field, lang)


def test_where_a_rule_was_said_is_told_in_the_readers_language():
    assert telling.rule_said("GBP (assumed)", "en") == "GBP (assumed: nothing says it)"
    assert telling.rule_said("1000 JPY (currency heading)", "ja") == "1000 JPY (通貨の見出し)"
    assert [telling.rule_said(rule, "ja") for rule in ("issued", "received", "L")] == ["提供", "受領", "L"]

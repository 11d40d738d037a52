"""Forms that are printed to be filled in: each can be read as it stands, and knows its own fields."""

from __future__ import annotations

import re
import tomllib

import msgspec
import pytest

from warifu.core.errors import ValueTroubleError
from warifu.doors.forms import body_of, template
from warifu.node.open import rooms

KINDS = {name: kind for room in rooms().values() for name, kind in room.kinds.items()}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_form_can_be_read_as_printed_and_with_all_that_may_be_added(kind):
    printed = template(kind)
    whole = re.sub(r"^# (\w+ = )", r"\1", printed, flags=re.MULTILINE)
    asked, all_of_it = tomllib.loads(printed), tomllib.loads(whole)
    fields = msgspec.structs.fields(kind.body)
    assert asked["kind"] == kind.name
    assert list(asked["body"]) == [field.name for field in fields if field.required]
    assert set(all_of_it["body"]) == {field.name for field in fields}
    assert list(all_of_it["texts"]) == [str(slot) for slot in kind.slots]


def test_a_form_says_what_there_is_to_choose_from_and_what_a_line_may_also_have():
    printed = template(KINDS["logistics/request"])
    assert 'settlement = ""   # return | replacement | cash | services | set_off\n' in printed
    assert "# ground: a | b | c | d | e" in printed
    assert re.search(r"^lines = .*and where it applies: supply, stock, price", printed, flags=re.MULTILINE)


def test_what_was_left_empty_is_refused_by_name():
    kind = KINDS["logistics/request"]
    with pytest.raises(ValueTroubleError, match=r"form\.does_not_fit") as refused:
        body_of(kind, tomllib.loads(template(kind))["body"])
    assert "$.setting.ground" in refused.value.figures["trouble"]

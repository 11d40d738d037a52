"""Confirming a signature: what opens the key, what is used up, what is counted."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from tests.doors.web.houses import PASSPHRASE
from tests.doors.web.people import SECRET, account_of
from warifu.core.errors import KeyTroubleError
from warifu.doors.web.accounts import codes, trying
from warifu.doors.web.accounts.confirming import Confirming, NotConfirmedError, confirm, confirm_factor
from warifu.doors.web.accounts.visitor import visitor_of
from warifu.doors.web.house import ENVIRON


@pytest.fixture
def request_of(gb):
    """A request of an officer, as it comes to a view."""

    def made(role: str):
        request = RequestFactory(**{ENVIRON: gb}).post("/")
        request.house, request.peer, request.session = gb, "JP", {}
        request.user = account_of(gb, role).user
        request.visitor = visitor_of(request)
        return request

    return made


def code(house, later: int = 0) -> str:
    return codes.code_at(SECRET, house.clock() // codes.STEP_SECONDS + later)


def test_passphrase_and_code_open_the_officers_own_key(gb, request_of):
    signer = confirm(request_of("finance"), PASSPHRASE, code(gb))
    assert signer.public.key_id() == gb.half.officers["finance"].public.key_id()


@pytest.mark.parametrize("typed", ["１２３４５６", "123 456", "123-456", "\u3000123456 "])
def test_figures_are_read_as_people_type_them(typed):
    assert codes.figures(typed) == "123456"


def test_a_code_is_that_of_the_published_trial():
    """RFC 6238, appendix B, shortened to six figures."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [codes.code_at(secret, second // 30) for second in (59, 1111111109, 20000000000)] == [
        "287082",
        "081804",
        "353130",
    ]


@pytest.mark.parametrize(
    ("passphrase", "later", "told"),
    [("another", 0, "confirm.wrong"), (PASSPHRASE, 5, "confirm.wrong"), (PASSPHRASE, -5, "confirm.wrong")],
)
def test_a_wrong_passphrase_and_a_wrong_code_look_the_same(gb, request_of, passphrase, later, told):
    with pytest.raises(NotConfirmedError) as trouble:
        confirm(request_of("finance"), passphrase, code(gb, later))
    assert (trouble.value.code, trouble.value.figures) == (told, {"left": 4})


def test_a_code_signs_once(gb, request_of):
    request = request_of("finance")
    confirm(request, PASSPHRASE, code(gb, 1))
    for used in (1, 0):
        with pytest.raises(NotConfirmedError):
            confirm(request, PASSPHRASE, code(gb, used))
    gb.world.wait(60)
    confirm(request, PASSPHRASE, code(gb))


def test_a_wrong_passphrase_does_not_use_the_code_up(gb, request_of):
    request = request_of("finance")
    with pytest.raises(NotConfirmedError):
        confirm(request, "another", code(gb))
    confirm(request, PASSPHRASE, code(gb))


def test_after_five_wrong_ones_nothing_is_looked_at_for_a_quarter_of_an_hour(gb, request_of):
    request = request_of("finance")
    for _ in range(trying.LIMIT):
        with pytest.raises(NotConfirmedError):
            confirm(request, "another", code(gb))
    with pytest.raises(NotConfirmedError) as trouble:
        confirm(request, PASSPHRASE, code(gb))
    assert (trouble.value.code, trouble.value.figures) == ("confirm.locked", {"minutes": 15})
    gb.world.wait(trying.WAIT_SECONDS - 1)
    with pytest.raises(NotConfirmedError) as trouble:
        confirm(request, PASSPHRASE, code(gb))
    assert trouble.value.figures == {"minutes": 1}
    gb.world.wait(1)
    confirm(request, PASSPHRASE, code(gb))
    assert trying.left(request.user.account) == trying.LIMIT


def test_who_has_no_key_signs_nothing(gb, request_of):
    with pytest.raises(NotConfirmedError) as trouble:
        confirm(request_of("administrator"), PASSPHRASE, code(gb))
    assert trouble.value.code == "confirm.no_key"


def test_another_key_under_the_same_name_does_not_sign(gb, request_of):
    request = request_of("finance")
    gb.half.officers["finance"] = gb.half.officers["cashier"]
    with pytest.raises(NotConfirmedError) as trouble:
        confirm(request, PASSPHRASE, code(gb))
    assert trouble.value.code == "confirm.another_key"


def test_a_lost_key_is_said_to_be_lost(gb, request_of):
    request = request_of("finance")
    del gb.half.officers["finance"]
    with pytest.raises(KeyTroubleError) as trouble:
        confirm(request, PASSPHRASE, code(gb))
    assert trouble.value.code == "key.lost"


def test_neither_code_nor_passkey_is_no_second_factor(gb, request_of):
    with pytest.raises(NotConfirmedError):
        confirm(request_of("finance"), PASSPHRASE, "")


def test_what_is_grave_and_no_signature_asks_for_the_factor_alone(gb, request_of):
    request = request_of("administrator")
    confirm_factor(request, code(gb))
    with pytest.raises(NotConfirmedError) as trouble:
        confirm_factor(request, code(gb))
    assert trouble.value.code == "confirm.wrong_code"


def test_the_form_keeps_nothing_that_was_typed():
    form = Confirming({"passphrase": "secret words", "code": "123456"})
    assert form.is_valid()
    form.refuse(NotConfirmedError("confirm.wrong", left=4))
    shown = form.as_p()
    assert "secret words" not in shown
    assert "123456" not in shown
    assert "4 attempts left" in shown


def test_the_form_asks_for_both():
    assert set(Confirming({}).errors) == {"passphrase", "code"}
    assert set(Confirming({"passphrase": "x", "credential": "{}"}).errors) == set()
    unsent = Confirming(None)
    unsent.add_error("code", "missing")
    assert set(unsent.errors) == {"code"}


def test_a_right_code_alone_takes_no_wrong_passphrase_back(gb, request_of):
    """Who holds session and device may not guess on between two right codes."""
    request = request_of("finance")
    for _ in range(3):
        with pytest.raises(NotConfirmedError):
            confirm(request, "a guess", "")
    confirm_factor(request, code(gb))
    with pytest.raises(NotConfirmedError) as trouble:
        confirm(request, "a guess", "")
    assert trouble.value.figures == {"left": 1}

"""Signing in: who comes in, with what, and what a session that has ended opens."""

from __future__ import annotations

import pytest

from warifu.law.roll import ROLES


@pytest.mark.parametrize("role", [*ROLES, "administrator"])
def test_everybody_with_a_role_comes_home(client_of, role):
    answer = client_of(role).get("/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_an_account_without_an_appointment_is_told_so(client_of):
    assert client_of("nobody").get("/").status_code == 403


def test_each_house_has_people_of_its_own(client_of, gb, jp):
    assert "United Kingdom" in client_of("finance_officer", gb).get("/").content.decode()
    assert "Japan" in client_of("finance_officer", jp).get("/").content.decode()


def test_who_has_not_signed_in_is_asked_to(gb):
    answer = gb.client().get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")

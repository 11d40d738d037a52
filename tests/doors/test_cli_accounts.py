"""``warifu account``: the first account of a node, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db import transaction
from typer.testing import CliRunner

from tests.doors.test_cli import FAR, PASS, Desk
from warifu.doors.beginning import create
from warifu.doors.cli import app
from warifu.doors.web.accounts.models import Account
from warifu.node.config import Config, Peer
from warifu.node.keystore import Keystore
from warifu.record import database

ONE_TIME = re.compile(r"[2-9a-z]{5}(-[2-9a-z]{5}){3}")


@pytest.fixture(scope="module")
def node(tmp_path_factory) -> Iterator[Desk]:
    """A node with one officer on its roll; its keys and passwords are stretched little, to be quick."""
    database.migrate("default", web=True)
    found = Desk(tmp_path_factory.mktemp("accounts"), "GB", "JP")
    with pytest.MonkeyPatch.context() as patch:
        real = Keystore.__init__
        patch.setattr(Keystore, "__init__", lambda self, *told: real(self, *told[:3], 10))
        patch.setattr(ScryptPasswordHasher, "work_factor", 2**4)
        create(found.node, PASS, Config("GB", (Peer("JP"),)), found.root, 10)
        found.run("party", "key", "anna", "--person", "GB-1", "--valid-to", FAR, "--root", found.root)
        yield found


@pytest.fixture
def desk(node) -> Iterator[Desk]:
    """The node; what is written into the accounts' database is taken back."""
    with transaction.atomic(using="default"):
        yield node
        transaction.set_rollback(True, using="default")


def account(desk: Desk, *words: object, **more: Any) -> Any:
    return desk.json("account", *words, **more)


def test_an_account_is_added_listed_reset_and_ended(desk):
    made = account(desk, "add", "anna.smith", "--officer", "anna")
    assert (made["person"], made["officer"]) == ("GB-1", "anna")
    assert ONE_TIME.fullmatch(made["one_time_password"])
    assert get_user_model().objects.get(username="anna.smith").check_password(made["one_time_password"])
    row = account(desk, "list")[0]
    assert (row["account"], row["active"], row["set_up"]) == ("anna.smith", True, False)
    again = account(desk, "reset", "anna.smith")["one_time_password"]
    assert again != made["one_time_password"]
    account(desk, "end", "anna.smith")
    assert account(desk, "list")[0]["active"] is False
    assert account(desk, "reset", "anna.smith", ok=False)["error"] == "account.closed"


@pytest.mark.parametrize(("lang", "words"), [("en", "one-time password: "), ("ja", "仮パスワード: ")])
def test_people_read_it_in_their_language(desk, lang, words):
    shown = desk.run("account", "add", "watcher", "--auditor", lang=lang).stdout
    assert words in shown
    assert ONE_TIME.search(shown)
    listed = desk.run("account", "list", lang=lang).stdout
    assert "watcher" in listed
    assert ("アカウント" in listed) == (lang == "ja")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "x", "--officer", "nobody"), "key.lost"),
        (("add", "x", "--officer", "node"), "key.not_on_roll"),
        (("add", "x"), "account.grants_nothing"),
        (("add", "x", "--auditor", "--administrator"), "account.auditor_alone"),
        (("add", "x", "--auditor", "--ceiling", "GB-GSC|2014-04-02|MIDNIGHT"), "label.unknown_marking"),
        (("end", "x"), "account.unknown"),
        (("reset", "x"), "account.unknown"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(desk, words, code):
    told = account(desk, *words, ok=False)
    assert told["error"] == code
    assert code not in told["en"] + told["ja"]
    assert not Account.objects.exists()


def test_a_key_that_was_made_and_is_not_on_the_roll_gets_no_account(desk):
    desk.run("party", "key", "early", "--person", "GB-2", "--valid-to", "2020-01-01", "--by", "anna", ok=False)
    told = account(desk, "add", "early", "--officer", "early", ok=False)
    assert told["error"] == "key.not_on_roll"
    assert "does not stand on the roll" in told["en"]


def test_help_stands_in_both_languages():
    for words in (["account"], ["account", "add"], ["account", "reset"]):
        shown = CliRunner().invoke(app, [*words, "--help"]).output
        assert re.search(r"[a-z]{4}", shown)
        assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", shown)

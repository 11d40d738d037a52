"""A case goes on under another pack only once both sides have agreed to it."""

from __future__ import annotations

import pytest

from tests.rooms.logistics.on_paper import PACK, Paper, fuel, on, ordered
from warifu.rooms.logistics.acts import Accept, Decline, Note, Rebase

NEW = b"\x0a" * 32


def _proposed() -> Paper:
    paper = ordered(fuel())
    paper.write("JP", "rebase", Rebase(on(5), NEW))
    return paper


def test_a_proposal_by_itself_changes_nothing():
    assert _proposed().fold().head.pack == PACK


@pytest.mark.parametrize(
    ("kind", "body", "pack"), [("accept", Accept(on(6)), NEW), ("decline", Decline(on(6), "policy"), PACK)]
)
def test_the_answer_decides(kind, body, pack):
    paper = _proposed()
    paper.write("GB", kind, body)
    assert paper.fold().head.pack == pack


def test_what_comes_after_is_judged_by_the_new_pack():
    paper = _proposed()
    paper.write("GB", "accept", Accept(on(6)))
    note = paper.write("GB", "note", Note(on(7)))
    case = paper.fold()
    assert case.state == "ordered"
    assert case.stands[note].pack == NEW

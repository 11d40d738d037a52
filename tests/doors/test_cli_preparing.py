"""``warifu act prepare | waiting | approve | sign`` as they are typed."""

from __future__ import annotations

import re

import pytest

from tests.doors.test_cli import JAPANESE, TODAY, Desk, carry, introduced
from warifu.node.keystore import Keystore


@pytest.fixture(scope="module")
def gb(tmp_path_factory) -> Desk:
    """GB, introduced, with an activity that both agreed."""
    with pytest.MonkeyPatch.context() as patch:
        real = Keystore.__init__
        patch.setattr(Keystore, "__init__", lambda self, *told: real(self, *told[:3], 10))
        gb, jp = introduced(tmp_path_factory)
        body = (
            f'number = "GB-HQ-{TODAY.year % 100:02d}-0001"\nform = "exercise"\nground = "a"\nplaces = ["XZ"]\n'
            f'from_day = {TODAY}\nto_day = {TODAY}\nunits = ["HQ"]\nother_units = ["HQ"]'
        )
        activity = gb.submit(body, "ops", kind="programme/activity")["case"]
        carry(gb, jp)
        jp.submit("", "ops", kind="programme/accept", case=activity)
        carry(jp, gb)
        gb.activity = activity
        yield gb


def request(gb: Desk, number: int):
    file = gb.home / f"request-{number}.toml"
    file.write_text(
        f'kind = "logistics/request"\ncites = ["{gb.activity}"]\n[texts]\n1 = "by the gate"\n[body]\non = {TODAY}\n'
        f'number = "GB-HQ-{TODAY.year % 100:02d}-{number:04d}"\nreceiving = "HQ"\nissuing = "HQ"\n'
        'settlement = "replacement"\n'
        'lines = [{number = 1, category = "food", item = "Rations", quantity = "20 MEAL"}]\n'
        'setting = {ground = "a", activity = "exercise", place = "XZ", together = true, same_kind = true}\n',
        encoding="utf-8",
    )
    return file


def test_one_prepares_one_approves_one_signs(gb):
    named = gb.json("act", "prepare", request(gb, 11), "--officer", "takes", "--desk", "HQ")["act"]
    [waits] = gb.json("act", "waiting")
    assert (waits["digest"], waits["waits_for"], waits["prepared_by"]) == (named, "signature", "GB-4")
    shown = gb.run("act", "waiting", lang="ja").output
    assert JAPANESE.search(shown)
    assert not re.search(r"[a-z]{4,}", re.sub(r"[0-9a-f]{8,}", "", shown))
    same = gb.json("act", "approve", named[:10], "--officer", "takes", ok=False)
    assert "parties.approval.preparer_signs" in [each["rule"] for each in same["findings"]]
    gb.json("act", "approve", named[:10], "--officer", "chief", "--reason", "seen and agreed")
    signed = gb.json("act", "sign", named[:10], "--officer", "ops")
    assert gb.json("case", "show", signed["case"])["acts"][0]["digest"] == signed["act"]
    assert gb.json("act", "waiting") == []
    again = gb.json("act", "sign", named, "--officer", "ops", ok=False)
    assert [each["rule"] for each in again["findings"]] == ["house.prepared.done_with"]


def test_what_is_returned_waits_no_more_and_what_is_unknown_is_told(gb):
    named = gb.json("act", "prepare", request(gb, 12), "--officer", "takes", "--desk", "HQ")["act"]
    gb.json("act", "approve", named, "--officer", "chief", "--verdict", "return", "--reason", "ask for less")
    assert gb.json("act", "waiting") == []
    assert gb.json("act", "sign", named[:10], "--officer", "ops", ok=False)["error"] == "draft.unknown"
    gb.run("act", "approve", named, "--officer", "chief", "--verdict", "perhaps", ok=2)

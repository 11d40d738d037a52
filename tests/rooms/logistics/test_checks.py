"""Branches of the checks that the golden rulings do not walk: one row each, last column the finding's code.

Acts are those of ``tests.packs.base_acts``: fuel at sea from a Japanese ship to a British one, all invented.
"""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from tests.doors.test_sentences import branches
from tests.packs.bench import PACKS, Trial, cases_of, ruling_of
from warifu.law.judge import Cited, Placed, judge
from warifu.node.open import all_checks
from warifu.rooms.logistics import ROOM
from warifu.rooms.programme.terms.activity import ActivityTerms

ACSA = PACKS["gb-jp/acsa-2017"]
PAID = ["request", "offer", "accept", "issue", "receipt", "invoice", "payment", "acknowledge"]
RECEIVED = PAID[:5]
CLAIMED = PAID[:6]
CONSENTED = [*RECEIVED, "onward_request", "onward_consent"]
SET_OFF = [
    *CLAIMED,
    {"do": "request_back", "name": "two"},
    {"do": "offer", "name": "o2", "in": "two"},
    {"do": "accept", "name": "a2", "in": "two"},
    {"do": "issue", "name": "i2", "in": "two"},
    {"do": "receipt", "name": "r2", "cites": ["i2"], "in": "two"},
    {"do": "invoice", "name": "v2", "number": "GB-2026-9", "cites": ["r2"], "in": "two"},
    {"do": "set_off", "cites": ["invoice", "v2"]},
    {"do": "accept", "name": "set"},
]
MORE_RECEIVED = [*SET_OFF, {"do": "invoice", "name": "again", "number": "JP-2026-78", "in": "request"}]

ROWS = [
    ([*RECEIVED], "close", {"cites": ["receipt"]}, "acsa.close.no_invoice"),
    ([*RECEIVED, "onward_request"], "onward_consent", {"quantity": "20 T"}, "acsa.consent.unit"),
    (CLAIMED, "credit", {"amount": "10 GBP"}, "acsa.credit.currency"),
    ([], "dealing", {"value": "-1 JPY"}, "acsa.dealing.value"),
    (CONSENTED, "draw", {"quantity": "1 T"}, "acsa.draw.unit"),
    (RECEIVED, "loss", {"line": 9}, "acsa.loss.line_unknown"),
    (["dealing"], "match", {"cites": []}, "acsa.match.no_dealing"),
    (["request"], "offer", {"lines": []}, "acsa.offer.nothing_offered"),
    (RECEIVED, "onward_request", {"quantity": "0 KL"}, "acsa.onward_request.nothing_asked"),
    ([*CONSENTED, "draw"], "passed", {"item": "water"}, "acsa.passed.item"),
    ([*CONSENTED, "draw"], "passed", {"quantity": "1 T"}, "acsa.passed.unit"),
    (CLAIMED, "payment", {"amount": "0 JPY"}, "acsa.payment.nothing_paid"),
    (["request", "offer", "accept", "issue"], "receipt", {"line": 9}, "acsa.receipt.line_unknown"),
    (["request", "offer", "accept", "issue"], "receipt", {"quantity": "5 MEAL"}, "acsa.receipt.unit"),
    ([], "statement", {"matched": -1}, "acsa.statement.count"),
    (CLAIMED, "waive", {"amount": "10 GBP"}, "acsa.waive.currency"),
    ([], "request", {"category": "weapons", "item": "something"}, "acsa.weapon.named"),
    (
        [*SET_OFF, {"do": "waive", "amount": "5000000 JPY", "cites": ["invoice"], "in": "request"}],
        "apply_set_off",
        {"in": "request", "cites": ["invoice", "set"]},
        "acsa.apply_set_off.above_claim",
    ),
    (
        [*PAID, {"do": "invoice", "name": "odd", "amount": "5 GBP", "irregular": True}],
        "close",
        {"cites": ["receipt", "invoice", "odd", "acknowledge"]},
        "acsa.close.currencies",
    ),
    (
        [
            *CLAIMED,
            {"do": "payment", "amount": "5000000 JPY"},
            {"do": "acknowledge", "amount": "5000000 JPY"},
            {"do": "acknowledge", "name": "twice", "amount": "5000000 JPY", "on": date(2026, 6, 11)},
        ],
        "close",
        {"cites": ["receipt", "invoice", "payment", "acknowledge", "twice"]},
        "acsa.close.not_all_settled",
    ),
    (
        ["request", "offer", "accept", "issue", {"do": "receipt", "by": "JP", "irregular": True}],
        "invoice",
        {},
        "acsa.invoice.no_receipt",
    ),
    (MORE_RECEIVED, "apply_set_off", {"in": "request", "cites": ["again", "set"]}, "acsa.apply_set_off.not_in_set_off"),
]


def _found(line, act, given):
    trial = Trial()
    for step in line:
        trial.write(step)
    return [finding.rule for finding in judge(ACSA, trial.situation(act, given))]


@pytest.mark.parametrize(("line", "act", "given", "code"), ROWS, ids=[row[3] for row in ROWS])
def test_a_branch(line, act, given, code):
    assert code in _found(line, act, given)


def _citing_activity(agreed: ActivityTerms):
    """A request that cites an activity agreed in the programme."""
    situation = Trial().situation("request", {})
    placed = situation.placed
    kind = ROOM.kinds["logistics/precedent"]._replace(name="programme/activity")
    root = msgspec.structs.replace(placed.act, kind="programme/activity")
    activity = Placed(root, b"\x07" * 32, "GB", 5, kind, None)
    act = msgspec.structs.replace(placed.act, cites=(activity.digest,))
    return msgspec.structs.replace(
        situation,
        placed=placed._replace(act=act),
        cited={activity.digest: Cited(activity, agreed, True, "GB")},
    )


def _agreed(ground: str, places: tuple[str, ...]) -> ActivityTerms:
    day = Trial().day
    return ActivityTerms("GB-A-1", "exercise", ground, places, day, day, ("GB-CALDER",), ("JP-AKASHI",), "GB")


@pytest.mark.parametrize(
    ("ground", "places", "codes"),
    [
        ("a", ("XZ", "JP"), []),
        ("b", ("XZ",), ["acsa.activity.another_ground"]),
        ("a", ("JP",), ["acsa.activity.another_place"]),
    ],
)
def test_a_request_keeps_to_the_activity_it_cites(ground, places, codes):
    found = judge(ACSA, _citing_activity(_agreed(ground, places)))
    assert [finding.rule for finding in found] == codes


def test_after_its_end_nothing_is_asked_under_the_agreement():
    rule = ACSA.rules["acsa.term"]
    ended = msgspec.structs.replace(rule, params=rule.params | {"ended": Trial().day.replace(year=2025)})
    situation = Trial().situation("request", {})
    found = list(all_checks()["logistics.term@1"](situation, ended))
    assert [finding.rule for finding in found] == ["acsa.term.ended"]


HOUSE_LAW = {"house.flow", "house.officer", "house.paper"}
"""Tried with the law of the house."""


def test_every_branch_is_walked_by_a_golden_ruling_or_by_a_row_here():
    walked = {row[3] for row in ROWS} | {
        "acsa.term.ended",
        "acsa.activity.another_ground",
        "acsa.activity.another_place",
    }
    for row in cases_of(ACSA):
        walked |= {finding.rule for finding in ruling_of(row, ACSA)}
    checks = all_checks()
    known = {
        f"{rule.id}.{branch}" if branch else rule.id
        for rule in ACSA.data.rule
        if rule.id not in HOUSE_LAW
        for branch in branches(checks[rule.check])
    }
    assert sorted(known - walked) == []

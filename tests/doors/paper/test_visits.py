"""A request for visit and an incident on paper: each visitor with the attestation, in both languages, in words."""

from __future__ import annotations

import re

import pytest

from tests.doors.paper import pages
from tests.scenarios.visits_told import HIGH, Pair
from tests.world import World
from warifu.doors.paper import laying
from warifu.rooms.information.acts import visit


@pytest.fixture(scope="module")
def pair() -> Pair:
    pair = Pair(World(5), "GB")
    pair.appoint()
    return pair


def _printed(pair: Pair, digest: bytes) -> str:
    raw = laying.of_act(pair.asks.node, pair.asks.peer, digest, pair.world.now)
    return re.sub(r"\s+", " ", pages.text(raw))


def test_a_request_for_visit_is_printed_with_every_element_and_no_word_of_a_program(pair):
    case = pair.begin("visit_request", pair.visit(), texts={visit.NAMES: "A. Example; B. Example"})
    text = _printed(pair, case)
    for said in (
        "Request for visit", "訪問申請書", "one-time visit", "一回限りの訪問", "P-31", "P-32", "issued by: GB-CLEARING",
        "SECRET (GB-GSC 2014-04-02)", "controlled area", "管理区域", "A. Example; B. Example", "RFV/26/0117",
    ):  # fmt: skip
        assert said in text, said
    assert "Attested(" not in text
    assert "datetime" not in text


def test_an_incident_is_printed_with_what_it_touches(pair):
    registered = pair.item()
    pair.label = HIGH[pair.answers.party]
    case = pair.begin("incident", pair.report(), "registrar", cites=(registered,))
    text = _printed(pair, case)
    assert "Incident report" in text
    assert "事案通報書" in text
    assert "search begun" in text
    assert "Touched(" not in text

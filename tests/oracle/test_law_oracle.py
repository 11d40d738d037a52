"""The stranger's reading of the law, of words and symbols and of a pack's digest agrees with every vector."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import stranger_law

VECTORS = Path(__file__).parents[1] / "vectors"


def vectors(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="ascii"))


TOLD = vectors("cases")
CASES = [stranger_law.Case(each, TOLD["natures"], TOLD["starts"], TOLD["states"]) for each in TOLD["cases"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.root)
def test_a_case_stands_as_it_is_told(case):
    for name, stand in case.told["stands"].items():
        rival = case.rival.get(name, "")
        assert (case.status[name], name in case.confirmed, rival, case.answer(name)) == (
            stand["status"], stand["confirmed"], stand["rival"], stand["answer"],
        ), name  # fmt: skip
    assert case.line == case.told["line"]
    assert case.state.get(case.line[-1], "") == case.told["state"]
    assert case.head() == case.told["head"]
    assert case.equivocations() == {(one, other) for one, other in case.told["equivocations"]}
    assert case.in_half().hex() == case.told["in_half"]


def test_the_half_of_all_cases_has_its_digest():
    whole = [case.in_half() for case in sorted(CASES, key=lambda case: stranger_law.sha(case.root.encode()))]
    assert stranger_law.sha(b"".join(whole)).hex() == TOLD["half"]


def test_the_cases_tell_of_everything():
    stands = [(case.nature(name), case.status[name]) for case in CASES for name in case.acts]
    wills = {"standing", "fallen", "objected", "refused", "pending"}
    assert set(stands) >= {("will", each) for each in wills} | {
        ("aside", each) for each in {*wills, "recorded"} - {"standing"}
    }
    assert set(stands) >= {("fact", each) for each in ("standing", "recorded", "irregular", "pending")}
    assert any(case.equivocations() for case in CASES)


@pytest.mark.parametrize("row", vectors("spoken")["digests"], ids=lambda row: row["digest"][:8])
def test_a_digest_is_read_aloud(row):
    found = stranger_law.numbers(bytes.fromhex(row["digest"]))
    assert found == row["numbers"]
    assert " ".join(f"{each:05}" for each in found) == row["figures"]
    assert " ".join(stranger_law.word(each, 0) for each in found) == row["words"]
    assert " ".join(stranger_law.word(each, 1) for each in found) == row["kana"]


@pytest.mark.parametrize("row", vectors("spoken")["symbols"], ids=lambda row: row["kind"])
def test_a_symbol_says_what_it_holds(row):
    assert stranger_law.symbol(row["kind"], bytes.fromhex(row["bytes"])) == row["text"]


def test_a_pack_has_its_digest():
    row = vectors("packs")
    encodings = stranger_law.pack_encodings(row["file"])
    assert [each.hex() for each in encodings] == row["encodings"]
    assert hashlib.sha256(b"".join(encodings)).hexdigest() == row["digest"]

"""``warifu label`` as it is typed: an act's label, and policy files out, beside our tables, and checked."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.vectors import make_labels
from warifu.core.label import Label
from warifu.doors.cli import app
from warifu.doors.labels import binding, policies, reading
from warifu.node.open import Opened
from warifu.record import log

PASS = "a phrase for trials"
VECTORS = Path(make_labels.__file__).parent / "labels"
SCHEMES = make_labels.schemes()


def typed(*words: str, status: int = 0, node: Path | None = None, lang: str = "en") -> str:
    env = {"WARIFU_PASSPHRASE": PASS, "WARIFU_LANG": lang, "WARIFU_NODE": str(node or "")}
    result = CliRunner().invoke(app, ["label", *words], env=env)
    assert result.exit_code == status, (words, result.output, result.exception)
    assert "Traceback" not in result.output
    return result.output


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """GB's node, which has founded itself and met nobody."""
    home = tmp_path_factory.mktemp("labels")
    env = {"WARIFU_PASSPHRASE": PASS}
    words = ["init", "--party", "GB", "--peer", "JP", "--node", str(home / "gb"), "--root", str(home / "gb-root")]
    assert CliRunner().invoke(app, words, env=env).exit_code == 0
    return home / "gb"


def _first_act(node: Path) -> bytes:
    house = Opened(node, PASS).node
    pair = house.pair("JP")
    (case, *_) = log.all_cases(house.store, pair.name)
    return next(line.act for _, line in log.of_cases(house.store, pair.name, [case]) if line.kind)


def test_the_label_of_an_act_names_it_or_holds_it(node, tmp_path):
    digest = _first_act(node)
    bound = binding.read(reading.parse(typed("act", digest.hex(), node=node).encode()))
    assert bound.addresses == (binding.named(digest),)
    assert [each.said.classification for each in bound.labels] == ["OFFICIAL", "UNMARKED"]
    file = tmp_path / "label.xml"
    document = json.loads(
        typed("act", digest.hex()[:20], "--way", "encapsulated", "--out", str(file), "--json", node=node)
    )
    assert document["act"] == digest.hex()
    (element,) = binding.read(reading.parse(file.read_bytes())).enclosed
    assert binding.act_enclosed(element)
    assert "OFFICIAL" in typed("read", str(file))


def test_a_review_day_is_written_and_nonsense_is_a_wrong_command_line(node):
    digest = _first_act(node).hex()
    bound = binding.read(reading.parse(typed("act", digest, "--review", "2030-01-31", node=node).encode()))
    assert {each.review for each in bound.labels} == {"2030-01-31T00:00:00Z"}
    typed("act", digest, "--way", "sideways", status=2, node=node)
    typed("act", digest, "--review", "soon", status=2, node=node)
    assert "not" in typed("act", "00" * 32, status=1, node=node)
    assert "scheme" in typed("act", digest, "--ruled", "X|1|SECRET", status=1, node=node)


@pytest.mark.parametrize("scheme", [each.name for each in SCHEMES])
def test_a_scheme_goes_out_and_comes_back_without_a_difference(scheme, tmp_path):
    file = tmp_path / "policy.xml"
    typed("spif", "export", scheme, "--on", "2026-06-10", "--out", str(file))
    assert "sound" in typed("spif", "check", str(file))
    assert "no difference" in typed("spif", "import", str(file), "--on", "2026-06-10")


def test_differences_are_shown_in_both_languages_and_nothing_is_taken_over(tmp_path):
    file = tmp_path / "policy.xml"
    typed("spif", "export", "JP-HIMITSU", "--on", "2026-06-10", "--out", str(file))
    text = file.read_text(encoding="utf-8")
    lowered = text.replace('policyRef="GB-GSC 2014-04-02" lacv="41"', 'policyRef="GB-GSC 2014-04-02" lacv="1"')
    assert lowered != text
    file.write_text(lowered, encoding="utf-8")
    said = typed("spif", "import", str(file), "--on", "2026-06-10", status=1)
    assert "“OFFICIAL”, which by our tables protects less" in said
    assert "保護の程度が低い「OFFICIAL」" in typed(
        "spif", "import", str(file), "--on", "2026-06-10", status=1, lang="ja"
    )
    document = json.loads(typed("spif", "import", str(file), "--on", "2026-06-10", "--json", status=1))
    assert [each["code"] for each in document["differences"]] == [
        "labels.equivalence_lowers",
        "labels.equivalence_missing",
    ]
    label = Label("JP-HIMITSU", "2013-07-04", "機密")
    assert [each.written for each in SCHEMES.mapped(label, "GB", make_labels.DAY).candidates] == ["TOP SECRET"]


def test_a_policy_of_others_is_compared_with_the_scheme_that_is_named(tmp_path):
    file = tmp_path / "other.xml"
    raw = (VECTORS / "spif-gb-gsc.xml").read_text(encoding="utf-8")
    file.write_text(raw.replace('name="GB-GSC 2014-04-02" id', 'name="UK" id'), encoding="utf-8")
    assert "no scheme here has this policy" in typed("spif", "import", str(file), status=1)
    said = typed("spif", "import", str(file), "--scheme", "GB-GSC/2014-04-02", "--on", "2026-06-10", status=1)
    assert "another policy, UK" in said
    typed("spif", "import", str(file), "--scheme", "XX", status=2)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_bad_files_are_told_in_sentences(lang):
    for row in json.loads((VECTORS / "labels.json").read_text(encoding="utf-8"))["bad"]:
        if row["file"].startswith("bad/spif"):
            said = typed("spif", "check", str(VECTORS / row["file"]), status=1, lang=lang)
        else:
            said = typed("read", str(VECTORS / row["file"]), status=1, lang=lang)
        assert row["code"] not in said or row["code"] == "labels.none"
        assert bool(re.search(r"[\u3040-\u30ff]", said)) == (lang == "ja"), said


def test_a_file_that_is_neither_label_nor_binding_is_refused(tmp_path):
    assert "neither a label" in typed("read", str(VECTORS / "spif-gb-gsc.xml"), status=1)
    assert "cannot" in typed("read", str(tmp_path / "none.xml"), status=1)
    assert policies.UNMARKED == "UNMARKED"

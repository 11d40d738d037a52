"""Labels for others: what goes out is read back as it was, follows the published structures, and lowers nothing."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from tests.vectors import make_labels
from warifu.core.act import open_act
from warifu.core.errors import BytesError, ValueTroubleError, WarifuError
from warifu.core.label import Label
from warifu.doors import sentences
from warifu.doors.labels import acts, binding, comparing, confidentiality, policies, reading, spif
from warifu.doors.labels.shapes import LABEL_SHAPES, LABELS, SLAB, slab
from warifu.doors.labels.structure import faults

FOLDER = Path(make_labels.__file__).parent / "labels"
INDEX: dict[str, Any] = json.loads((FOLDER / "labels.json").read_text(encoding="utf-8"))
SCHEMES = make_labels.schemes()
MARKINGS = [Label(scheme.name, scheme.version, each.written) for scheme in SCHEMES for each in scheme.markings]


def _root(name: str) -> etree._Element:
    return reading.parse((FOLDER / name).read_bytes(), name)


def _good(*kinds: str) -> list[Any]:
    return [pytest.param(row, id=row["file"]) for row in INDEX["good"] if row["kind"] in kinds]


@pytest.mark.parametrize("row", _good("label"))
def test_a_label_says_what_its_marking_says(row):
    root = _root(row["file"])
    assert confidentiality.check(root) == []
    found = confidentiality.read(root)
    assert (found.said.policy, found.said.oid, found.said.classification) == (
        row["policy"],
        row["oid"],
        row["classification"],
    )
    assert {each.tag: list(each.values) for each in found.said.categories} == row["categories"]
    label = policies.understood(found.said, SCHEMES)
    assert list(label.words) == (row["words"] if row["words"][2] else ["", "", ""])
    assert (found.role, found.created, found.review) == (
        "originatorConfidentialityLabel",
        "2026-06-10T12:00:00Z",
        "2031-06-10T00:00:00Z",
    )


@pytest.mark.parametrize("row", _good("detached", "encapsulated"))
def test_a_binding_names_or_holds_its_act(row):
    root = _root(row["file"])
    assert binding.check(root) == []
    found = binding.read(root)
    assert len(found.labels) == row["labels"]
    assert not found.is_signed
    digest = bytes.fromhex(row["act"])
    if row["kind"] == "detached":
        assert found.addresses == (binding.named(digest),)
        assert found.enclosed == ()
    else:
        (element,) = found.enclosed
        assert open_act(binding.act_enclosed(element)).digest == digest
        assert found.addresses == ()
    assert [each.role[:5] for each in found.labels] == ["origi", "alter"][: row["labels"]]


def test_a_binding_within_a_document_is_found_there():
    root = _root("binding-embedded.xml")
    assert root.tag == "report"
    inner = binding.found_in(root)
    assert inner is not None
    assert binding.read(inner).addresses == ("",)
    assert binding.found_in(etree.Element("report")) is None


@pytest.mark.parametrize("row", _good("spif"))
def test_a_policy_file_says_what_its_scheme_says(row):
    root = _root(row["file"])
    assert comparing.check(root) == []
    policy = comparing.read(root)
    scheme = SCHEMES.scheme(*row["scheme"])
    wanted = spif.Wanted(scheme, SCHEMES, make_labels.DAY, make_labels.MADE, scheme.party)
    assert policy.oid == row["oid"] == policies.policy_oid(scheme)
    assert comparing.differences(policy, wanted) == []
    steps = [each for each in scheme.markings if not each.caveat_of]
    assert [each.name for each in policy.classifications] == [policies.classification_of(each) for each in steps]
    assert [each.hierarchy // 10 for each in policy.classifications] == [each.level for each in steps]
    assert all(each.is_obsolete == (not scheme.holds(make_labels.DAY)) for each in policy.classifications)


def test_numbers_of_policies_are_apart_and_of_the_arc_that_anybody_may_use():
    numbers = [policies.policy_oid(scheme) for scheme in SCHEMES]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("2.25.") and number.count(".") == 2 for number in numbers)
    for scheme in SCHEMES:
        given = [spif.lacv_of(scheme, each) for each in scheme.markings]
        assert given == sorted(set(given))


def _read_any(raw: bytes) -> None:
    """Read a file as whoever gets it does: whatever it is, and then what it says by our tables."""
    root = reading.parse(raw)
    if root.tag.endswith("}SPIF"):
        comparing.read(root)
    elif root.tag == binding.BINDING:
        binding.read(root)
    else:
        policies.understood(confidentiality.read(root).said, SCHEMES)


@pytest.mark.parametrize("row", INDEX["bad"], ids=lambda row: row["file"])
def test_a_bad_file_is_refused_by_name(row):
    with pytest.raises(WarifuError) as caught:
        _read_any((FOLDER / row["file"]).read_bytes())
    assert caught.value.code == row["code"]


def test_every_bad_file_differs_from_a_good_one_and_the_good_ones_are_read():
    names = {row["file"] for part in ("good", "bad") for row in INDEX[part]}
    assert names == {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.xml")}
    for row in INDEX["good"]:
        if row["kind"] != "embedded":
            _read_any((FOLDER / row["file"]).read_bytes())


# --- hostile ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"<a>" + b" " * reading.MAX_BYTES + b"</a>", "xml.too_large"),
        (b"<a>" + b"<b/>" * (reading.MAX_ELEMENTS + 1) + b"</a>", "xml.too_many"),
        ("<a>é</a>".encode("latin-1"), "xml.not_utf8"),
        ('<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"), "xml.not_utf8"),
        (b"<!doctype a><a/>", "xml.doctype"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a b="&x;"/>'.encode("utf-16-le"), "xml.not_utf8"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a b="&x;"/>'.encode("utf-16-be"), "xml.not_utf8"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a b="&x;"/>'.encode("utf-32-le"), "xml.not_utf8"),
        (b"<a>&b;</a>", "xml.malformed"),
        (b"", "xml.malformed"),
        (b"<a xmlns:b='c'><d:e/></a>", "xml.malformed"),
    ],
)
def test_hostile_bytes_are_refused_before_anything_is_made_of_them(raw, code):
    with pytest.raises(BytesError) as caught:
        reading.parse(raw)
    assert caught.value.code == code


def test_an_entity_of_a_file_is_never_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("never shown", encoding="utf-8")
    text = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]><a>&b;</a>'
    with pytest.raises(BytesError) as caught:
        reading.parse(text.encode())
    assert "never shown" not in str(caught.value)


@given(st.binary(max_size=400))
def test_noise_is_refused_and_breaks_nothing(raw):
    try:
        root = reading.parse(raw)
    except BytesError:
        return
    with pytest.raises(WarifuError):
        policies.understood(confidentiality.read(root).said, SCHEMES)


@given(st.data())
def test_a_label_with_one_thing_taken_away_is_never_read_as_a_higher_or_lower_one(data):
    label = data.draw(st.sampled_from([each for each in MARKINGS if each.written]))
    root = confidentiality.build(policies.said(label, SCHEMES), make_labels.MADE, make_labels.REVIEW, "C=GB")
    each = data.draw(st.sampled_from(list(root.iter())))
    attribute = data.draw(st.sampled_from([None, *map(str, each.attrib)]))
    if attribute is not None:
        del each.attrib[attribute]
    elif each is not root:
        each.getparent().remove(each)
    try:
        found = policies.understood(confidentiality.read(reading.parse(reading.write(root))).said, SCHEMES)
    except WarifuError:
        return
    known = SCHEMES.scheme(label.scheme, label.version)
    marking = known.markings[known.rank(label.written)]
    assert found.written in {label.written, marking.caveat_of}


# --- structure --------------------------------------------------------------------------------------------------------

_LABEL = "originatorConfidentialityLabel"
FAULTS = [
    (f'<a xmlns="{SLAB}"/>', ["labels.not_of_this_kind"]),
    (f'<originatorConfidentialityLabel xmlns="{SLAB}"/>', ["labels.element_missing"] * 2),
    (
        f'<{_LABEL} xmlns="{SLAB}"><CreationDateTime>x</CreationDateTime><Category/></{_LABEL}>',
        [*["labels.element_missing", "labels.element_misplaced", "labels.text_bad"], *["labels.attribute_missing"] * 2],
    ),
]


@pytest.mark.parametrize(("text", "codes"), FAULTS)
def test_every_fault_is_named_not_the_first_alone(text, codes):
    found = faults(etree.fromstring(text), LABEL_SHAPES, LABELS)
    assert [each.code for each in found] == codes
    assert all(each.path for each in found)


def test_what_stands_beside_the_standard_in_another_namespace_is_let_stand():
    root = _root("label-gb-gsc-31.xml")
    etree.SubElement(root, "{urn:x-other}note").text = "x"
    assert confidentiality.check(root) == []
    etree.SubElement(root, slab("Note"))
    assert [each.code for each in confidentiality.check(root)] == ["labels.element_misplaced"]


# --- acts -------------------------------------------------------------------------------------------------------------

# label of the act, own classification, the other side's, whether a person still decides
ACTS = [
    ((), "OFFICIAL", "UNMARKED", False),
    (("EXERCISE",), "OFFICIAL", "UNMARKED", False),
    (("GB-GSC", "2014-04-02", "OFFICIAL"), "OFFICIAL", "UNMARKED", False),
    (("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE"), "OFFICIAL", "注意", False),
    (("GB-GSC", "2014-04-02", "SECRET"), "SECRET", None, True),
    (("GB-GSC", "2014-04-02", "TOP SECRET"), "TOP SECRET", "機密", False),
    (("JP-HIMITSU", "2013-07-04", "秘"), "秘", "SECRET", False),
    (("JP-SOBI", "2023-10-01", "装備品等秘密"), "装備品等秘密", None, True),
    (("JP-TOKUTEI", "2014-12-10", "特定秘密", "EXERCISE"), "特定秘密", "SECRET", False),
]


@pytest.mark.parametrize(("label", "own", "other", "undecided"), ACTS)
def test_every_act_has_a_label_and_the_other_sides_where_no_person_must_decide(label, own, other, undecided):
    subject = make_labels.subject(label)
    found = acts.labelled(subject, SCHEMES)
    assert found.own.classification == own
    assert (found.other.classification if found.other else None) == other
    assert (found.undecided is not None) is undecided
    for way in ("detached", "encapsulated"):
        root = reading.parse(reading.write(acts.bound(subject, found, way)))
        assert binding.check(root) == []
        said = binding.read(root).labels[0].said
        assert policies.understood(said, SCHEMES).exercise == ("EXERCISE" in label)


def test_what_a_person_rules_is_written_and_what_protects_less_is_not():
    subject = make_labels.subject(("GB-GSC", "2014-04-02", "SECRET"))
    ruled = SCHEMES.marked("JP-HIMITSU", "2013-07-04", "極秘")
    found = acts.labelled(subject, SCHEMES, ruled)
    assert found.other is not None
    assert found.other.classification == "極秘"
    with pytest.raises(ValueTroubleError) as caught:
        acts.labelled(subject, SCHEMES, SCHEMES.marked("JP-HIMITSU", "2013-07-04", "秘"))
    assert caught.value.code == "labels.not_a_candidate"


def test_a_party_without_a_scheme_has_no_label():
    subject = make_labels.subject(())
    assert policies.unmarked("XX", SCHEMES) is None
    foreign = subject._replace(act=replace(subject.act, party="XX"), parties=("XX", "GB"))
    with pytest.raises(ValueTroubleError) as caught:
        acts.labelled(foreign, SCHEMES)
    assert caught.value.code == "labels.no_policy"


@pytest.mark.parametrize("label", MARKINGS)
def test_the_other_sides_label_never_protects_less(label):
    if not label.written:
        return
    found = acts.labelled(make_labels.subject(label.to_wire()), SCHEMES)
    if found.other is not None:
        there = policies.understood(found.other, SCHEMES)
        assert SCHEMES.level(there) >= SCHEMES.level(label)


# --- policy files of others -------------------------------------------------------------------------------------------


def _wanted(name: str) -> spif.Wanted:
    scheme = next(each for each in SCHEMES if each.name == name)
    return spif.Wanted(scheme, SCHEMES, make_labels.DAY, make_labels.MADE, scheme.party)


def _differs(name: str, *changes: tuple[str, str]) -> dict[str, set[str]]:
    text = reading.write(spif.export(_wanted(name))).decode("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    found: dict[str, set[str]] = {}
    for each in comparing.differences(comparing.read(reading.parse(text.encode())), _wanted(name)):
        found.setdefault(each.code, set()).add(each.about)
    return found


OFFICIAL_THERE = 'policyRef="GB-GSC 2014-04-02" lacv="41"'

DIFFERENCES = [
    ("JP-HIMITSU", [], {}),
    (
        "JP-HIMITSU",
        [('name="極秘"', 'name="極 秘"')],
        {"labels.marking_missing": {"極秘"}, "labels.marking_unknown": {"極 秘"}},
    ),
    (
        "JP-HIMITSU",
        [('lacv="31" hierarchy="31"', 'lacv="31" hierarchy="51"')],
        {"labels.order_differs": {"JP-HIMITSU"}},
    ),
    (
        "JP-HIMITSU",
        [(OFFICIAL_THERE, 'policyRef="GB-GSC 2014-04-02" lacv="1"')],
        {"labels.equivalence_lowers": {"機密"}, "labels.equivalence_missing": {"機密"}},
    ),
    (
        "JP-HIMITSU",
        [(OFFICIAL_THERE, 'policyRef="GB-GSC 2014-04-02" lacv="7"')],
        {"labels.equivalence_unknown": {"機密"}, "labels.equivalence_missing": {"機密"}},
    ),
    ("GB-GSC", [('name="OFFICIAL-SENSITIVE"', 'name="SENSITIVE"')], {"labels.caveats_differ": {"GB-GSC"}}),
    ("GB-GSC", [('name="GB-GSC 2014-04-02"', 'name="UK"')], {"labels.policy_differs": {"GB-GSC"}}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "found"), DIFFERENCES)
def test_a_policy_file_of_others_is_compared_and_every_difference_named(name, changes, found):
    assert _differs(name, *changes) == found


def test_an_equivalence_that_asks_for_more_is_shown_too():
    found = _differs(
        "JP-HIMITSU", ('policyRef="GB-GSC 2014-04-02" lacv="31"', 'policyRef="GB-GSC 2014-04-02" lacv="41"')
    )
    assert found == {"labels.equivalence_more": {"秘", "極秘"}, "labels.equivalence_missing": {"秘", "極秘"}}


@pytest.mark.parametrize("on", [date(2013, 7, 4), date(2014, 4, 2), date(2014, 12, 10), date(2026, 6, 10)])
def test_no_equivalence_that_goes_out_lowers_protection_or_takes_a_decision_from_a_person(on):
    for scheme in SCHEMES:
        wanted = spif.Wanted(scheme, SCHEMES, on, make_labels.MADE, scheme.party)
        for marking in scheme.markings:
            for mapped in spif.automatic(wanted, marking):
                (there,) = mapped.candidates
                assert SCHEMES.scheme(there.scheme, there.version).holds(on)
                assert not mapped.needs_ruling
                level = 0 if not there.written else SCHEMES.level(there)
                assert level >= marking.level


# --- sentences --------------------------------------------------------------------------------------------------------

_CODE = re.compile(r'"((?:labels|xml)\.[a-z0-9_]+)"')
_SOURCES = Path(str(acts.__file__)).parent
CODES = sorted({code for path in _SOURCES.glob("*.py") for code in _CODE.findall(path.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("code", CODES)
def test_every_fault_and_difference_has_its_sentence(code):
    assert code in sentences.catalogue().sentence
    assert sentences.next_step(code) is not None


def test_no_sentence_speaks_of_a_fault_that_there_is_not():
    known = {code for code in sentences.catalogue().sentence if code.startswith(("labels.", "xml."))}
    assert known - {"labels.*", "xml.*", "labels.none"} == set(CODES)

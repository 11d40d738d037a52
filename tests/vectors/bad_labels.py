"""What is wrong with a label, a binding or a policy file: one defect at a time, each with a name and its code.

Each is a good file with one thing changed; ``make_labels`` writes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_ROOT = "<slab:originatorConfidentialityLabel"
_CREATED = "<slab:CreationDateTime>2026-06-10T12:00:00Z</slab:CreationDateTime>"
_CLASS = "<slab:Classification>SECRET</slab:Classification>"
_VALUE = "<slab:GenericValue>OFFICIAL-SENSITIVE</slab:GenericValue>"
_TWO = "</mb:Metadata>\n      <mb:Metadata>"
_SECRET, _CAVEAT, _BOUND, _POLICY = "label-gb-gsc-31", "label-gb-gsc-11", "binding-detached", "spif-gb-gsc"

# name, code, the good file, what stands there, what is put there
_CHANGED = [
    ("doctype-external", "xml.doctype", _SECRET, _ROOT, '<!DOCTYPE x SYSTEM "x.dtd">\n' + _ROOT),
    ("other-encoding", "xml.not_utf8", _SECRET, "'UTF-8'", "'UTF-7'"),
    ("instruction", "xml.instruction", _SECRET, _ROOT, '<?xml-stylesheet href="x.xsl"?>\n' + _ROOT),
    ("no-policy", "labels.element_missing", _SECRET, "slab:PolicyIdentifier", "slab:PrivacyMark"),
    ("two-classifications", "labels.element_too_many", _SECRET, _CLASS, _CLASS + _CLASS),
    ("no-classification", "labels.element_missing", _SECRET, _CLASS, ""),
    ("empty-classification", "labels.text_bad", _SECRET, ">SECRET<", "> <"),
    (
        "classification-with-uri",
        "labels.attribute_bad",
        _SECRET,
        "<slab:Classification>",
        '<slab:Classification URI="urn:oid:1.2">',
    ),
    ("no-creation-time", "labels.element_missing", _SECRET, _CREATED, ""),
    ("bad-creation-time", "labels.text_bad", _SECRET, "2026-06-10T12:00:00Z</", "10 June 2026</"),
    ("no-review-time", "labels.review_missing", _SECRET, ' ReviewDateTime="2031-06-10T00:00:00Z"', ""),
    ("category-without-type", "labels.attribute_missing", _CAVEAT, ' Type="RESTRICTIVE"', ""),
    ("category-in-small-letters", "labels.attribute_bad", _CAVEAT, "RESTRICTIVE", "restrictive"),
    ("integer-category", "labels.element_misplaced", _CAVEAT, _VALUE, "<slab:IntegerValue>1</slab:IntegerValue>"),
    ("other-namespace", "labels.not_of_this_kind", _SECRET, "metadatalabel:1:0", "metadatalabel:2:0"),
    ("unknown-policy", "labels.unknown_policy", _SECRET, "GB-GSC 2014-04-02", "XX-OTHER 1"),
    ("policy-under-another-number", "labels.other_number", _SECRET, "urn:oid:2.25.", "urn:oid:2.25.1"),
    ("unknown-classification", "labels.unknown_classification", _SECRET, ">SECRET<", ">Secret<"),
    ("unknown-category", "labels.unknown_category", _CAVEAT, 'TagName="Caveat"', 'TagName="Context"'),
    ("binding-two-labels-in-one", "labels.not_one_element", _BOUND, _TWO, ""),
    (
        "binding-data-first",
        "labels.element_missing",
        _BOUND,
        "<mb:Metadata>",
        '<mb:DataReference URI=""/><mb:Metadata>',
    ),
    (
        "binding-reference-without-uri",
        "labels.attribute_missing",
        _BOUND,
        "<mb:DataReference URI=",
        "<mb:DataReference mb:URI=",
    ),
    ("spif-number-twice", "labels.not_unique", _POLICY, 'lacv="41"', 'lacv="31"'),
    ("spif-hierarchy-in-words", "labels.attribute_bad", _POLICY, 'hierarchy="41"', 'hierarchy="high"'),
    ("spif-version-3", "labels.attribute_bad", _POLICY, 'schemaVersion="2.1"', 'schemaVersion="3.0"'),
    ("spif-leads-nowhere", "labels.leads_nowhere", _POLICY, 'requiredClass="OFFICIAL"', 'requiredClass="OPEN"'),
]
_ENTITIES = {
    "entity": '<!DOCTYPE x [<!ENTITY a "SECRET">]>',
    "entity-external": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///no/such/file">]>',
    "entity-nested": '<!DOCTYPE x [<!ENTITY z "ha"><!ENTITY a "&z;&z;&z;&z;&z;&z;&z;&z;">]>',
}


def rows(good: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Give name, code and text of each bad file; ``good``: the good ones by name."""
    for name, code, base, old, new in _CHANGED:
        if old not in good[base]:
            raise ValueError(name)
        yield name, code, good[base].replace(old, new)
    label, policy, bound = good[_SECRET], good[_POLICY], good[_BOUND]
    for name, doctype in _ENTITIES.items():
        yield name, "xml.doctype", label.replace(_ROOT, f"{doctype}\n{_ROOT}").replace(">SECRET<", ">&a;<")
    yield "cut-short", "xml.malformed", label[: len(label) // 2]
    yield "nested-deep", "xml.too_deep", "<a>" * 60 + "</a>" * 60
    yield (
        "binding-without-data",
        "labels.element_missing",
        _without(bound, "<mb:DataReference", "</mb:MetadataBinding>"),
    )
    sets = policy[policy.index("<spif:securityCategoryTagSets>") : policy.index("<spif:equivalentPolicies>")]
    before = "<spif:securityClassifications>"
    yield (
        "spif-without-classifications",
        "labels.element_missing",
        _without(policy, before, "<spif:securityCategoryTagSets>"),
    )
    yield "spif-sets-before-classes", "labels.element_missing", policy.replace(sets, "").replace(before, sets + before)


def _without(text: str, first: str, then: str) -> str:
    return text[: text.index(first)] + text[text.index(then) :]

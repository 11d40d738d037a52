"""Open XML SPIF 2.1: a scheme of markings as a security policy file for other systems.

Law: what a scheme's row and the rows of equivalence say, and no more. An equivalence goes out as such only where other
software may apply it by itself: one candidate, no ruling, in force on the day. Where a person decides, or a caveat is
concerned, it stands in ``extensions`` in elements of our own, which other software passes over. So do standing and
source of each row: a draft goes out as a draft.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import NamedTuple

from lxml import etree

from warifu.core.label import EXERCISE, Label, Mapped, Scheme, Schemes
from warifu.core.marking import Equivalence, Marking
from warifu.doors.labels.policies import (
    CAVEAT,
    REHEARSAL,
    RELEASABLE,
    classification_of,
    policy_name,
    policy_oid,
    tag_oid,
)
from warifu.doors.labels.shapes import SPIF, spif

VERSION = "2.1"
SYNTAX = "1.3.26.0.4774.5.24.1"
"""What ADatP-4774.1 (table 1) asks of ``privilegeId`` and ``rbacId``."""
OURS = "urn:x-warifu:markings:1"
"""Namespace of what a policy file has no place for."""


class Wanted(NamedTuple):
    """What is exported: a scheme among all that are known, for a day, made at a time (UTC seconds) by a party."""

    scheme: Scheme
    schemes: Schemes
    on: date
    made: int
    by: str


def lacv_of(scheme: Scheme, marking: Marking) -> int:
    """Number a classification: ten times its level, and one more for each before it on that level."""
    return (
        10 * marking.level
        + sum(each.level == marking.level for each in scheme.markings[: scheme.rank(marking.written)])
        + 1
    )


def export(wanted: Wanted) -> etree._Element:
    """Make the policy file of a scheme."""
    scheme = wanted.scheme
    made = datetime.fromtimestamp(wanted.made, UTC).strftime("%Y%m%d%H%M%SZ")
    given = {
        "schemaVersion": VERSION, "version": "1", "creationDate": made, "originatorDN": f"O=Warifu,C={wanted.by}",
        "keyIdentifier": "00", "privilegeId": SYNTAX, "rbacId": SYNTAX, **_validity(scheme),
    }  # fmt: skip
    root = etree.Element(spif("SPIF"), given, nsmap={"spif": SPIF, "w": OURS})
    etree.SubElement(root, spif("securityPolicyId"), {"name": policy_name(scheme), "id": policy_oid(scheme)})
    _classifications(root, wanted)
    _categories(root, wanted)
    others = _others(wanted)
    if others:
        policies = etree.SubElement(root, spif("equivalentPolicies"))
        for each in others:
            etree.SubElement(policies, spif("equivalentPolicy"), {"name": policy_name(each), "id": policy_oid(each)})
    _extensions(root, wanted)
    return root


def _validity(scheme: Scheme) -> dict[str, str]:
    """From the first instant of its first day to the last of its last, in UTC."""
    found = {}
    if scheme.first:
        found["notBefore"] = f"{datetime.combine(scheme.first, time()).isoformat()}Z"
    if scheme.until:
        found["notAfter"] = f"{datetime.combine(scheme.until, time(23, 59, 59)).isoformat()}Z"
    return found


def _classifications(root: etree._Element, wanted: Wanted) -> None:
    scheme = wanted.scheme
    whole = etree.SubElement(root, spif("securityClassifications"))
    for marking in scheme.markings:
        if marking.caveat_of:
            continue
        number = str(lacv_of(scheme, marking))
        given = {"name": classification_of(marking), "lacv": number, "hierarchy": number}
        if not scheme.holds(wanted.on):
            given["obsolete"] = "true"
        element = etree.SubElement(whole, spif("securityClassification"), given)
        for mapped in automatic(wanted, marking):
            _equivalent(element, wanted, mapped)
        if marking.written:
            _marked(element, marking.written, "pageTopBottom")
        else:
            _marked(element, "", "noNameDisplay", "noMarkingDisplay")


def automatic(wanted: Wanted, marking: Marking) -> list[Mapped]:
    """Give what a marking stands for that other software may apply by itself, one for each other scheme."""
    label = Label(wanted.scheme.name, wanted.scheme.version, marking.written)
    found = []
    for row in wanted.schemes.equivalences:
        if row.of == label.words and row.holds(wanted.on) and not row.ruling and len(row.to) == 1:
            target = wanted.schemes.scheme(*row.to[0][:2])
            if target.holds(wanted.on):
                found.append(Mapped((Label(*row.to[0]),), row.id, row.standing, needs_ruling=False, source=row.source))
    return found


def _equivalent(element: etree._Element, wanted: Wanted, mapped: Mapped) -> None:
    label = mapped.candidates[0]
    target = wanted.schemes.scheme(label.scheme, label.version)
    marking = target.markings[target.rank(label.written)]
    base = target.markings[target.rank(marking.caveat_of)] if marking.caveat_of else marking
    given = {"policyRef": policy_name(target), "lacv": str(lacv_of(target, base)), "applied": "both"}
    equivalent = etree.SubElement(element, spif("equivalentClassification"), given)
    if marking.caveat_of:
        required = etree.SubElement(equivalent, spif("requiredCategory"), {"operation": "all"})
        group = {"tagSetRef": CAVEAT, "tagType": "restrictive", "lacv": str(lacv_of(target, marking))}
        etree.SubElement(required, spif("categoryGroup"), group)


def _marked(element: etree._Element, phrase: str, *codes: str) -> None:
    data = etree.SubElement(element, spif("markingData"), {"phrase": phrase} if phrase else {})
    for code in codes:
        etree.SubElement(data, spif("code")).text = code


def _categories(root: etree._Element, wanted: Wanted) -> None:
    """Caveats, rehearsal, and to whom it may be released: parties of the schemes known here."""
    scheme = wanted.scheme
    sets = etree.SubElement(root, spif("securityCategoryTagSets"))
    caveats = [each for each in scheme.markings if each.caveat_of]
    if caveats:
        tag = _tag(sets, scheme, CAVEAT, {"tagType": "restrictive"})
        for marking in caveats:
            given = {"name": marking.written, "lacv": str(lacv_of(scheme, marking)), "requiredClass": marking.caveat_of}
            etree.SubElement(tag, spif("tagCategory"), given)
    tag = _tag(sets, scheme, REHEARSAL, {"tagType": "tagType7", "tag7Encoding": "bitSetAttributes"})
    etree.SubElement(tag, spif("tagCategory"), {"name": EXERCISE, "lacv": "1"})
    tag = _tag(sets, scheme, RELEASABLE, {"tagType": "permissive"})
    for number, party in enumerate(sorted({each.party for each in wanted.schemes}), start=1):
        etree.SubElement(tag, spif("tagCategory"), {"name": party, "lacv": str(number)})


def _tag(sets: etree._Element, scheme: Scheme, name: str, given: dict[str, str]) -> etree._Element:
    whole = etree.SubElement(sets, spif("securityCategoryTagSet"), {"name": name, "id": tag_oid(scheme, name)})
    return etree.SubElement(whole, spif("securityCategoryTag"), {"name": name, **given})


def _others(wanted: Wanted) -> list[Scheme]:
    """The schemes to which an equivalence goes out, in the order in which they are known."""
    named = {
        mapped.candidates[0].words[:2]
        for marking in wanted.scheme.markings if not marking.caveat_of
        for mapped in automatic(wanted, marking)
    }  # fmt: skip
    return [each for each in wanted.schemes if (each.name, each.version) in named]


def _extensions(root: etree._Element, wanted: Wanted) -> None:
    scheme = wanted.scheme
    ours = etree.SubElement(etree.SubElement(root, spif("extensions")), f"{{{OURS}}}markings")
    ours.set("standing", scheme.standing)
    ours.set("source", scheme.source)
    for marking in scheme.markings:
        for row in rows_of(wanted, marking):
            given = {"id": row.id, "of": marking.written, "ruling": str(row.ruling).lower(), "standing": row.standing}
            element = etree.SubElement(ours, f"{{{OURS}}}equivalence", given)
            for words in row.to:
                target = wanted.schemes.scheme(*words[:2])
                etree.SubElement(element, f"{{{OURS}}}to", {"policy": policy_name(target)}).text = words[2]


def rows_of(wanted: Wanted, marking: Marking) -> list[Equivalence]:
    """Give the rows of a marking that are in force on the day."""
    words = (wanted.scheme.name, wanted.scheme.version, marking.written)
    return [row for row in wanted.schemes.equivalences if row.of == words and row.holds(wanted.on)]

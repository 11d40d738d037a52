"""A policy file that somebody else wrote: what it says, what is wrong with it, and where it differs from our tables.

Law: it is shown and never taken as law. A marking that is missing, an order that is turned round, and above all an
equivalence that would lower protection by our tables are differences that a person reads; a new row is a new pack.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from lxml import etree

from warifu.core.label import Schemes
from warifu.core.marking import Marking, Scheme
from warifu.doors.labels.policies import CAVEAT, classification_of, policy_name, policy_oid
from warifu.doors.labels.shapes import POLICY, SPIF_SHAPES, spif
from warifu.doors.labels.spif import Wanted, automatic, lacv_of
from warifu.doors.labels.structure import Fault, faults, refuse


class Equivalent(NamedTuple):
    """What a classification is said to stand for: the policy's name, its number there, categories asked beside it."""

    policy: str
    lacv: int
    categories: tuple[str, ...] = ()


class Classified(NamedTuple):
    """A classification of a policy file."""

    name: str
    lacv: int
    hierarchy: int
    equivalents: tuple[Equivalent, ...]
    is_obsolete: bool


class Policy(NamedTuple):
    """A policy file as it was read: name and number (OID), classifications from the lowest, values of its tag sets."""

    name: str
    oid: str
    classifications: tuple[Classified, ...]
    categories: dict[str, tuple[str, ...]]
    not_before: str = ""
    not_after: str = ""


class Difference(NamedTuple):
    """Where a policy file and our tables differ: a code, what it is about, what stands there and what stands here."""

    code: str
    about: str
    there: str = ""
    here: str = ""


def check(root: etree._Element) -> list[Fault]:
    """Give every fault of a policy file: structure, what must be unique, and names that lead nowhere."""
    found = faults(root, SPIF_SHAPES, (POLICY,))
    if found:
        return found
    classes = list(root.iter(spif("securityClassification")))
    sets = list(root.iter(spif("securityCategoryTagSet")))
    unique = (("lacv", classes), ("name", classes), ("color", classes), ("id", sets), ("name", sets))
    for attribute, elements in unique:
        counted = Counter(each.get(attribute) for each in elements if each.get(attribute) is not None)
        found += [Fault("labels.not_unique", "SPIF", f"{attribute}={value}") for value, n in counted.items() if n > 1]
    return found + _leading_nowhere(root)


def _leading_nowhere(root: etree._Element) -> list[Fault]:
    policies = {
        each.get("name") for tag in ("equivalentPolicy", "defaultSecurityPolicyId") for each in root.iter(spif(tag))
    }
    classes = {each.get("name") for each in root.iter(spif("securityClassification"))}
    referring = [
        (each.get("policyRef"), policies)
        for tag in ("equivalentClassification", "equivalentSecCategoryTag")
        for each in root.iter(spif(tag))
    ]
    referring += [(each.get("requiredClass"), classes) for each in root.iter(spif("tagCategory"))]
    referring += [((each.text or "").strip(), classes) for each in root.iter(spif("excludedClass"))]
    return [Fault("labels.leads_nowhere", "SPIF", str(name)) for name, known in referring if name and name not in known]


def read(root: etree._Element) -> Policy:
    """Read a policy file; raises BytesError with the first fault."""
    refuse(check(root))
    identity = next(root.iter(spif("securityPolicyId")))
    classes = [_classified(each) for each in root.iter(spif("securityClassification"))]
    return Policy(
        name=identity.get("name", ""),
        oid=identity.get("id", ""),
        classifications=tuple(sorted(classes, key=lambda each: each.hierarchy)),
        categories={
            each.get("name", ""): tuple(value.get("name", "") for value in each.iter(spif("tagCategory")))
            for each in root.iter(spif("securityCategoryTagSet"))
        },
        not_before=root.get("notBefore", ""),
        not_after=root.get("notAfter", ""),
    )


def _classified(element: etree._Element) -> Classified:
    equivalents = tuple(
        Equivalent(
            each.get("policyRef", ""),
            int(each.get("lacv", "0")),
            tuple(f"{group.get('tagSetRef')}={group.get('lacv', '*')}" for group in each.iter(spif("categoryGroup"))),
        )
        for each in element.iter(spif("equivalentClassification"))
    )
    number, hierarchy = int(element.get("lacv", "0")), int(element.get("hierarchy", "0"))
    is_obsolete = element.get("obsolete") in {"true", "1"}
    return Classified(element.get("name", ""), number, hierarchy, equivalents, is_obsolete)


def differences(policy: Policy, wanted: Wanted) -> list[Difference]:
    """Compare a policy file with a scheme of ours on a day; an empty list says that they agree."""
    scheme = wanted.scheme
    own = [each for each in scheme.markings if not each.caveat_of]
    names = [classification_of(each) for each in own]
    there = [each.name for each in policy.classifications]
    found = []
    if (policy.name, policy.oid) != (policy_name(scheme), policy_oid(scheme)):
        found.append(
            Difference("labels.policy_differs", scheme.name, f"{policy.name} ({policy.oid})", policy_name(scheme))
        )
    found += [Difference("labels.marking_missing", name) for name in names if name not in there]
    found += [Difference("labels.marking_unknown", name) for name in there if name not in names]
    shared, ours = [name for name in there if name in names], [name for name in names if name in there]
    if shared != ours:
        found.append(Difference("labels.order_differs", scheme.name, " < ".join(shared), " < ".join(ours)))
    caveats = tuple(each.written for each in scheme.markings if each.caveat_of)
    if policy.categories.get(CAVEAT, ()) != caveats:
        told = ", ".join(policy.categories.get(CAVEAT, ()))
        found.append(Difference("labels.caveats_differ", scheme.name, told, ", ".join(caveats)))
    by_name = {each.name: each for each in policy.classifications}
    for marking in own:
        classified = by_name.get(classification_of(marking))
        if classified is not None:
            found += _equivalences(classified, marking, wanted)
    return found


def _equivalences(classified: Classified, marking: Marking, wanted: Wanted) -> list[Difference]:
    """Compare what a marking stands for; what is lower than it by our tables is named as that."""
    there = {each: _meant(each, wanted.schemes) for each in classified.equivalents}
    here = {mapped.candidates[0].words for mapped in automatic(wanted, marking)}
    found = []
    for each, meant in there.items():
        told = f"{each.policy} {each.lacv}" if meant is None else meant[1].written
        if meant is None:
            found.append(Difference("labels.equivalence_unknown", classified.name, told))
            continue
        scheme, other = meant
        if other.level < marking.level:
            found.append(Difference("labels.equivalence_lowers", classified.name, told, str(marking.level)))
        elif (scheme.name, scheme.version, other.written) not in here:
            found.append(Difference("labels.equivalence_more", classified.name, told))
    said = {(meant[0].name, meant[0].version, meant[1].written) for meant in there.values() if meant}
    found += [Difference("labels.equivalence_missing", classified.name, "", words[2]) for words in sorted(here - said)]
    return found


def _meant(each: Equivalent, schemes: Schemes) -> tuple[Scheme, Marking] | None:
    """Find the marking that a policy's name and number mean, by the numbers that we give."""
    for scheme in schemes:
        if policy_name(scheme) == each.policy:
            for marking in scheme.markings:
                asked = (f"{CAVEAT}={lacv_of(scheme, marking)}",) if marking.caveat_of else ()
                base = scheme.markings[scheme.rank(marking.caveat_of)] if marking.caveat_of else marking
                if (lacv_of(scheme, base), asked) == (each.lacv, each.categories):
                    return scheme, marking
    return None

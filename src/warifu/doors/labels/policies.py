"""A scheme of markings as a security policy of other systems: its name, its number, its classifications and categories.

Law: one policy for each state of a scheme, so that a label says by which state it was written. No authority has given
these schemes numbers that are known here; each gets one of the arc 2.25, made from its name (ITU-T X.667), the same on
every node. A marking that is a caveat of another (OFFICIAL-SENSITIVE of OFFICIAL) is that classification with a
category; the step without words is called UNMARKED; a rehearsal is a category of its own, and so is releasability.
"""

from __future__ import annotations

import uuid
from typing import NamedTuple

from warifu.core.errors import ValueTroubleError
from warifu.core.label import EXERCISE, Label, Scheme, Schemes
from warifu.core.marking import Marking

UNMARKED = "UNMARKED"
CAVEAT, REHEARSAL, RELEASABLE = "Caveat", "Exercise", "Releasable To"
"""Names of the categories (tag sets), each with its number beneath the policy's."""
TAGS = {CAVEAT: (1, "RESTRICTIVE"), REHEARSAL: (2, "INFORMATIVE"), RELEASABLE: (3, "PERMISSIVE")}
_ARC = uuid.UUID("6ac5e6a4-1f0c-5d0a-9a5e-5f6a3f1e2b70")
"""Of this program, once for all: what a scheme's number is made from."""


class Category(NamedTuple):
    """A category of a label: the name of its tag set, its type as STANAG 4774 writes it, and its values."""

    tag: str
    type: str
    values: tuple[str, ...]


class Said(NamedTuple):
    """What a label says to another system: policy, its number (OID), classification and categories."""

    policy: str
    oid: str
    classification: str
    categories: tuple[Category, ...] = ()


def policy_name(scheme: Scheme) -> str:
    """Name the policy of a state of a scheme: ``GB-GSC 2014-04-02``."""
    return f"{scheme.name} {scheme.version}"


def policy_oid(scheme: Scheme) -> str:
    """Number the policy of a state of a scheme: ``2.25.`` and the number of a UUID made from its name."""
    return f"2.25.{uuid.uuid5(_ARC, policy_name(scheme)).int}"


def tag_oid(scheme: Scheme, tag: str) -> str:
    """Number a tag set of the policy."""
    return f"{policy_oid(scheme)}.{TAGS[tag][0]}"


def classification_of(marking: Marking) -> str:
    """Name the classification under which a marking goes: its own words, or those whose caveat it is."""
    return marking.caveat_of or marking.written or UNMARKED


def said(label: Label, schemes: Schemes, releasable: tuple[str, ...] = ()) -> Said:
    """Put a label into the words of its policy; raises ValueTroubleError as ``Schemes.level``.

    A label without a marking belongs to no policy: see ``unmarked``.
    """
    scheme = schemes.scheme(label.scheme, label.version)
    return _said(scheme, scheme.markings[scheme.rank(label.written)], releasable, exercise=label.exercise)


def unmarked(party: str, schemes: Schemes, *, exercise: bool = False) -> Said | None:
    """Say what a party's act without a marking is: the lowest step of its administrative scheme, or None.

    Routine papers are not marked: British ones are OFFICIAL, Japanese ones have a step without words.
    """
    for scheme in schemes:
        if scheme.party == party and scheme.markings and scheme.markings[0].level == 0:
            return _said(scheme, scheme.markings[0], (), exercise=exercise)
    return None


def _said(scheme: Scheme, marking: Marking, releasable: tuple[str, ...], *, exercise: bool) -> Said:
    values = {
        CAVEAT: (marking.written,) if marking.caveat_of else (),
        REHEARSAL: (EXERCISE,) if exercise else (),
        RELEASABLE: releasable,
    }
    categories = tuple(Category(tag, TAGS[tag][1], each) for tag, each in values.items() if each)
    return Said(policy_name(scheme), policy_oid(scheme), classification_of(marking), categories)


def understood(found: Said, schemes: Schemes) -> Label:
    """Read what another system says as a label of a scheme known here.

    Raises ValueTroubleError labels.unknown_policy, labels.other_number (a policy of ours by name under another number),
    labels.unknown_classification, labels.unknown_category.
    """
    scheme = _scheme(found, schemes)
    values = {each.tag: each.values for each in found.categories}
    strange = [tag for tag in values if tag not in TAGS]
    caveats = values.get(CAVEAT, ())
    if strange or len(caveats) > 1:
        raise ValueTroubleError("labels.unknown_category", found.policy, text=(strange or list(caveats))[0][:40])
    exercise = EXERCISE in values.get(REHEARSAL, ())
    for marking in scheme.markings:
        own = (marking.written,) if marking.caveat_of else ()
        if classification_of(marking) == found.classification and own == caveats:
            return (
                Label(scheme.name, scheme.version, marking.written, exercise)
                if marking.written
                else Label(exercise=exercise)
            )
    raise ValueTroubleError("labels.unknown_classification", found.policy, text=found.classification[:40])


def _scheme(found: Said, schemes: Schemes) -> Scheme:
    for scheme in schemes:
        if policy_name(scheme) == found.policy:
            if found.oid not in {"", policy_oid(scheme)}:
                raise ValueTroubleError("labels.other_number", found.policy, number=found.oid[:80])
            return scheme
    raise ValueTroubleError("labels.unknown_policy", found.policy[:60])

"""The label of an act: what its author wrote, the one that stands for it on the other side, and both bound to the act.

Law: an act that is not marked stands on the lowest step of its author's administration and is said to be that. The
other side's label is written where one row of the tables says so; where a person must decide, it is written as that
person has ruled (``ruled``) and otherwise not at all. Nothing is read but the act.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from lxml import etree

from warifu.core.act import Act
from warifu.core.errors import ValueTroubleError
from warifu.core.label import Label, Mapped, Schemes
from warifu.doors.labels import binding, confidentiality, policies
from warifu.doors.labels.policies import Said


class Subject(NamedTuple):
    """An act with its digest and its envelope as it is stored, and the two parties between which it stands."""

    act: Act
    digest: bytes
    envelope: bytes
    parties: tuple[str, str]


class Labelled(NamedTuple):
    """An act's labels: the author's, the other side's where one can be said, and what a person still has to decide."""

    own: Said
    other: Said | None
    undecided: Mapped | None
    review: date | None


def labelled(subject: Subject, schemes: Schemes, ruled: Label | None = None, review: date | None = None) -> Labelled:
    """Give the labels of an act.

    Raises ValueTroubleError as ``Schemes.from_wire``, labels.no_policy (a party without a scheme), and
    labels.not_a_candidate where what was ruled protects less than what is asked.
    """
    label = schemes.from_wire(subject.act.label)
    if not label.is_marked:
        author = subject.act.side_of
        own = policies.unmarked(author, schemes, exercise=label.exercise)
        if own is None:
            raise ValueTroubleError("labels.no_policy", author)
        return Labelled(
            own, policies.unmarked(_beside(author, subject), schemes, exercise=label.exercise), None, review
        )
    party = _beside(schemes.party(label), subject)
    mapped = schemes.mapped(label, party, datetime.fromtimestamp(subject.act.time, UTC).date())
    chosen = _chosen(mapped, ruled)
    own = policies.said(label, schemes)
    if chosen is None:
        return Labelled(own, None, mapped, review)
    return Labelled(own, _said(chosen, party, schemes), None, review)


def _beside(party: str, subject: Subject) -> str:
    first, second = subject.parties
    return second if party == first else first


def _chosen(mapped: Mapped, ruled: Label | None) -> Label | None:
    if ruled is not None:
        if ruled.words not in {each.words for each in mapped.candidates}:
            raise ValueTroubleError("labels.not_a_candidate", text=ruled.written[:40])
        return ruled
    return None if mapped.needs_ruling else mapped.candidates[0]


def _said(label: Label, party: str, schemes: Schemes) -> Said | None:
    if label.is_marked:
        return policies.said(label, schemes)
    return policies.unmarked(party, schemes, exercise=label.exercise)


def elements(subject: Subject, found: Labelled) -> list[etree._Element]:
    """Make the elements of an act's labels: the author's first."""
    act = subject.act
    originator = f"OU={_escaped(act.desk)},C={act.side_of}" if act.desk else f"C={act.side_of}"
    made = [confidentiality.build(found.own, act.time, found.review, originator)]
    if found.other is not None:
        made.append(confidentiality.build(found.other, act.time, found.review, originator, alternative=True))
    return made


def _escaped(name: str) -> str:
    """Write a name as RFC 4514 asks."""
    return "".join(f"\\{each}" if each in ',+"\\<>;=#' else each for each in name)


def bound(subject: Subject, found: Labelled, way: str) -> etree._Element:
    """Bind an act's labels to it: ``detached`` (by its digest) or ``encapsulated`` (with its signed bytes)."""
    made = elements(subject, found)
    if way == "encapsulated":
        return binding.encapsulated(made, binding.enclosed_act(subject.envelope))
    return binding.detached(made, binding.named(subject.digest))

"""STANAG 4774: the confidentiality label of an item, and the one that corresponds to it in the partner's policy.

Law (ADatP-4774 Edition A): the originator's label is never overwritten; what stands for it elsewhere is an
*alternative* label beside it. A label has the time of its making, and a time at which it is to be looked at again where
nothing is said of its succession. Values are names, never numbers.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from lxml import etree

from warifu.doors.labels.policies import TAGS, Category, Said
from warifu.doors.labels.reading import children, text_of
from warifu.doors.labels.shapes import ALTERNATIVE, LABEL_SHAPES, LABELS, ORIGINATOR, SLAB, slab
from warifu.doors.labels.structure import Fault, faults, local, refuse

REVIEW_YEARS = 5
"""When a label is to be looked at again if nobody says: as long as a Japanese designation lasts at most. Our choice."""


class Written(NamedTuple):
    """A label as it was read: which of the three kinds, what it says, when it was made and is to be reviewed."""

    role: str
    said: Said
    created: str
    review: str
    originator: str


def build(
    said: Said, created: int, review: date | None, originator: str, *, alternative: bool = False
) -> etree._Element:
    """Make a label's element.

    ``created``: UTC seconds. ``review``: None for ``REVIEW_YEARS`` after it was made. ``originator``: a directory name
    (RFC 4514), empty for none.
    """
    root = etree.Element(ALTERNATIVE if alternative else ORIGINATOR, nsmap={"slab": SLAB})
    made = datetime.fromtimestamp(created, UTC)
    root.set("ReviewDateTime", f"{(review or _later(made)).isoformat()}T00:00:00Z")
    information = etree.SubElement(root, slab("ConfidentialityInformation"))
    policy = etree.SubElement(information, slab("PolicyIdentifier"), {"URI": f"urn:oid:{said.oid}"})
    policy.text = said.policy
    etree.SubElement(information, slab("Classification")).text = said.classification
    for each in said.categories:
        _category(information, each, said.oid)
    if originator:
        etree.SubElement(root, slab("OriginatorID"), {"IDType": "directoryName"}).text = originator
    etree.SubElement(root, slab("CreationDateTime")).text = made.strftime("%Y-%m-%dT%H:%M:%SZ")
    return root


def _later(made: datetime) -> date:
    day = made.date()
    return date(day.year + REVIEW_YEARS, day.month, min(day.day, 28))


def _category(information: etree._Element, each: Category, policy_oid: str) -> None:
    given = {"Type": each.type, "TagName": each.tag, "URI": f"urn:oid:{policy_oid}.{TAGS[each.tag][0]}"}
    element = etree.SubElement(information, slab("Category"), given)
    for value in each.values:
        etree.SubElement(element, slab("GenericValue")).text = value


def check(root: etree._Element) -> list[Fault]:
    """Give every fault of a label: structure, and what the text of ADatP-4774 asks beyond its schema."""
    found = faults(root, LABEL_SHAPES, LABELS)
    if root.tag in LABELS and root.get("ReviewDateTime") is None and root.find(slab("SuccessionHandling")) is None:
        found.append(Fault("labels.review_missing", local(str(root.tag))))
    return found


def read(root: etree._Element) -> Written:
    """Read a label; raises BytesError with the first fault."""
    refuse(check(root))
    information = children(root)[0]
    policy, classification, *rest = children(information)
    categories = tuple(
        Category(each.get("TagName", ""), each.get("Type", ""), tuple(text_of(value) for value in children(each)))
        for each in rest
        if each.tag == slab("Category")
    )
    oid = policy.get("URI", "").removeprefix("urn:oid:")
    originator, created = root.find(slab("OriginatorID")), root.find(slab("CreationDateTime"))
    return Written(
        role=local(str(root.tag)),
        said=Said(text_of(policy), oid, text_of(classification), categories),
        created="" if created is None else text_of(created),
        review=root.get("ReviewDateTime", ""),
        originator="" if originator is None else text_of(originator),
    )

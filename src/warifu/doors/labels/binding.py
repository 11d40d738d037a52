"""STANAG 4778: labels bound to the data object of which they speak.

Law (ADatP-4778 Edition A): a binding has a container, in it a binding, in that the metadata, each label in an element
of its own, and then the data or a reference to it. Three ways: *detached*, where the binding stands apart and names its
object; *embedded*, where it stands within the object; *encapsulated*, where the object stands within it. A signature is
optional there and is not written here: an act is named by its digest (RFC 6920), which binds the label to every byte of
the act, and whoever holds the act can make the label anew from it.
"""

from __future__ import annotations

import base64
from typing import NamedTuple

from lxml import etree

from warifu.core.errors import BytesError
from warifu.doors.labels import confidentiality
from warifu.doors.labels.confidentiality import Written
from warifu.doors.labels.reading import children
from warifu.doors.labels.shapes import BINDING, BINDING_SHAPES, LABELS, MB, XMIME, mb
from warifu.doors.labels.structure import Fault, faults, refuse

ACT = "urn:x-warifu:act:1"
"""Namespace of the element in which an act's bytes stand when it is encapsulated."""
COSE = 'application/cose; cose-type="cose-sign1"'


class Bound(NamedTuple):
    """A binding as it was read: its labels, the addresses of what they speak of, and what stands within it.

    ``enclosed``: the elements within ``mb:Data``. ``is_signed``: a signature stands there; it is not verified here.
    """

    labels: tuple[Written, ...]
    addresses: tuple[str, ...]
    enclosed: tuple[etree._Element, ...]
    is_signed: bool


def named(digest: bytes) -> str:
    """Name bytes by their SHA-256: ``ni:///sha-256;…`` (RFC 6920)."""
    return f"ni:///sha-256;{base64.urlsafe_b64encode(digest).rstrip(b'=').decode('ascii')}"


def detached(labels: list[etree._Element], address: str, media: str = COSE) -> etree._Element:
    """Bind labels to what stands at an address, in a file apart."""
    binding, inner = _begun(labels)
    etree.SubElement(inner, mb("DataReference"), {"URI": address, f"{{{XMIME}}}contentType": media})
    return binding


def encapsulated(labels: list[etree._Element], element: etree._Element) -> etree._Element:
    """Bind labels to an element that stands within the binding."""
    binding, inner = _begun(labels)
    etree.SubElement(inner, mb("Data")).append(element)
    return binding


def enclosed_act(envelope: bytes) -> etree._Element:
    """Put a signed act's bytes into an element, so that it can stand within a binding."""
    element = etree.Element(f"{{{ACT}}}act", {"encoding": "base64"}, nsmap={"act": ACT})
    element.text = base64.b64encode(envelope).decode("ascii")
    return element


def act_enclosed(element: etree._Element) -> bytes:
    """Read a signed act's bytes back from its element; raises BytesError labels.no_act."""
    if element.tag != f"{{{ACT}}}act":
        raise BytesError("labels.no_act", "binding")
    try:
        return base64.b64decode((element.text or "").strip(), validate=True)
    except ValueError as trouble:
        raise BytesError("labels.no_act", "binding") from trouble


def embedded(labels: list[etree._Element], document: etree._Element) -> etree._Element:
    """Put a binding to the whole of an XML document into it, last, and give the document."""
    binding, inner = _begun(labels)
    etree.SubElement(inner, mb("DataReference"), {"URI": ""})
    document.append(binding)
    return document


def _begun(labels: list[etree._Element]) -> tuple[etree._Element, etree._Element]:
    binding = etree.Element(BINDING, nsmap={"mb": MB, "xmime": XMIME})
    inner = etree.SubElement(etree.SubElement(binding, mb("MetadataBindingContainer")), mb("MetadataBinding"))
    for each in labels:
        etree.SubElement(inner, mb("Metadata")).append(each)
    return binding, inner


def found_in(root: etree._Element) -> etree._Element | None:
    """Find the binding: the element itself, or one that is embedded in it."""
    return root if root.tag == BINDING else root.find(f".//{BINDING}")


def check(root: etree._Element) -> list[Fault]:
    """Give every fault of a binding and of the labels in it."""
    found = faults(root, BINDING_SHAPES, (BINDING,))
    for each in root.iter(*LABELS):
        found += [fault for fault in confidentiality.check(each) if fault.code == "labels.review_missing"]
    return found


def read(root: etree._Element) -> Bound:
    """Read a binding; raises BytesError with the first fault."""
    refuse(check(root))
    labels = [each for holder in root.iter(mb("Metadata")) for each in children(holder) if each.tag in LABELS]
    return Bound(
        labels=tuple(confidentiality.read(each) for each in labels),
        addresses=tuple(each.get("URI", "") for each in root.iter(mb("DataReference"))),
        enclosed=tuple(each for holder in root.iter(mb("Data")) for each in children(holder)),
        is_signed=any(each.tag.endswith("}Signature") for each in children(root)),
    )

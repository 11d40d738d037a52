"""Which elements stand where: a small grammar of elements in order, with their attributes, and what does not fit it.

Law: every fault is named, with the path to it; the first does not hide the second. This is the *structure* of a
published schema as facts (names, order, how many, which attributes with which form), written down in ``shapes``; it is
not that schema, and where the schema says more it is not checked here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from warifu.core.errors import BytesError
from warifu.doors.labels.reading import children

Form = Callable[[str], bool]
MANY = 2**31


class Particle(NamedTuple):
    """A place in a sequence: one of these elements, at least ``least`` and at most ``most`` times."""

    names: tuple[str, ...]
    least: int = 1
    most: int = 1


class Given(NamedTuple):
    """An attribute: the form of its value, and whether it must be there."""

    form: Form
    needed: bool = False


class Shape(NamedTuple):
    """An element: what stands in it in this order, its attributes, and the form of its text where it has one.

    ``others``: elements of other namespaces may follow. ``attributes_more``: attributes that are not named may stand.
    ``anything``: exactly one element of any namespace stands in it.
    """

    sequence: tuple[Particle, ...] = ()
    attributes: Mapping[str, Given] = {}
    text: Form | None = None
    others: bool = False
    attributes_more: bool = False
    anything: bool = False


class Fault(NamedTuple):
    """What does not fit: a code, the path to the element (``SPIF/securityPolicyId``), and what it is about."""

    code: str
    path: str
    about: str = ""


Shapes = Mapping[str, Shape]


def faults(root: etree._Element, shapes: Shapes, roots: tuple[str, ...]) -> list[Fault]:
    """Give every fault of an element and all within it; an outermost element that is none of ``roots`` is the only one.

    Names are ``{namespace}local``. Elements of a namespace of which no shape is known are not looked into.
    """
    if root.tag not in roots:
        return [Fault("labels.not_of_this_kind", local(str(root.tag)))]
    return list(_of(root, shapes, local(str(root.tag))))


def refuse(found: list[Fault]) -> None:
    """Raise BytesError with the code and path of the first fault, if there is one."""
    if found:
        raise BytesError(found[0].code, found[0].path, path=found[0].path, about=found[0].about)


def local(tag: str) -> str:
    """Give the name of an element without its namespace."""
    return tag.rpartition("}")[2]


def _of(element: etree._Element, shapes: Shapes, path: str) -> Iterator[Fault]:
    shape = shapes.get(str(element.tag))
    if shape is None:
        return
    yield from _attributes(element, shape, path)
    inner = children(element)
    if shape.text is not None:
        if inner or not shape.text(_own_text(element)):
            yield Fault("labels.text_bad", path, _own_text(element)[:40])
        return
    if shape.anything:
        if len(inner) != 1:
            yield Fault("labels.not_one_element", path, str(len(inner)))
    else:
        yield from _sequence(inner, shape, _namespace(str(element.tag)), path)
    for each in inner:
        yield from _of(each, shapes, f"{path}/{local(str(each.tag))}")


def _own_text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()


def _namespace(tag: str) -> str:
    return tag.rpartition("}")[0]


def _attributes(element: etree._Element, shape: Shape, path: str) -> Iterator[Fault]:
    for name, given in shape.attributes.items():
        value = element.get(name)
        if value is None:
            if given.needed:
                yield Fault("labels.attribute_missing", path, local(name))
        elif not given.form(value):
            yield Fault("labels.attribute_bad", path, f"{local(name)}={value[:40]}")
    for name in element.attrib:
        if name not in shape.attributes and not shape.attributes_more:
            yield Fault("labels.attribute_unknown", path, local(str(name)))


def _sequence(inner: list[etree._Element], shape: Shape, namespace: str, path: str) -> Iterator[Fault]:
    """Go along the sequence: no element may stand at two places of it, so that taking all that fit is right."""
    at = 0
    for particle in shape.sequence:
        count = 0
        while at < len(inner) and inner[at].tag in particle.names:
            at, count = at + 1, count + 1
        if count < particle.least:
            yield Fault("labels.element_missing", path, local(particle.names[0]))
        if count > particle.most:
            yield Fault("labels.element_too_many", path, local(particle.names[0]))
    for each in inner[at:]:
        if not (shape.others and _namespace(str(each.tag)) != namespace):
            yield Fault("labels.element_misplaced", path, local(str(each.tag)))


# --- forms of text ----------------------------------------------------------------------------------------------------


def matching(pattern: str) -> Form:
    """A form: the whole of it matches a pattern."""
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def one_of(*words: str) -> Form:
    """A form: one of these words."""
    return frozenset(words).__contains__


def any_text(text: str) -> bool:
    """A form: whatever is written, nothing too."""
    return len(text) < MANY


def some_text(text: str) -> bool:
    """A form: at least one letter that is no blank."""
    return bool(text.strip())


_DAY = r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
instant = matching(_DAY + r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d):[0-5]\d)?")
integer = matching(r"[+-]?\d{1,18}")
boolean = one_of("true", "false", "0", "1")
object_id = matching(r"[0-2](\.[0-9]+)+")
identifier = matching(r"[A-Za-z_][\w.\-]*")

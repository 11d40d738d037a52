"""XML that others write: read without reaching out of the file, and written in one form.

Law: a file is UTF-8 (and not UTF-16 that could pass for it), at most a mebibyte, and declares no document type: so
there are no entities to expand, none to fetch and none to nest. Nothing is repaired. What is written has no declaration
that could differ, and the same element gives the same bytes.
"""

from __future__ import annotations

import re

from lxml import etree

from warifu.core.errors import BytesError

MAX_BYTES = 1 << 20
MAX_DEPTH = 40
MAX_ELEMENTS = 20_000
_DECLARED = re.compile(r"\A\ufeff?<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_DOCTYPE = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def parse(raw: bytes, where: str = "xml") -> etree._Element:
    """Read a file into its outermost element.

    Raises BytesError xml.too_large, xml.not_utf8, xml.doctype, xml.malformed, xml.instruction, xml.too_deep,
    xml.too_many.
    """
    if len(raw) > MAX_BYTES:
        raise BytesError("xml.too_large", where, size=len(raw), limit=MAX_BYTES)
    text = _text(raw, where)
    if _DOCTYPE.search(text):
        raise BytesError("xml.doctype", where)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as trouble:
        raise BytesError("xml.malformed", where, line=trouble.lineno or 0) from trouble
    _bounded(root, where)
    return root


def _text(raw: bytes, where: str) -> str:
    """Decode; an encoding that is declared otherwise would be read as something else than what was looked at."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as trouble:
        raise BytesError("xml.not_utf8", where) from trouble
    declared = _DECLARED.match(text)
    if "\0" in text:  # UTF-16 and UTF-32 of plain letters are UTF-8 too, and their reader would see what we did not
        raise BytesError("xml.not_utf8", where)
    if declared and declared[1].upper() not in {"UTF-8", "US-ASCII"}:
        raise BytesError("xml.not_utf8", where)
    return text


def _bounded(root: etree._Element, where: str) -> None:
    """Refuse what is nested too deep, has too many elements, or tells programs what to do."""
    beside = (*root.itersiblings(preceding=True), *root.itersiblings())
    if any(isinstance(each, etree._ProcessingInstruction) for each in beside):  # noqa: SLF001  as below
        raise BytesError("xml.instruction", where)
    depths = {root: 1}
    for count, each in enumerate(root.iter(), start=1):
        if count > MAX_ELEMENTS:
            raise BytesError("xml.too_many", where, limit=MAX_ELEMENTS)
        if isinstance(each, (etree._ProcessingInstruction, etree._Entity)):  # noqa: SLF001  the library names them so
            raise BytesError("xml.instruction", where)
        parent = each.getparent()
        depths[each] = depth = 1 if parent is None else depths[parent] + 1
        if depth > MAX_DEPTH:
            raise BytesError("xml.too_deep", where, limit=MAX_DEPTH)


def write(root: etree._Element, *, indented: bool = True) -> bytes:
    """Give a file's bytes: UTF-8, a line feed at the end; indented by two blanks, and ``root`` itself with it.

    Somebody else's document is never indented: its blanks are its own.
    """
    if indented:
        etree.indent(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def children(element: etree._Element) -> list[etree._Element]:
    """Give the elements directly within one, without comments."""
    return [each for each in element if isinstance(each.tag, str)]


def text_of(element: etree._Element) -> str:
    """Give what an element says, without the blanks around it."""
    return "".join(element.itertext()).strip()

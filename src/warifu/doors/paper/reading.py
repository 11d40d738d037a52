"""From a photograph or a scan back to the bytes of the act: the way in for paper.

Law: what a camera gives is foreign. The file's kind is told by its content, PNG or JPEG; its size is bounded before it
is opened and its pixels before they are unpacked. What a symbol holds is only bytes: they go through the same door as
those of the wire, form first, then signature, and a symbol that is not ours is refused by name.

Place on the path: before step 1, *open*, of ``receive``.
"""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image, UnidentifiedImageError

from warifu.core import act as acts
from warifu.core.act import Sealed
from warifu.core.errors import BytesError, FileError
from warifu.doors.paper import symbol
from warifu.doors.paper.symbol import Held

MOST_FILE_BYTES = 32 * 1024 * 1024
MOST_PIXELS = 64_000_000
"""A telephone of today takes fifty million."""
KINDS = ("PNG", "JPEG")
_QR = zxingcpp.barcode_formats_from_str("QRCode")
_ENOUGH_SIDE = 4000
"""Pixels on the longer side: more of a sheet of paper tells no more."""


def held_in(picture: bytes, where: str = "picture") -> tuple[Held, ...]:
    """Return what our symbols in a picture hold, each once; foreign ones are passed over.

    Raises FileError paper.too_large, paper.too_many_pixels, paper.not_a_picture, paper.no_symbol; BytesError symbol.*
    where none is ours.
    """
    grey = _opened(picture, where)
    found = zxingcpp.read_barcodes(grey, formats=_QR)
    if not found:
        raise FileError("paper.no_symbol", where)
    ours: dict[Held, None] = {}
    refused: list[BytesError] = []
    for each in found:
        try:
            ours[symbol.read(each.text)] = None
        except BytesError as trouble:
            refused.append(trouble)
    if not ours:
        raise refused[0]
    return tuple(ours)


def act_in(picture: bytes, where: str = "picture") -> Sealed:
    """Return the one act whose symbol a picture shows, read into its form; its signature is checked by the caller.

    Raises as ``held_in``; FileError paper.no_act where there is none, paper.several_acts; BytesError as ``open_act``.
    """
    envelopes = [each.raw for each in held_in(picture, where) if each.kind == symbol.ACT]
    if len(envelopes) != 1:
        raise FileError("paper.several_acts" if envelopes else "paper.no_act", where, found=len(envelopes))
    return acts.open_act(envelopes[0], where)


def _opened(picture: bytes, where: str) -> Image.Image:
    """Return a picture in grey, whichever way up: the reader of codes turns it; raises FileError."""
    if len(picture) > MOST_FILE_BYTES:
        raise FileError("paper.too_large", where, size=len(picture), limit=MOST_FILE_BYTES)
    try:
        opened = Image.open(io.BytesIO(picture), formats=KINDS)
        if opened.width * opened.height > MOST_PIXELS:
            raise FileError("paper.too_many_pixels", where, limit=MOST_PIXELS)
        opened.draft("L", (_ENOUGH_SIDE, _ENOUGH_SIDE))
        grey = opened.convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as trouble:
        raise FileError("paper.too_many_pixels", where, limit=MOST_PIXELS) from trouble
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as trouble:
        raise FileError("paper.not_a_picture", where, trouble=type(trouble).__name__) from trouble
    grey.thumbnail((_ENOUGH_SIDE, _ENOUGH_SIDE))
    return grey

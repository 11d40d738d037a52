"""The code for cameras: bytes as a QR symbol on paper, and its text back as bytes. Pure.

Law: a symbol says first what it holds (four signs and a colon), then the bytes in base45, so that all of it stays in
the alphanumeric alphabet of a QR code. Error correction is level M; no side is under 60 mm and no module under half a
millimetre, so that a telephone reads it off a creased sheet. What does not fit is not cut: the digest stands in its
place and the act itself travels by bundle.

Place on the path: printed by ``press``; read back by ``reading``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import zxingcpp

from warifu.core.errors import BytesError

ACT, DIGEST, FOUNDING = "WF1A", "WF1D", "WF1F"
"""An act's envelope; the digest of one that is too large; the digest of a founding act and of a node's TLS key."""
KINDS = (ACT, DIGEST, FOUNDING)
MOST_BYTES = 1_600
"""The largest envelope in one symbol: 2,405 signs, 153 modules a side, each still half a millimetre at 81 mm."""
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""The 45 signs of RFC 9285, which are those of a QR code's alphanumeric mode."""
_VALUES = {sign: value for value, sign in enumerate(_ALPHABET)}
LEAST_MM, MODULE_TENTHS_MM = 60, 5
QUIET = 4


class Held(NamedTuple):
    """What a symbol held: its kind and the bytes."""

    kind: str
    raw: bytes


def payload(kind: str, raw: bytes) -> str:
    """Return the text of a symbol; raises BytesError symbol.too_large."""
    if len(raw) > MOST_BYTES:
        raise BytesError("symbol.too_large", kind, size=len(raw), limit=MOST_BYTES)
    return f"{kind}:{encode(raw)}"


def read(text: str) -> Held:
    """Return what a symbol's text holds; raises BytesError symbol.foreign, symbol.damaged."""
    kind, colon, written = text.partition(":")
    if not colon or kind not in KINDS:
        raise BytesError("symbol.foreign", text[:12])
    if len(written) > -(-MOST_BYTES * 3 // 2):
        raise BytesError("symbol.damaged", kind)
    return Held(kind, decode(written, kind))


def encode(raw: bytes) -> str:
    """Return bytes in base45 (RFC 9285): two bytes are three signs, the lowest first; a last single byte is two."""
    signs = []
    for at in range(0, len(raw), 2):
        pair = raw[at : at + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, sign = divmod(value, 45)
            signs.append(_ALPHABET[sign])
    return "".join(signs)


def decode(written: str, where: str = "symbol") -> bytes:
    """Return the bytes of base45; raises BytesError symbol.damaged for any other sign, length or value too large."""
    raw = bytearray()
    for at in range(0, len(written), 3):
        signs = written[at : at + 3]
        values = [_VALUES.get(sign, -1) for sign in signs]
        value = sum(each * 45**power for power, each in enumerate(values))
        size = len(signs) - 1
        if min(values) < 0 or not size or value >= 256**size:
            raise BytesError("symbol.damaged", where)
        raw += value.to_bytes(size, "big")
    return bytes(raw)


class Drawn(NamedTuple):
    """A symbol as a drawing: SVG with its quiet zone, and the side of the whole in millimetres."""

    svg: str
    side_mm: int


def draw(text: str) -> Drawn:
    """Return the QR symbol of a text in the alphanumeric alphabet, level M."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    dark: Any = made.to_image(add_quiet_zones=False)
    side = int(dark.shape[0])
    runs = "".join(_row(bytes(memoryview(dark)[y, x] for x in range(side)), y) for y in range(side))
    whole = side + 2 * QUIET
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}">'
        f'<rect width="{whole}" height="{whole}" fill="#fff"/><path d="{runs}" fill="#000"/></svg>'
    )
    return Drawn(svg, max(LEAST_MM, -(-whole * MODULE_TENTHS_MM // 10)))


def _row(pixels: bytes, y: int) -> str:
    """Return the dark runs of one row as pieces of an SVG path."""
    pieces, x = [], 0
    while x < len(pixels):
        run = 1
        while x + run < len(pixels) and pixels[x + run] == pixels[x]:
            run += 1
        if not pixels[x]:
            pieces.append(f"M{x + QUIET} {y + QUIET}h{run}v1h-{run}z")
        x += run
    return "".join(pieces)

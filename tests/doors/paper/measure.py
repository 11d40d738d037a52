"""The figures of record 0017: ``python -m tests.doors.paper.measure``. Nothing is asserted here."""

from __future__ import annotations

import io
import statistics
import sys
import time

from PIL import Image, ImageFilter

from tests.doors.paper import pages
from tests.doors.paper.test_press import AT, a_sheet, lines
from warifu.core.errors import WarifuError
from warifu.doors.paper import press, reading, symbol
from warifu.doors.paper.sheet import Symbol
from warifu.doors.sentences import Both

FORMS = 60
TURNS = (0, 3, -7, 17, 90, 188)


def _took(work) -> tuple[float, object]:
    began = time.perf_counter()
    made = work()
    return (time.perf_counter() - began) * 1000, made


def _forms() -> None:
    first, made = _took(lambda: press.form(a_sheet()))
    print(f"first form of a process: {first:.0f} ms, {len(made)} bytes")
    for count in (2, 64):
        taken = [_took(lambda at=at, n=count: press.form(a_sheet(lines(n), made=AT + at)))[0] for at in range(FORMS)]
        again, _ = _took(lambda n=count: press.form(a_sheet(lines(n), made=AT)))
        print(f"{count} lines: median {statistics.median(taken):.0f} ms, the same form again {again:.0f} ms")


def _mixed(size: int) -> bytes:
    """Return bytes that no shorter mode of a QR code could hold."""
    return bytes((at * 37 + size) % 256 for at in range(size))


def _reads(size: int, dots: int) -> int:
    """Count the turns at which a symbol of so many bytes reads from a blurred JPEG of a page."""
    raw = _mixed(size)
    sheet = a_sheet(symbol=Symbol(symbol.payload(symbol.ACT, raw), Both("c", "c")))
    page = pages.picture(press.form(sheet), 0, dots).filter(ImageFilter.GaussianBlur(0.6))
    good = 0
    for turn in TURNS:
        seen = page.rotate(turn, expand=True, fillcolor=190, resample=Image.Resampling.BICUBIC)
        out = io.BytesIO()
        seen.save(out, "JPEG", quality=60)
        try:
            good += reading.held_in(out.getvalue()) == (symbol.Held(symbol.ACT, raw),)
        except WarifuError:
            continue
    return good


def main() -> int:
    """Print the figures."""
    _forms()
    for size in (32, 483, 900, 1200, symbol.MOST_BYTES):
        drawn = symbol.draw(symbol.payload(symbol.ACT, _mixed(size)))
        read = ", ".join(f"{dots} dpi {_reads(size, dots)}/{len(TURNS)}" for dots in (75, 100, 150, 300))
        print(f"symbol of {size} bytes, {drawn.side_mm} mm: read from {read}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

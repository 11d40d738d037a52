"""A page as another program sees it (PDFium): its text, its glyphs' boxes, its pixels."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

MARGIN_PT = 14 * 72 / 25.4
WIDTH_PT, HEIGHT_PT = 595.28, 841.89


def opened(made: bytes) -> pdfium.PdfDocument:
    """Open a PDF."""
    return pdfium.PdfDocument(io.BytesIO(made))


def texts(made: bytes) -> list[str]:
    """Return the text of each page, without the marks at which long runs may break."""
    document = opened(made)
    return [document[at].get_textpage().get_text_range().replace("\u200b", "") for at in range(len(document))]


def text(made: bytes) -> str:
    """Return all text with its blanks made one: a line may end anywhere."""
    return " ".join(" ".join(texts(made)).split())


def bare(made: bytes) -> str:
    """Return all text without any blank."""
    return "".join(" ".join(texts(made)).split())


def picture(made: bytes, page: int, dots_an_inch: int) -> object:
    """Return a page as a grey picture."""
    return opened(made)[page].render(scale=dots_an_inch / 72).to_pil().convert("L")


def glyphs(made: bytes) -> Iterator[tuple[int, str, tuple[float, float, float, float]]]:
    """Give (page, letter, box in points: left, bottom, right, top) of everything that leaves ink."""
    document = opened(made)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for at in range(len(document)):
        page = document[at].get_textpage()
        for place in range(page.count_chars()):
            letter = chr(raw.FPDFText_GetUnicode(page, place))
            if letter.strip() and letter != "\u200b":
                raw.FPDFText_GetCharBox(page, place, left, right, bottom, top)
                yield at, letter, (left.value, bottom.value, right.value, top.value)


def overlaps(made: bytes, *, least: float = 1.2) -> list[str]:
    """Name pairs of letters whose boxes lie over each other by more than ``least`` points both ways."""
    found: list[str] = []
    cells: dict[tuple[int, int, int], list[tuple[str, tuple[float, float, float, float]]]] = {}
    for page, letter, box in glyphs(made):
        here = (page, int(box[0] // 20), int(box[1] // 20))
        near = [(page, here[1] + x, here[2] + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        for other, its in (each for cell in near for each in cells.get(cell, ())):
            wide = min(box[2], its[2]) - max(box[0], its[0])
            high = min(box[3], its[3]) - max(box[1], its[1])
            if wide > least and high > least:
                found.append(f"page {page + 1}: {other} and {letter} at {box[0]:.0f},{box[1]:.0f}")
        cells.setdefault(here, []).append((letter, box))
    return found


def outside(made: bytes) -> list[str]:
    """Name letters that stand beyond the margins."""
    return [
        f"page {page + 1}: {letter} at {box[0]:.0f},{box[1]:.0f}"
        for page, letter, box in glyphs(made)
        if box[0] < MARGIN_PT - 2 or box[2] > WIDTH_PT - MARGIN_PT + 2 or box[1] < 20 or box[3] > HEIGHT_PT - 20
    ]

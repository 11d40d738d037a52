"""The face of the forms: BIZ UDPGothic, made at set-up from the web fonts of its package, never committed.

Law: the package splits the face into slices by range of characters, and the layout wants one file for each weight. The
slice named *japanese* holds kanji and kana; signs such as ℃, ○ and → lie in the others and are taken into it, outline
by outline. Hints for small screens are left out: paper needs none. The same slices always give the same bytes.

``python -m warifu.doors.paper.fonts SOURCE [TARGET]``: SOURCE is the folder with the slices (``*.woff``).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from warifu.core.errors import FileError

FAMILY = "BIZ UDPGothic"
FOLDER = Path(__file__).parent / "face"
WEIGHTS = {"400": "BIZUDPGothic-Regular.ttf", "700": "BIZUDPGothic-Bold.ttf"}
LICENCE = "OFL.txt"
_NARROW, _NARROW_FORMAT, _WIDE_FORMAT = 0xFFFF, 4, 12
"""Characters beyond the sixteen-bit plane stand in a table of the wide format only."""
_HINTS = ("fpgm", "prep", "cvt ", "gasp", "VDMX", "hdmx", "DSIG", "LTSH")


def folder() -> Path:
    """Return the folder that holds both weights; raises FileError paper.face_missing, never another face."""
    missing = [name for name in WEIGHTS.values() if not (FOLDER / name).is_file()]
    if missing:
        raise FileError("paper.face_missing", FOLDER.name, files=", ".join(missing))
    return FOLDER


def build(source: Path, target: Path = FOLDER) -> list[Path]:
    """Write one TTF a weight from the slices in ``source``; raises FileError paper.slices_missing."""
    target.mkdir(parents=True, exist_ok=True)
    made = []
    for weight, name in WEIGHTS.items():
        font = _joined(source, weight)
        font.save(target / name, reorderTables=True)
        made.append(target / name)
    licence = source.parent / "LICENSE"
    if licence.is_file():
        (target / LICENCE).write_bytes(licence.read_bytes())
    return made


def _joined(source: Path, weight: str) -> Any:
    """Open the slice with kanji and kana and take in what only the other slices hold."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415  at set-up only; running needs no tool for fonts

    slices = sorted(source.glob(f"*-{weight}-normal.woff"))
    first = next((each for each in slices if f"-japanese-{weight}-" in each.name), None)
    if first is None:
        raise FileError("paper.slices_missing", source.name, weight=weight)
    font = TTFont(first, recalcTimestamp=False)
    font.flavor = None
    if all(part.format != _WIDE_FORMAT for part in font["cmap"].tables):
        _widen(font)
    for path in slices:
        if path != first:
            _take_in(font, TTFont(path))
    for table in _HINTS:
        if table in font:
            del font[table]
    for name in font.getGlyphOrder():
        font["glyf"][name].removeHinting()
    return font


def _take_in(font: Any, other: Any) -> None:
    """Copy the characters that ``font`` lacks: outline, width, height, and the entry in each table of characters."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen  # type: ignore[import-untyped]  # noqa: PLC0415
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]  # noqa: PLC0415

    glyphs = other.getGlyphSet()
    held = font.getBestCmap()
    for code, name in sorted(other.getBestCmap().items()):
        if code in held:
            continue
        outline = DecomposingRecordingPen(glyphs)
        glyphs[name].draw(outline)
        pen = TTGlyphPen(None)
        outline.replay(pen)
        fresh = f"u{code:05X}"
        font["glyf"][fresh] = pen.glyph()
        for table in ("hmtx", "vmtx"):
            if table in font and table in other:
                font[table][fresh] = other[table][name]
        for part in font["cmap"].tables:
            if part.format == _WIDE_FORMAT or (part.isUnicode() and part.format == _NARROW_FORMAT and code <= _NARROW):
                part.cmap[code] = fresh


def _widen(font: Any) -> None:
    """Add a table of characters that reaches beyond sixteen bits: names are written with 𠮟 and 𡈽."""
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable  # type: ignore[import-untyped]  # noqa: PLC0415

    wide = CmapSubtable.newSubtable(_WIDE_FORMAT)
    wide.platformID, wide.platEncID, wide.language = 3, 10, 0
    wide.cmap = dict(font.getBestCmap())
    font["cmap"].tables.append(wide)


def main(words: list[str]) -> int:
    """Make the face from the command line; return the exit status."""
    try:
        made = build(Path(words[0]), Path(words[1]) if len(words) > 1 else FOLDER)
    except (IndexError, FileError) as trouble:
        sys.stderr.write(f"python -m warifu.doors.paper.fonts SOURCE [TARGET]: {trouble}\n")
        return 1
    sys.stdout.write("".join(f"{path.name} {path.stat().st_size} bytes\n" for path in made))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

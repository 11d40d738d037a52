"""Lay down the Japanese face: one small face for what the program itself says, and the slices it comes in for the rest.

Law: a page may weigh little on a ship's link. The characters of our catalogues are known when the pages are built, so
they go into one core face for each weight; what people write besides (names, places) comes in the package's slices, of
which a browser loads those whose characters it shows. Of two faces that know a character the later rule wins, so the
core is declared last. The face is under the SIL Open Font License, whose text lies beside it.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "BIZ UDPGothic"
WEIGHTS = (400, 700)
_ALWAYS = ((0x20, 0x7E), (0x3000, 0x30FF), (0xFF01, 0xFF5E))
"""Latin, kana and full-width signs, whatever the catalogues say: people write them everywhere."""


def catalogues(package: Path) -> list[Path]:
    """Return the files whose Japanese the program shows by itself."""
    return sorted(
        [
            *(package / "doors" / "web" / "words").glob("*.toml"),
            package / "doors" / "sentences.toml",
            *(package / "packs").rglob("articles.toml"),
            *(file for part in ("rooms", "packs") for file in (package / part).rglob("words/*.toml")),
        ]
    )


def characters(files: Iterable[Path]) -> list[int]:
    """Return every character of the texts of some catalogues, and those of every page, in order."""
    seen = {ord(each) for file in files for text in _texts(tomllib.loads(file.read_text("utf-8"))) for each in text}
    for first, last in _ALWAYS:
        seen.update(range(first, last + 1))
    return sorted(each for each in seen if each >= 0x20)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def lay_down(source: Path, into: Path, wanted: list[int]) -> None:
    """Write ``face/`` and ``japanese.css``: the slices of ``source`` (the package), then the core of ``wanted``."""
    (into / "face").mkdir()
    sheet = _slices(source, into)
    for weight in WEIGHTS:
        known = _core(source / "files" / f"biz-udpgothic-japanese-{weight}-normal.woff2", into, weight, wanted)
        sheet += (
            f"@font-face{{font-family:'{FAMILY}';font-style:normal;font-display:swap;font-weight:{weight};"
            f"src:url(face/core-{weight}.woff2) format('woff2');unicode-range:{ranges(known)}}}"
        )
    (into / "japanese.css").write_text(sheet, encoding="utf-8")
    shutil.copyfile(source / "LICENSE", into / "face" / "LICENSE")


def _slices(source: Path, into: Path) -> str:
    """Copy the slices in their newer form only, and return their rules without what a browser does not read."""
    sheet = "".join((source / f"{weight}.css").read_text(encoding="utf-8") for weight in WEIGHTS)
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    sheet = re.sub(r",\s*url\([^)]*\.woff\)\s*format\('woff'\)", "", sheet)
    for file in sorted(set(re.findall(r"url\(\./files/([^)]+)\)", sheet))):
        shutil.copyfile(source / "files" / file, into / "face" / file)
    sheet = re.sub(r"\s+", " ", sheet.replace("./files/", "face/"))
    return re.sub(r"\s*([{};:,])\s*", r"\1", sheet).replace(";}", "}").strip()


def _core(whole: Path, into: Path, weight: int, wanted: list[int]) -> list[int]:
    """Cut a face down to what is wanted; returns what it has of that. The same bytes each time."""
    font = TTFont(whole, recalcTimestamp=False)
    known = [each for each in wanted if each in font.getBestCmap()]
    options = subset.Options(flavor="woff2", layout_features=["*"], hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=known)
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(into / "face" / f"core-{weight}.woff2")
    return known


def ranges(points: list[int]) -> str:
    """Return sorted code points as a unicode-range: ``U+3041-3096,U+4e00``."""
    runs: list[list[int]] = []
    for each in points:
        if runs and each == runs[-1][1] + 1:
            runs[-1][1] = each
        else:
            runs.append([each, each])
    return ",".join(f"U+{first:x}" if first == last else f"U+{first:x}-{last:x}" for first, last in runs)

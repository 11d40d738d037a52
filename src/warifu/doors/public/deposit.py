"""The deposit copy of an announcement for a parliament's library: PDF/A in both languages, with the digests signed.

Law: a function of the announcement and of the language that stands first: no time of making but the second from which
the wording is public, our own face, the same bytes on any machine. PDF/A-2a for the archive, PDF/UA-1 for readers who
do not see. A letter that the face does not hold is shown as 〓.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from warifu.core.errors import FileError
from warifu.doors.paper import fonts, press
from warifu.doors.public import saying
from warifu.doors.public.notices import Edition, Notice
from warifu.doors.sentences import Language

_LAYOUT = Path(__file__).parent / "deposit.typ"
_PIECE = 16


def copy(notice: Notice, first: Language) -> bytes:
    """Return the PDF of an announcement, the wording of ``first`` before the other.

    Raises FileError public.withdrawn, paper.face_missing, paper.not_printed.
    """
    if not notice.shown:
        raise FileError("public.withdrawn", notice.number[:40])
    written = json.dumps(_laid_out(notice, first), ensure_ascii=False)
    asked: dict[str, Any] = {"format": "pdf", "pdf_standards": list(press.STANDARDS), "timestamp": notice.now.since}
    face = _face(fonts.folder())
    try:
        made: bytes = typst.compile(
            _LAYOUT.read_bytes(), font_paths=face, ignore_system_fonts=True, sys_inputs={"copy": written}, **asked
        )
    except typst.TypstError as trouble:
        raise FileError("paper.not_printed", notice.number[:40], trouble=trouble.message[:200]) from trouble
    return made


@cache
def _face(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _laid_out(notice: Notice, first: Language) -> dict[str, Any]:
    other: Language = "en" if first == "ja" else "ja"
    edition = notice.now
    say = saying.said
    corrected = say(
        "corrected_since", first, at=saying.second(edition.since, first), why=saying.call(edition.reason, first)
    )
    laid: dict[str, Any] = _held({
        "language": first,
        "number": notice.number,
        "issuers": saying.joined(tuple(saying.call(each, first) for each in notice.issuers), first),
        "foot": f"{say('public_since', first)}: {saying.second(notice.editions[0].since, first)}",
        "note": corrected if notice.corrected else "",
        "wordings": [_wording(notice, edition, language) for language in (first, other)],
        "words": {
            "deposit": say("deposit_title", first), "page": say("page", first), "signed": say("signed", first),
            "about": say("signed_about", first), "what": say("signed", first),
        },
        "digests": [
            [say("digest_en", first), pieces(edition.en.digest)],
            [say("digest_ja", first), pieces(edition.ja.digest)],
            [say("act", first), pieces(edition.act)],
        ],
    })  # fmt: skip
    return laid


def _wording(notice: Notice, edition: Edition, language: Language) -> dict[str, Any]:
    words = edition.in_(language)
    names = tuple(saying.call(each, language) for each in notice.issuers)
    return {
        "language": language,
        "title": words.title,
        "under": f"{saying.joined(names, language)} · {saying.day(edition.dated, language)}",
        "paragraphs": [part.split("\n") for part in words.text.split("\n\n") if part.strip()],
    }


def pieces(digest: bytes) -> str:
    """Return a digest in groups that an eye can follow and a line can break."""
    written = digest.hex()
    return " ".join(written[at : at + _PIECE] for at in range(0, len(written), _PIECE))


def _held(plain: Any) -> Any:
    """Return the same with every letter that the face does not hold as a turned piece of type."""
    if isinstance(plain, dict):
        return {key: _held(each) for key, each in plain.items()}
    if isinstance(plain, list):
        return [_held(each) for each in plain]
    held = press.covered(fonts.folder() / fonts.WEIGHTS["400"])
    return "".join(each if ord(each) in held or each == "\n" else press.GETA for each in plain.replace("\t", " "))

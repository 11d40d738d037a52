"""Files that a person names: read within bounds, written whole, and told by what the system said of them.

Law: nothing that is named is read without a bound (a device, a pipe without an end, a file of 200 GB); what takes the
place of a file is whole on the disk before it does; and an error of the system is told in the reader's language, by a
code of its own where it calls for a remedy of its own. Path: command line → files → forms, sheets, discs, settings.
"""

from __future__ import annotations

import errno
import re
from pathlib import Path

from warifu.core.errors import FileError

MAX_DRAFT_BYTES = 4 * 1024 * 1024
"""What people write by hand: drafts, bodies, maps of columns."""
MAX_FILE_BYTES = 256 * 1024 * 1024
"""What people attach or keep; the node has narrower bounds of its own."""
_NO_LETTER = re.compile("[\ud800-\udfff]")
_MOVES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CODES = {
    errno.ENOENT: "file.not_there",
    errno.ENOTDIR: "file.not_there",
    errno.EISDIR: "file.is_a_folder",
    errno.EACCES: "file.not_allowed",
    errno.EPERM: "file.not_allowed",
    errno.EROFS: "file.disk_read_only",
    errno.ENOSPC: "file.disk_full",
    errno.EDQUOT: "file.disk_full",
    errno.EFBIG: "file.disk_full",
    errno.ENAMETOOLONG: "file.name_too_long",
    errno.ELOOP: "file.links_in_a_circle",
    errno.EIO: "file.disk_failed",
    errno.EEXIST: "file.exists",
}


def legible(text: object) -> str:
    """Return a text as it can be shown anywhere: bytes of a file's name that are no letters are written in figures."""
    return _NO_LETTER.sub(_in_figures, str(text))


def harmless(text: str) -> str:
    """Return a text as a terminal can show it: what would move, hide or turn what stands beside it, in figures."""
    return _MOVES.sub(_in_figures, text)


def _in_figures(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def of_system(trouble: OSError, where: object = "") -> FileError:
    """Return what the system said of a file as an error of ours; ``where`` names it if the system did not."""
    named = str(where) or str(trouble.filename or "")
    code = _CODES.get(trouble.errno or 0, "file.unreadable")
    if code == "file.unreadable":
        return FileError(code, named, trouble=trouble.strerror or str(trouble))
    return FileError(code, named)


def read(path: Path, limit: int = MAX_DRAFT_BYTES) -> bytes:
    """Read a file of at most ``limit`` bytes; raises FileError."""
    try:
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except OSError as trouble:
        raise of_system(trouble, path) from trouble
    if len(raw) > limit:
        raise FileError("file.too_large", str(path), limit_bytes=limit)
    return raw

"""Write the public pages into a folder that a press office can put anywhere: whole, or not at all.

Law: a new folder is written beside the old one and takes its place in one step, so that nobody who reads it sees half
of either; where the system cannot swap two folders in one step, the old one is moved aside first. A folder that holds
anything that we did not publish is never touched: ``SHA256SUMS`` tells what is ours.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from warifu.core.errors import FileError
from warifu.doors.public.site import SUMS, Site

_AT_FDCWD, _EXCHANGE = -100, 2
_LINE = 66
"""Where a path begins in a line of ``SHA256SUMS``: behind a digest and two blanks."""


class Written(NamedTuple):
    """What became of a publication: how many files there are, and whether anything changed."""

    files: int
    changed: bool


def publish(site: Site, to: Path) -> Written:
    """Put the pages at ``to``; raises FileError public.not_ours, public.not_written."""
    folder = Path(os.path.realpath(to))  # also where links lead in a circle, which is told below
    try:
        if folder.exists() and not _is_ours(folder):
            raise FileError("public.not_ours", str(to))
        if _holds(folder, site):
            return Written(len(site), changed=False)
        _put(site, folder)
    except OSError as trouble:
        raise FileError("public.not_written", str(to), trouble=trouble.strerror or str(trouble)) from trouble
    return Written(len(site), changed=True)


def _is_ours(folder: Path) -> bool:
    """Tell whether a folder is empty, or holds what its list of sums names and nothing else."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    found = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file() or each.is_symlink()}
    return not found or (SUMS in found and found <= {SUMS, *_listed(folder)})


def _listed(folder: Path) -> set[str]:
    return {line[_LINE:] for line in (folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines()}


def _holds(folder: Path, site: Site) -> bool:
    """Tell whether the folder holds these very bytes already."""
    return folder.is_dir() and all(
        (folder / path).is_file() and (folder / path).read_bytes() == raw for path, raw in site.items()
    ) and sum(each.is_file() for each in folder.rglob("*")) == len(site)  # fmt: skip


def _put(site: Site, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    # A folder of our own that nobody could have laid there before us: beside the old one, so that both can be swapped.
    beside = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for path, raw in site.items():
            place = beside / "new" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(place, raw)
        _take_the_place(beside / "new", folder, beside / "old")
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write(place: Path, raw: bytes) -> None:
    with place.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _take_the_place(fresh: Path, folder: Path, old: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
        return
    if swapped(fresh, folder):
        return
    folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        old.rename(folder)
        raise


def swapped(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where the system has no such step."""
    with suppress(OSError, AttributeError):
        call = ctypes.CDLL(None, use_errno=True).renameat2
        done: int = call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)
        return done == 0
    return False

"""Write an audit pack: one folder or one file that an auditor reads and verifies without this program.

Law: it holds what both sides signed (both logs with the newest checkpoints), tables and a report made from that, and a
verifier in plain Python; MANIFEST names every file with its SHA-256 in the form that ``sha256sum -c`` reads. No texts:
a title may be classified, and no proof needs one. The same halves on the same day give the same logs and tables on both
nodes. ``--for`` says whose auditor reads: its language first, its own debts, orders and answers counted apart.
Place on the path: beside ``doors.audit``, whose file serves this program; this one serves everybody else.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from warifu.core import bundle as bundles
from warifu.core import canonical
from warifu.core.bundle import Bundle
from warifu.core.errors import FileError
from warifu.doors import sheets
from warifu.doors.auditpack import report
from warifu.doors.auditpack import tables as auditing
from warifu.node import outposts
from warifu.node.node import Node

_STAMP = (1980, 1, 1, 0, 0, 0)


class Asked(NamedTuple):
    """Whose auditor reads, the pair by its peer's name, the day as of which, and when it is made (UTC seconds)."""

    party: str
    peer: str
    day: date
    made: int


def write(node: Node, asked: Asked, to: Path) -> dict[str, Any]:
    """Write the pack into a new file, or a new folder where the name does not end in ``.zip``; returns its figures.

    Raises FileError file.exists or file.unwritable, and nothing is left behind.
    """
    if to.exists():
        raise FileError("file.exists", str(to))
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "pack"
        figures = _fill(node, asked, folder)
        try:
            if to.suffix == ".zip":
                _zipped(folder, to)
            else:
                _copied(folder, to)
        except OSError as trouble:
            raise FileError("file.unwritable", str(to), trouble=trouble.strerror or str(trouble)) from trouble
    return figures


def _fill(node: Node, asked: Asked, folder: Path) -> dict[str, Any]:
    for name in ("logs", "tables"):
        (folder / name).mkdir(parents=True)
    counted = _logs(node, asked.peer, folder / "logs")
    found = auditing.of_pair(node, asked.peer, asked.day)
    for name, table in found._asdict().items():
        sheets.write_csv(folder / "tables" / f"{name}.csv", table.columns, _written(table))
    sheets.write_xlsx(folder / "tables.xlsx", {n: (t.columns, _written(t)) for n, t in found._asdict().items()})
    figures = report.figures(found, asked.party) | {
        "as_of": asked.day.isoformat(), "for": asked.party, "digest_of_half": node.state_digest(asked.peer).hex(),
        "logs": counted,
    }  # fmt: skip
    (folder / "figures.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    (folder / "report.pdf").write_bytes(report.form(found, figures, (node, asked.peer, asked.made)))
    (folder / "verify.py").write_bytes((files("warifu.doors.auditpack") / "verify.py").read_bytes())
    (folder / "README.txt").write_text(report.readme(asked.party), encoding="utf-8")
    (folder / "MANIFEST").write_text(_manifest(folder), encoding="utf-8")
    return figures


def _logs(node: Node, peer: str, folder: Path) -> dict[str, dict[str, int]]:
    """Write both logs, each entry after its length in four bytes, and the newest checkpoint of each."""
    counted: dict[str, dict[str, int]] = {}
    runs = [bundles.decode(frame, "pack") for frame in outposts.frames(node, peer)]
    for name in sorted({run.party for run in runs}):
        own = sorted((run for run in runs if run.party == name and not run.loose), key=_first)
        entries = [entry for run in own for entry in run.entries]
        acts = sum(entry[:1] == b"\xd2" for entry in entries)
        whole = b"".join(len(entry).to_bytes(4, "big") + entry for entry in entries)
        (folder / f"{name}.log").write_bytes(whole)
        (folder / f"{name}.checkpoint").write_bytes(canonical.encode(list(own[-1].checkpoint), "checkpoint"))
        counted[name] = {"entries": len(entries), "acts": acts, "answers": len(entries) - acts}
    return counted


def _first(run: Bundle) -> tuple[int, int]:
    return run.first, len(run.entries)


def _written(table: auditing.Table) -> Iterable[tuple[Any, ...]]:
    return (tuple(format(each, "f") if isinstance(each, Decimal) else each for each in row) for row in table.rows)


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _manifest(folder: Path) -> str:
    return "".join(f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in _names(folder))


def _zipped(folder: Path, to: Path) -> None:
    half = to.with_name(f".{to.name}.part")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in _names(folder):
            told = zipfile.ZipInfo(f"{to.stem}/{name}", _STAMP)
            told.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(told, (folder / name).read_bytes())
    half.replace(to)


def _copied(folder: Path, to: Path) -> None:
    for name in _names(folder):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_bytes((folder / name).read_bytes())

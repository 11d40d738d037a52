"""Precision and recall of matched and differing pairs, and how many causes are named rightly, against a truth."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

from warifu.doors.sheets import read_book
from warifu.rooms.logistics.register.match import match
from warifu.rooms.logistics.register.reading import read_register


def measure() -> dict[str, Any]:
    """Figures of the pair in the folder that WARIFU_REGISTERS names; says so where it names none."""
    named = os.environ.get("WARIFU_REGISTERS")
    if not named:
        return {"no folder named": "set WARIFU_REGISTERS to a folder with gb.*, jp.* and truth.csv"}
    folder = Path(named)
    books = [read_register(read_book(next(folder.glob(f"{side}.*"))), side.upper()) for side in ("gb", "jp")]
    found = match(books[0].dealings, books[1].dealings)
    with (folder / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        truth = {(r["gb_ref"], r["jp_ref"]): r["cause"] for r in csv.DictReader(file) if r["gb_ref"] and r["jp_ref"]}
    told = {(p.gb, p.jp): ",".join(map(str, p.causes)) for p in (*found.matched, *found.differing)}
    right = truth.keys() & told.keys()
    with_cause = [pair for pair in right if truth[pair]]
    named_rightly = sum(told[pair] == truth[pair] for pair in with_cause)
    return {
        "rows read = dealings + rejects + non-rows": all(book.complete for book in books),
        "precision of pairs (target 0.99)": round(len(right) / len(told), 4),
        "recall of pairs (target 0.99)": round(len(right) / len(truth), 4),
        "causes named rightly (target 0.95)": round(named_rightly / max(1, len(with_cause)), 4),
        "undetermined": len(found.undetermined),
    }

"""The joint committee's pack of a year: one bilingual PDF, one workbook, and the draft of the act that states it.

Law: the figures are counted from both logs at the sizes that the pack names; where a statement of that year is on
record, they are counted at its sizes, and the pack says figure by figure where the two sides differ. The draft beside
it is what comes next: to state the figures, to agree them, or to give those that differ. No text, no classified word.
Place on the path: after ``counting``; read by the command line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from warifu.core.errors import FileError
from warifu.doors import sheets
from warifu.doors.committee import counting, showing
from warifu.doors.committee.counting import Figures, Year
from warifu.law.case import Case
from warifu.node.node import Node
from warifu.record import queries_figures
from warifu.rooms.programme.terms.figures import FiguresTerms, is_figures

_STATED = "programme/figures"
_DONE = frozenset({"agreed", "settled"})


class Standing(NamedTuple):
    """A statement of the year on record: its case, what it says, and the other side's figures where they differ."""

    case: Case
    terms: FiguresTerms

    @property
    def stated(self) -> Figures:
        """The figures as stated."""
        return counting.from_wire(self.terms.figures)

    @property
    def others(self) -> Figures:
        """Those that the other side counts otherwise."""
        return counting.from_wire(self.terms.others)


class Pack(NamedTuple):
    """A year's pack: what was counted, at which sizes of the logs, and the statement on record, if there is one."""

    parties: tuple[str, str]
    year: Year
    sizes: Mapping[str, int]
    figures: Figures
    standing: Standing | None
    again: Pack | None = None
    """The year as stated again beside what counts, and still to be answered; counted at that statement's sizes."""

    @property
    def differing(self) -> Figures:
        """Our figures that differ from those stated; nothing where nothing was stated."""
        return counting.differing(self.figures, self.standing.stated) if self.standing else {}


def of_year(node: Node, peer: str, year: Year) -> Pack:
    """Count a year: at the sizes of the statement on record, else at those of now; beside it one stated again.

    A statement that names more of a log than there is here is counted over what is here, and so differs.
    """
    pair = node.pair(peer)
    root = queries_figures.standing(pair.store, pair.name, year.year)
    again = queries_figures.stated_again(pair.store, pair.name, year.year, root) if root else None
    pack = _counted(node, peer, year, root)
    if again is None or pack.standing is None or pack.standing.case.state not in _DONE:
        return pack
    return pack._replace(again=_counted(node, peer, year, again))


def _counted(node: Node, peer: str, year: Year, root: bytes | None) -> Pack:
    """Count at the sizes that a statement names, else at those of now."""
    pair = node.pair(peer)
    case = pair.case(root) if root else None
    standing = Standing(case, case.terms) if case is not None and is_figures(case.terms) else None
    held = {pair.us: pair.head(pair.us).size, pair.peer: pair.head(pair.peer).size}
    sizes = held
    if standing is not None:
        terms = standing.terms
        other = pair.peer if terms.stated_by == pair.us else pair.us
        stated = {terms.stated_by: terms.sizes[0], other: terms.sizes[1]}
        sizes = {party: min(size, held[party]) for party, size in stated.items()}
        year = Year(year.year, terms.as_of)
    return Pack((pair.us, pair.peer), year, sizes, counting.figures(node, peer, sizes, year), standing)


def draft(pack: Pack, number: str, on: str) -> dict[str, Any] | None:
    """Return the draft of the act that comes next for us, as ``warifu act submit`` reads it; None if nothing does.

    Where the year is agreed and was stated again, what comes next is the answer to that.
    """
    if pack.again is not None:
        return draft(pack.again, number, on)
    us, peer = pack.parties
    if pack.standing is None or (pack.standing.case.state == "differs" and pack.standing.terms.stated_by == us):
        body = {
            "on": on, "number": pack.standing.terms.number if pack.standing else number, "year": pack.year.year,
            "as_of": pack.year.as_of.isoformat(), "own_size": pack.sizes[us], "other_size": pack.sizes[peer],
            "figures": _written(pack.figures),
        }  # fmt: skip
        if pack.standing is None:
            return {"kind": _STATED, "body": body}
        return {"kind": "programme/restate_figures", "case": pack.standing.case.root.hex(), "body": body}
    if pack.standing.case.state != "stated" or pack.standing.terms.stated_by == us:
        return None
    case = pack.standing.case.root.hex()
    if not pack.differing:
        return {"kind": "programme/agree_figures", "case": case, "body": {"on": on}}
    return {"kind": "programme/differ_figures", "case": case, "body": {"on": on, "figures": _written(pack.differing)}}


def _written(found: Figures) -> list[dict[str, Any]]:
    return [{"key": e.key, "exponent": e.exponent, "mantissa": e.mantissa} for e in counting.to_wire(found)]


def write(pack: Pack, to: Path, made: int, following: dict[str, Any] | None) -> list[str]:
    """Write the pack into a new folder; returns the names of its files. Raises FileError."""
    if to.exists():
        raise FileError("file.exists", str(to))
    name = f"committee-{pack.year.year}"
    try:
        to.mkdir(parents=True)
        (to / f"{name}.pdf").write_bytes(showing.form(pack, made))
        sheets.write_xlsx(to / f"{name}.xlsx", showing.workbook(pack))
        (to / f"{name}.json").write_text(json.dumps(document(pack), indent=1, sort_keys=True) + "\n", encoding="utf-8")
        if following is not None:
            (to / "next-act.json").write_text(json.dumps(following, indent=1) + "\n", encoding="utf-8")
    except OSError as trouble:
        raise FileError("file.unwritable", str(to), trouble=trouble.strerror or str(trouble)) from trouble
    return sorted(each.name for each in to.iterdir())


def document(pack: Pack) -> dict[str, Any]:
    """Return the pack as JSON holds it."""
    standing = pack.standing
    return {
        "year": pack.year.year, "as_of": pack.year.as_of.isoformat(), "sizes": dict(pack.sizes),
        "figures": _plain(pack.figures),
        "statement": None if standing is None else {
            "case": standing.case.root.hex(), "number": standing.terms.number, "stated_by": standing.terms.stated_by,
            "state": standing.case.state, "agreed": standing.terms.agreed, "stated": _plain(standing.stated),
            "others": _plain(standing.others), "reasons": list(standing.terms.reasons),
        },
        "differing": _plain(pack.differing), "again": None if pack.again is None else document(pack.again),
    }  # fmt: skip


def _plain(found: Mapping[str, Decimal]) -> dict[str, str]:
    return {key: format(value, "f") for key, value in found.items()}

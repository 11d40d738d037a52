"""The report of a muster as a form: what was sighted, what was explained, and what is neither, for two signatures.

Law: every line that was looked for stands in one of the three tables, and the figures at the top are those of the
tables. The banner bears the highest marking of the lines, both sides' words. No title stands in it: a copy is named by
the register number of its item and its own.

Place on the path: after ``doors.inhouse.mustering``, before ``press``.
"""

from __future__ import annotations

from typing import NamedTuple

from warifu.doors import sentences
from warifu.doors.inhouse.mustering import Found, Report
from warifu.doors.markings import Beside, banner
from warifu.doors.paper import press, words
from warifu.doors.paper.sheet import Box, Column, Fact, Facts, Part, Sheet, Table, Words
from warifu.doors.sentences import Both
from warifu.record.queries_house import day


class Printed(NamedTuple):
    """What is printed beside the lines: whose muster, when (UTC seconds), with what its markings are shown."""

    party: str
    made: int
    beside: Beside


def form(report: Report, printed: Printed) -> bytes:
    """Return the PDF of a muster; raises FileError as ``press.form``."""
    return press.form(sheet(report, printed))


def sheet(report: Report, printed: Printed) -> Sheet:
    """Return the record of the printed report."""
    party = words.party(printed.party)
    return Sheet(
        title=words.muster("title"),
        under=words.muster("under"),
        marking=_highest(report.all, printed.beside),
        number=report.muster.number,
        called=words.muster("number"),
        case=b"",
        digest=b"",
        made=printed.made,
        parts=(_about(report), *_tables(report)),
        boxes=tuple(Box(party, words.muster(role)) for role in ("first", "second")),
        exercise=any(each.line.exercise for each in report.all),
    )


def _highest(lines: list[Found], beside: Beside) -> Both:
    """The marking of the line that is marked highest, with what answers to it on the other side."""
    known = (each.line for each in lines if each.line.number)
    said = banner((((line.scheme, line.version, line.marking), line.corresponding) for line in known), beside)
    return said if said.en else words.item("unmarked")


def _about(report: Report) -> Facts:
    muster = report.muster
    figures = (
        ("expected", len(report.all)), ("sighted", len(report.sighted)), ("explained", len(report.explained)),
        ("open", len(report.open)),
    )  # fmt: skip
    facts = [
        Fact(words.muster("form"), _word(muster.form)),
        Fact(words.muster("on"), words.day(day(muster.on_day))),
        Fact(words.muster("state"), _word(muster.state)),
        *(Fact(words.muster(name), words.plain(f"{count:,d}")) for name, count in figures),
    ]
    return Facts(words.part("particulars"), tuple(facts))


def _tables(report: Report) -> list[Part]:
    parts: list[Part] = [
        _table(name, lines)
        for name, lines in (("open", report.open), ("explained", report.explained), ("sighted", report.sighted))
        if lines
    ]
    return parts or [Words(words.muster("sighted"), (words.muster("nothing"),))]


def _table(name: str, lines: list[Found]) -> Table:
    heads = ["line", "item", "copy", "marking", "place", "custodian"] + ["why"] * (name == "explained")
    columns = tuple(Column(words.muster(head), share=_SHARES[head]) for head in heads)
    return Table(words.muster(name), columns, tuple(_row(each, name) for each in lines))


_SHARES = {"line": 4, "item": 9, "copy": 4, "marking": 8, "place": 9, "custodian": 7, "why": 9}


def _row(found: Found, name: str) -> tuple[Both, ...]:
    line, plain = found.line, words.plain
    cells = (
        plain(f"{found.sheet}/{line.line}"), plain(line.number or "—"), plain(line.copy),
        plain("\n".join(filter(None, (line.marking, line.corresponding))) or "—"),
        plain("\n".join(filter(None, (line.place, line.container))) or "—"), plain(found.custodian or "—"),
    )  # fmt: skip
    return (*cells, _word(line.said)) if name == "explained" else cells


def _word(code: str) -> Both:
    return Both(sentences.word(code, "en"), sentences.word(code, "ja"))

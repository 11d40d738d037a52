"""The pages and the workbook of a committee's pack: figures by group in both languages, both sides' where they differ.

Law: every figure of the pack stands in it once, none is rounded; a key without a word of its own is shown as it is.
What the two sides count otherwise stands first.
Place on the path: between ``packing`` and ``paper.press`` or ``sheets``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from warifu.doors.paper import press, words
from warifu.doors.paper.sheet import Box, Column, Fact, Facts, Part, Sheet, Table, Words
from warifu.doors.sentences import Both

if TYPE_CHECKING:
    from warifu.doors.committee.packing import Pack

GROUPS = (
    "cases", "open", "age", "settled", "exceptions", "consents", "incidents", "commitments", "acts", "answers",
)  # fmt: skip
_PARTIES = frozenset({"open", "age", "settled", "acts", "answers"})
"""Groups whose keys name a party next."""


def form(pack: Pack, made: int) -> bytes:
    """Return the pack as PDF/A; raises FileError as ``press.form``."""
    return press.form(sheet(pack, made))


def sheet(pack: Pack, made: int) -> Sheet:
    """Return the record of the printed pack, with a box for each side's member of the committee."""
    groups = _by_group(pack.figures)
    parts: list[Part] = [_about(pack), *_differences(pack), *(_group(name, rows) for name, rows in groups)]
    boxes = tuple(Box(words.party(party), words.committee("member")) for party in sorted(pack.parties))
    return Sheet(
        title=words.committee("title"), under=words.committee("under"), marking=words.item("unmarked"),
        number=f"{'-'.join(sorted(pack.parties))} {pack.year.year}", called=words.committee("called"), case=b"",
        digest=b"", made=made, parts=tuple(parts), boxes=boxes,
    )  # fmt: skip


def workbook(pack: Pack) -> dict[str, tuple[Sequence[str], Iterable[Sequence[object]]]]:
    """Return the sheets of the workbook: all figures with what each is, and those that differ."""
    stated = pack.standing.stated if pack.standing else {}
    others = pack.standing.others if pack.standing else {}
    heads = [_head(name) for name in ("key", "english", "japanese", "counted", "stated", "other")]
    keys = sorted({*pack.figures, *stated, *others})
    rows = [
        (
            key,
            called(key).en,
            called(key).ja,
            pack.figures.get(key, Decimal(0)),
            stated.get(key, ""),
            others.get(key, ""),
        )
        for key in keys
    ]
    return {"figures": (heads, rows), "differences": (heads, [row for row in rows if _differs(row)])}


def _head(name: str) -> str:
    both = words.committee(f"head_{name}")
    return f"{both.en} / {both.ja}"


def _differs(row: tuple[Any, ...]) -> bool:
    _key, _en, _ja, counted, stated, other = row
    return bool(other != "" or stated not in {"", counted})


def called(key: str, *, short: bool = False) -> Both:
    """Return what a figure is called: its group's word (not if ``short``) and its parts' words, in both languages."""
    group, *parts = key.split(".")
    said = [] if short else [words.committee(f"group_{group}")]
    said += [_part(group, place, part) for place, part in enumerate(parts)]
    return Both(", ".join(each.en for each in said), "・".join(each.ja for each in said))


def _part(group: str, place: int, part: str) -> Both:
    if place == 0 and group in _PARTIES:
        return words.party(part)
    if place == 0 and group == "cases":
        return words.code("flow", f"flow.{part}")
    if group == "answers":
        return words.audit(part)
    return words.code("state", part)


def _by_group(found: dict[str, Decimal]) -> list[tuple[str, list[tuple[str, Decimal]]]]:
    grouped: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for key, value in sorted(found.items()):
        grouped[key.partition(".")[0]].append((key, value))
    return [(name, grouped[name]) for name in GROUPS if name in grouped]


def _about(pack: Pack) -> Facts:
    lines = [
        Fact(
            words.committee("year"),
            Both(f"April {pack.year.year} to March {pack.year.year + 1}", f"{pack.year.year}年度"),
        ),
        Fact(words.committee("as_of"), words.day(pack.year.as_of)),
    ]
    for party, size in sorted(pack.sizes.items()):
        said = words.committee("size_said")
        lines.append(Fact(words.party(party), Both(said.en.format(size=size), said.ja.format(size=size))))
    lines.append(Fact(words.committee("statement"), _statement(pack)))
    return Facts(words.committee("about"), tuple(lines))


def _statement(pack: Pack) -> Both:
    if pack.standing is None:
        return words.committee("not_stated")
    terms, state = pack.standing.terms, words.code("state", pack.standing.case.state)
    return Both(f"{terms.number}: {state.en}", f"{terms.number}: {state.ja}")


def _differences(pack: Pack) -> list[Part]:
    """What differs: between the statement and the other side's figures, and between it and our count now."""
    if pack.standing is None:
        return []
    stated, others = pack.standing.stated, pack.standing.others
    found = {key: value for key, value in {**pack.differing, **others}.items() if stated.get(key, Decimal(0)) != value}
    if not found:
        return [Words(words.committee("differences"), (words.committee("no_difference"),))]
    columns = (
        Column(words.committee("head_figure"), share=6), Column(words.committee("head_stated"), figures=True, share=3),
        Column(words.committee("head_other"), figures=True, share=3),
    )  # fmt: skip
    rows = tuple(
        (called(key), _figure(stated.get(key, Decimal(0))), _figure(value)) for key, value in sorted(found.items())
    )
    return [Table(words.committee("differences"), columns, rows)]


def _group(name: str, rows: list[tuple[str, Decimal]]) -> Table:
    columns = (
        Column(words.committee("head_figure"), share=8), Column(words.committee("head_counted"), figures=True, share=3),
    )  # fmt: skip
    return Table(
        words.committee(f"group_{name}"),
        columns,
        tuple((called(key, short=True), _figure(value)) for key, value in rows),
    )


def _figure(value: Decimal) -> Both:
    return words.plain(format(value, ",f"))

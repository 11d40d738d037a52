"""The report of an audit pack: its figures, the pages an auditor reads first, and how to verify.

Law: every figure is counted from the tables beside it, in which each line names its act; the report states nothing that
they do not. Missing elements, acts without an answer and debts by age stand first, since audits ask for these.
Place on the path: after ``tables``, before ``packing``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from typing import Any

from warifu.doors.auditpack.tables import AGES, Table, Tables
from warifu.doors.paper import press, words
from warifu.doors.paper.sheet import Column, Fact, Facts, Part, Sheet, Words
from warifu.doors.paper.sheet import Table as Shown
from warifu.doors.sentences import Both
from warifu.node.node import Node
from warifu.rooms.logistics.completeness import MISSING, UNDETERMINED

_MOST = 60
"""Lines of one table on paper; the whole of it lies beside the report."""


def figures(found: Tables, party: str) -> dict[str, Any]:
    """Return the figures of the report, as JSON holds them; ``party``: whose own acts are counted apart."""
    orders = [dict(zip(found.orders.columns, row, strict=True)) for row in found.orders.rows]
    real = [each for each in orders if not each["exercise"]]
    agreed = [each for each in real if each["agreed"]]
    acts = [dict(zip(found.signatures.columns, row, strict=True)) for row in found.signatures.rows]
    return {
        "orders": {
            "all": len(real), "agreed": len(agreed), "rehearsals": len(orders) - len(real),
            "agreed_complete": sum(not each["missing"] and not each["undetermined"] for each in agreed),
            "agreed_with_missing": sum(bool(each["missing"]) for each in agreed),
            "undetermined": sum(bool(each["undetermined"]) for each in real),
        },
        "elements": _elements(found.elements),
        "signatures": {
            "all": len(acts), "own": sum(each["log"].partition(".")[0] == party for each in acts),
            "verdicts": dict(sorted(Counter(each["verdict"] for each in acts).items())),
        },
        "ageing": ages(found.ageing),
        "exceptions": dict(sorted(Counter(row[0] for row in found.exceptions.rows).items())),
    }  # fmt: skip


def _elements(table: Table) -> dict[str, dict[str, int]]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for _number, element, _step, state, _act in table.rows:
        counted[element][state] += 1
    return {name: dict(sorted(states.items())) for name, states in sorted(counted.items())}


def ages(table: Table) -> list[dict[str, str]]:
    """Sum what is open by debtor, commodity and age; what cannot be determined is counted beside it."""
    sums: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    unknown: Counter[tuple[str, str, str]] = Counter()
    for row in table.rows:
        told = dict(zip(table.columns, row, strict=True))
        key = (told["debtor"], told["commodity"], age(told["age_days"]))
        if told["undetermined"]:
            unknown[key] += 1
        else:
            sums[key] += told["open"]
    return [
        {"debtor": debtor, "commodity": commodity, "age": old, "open": format(sums[debtor, commodity, old], "f"),
         "undetermined": str(unknown[debtor, commodity, old])}
        for debtor, commodity, old in sorted({*sums, *unknown})
    ]  # fmt: skip


def age(days: int) -> str:
    """Name the age of an obligation: ``000-090`` days and so on, and ``366+``."""
    first = 0
    for last in AGES:
        if days <= last:
            return f"{first:03d}-{last:03d}"
        first = last + 1
    return f"{first}+"


def readme(party: str) -> str:
    """Return what stands in README.txt, the language of the auditor's party first."""
    both = (files("warifu.doors.auditpack") / "readme.txt").read_text(encoding="utf-8").split("\n===\n")
    return "\n".join(both if party == "GB" else both[::-1])


def form(found: Tables, counted: Mapping[str, Any], made_of: tuple[Node, str, int]) -> bytes:
    """Return the report as PDF/A; raises FileError as ``press.form``."""
    return press.form(sheet(found, counted, made_of))


def sheet(found: Tables, counted: Mapping[str, Any], made_of: tuple[Node, str, int]) -> Sheet:
    """Return the record of the report."""
    _node, _peer, made = made_of
    parts: list[Part] = [
        _facts("about", _about(counted)),
        _facts("orders", _counts(counted["orders"])),
        _facts("signatures", _counts({"all": counted["signatures"]["all"], **counted["signatures"]["verdicts"]})),
        _missing(found.elements),
        _ages(counted["ageing"]),
        _exceptions(found.exceptions),
        Words(_word("verify"), (_word("verify_how"), _word("verify_limits"))),
    ]
    return Sheet(
        title=_word("title"), under=_word("under"), marking=words.item("unmarked"),
        number=f"{'-'.join(sorted(each.partition('.')[0] for each in counted['logs']))} {counted['as_of']}",
        called=_word("called"), case=b"", digest=b"", made=made, parts=tuple(parts),
    )  # fmt: skip


def _about(counted: Mapping[str, Any]) -> list[Fact]:
    facts = [
        Fact(_word("for"), words.party(counted["for"])),
        Fact(_word("half"), words.plain(press.grouped(counted["digest_of_half"]))),
    ]
    for name, log in counted["logs"].items():
        said = _word("log_said")
        facts.append(Fact(words.plain(name), Both(said.en.format(**log), said.ja.format(**log))))
    return facts


def _facts(title: str, lines: list[Fact]) -> Facts:
    return Facts(_word(title), tuple(lines))


def _counts(counted: Mapping[str, int]) -> list[Fact]:
    return [Fact(_word(name), words.plain(f"{count:,d}")) for name, count in counted.items()]


def _missing(table: Table) -> Part:
    states = (MISSING, UNDETERMINED)
    wrong = [row for row in table.rows if row[3] in states]
    if not wrong:
        return Words(_word("missing_table"), (_word("none_missing"),))
    rows = tuple(
        (words.plain(number), _word(f"element_{element}"), _word(step), _word(state))
        for number, element, step, state, _act in wrong[:_MOST]
    )
    heads = (("number", 3), ("element", 4), ("step", 2), ("state", 2))
    return Shown(_titled("missing_table", len(wrong)), _columns(heads), rows)


def _ages(rows: list[dict[str, str]]) -> Part:
    if not rows:
        return Words(_word("ageing"), (_word("nothing_open"),))
    heads = (("debtor", 2), ("commodity", 3), ("age", 2), ("open", 3), ("undetermined", 2))
    shown = tuple(
        (words.party(row["debtor"]), words.plain(row["commodity"]), words.plain(row["age"]),
         words.plain(format(Decimal(row["open"]), ",f")),
         words.plain(row["undetermined"]))
        for row in rows[:_MOST]
    )  # fmt: skip
    return Shown(_titled("ageing", len(rows)), _columns(heads, figures_from=2), shown)


def _exceptions(table: Table) -> Part:
    if not table.rows:
        return Words(_word("exceptions"), (_word("no_exceptions"),))
    heads = (("what", 2), ("number", 3), ("owner", 2), ("since", 2), ("due", 2))
    rows = tuple(
        (_word(what), words.plain(number or "—"), words.party(owner), words.plain(since), words.plain(due or "—"))
        for what, number, owner, _code, since, due, _act in table.rows[:_MOST]
    )
    return Shown(_titled("exceptions", len(table.rows)), _columns(heads), rows)


def _columns(heads: tuple[tuple[str, int], ...], figures_from: int = 99) -> tuple[Column, ...]:
    return tuple(Column(_word(name), at >= figures_from, share) for at, (name, share) in enumerate(heads))


def _titled(name: str, count: int) -> Both:
    """A title with how many lines there are, and how many of them stand here."""
    title, said, shown = _word(name), _word("lines_shown"), min(count, _MOST)
    return Both(
        f"{title.en} ({said.en.format(shown=shown, count=count)})",
        f"{title.ja}（{said.ja.format(shown=shown, count=count)}）",
    )


def _word(name: str) -> Both:
    return words.audit(name)

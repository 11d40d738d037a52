"""Findings and errors as the lines of an error summary, each leading to the field where it can be mended.

Law: a finding names its rule; which field that is, is guessed from its code and figures, and where no field is found
the line leads nowhere and says the same. A field that is shown stands in the form; a link never leads to one that does
not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from warifu.core.errors import WarifuError
from warifu.doors import sentences
from warifu.doors.web import looks
from warifu.doors.web.forming.controls import Control
from warifu.doors.web.forming.naming import field_called
from warifu.doors.web.forming.reading import Amiss
from warifu.doors.web.forming.typed import figure
from warifu.doors.web.words import catalogue, language, w
from warifu.law.judge import Finding

_FIELD_OF = {
    "house.officer": "desk", "house.days": "on", "acsa.activity": "cites", "acsa.schedule": "replace_by",
    "acsa.settlement": "settlement", "acsa.settlement_of_services": "settlement", "acsa.receipt": "cites",
    "acsa.signer": "desk", "acsa.invoice.terms": "terms_days", "acsa.element.transfer": "from_day",
    "house.paper": "files", "acsa.not_applicable": "not_applicable", "acsa.hands": "cites", "acsa.standing": "cites",
}  # fmt: skip
"""Beginning of a code to the field it is about, where the code itself does not end with the field's name."""


class Line(NamedTuple):
    """One line of an error summary, as ``parts.findings`` draws it."""

    sentence: str
    cite: str = ""
    article: str = ""
    next: str = ""
    href: str = ""


def of_findings(findings: Iterable[Finding], controls: Iterable[Control], *, on: str = "") -> list[Line]:
    """Return findings as lines; ``on``: address of the form, where the summary stands on another page."""
    names = _names(controls)
    lines = []
    for each in findings:
        told = looks.told(each)
        field = _field_of(each, names)
        href = f"{on}#{names[field]}" if field in names else ""
        lines.append(Line(told.sentence, told.cite, told.article, told.next, href))
    return lines


def _names(controls: Iterable[Control]) -> dict[str, str]:
    """Return (last name or path without places) to the id of the first control that is called so."""
    found: dict[str, str] = {"desk": "desk", "cites": "cites", "files": "files"}
    waiting = list(controls)
    while waiting:
        control = waiting.pop(0)
        parts = [part for part in control.name.split(".") if part != "body"]
        found.setdefault(parts[-1], control.id)
        found.setdefault(".".join(parts), control.id)
        waiting += [*control.parts, *(part for item in control.items for part in item)]
    return found


def _field_of(finding: Finding, names: dict[str, str]) -> str:
    figures = dict(finding.figures)
    for named in ("element", "field"):
        if figures.get(named) in names:
            return figures[named]
    code = finding.rule
    while code:
        if code in _FIELD_OF and _FIELD_OF[code] in names:
            return _FIELD_OF[code]
        last = code.rpartition(".")[2]
        if last in names:
            return last
        code = code.rpartition(".")[0]
    line = figures.get("line", "")
    place = figure(line)
    if place is not None and f"lines.{place - 1}.item" in names:
        return f"lines.{place - 1}.item"
    return "lines" if "line" in figures else ""


def of_amiss(amiss: Iterable[Amiss], kind: str) -> list[Line]:
    """Return what does not fit as lines, each leading to its field."""
    return [Line(sentence_of(each, kind), href=f"#{each.name.replace('.', '-')}") for each in amiss]


def sentence_of(each: Amiss, kind: str) -> str:
    """Say what is amiss in a field, with the field's name before it."""
    path = ".".join(part for part in each.name.split(".") if part not in {"body", "amount"} and not part.isdigit())
    places = [int(part) + 1 for part in each.name.split(".") if part.isdigit()]
    name = field_called(path, kind) if not each.name.startswith("text.") else w("acting.texts")
    where = w("acting.field_at", field=name, place=places[0]) if places else name
    return w("acting.amiss", field=where, why=why(each))


def why(each: Amiss) -> str:
    """Say what is amiss, without the field's name."""
    if f"amiss.{each.code}" in catalogue():
        return w(f"amiss.{each.code}", **each.figures)
    return sentences.of_code(each.code, language(), each.figures)


def of_error(trouble: WarifuError) -> Line:
    """Return an error as a line."""
    return Line(sentences.of_error(trouble, language(), "pages"))

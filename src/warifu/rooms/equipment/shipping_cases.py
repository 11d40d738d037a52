"""What a question about shipping sees of folded cases: a transfer, a consent, a project. Pure.

Law: a fact counts as it is on record, a correction instead of what it corrects; a draw counts where it stands on the
line, and is one to deliver under once the other side has confirmed it. Place on the path: between the fold and
``shipping``; called by the doors for the few cases that a question is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from warifu.core.exact import EXACT
from warifu.law.case import Case
from warifu.law.room import RowContext
from warifu.rooms.equipment import holdings
from warifu.rooms.equipment.acts.common import E
from warifu.rooms.equipment.acts.transfer import Moved
from warifu.rooms.equipment.rows_common import of_kind
from warifu.rooms.equipment.rows_consent import rulings
from warifu.rooms.equipment.rows_transfer import facts_of, told_of
from warifu.rooms.equipment.shipping import Consent, Made, Passed, Project, Transfer
from warifu.rooms.equipment.terms.consent import is_consent
from warifu.rooms.equipment.terms.project import is_project
from warifu.rooms.equipment.terms.transfer import is_transfer


def project(case: Case | None) -> Project | None:
    """Return a project as it stands; None for what is none."""
    return Project(case.state, case.terms) if case is not None and is_project(case.terms) else None


def transfer(case: Case | None, context: RowContext, rests_on: Project | None = None) -> Transfer | None:
    """Return a transfer as it stands; ``context`` holds the acts that it cites. None for what is none."""
    if case is None or not is_transfer(case.terms):
        return None
    return Transfer(case.root, case.state, case.terms, told_of(case, context), tuple(_passed(case, context)), rests_on)


def _passed(case: Case, context: RowContext) -> Iterator[Passed]:
    """What was passed on, taken from the draws that were cited for it, in their order."""
    rest = {
        digest: holdings.drawn(each.placed.body)
        for digest, each in context.cited.items()
        if each.placed.act.kind == holdings.DRAW
    }
    for fact in holdings.corrected(holdings.fact_of(stand.placed) for stand in facts_of(case)):
        for line in fact.lines if fact.kind == "passed_on" else ():
            yield from _taken(line, [(draw, rest[draw]) for draw in fact.cites if draw in rest])


def _taken(line: Moved, draws: list[tuple[bytes, dict[str, Decimal]]]) -> Iterator[Passed]:
    """Take a line from draws as far as each reaches; what is above all of them counts on the last."""
    left = line.quantity
    for number, (draw, rest) in enumerate(draws):
        last = number + 1 == len(draws)
        taken = left if last else min(left, rest.get(line.item, Decimal(0)))
        rest[line.item] = EXACT.subtract(rest.get(line.item, Decimal(0)), taken)
        left = EXACT.subtract(left, taken)
        yield Passed(draw, line.item, taken)


def consent(case: Case | None) -> Consent | None:
    """Return a consent as it stands; None for what is none."""
    if case is None or not is_consent(case.terms):
        return None
    draws = tuple(
        Made(stand.placed.digest, stand.placed.body, stand.confirmed)
        for stand in case.line
        if stand.placed.act.kind == E + "draw"
    )
    ruled = rulings(case)
    after = of_kind(case, E + "succession")
    waiting = tuple(stand.placed.body for stand in after if stand.placed.digest not in ruled)
    return Consent(case.root, case.state, case.terms, draws, waiting)

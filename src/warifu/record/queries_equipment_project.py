"""Questions about joint projects: where each stands, what each side owes of its costs, what rests on it.

Law: reads never touch the law; every question goes through the store it is given, which may be one reader's. A project
is cited by transfers, and these by consents: what rests on it is found by the citations of acts, one step and two.
Place on the path: after the tables, before pages, API and the command line.
"""

from __future__ import annotations

from typing import NamedTuple

from warifu.record.log import Store


class Standing(NamedTuple):
    """A project: its number, area and state, whose move, note and reply, the phase that runs, gates passed."""

    case: bytes
    number: str
    area: str
    state: str
    turn: str
    classified: bool
    note: str
    reply: str
    phase: int
    passed: int
    participants: int
    irregular: int
    level: int


def projects(store: Store, pair: str) -> list[Standing]:
    """List the projects of a pair, those that moved last first."""
    rows = store.run(
        'SELECT p."case", p.number, p.area, p.state, c.turn, p.classified, p.note, p.reply, p.phase, p.passed, '
        "p.participants, c.irregular, c.level FROM equipment_project p "
        'JOIN equipment_case c ON c.pair = p.pair AND c."case" = p."case" '
        'WHERE p.pair = %s ORDER BY c.since DESC, p."case"',
        [pair],
    )
    return [Standing(bytes(case), number, area, state, turn, bool(secret), *rest)
            for case, number, area, state, turn, secret, *rest in rows]  # fmt: skip


class Share(NamedTuple):
    """A state in one currency: agreed basis points, incurred, to bear, paid, received, and the net in major units."""

    party: str
    currency: str
    basis_points: int
    ceiling: str
    incurred: str
    bears: str
    paid: str
    received: str
    net: str
    undetermined: int
    work_points: int
    work_done: int


def shares(store: Store, pair: str, case: bytes) -> list[Share]:
    """List what each side has incurred and owes of a project, by state and currency."""
    rows = store.run(
        "SELECT party, currency, basis_points, ceiling, incurred, bears, paid, received, net, undetermined, "
        'work_points, work_done FROM equipment_share WHERE pair = %s AND "case" = %s ORDER BY place',
        [pair, case],
    )
    return [Share(*row) for row in rows]


class Phase(NamedTuple):
    """A phase with its days, and what the last gate found; empty before one."""

    phase: int
    form: str
    from_day: int
    to_day: int
    result: str
    gate_day: int | None


def phases(store: Store, pair: str, case: bytes) -> list[Phase]:
    """List the phases of a project in their order."""
    rows = store.run(
        'SELECT phase, form, from_day, to_day, result, gate_day FROM equipment_phase WHERE pair = %s AND "case" = %s '
        "ORDER BY phase",
        [pair, case],
    )
    return [Phase(*row) for row in rows]


class Participant(NamedTuple):
    """A firm or body, up to which marking it takes part, and since when it has left."""

    firm: str
    country: str
    role: str
    marking: str
    left_day: int | None


def participants(store: Store, pair: str, case: bytes) -> list[Participant]:
    """List who takes part in a project, and who did."""
    rows = store.run(
        'SELECT firm, country, role, marking, left_day FROM equipment_participant WHERE pair = %s AND "case" = %s '
        "ORDER BY place",
        [pair, case],
    )
    return [Participant(*row) for row in rows]


class Resting(NamedTuple):
    """A transfer or a consent that rests on a project, by its flow, with its number and state."""

    case: bytes
    flow: str
    number: str
    state: str


_CITING = (
    'SELECT DISTINCT c."case", c.flow, c.number, c.state FROM case_cite k '
    'JOIN equipment_case c ON c.pair = k.pair AND c."case" = k."case" '
    "JOIN entry a ON a.pair = k.pair AND a.act = k.act AND a.kind <> '' "
    'WHERE k.pair = %s AND a."case" = %s AND c."case" <> a."case" ORDER BY c.flow, c.number, c."case"'
)


def resting_on(store: Store, pair: str, case: bytes) -> list[Resting]:
    """List the transfers that cite a project, and the consents that cite these, each once."""
    first = _citing(store, pair, case)
    further = [each for one in first if one.flow == "transfer" for each in _citing(store, pair, one.case)]
    return list(dict.fromkeys([*first, *further]))


def _citing(store: Store, pair: str, case: bytes) -> list[Resting]:
    rows = store.run(_CITING, [pair, case])
    return [Resting(bytes(found), flow, number, state) for found, flow, number, state in rows]

"""Which acts a new one may cite: those of its case, and for an act that begins a case what others hold ready for it.

Law: only what counts is offered (a will once the other side has confirmed it, a fact once it is recorded); what may be
cited for what is the judge's to say. Offered are few and newest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from warifu.doors.web import looks, showing
from warifu.doors.web.forming.choices import Choice
from warifu.doors.web.forming.given import Given
from warifu.doors.web.forming.naming import activity_called, called
from warifu.doors.web.forming.typed import CITES, Typed
from warifu.doors.web.words import w
from warifu.record import queries_programme

_MOST = 100
_L = "logistics/"


def citable(kind: str, given: Given) -> list[Choice]:
    """Return (digest in hex, what it is) of the acts that an act of this kind may cite."""
    found = [choice for source in _FROM_ELSEWHERE.get(kind, ()) for choice in source(given)]
    return [*found, *_of_case(given)]


def named(wanted: Iterable[bytes], given: Given) -> list[Choice]:
    """Return what acts are that were chosen and are offered no longer, or stand in another case."""
    digests = list(wanted)
    sql = "SELECT act, kind FROM entry WHERE pair = %s AND kind <> '' AND act IN ({keys})"
    kinds = dict(given.pair.store.in_chunks(sql, [given.pair.name], digests))
    return [
        (each.hex(), w("acting.cite_case", kind=called(kinds[each]), number=showing.short(each)))
        for each in digests
        if each in kinds
    ]


def _paper(given: Given) -> list[Choice]:
    """Paper that the other side entered for us and that we have not affirmed."""
    rows = _rows(
        given,
        "SELECT act, kind, on_day FROM logistics_paper WHERE pair = %s AND on_behalf = %s AND NOT confirmed "
        "ORDER BY on_day",
        given.us,
    )
    return [
        (act.hex(), w("acting.cite_act", kind=called(kind), number=showing.short(act), day=showing.day(on), party=""))
        for act, kind, on in rows
    ]


def _of_case(given: Given) -> list[Choice]:
    offered = [stand.placed for stand in given.stands() if stand.placed.kind.nature != "will" or stand.confirmed]
    return [
        (
            placed.digest.hex(),
            w("acting.cite", kind=called(placed.act.kind), party=looks.party_name(placed.act.side_of),
              day=showing.day(getattr(placed.body, "on", None)), digest=showing.short(placed.digest)),
        )
        for placed in offered[:_MOST]
    ]  # fmt: skip


def _rows(given: Given, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return given.pair.store.run(f"{sql} LIMIT {_MOST}", [given.pair.name, *values])


def _activities(given: Given) -> list[Choice]:
    """Activities that both sides have agreed."""
    rows = _rows(
        given,
        'SELECT "case", number, form, from_day, to_day FROM programme_activity WHERE pair = %s AND agreed '
        "ORDER BY from_day DESC",
    )
    return [
        (case.hex(), w("acting.cite_activity", number=number, form=activity_called(form), first=showing.day(first),
                       last=showing.day(last)))
        for case, number, form, first, last in rows
    ]  # fmt: skip


def _price_lists(given: Given) -> list[Choice]:
    """Price lists that stand; an offer that says how much there is in all is drawn on, and the draw is cited."""
    rows = _rows(
        given,
        "SELECT DISTINCT \"case\", number FROM logistics_price WHERE pair = %s AND state = 'published' "
        "AND NOT limited ORDER BY number",
    )
    return [(case.hex(), w("acting.cite_case", kind=called("logistics/standing"), number=n)) for case, n in rows]


def _offers_of_support(given: Given) -> list[Choice]:
    """Standing offers of the other side that have not been withdrawn: an order may rest on one."""
    rows = _rows(
        given,
        'SELECT "case", number, to_day FROM programme_support WHERE pair = %s AND provider <> %s AND known '
        "AND state <> 'withdrawn' ORDER BY to_day DESC",
        given.us,
    )
    return [(case.hex(), _until("programme/support_offer", number, last)) for case, number, last in rows]


def _until(kind: str, number: str, last: int) -> str:
    return w("acting.cite_until", kind=called(kind), number=number, last=showing.day(last))


def _commitments(given: Given) -> list[Choice]:
    """Commitments that both sides have agreed and that nothing has replaced, each by what was last confirmed of it."""
    rows = _rows(
        given,
        "SELECT h.confirmed_head, c.number, c.due FROM programme_commitment c JOIN programme_case h ON h.pair = c.pair "
        """AND h."case" = c."case" WHERE c.pair = %s AND c.agreed AND c.state <> 'superseded' ORDER BY c.due""",
    )
    return [(act.hex(), _until("programme/commitment", number, last)) for act, number, last in rows]


def _cases(given: Given) -> list[Choice]:
    """The acts that began other cases of every room, those moved last first."""
    found = queries_programme.confirmed_cases(given.pair.store, given.pair.name, _MOST)
    return [
        (each.case.hex(), w("acting.cite_case", kind=called(each.kind), number=each.number or showing.short(each.case)))
        for each in found
        if given.case is None or each.case != given.case.root
    ]


def precedents(given: Given) -> list[Choice]:
    """Return the precedents that both sides have agreed, each by the act that began it: what a line names."""
    return [(case, told) for case, _, told in _agreed_precedents(given)]


def _agreed_precedents(given: Given) -> list[tuple[str, str, str]]:
    """(precedent, its acceptance, what it is) of the precedents that both sides have agreed."""
    rows = _rows(
        given,
        'SELECT p."case", a.act, p.number, p.item FROM logistics_precedent p JOIN logistics_act a '
        'ON a.pair = p.pair AND a."case" = p."case" WHERE p.pair = %s AND p.agreed AND a.kind = \'logistics/accept\' '
        "AND a.confirmed ORDER BY p.number",
    )
    return [
        (case.hex(), act.hex(), w("acting.cite_case", kind=called("logistics/precedent"), number=f"{number} {item}"))
        for case, act, number, item in rows
    ]


def _acceptances(given: Given) -> list[Choice]:
    """Acceptances of precedents: what an act cites that names a precedent."""
    return [(act, told) for _, act, told in _agreed_precedents(given)]


def completed(typed: Typed, given: Given) -> Typed:
    """Return what was typed with the acceptance of each precedent cited that a line names."""
    named = {text for name, text in typed.items() if name.endswith(".precedent") and text}
    if not named:
        return typed
    wanted = [act for case, act, _ in _agreed_precedents(given) if case in named]
    return typed | {CITES: " ".join(dict.fromkeys([*typed.get(CITES, "").split(), *wanted]))}


def _open_invoices(given: Given) -> list[Choice]:
    """Invoices both ways on which something is left."""
    rows = _rows(
        given,
        "SELECT act, number, debtor, rest, currency FROM logistics_invoice WHERE pair = %s AND done IS NULL "
        "ORDER BY due",
    )
    return [
        (act.hex(), w("acting.cite_invoice", number=number, debtor=looks.party_name(debtor),
                      rest=f"{showing.amount(rest)} {currency}"))
        for act, number, debtor, rest, currency in rows
    ]  # fmt: skip


def _acts(given: Given, kind: str, party: str = "") -> list[Choice]:
    rows = _rows(
        given,
        "SELECT a.act, c.number, a.on_day, a.side_of FROM logistics_act a JOIN logistics_case c "
        'ON c.pair = a.pair AND c."case" = a."case" WHERE a.pair = %s AND a.kind = %s ORDER BY a.sealed DESC',
        kind,
    )
    return [
        (act.hex(), w("acting.cite_act", kind=called(kind), number=number, day=showing.day(on),
                      party=looks.party_name(side)))
        for act, number, on, side in rows
        if not party or side == party
    ]  # fmt: skip


def _agreed_set_offs(given: Given) -> list[Choice]:
    """Acceptances of set-offs: what a claim's own line applies."""
    rows = _rows(
        given,
        'SELECT a.act, c.number, a.on_day FROM logistics_act a JOIN logistics_case c ON c.pair = a.pair AND c."case" '
        "= a.\"case\" WHERE a.pair = %s AND c.flow = 'set_off' AND a.kind = 'logistics/accept' AND a.confirmed "
        "ORDER BY a.sealed DESC",
    )
    return [
        (act.hex(), w("acting.cite_act", kind=called("set_off"), number=number, day=showing.day(on), party=""))
        for act, number, on in rows
    ]


def _closed_opportunities(given: Given) -> list[Choice]:
    """The acts by which opportunities were closed that lead to a project."""
    rows = _rows(
        given,
        "SELECT c.confirmed_head, o.number FROM equipment_opportunity o JOIN equipment_case c ON c.pair = o.pair AND "
        """c."case" = o."case" WHERE o.pair = %s AND o.state = 'closed' AND o.leads_to = 'project' AND """
        "c.confirmed_head = c.head ORDER BY o.closed_on DESC",
    )
    return [(act.hex(), w("acting.cite_case", kind=called("opportunity"), number=number)) for act, number in rows]


def _assurances(given: Given) -> list[Choice]:
    """What assures the place of a firm now: the last assurance of each place."""
    rows = _rows(
        given,
        'SELECT e.act, f.firm, f.valid_to FROM information_facility f JOIN entry e ON e.pair = f.pair AND e."case" = '
        """f."case" AND e.kind = 'information/facility_assure' WHERE f.pair = %s AND f.state = 'assured' """
        "ORDER BY f.firm, e.time DESC",
    )
    last: dict[str, Choice] = {}
    for act, firm, valid_to in rows:
        last.setdefault(firm, (act.hex(), _until("information/facility_assure", firm, valid_to)))
    return list(last.values())


def _held_transfers(given: Given) -> list[Choice]:
    """The transfers that went to our side, and the acts of the projects on which they rest."""
    rows = _rows(
        given,
        'SELECT "case", number FROM equipment_transfer WHERE pair = %s AND asker = %s ORDER BY from_day DESC',
        given.us,
    )
    rests = _rows(
        given,
        "SELECT DISTINCT e.act, e.kind, p.number FROM equipment_transfer t JOIN entry e ON e.pair = t.pair AND "
        'e.act = t.rests_on JOIN equipment_project p ON p.pair = e.pair AND p."case" = e."case" '
        "WHERE t.pair = %s AND t.asker = %s AND e.kind <> '' ORDER BY p.number",
        given.us,
    )
    transfers = [(case.hex(), "equipment/transfer", number) for case, number in rows]
    projects = [(act.hex(), kind, number) for act, kind, number in rests]
    return [
        (act, w("acting.cite_case", kind=called(kind), number=number)) for act, kind, number in (*transfers, *projects)
    ]


def _registered(given: Given) -> list[Choice]:
    """Items of the register of classified information, each by the act that registered it."""
    rows = _rows(given, 'SELECT "case", number FROM information_item WHERE pair = %s ORDER BY number DESC')
    return [(act.hex(), w("acting.cite_case", kind=called("item"), number=number)) for act, number in rows]


_Source = Callable[[Given], list[Choice]]
_P = "programme/"
_ROOTS: tuple[_Source, ...] = (
    _activities,
    _offers_of_support,
    _price_lists,
    _acceptances,
)
_FROM_ELSEWHERE: dict[str, tuple[_Source, ...]] = {
    "equipment/project": (_closed_opportunities,),
    "equipment/consent_request": (_held_transfers,),
    "equipment/participant": (_assurances,),
    "equipment/background": (_registered,),
    "equipment/foreground": (_registered,),
    f"{_L}request": (*_ROOTS, lambda given: _acts(given, f"{_L}standing_draw", given.us)),
    f"{_L}verbal": _ROOTS,
    f"{_L}offer": _ROOTS[2:],
    f"{_L}counter": _ROOTS[2:],
    f"{_L}change": _ROOTS[3:],
    f"{_L}standing": (_activities,),
    f"{_L}onward_request": (lambda given: _acts(given, f"{_L}receipt", given.us),),
    f"{_L}set_off": (_open_invoices,),
    f"{_L}apply_set_off": (_agreed_set_offs,),
    "parties/affirm": (_paper,),
    f"{_P}support_offer": (_activities,),
    f"{_P}fulfil": (_cases,),
    f"{_P}progress": (_cases,),
    f"{_P}supersede": (_commitments,),
    f"{_P}consultation": (_cases,),
    f"{_P}area": (_activities, _commitments),
    f"{_P}area_amend": (_activities, _commitments),
}


def packs_of(given: Given) -> list[Choice]:
    """Return the packs of the case's room that both sides have adopted, for a change of pack."""
    pair, case = given.pair, given.case
    if case is None:
        return []
    room = case.stands[case.root].placed.act.kind.partition("/")[0]
    return [
        (digest.hex(), f"{pack.id} {pack.data.version}")
        for digest, pack in pair.packs.items()
        if pack.data.room == room
        and not pack.data.law_of
        and digest != case.head.pack
        and all(roll.has_adopted(digest) for roll in pair.rolls.values())
    ]

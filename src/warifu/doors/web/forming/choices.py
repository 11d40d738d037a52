"""What can be chosen in a form: values with their names, from the record, the pack, the rolls and the case.

Law: a choice only helps to write; what is permitted is the judge's to say. A value that was typed and is no longer
offered stays in the list, so that a form never changes what it shows. Codes come from the parameters of the pack's
rules: a new version of a pack brings new choices without a line of code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, get_args

from warifu.core.money import MINOR_UNITS
from warifu.core.units import UNITS
from warifu.doors.web import looks
from warifu.doors.web.forming.naming import Names, called, place_called, unit_called
from warifu.doors.web.forming.shape import Field
from warifu.doors.web.words import language
from warifu.law.pack import Pack
from warifu.law.roll import ROLES
from warifu.rooms.programme.acts.activity import Form
from warifu.rooms.programme.acts.commitment import BOTH

Choice = tuple[str, str]
ACTIVITY_FORMS: tuple[str, ...] = get_args(Form)
DESK_FIELDS = frozenset({"receiving", "issuing", "billed", "to", "desk", "units", "other_units", "desks"})
PARTY_FIELDS = frozenset({"facility_of", "at_request_of", "debtor", "creditor", "rest_owed_by", "provider", "party"})
_OWNED = frozenset({"programme/commitment", "programme/commitment_amend"})
PLACE_FIELDS = frozenset({"place", "places"})
_FIRST_CURRENCIES = ("GBP", "JPY", "USD", "EUR")
_PLACES = ("GB", "JP", "XZ")
_STATUTES = ("important_influence", "armed_attack", "peace_cooperation")
_OF_RULE: Mapping[str, str] = {
    "lines.basis": "bases", "in_return.basis": "bases", "refusals.reason": "refusals", "lines.condition": "conditions",
    "lines.measured_by": "measures", "emergency": "emergencies", "conditions": "conditions",
    "lines.discrepancy": "reasons", "not_applicable.element": "reasons", "not_applicable.reason": "reasons",
    "information": "information", "site_access": "site_access", "initiative": "initiative", "visitors.need": "needs",
    "visitors.ground": "grounds", "elements": "askable", "immediate": "immediate", "causes": "causes",
    "outcome": "outcomes", "damage": "damages", "asked": "asked", "measures.measure": "measures",
    "disposal": "disposals", "found": "found",
    "channel": "channels", "handling": "handling", "method": "methods", "circumstances": "circumstances",
    "not_sighted.explanation": "explanations",
    "decided.conditions": "conditions", "decided.reasons": "reasons", "results.conditions": "conditions",
    "results.reasons": "reasons", "results.against": "against", "reasons": "reasons", "end_use": "end_uses",
    "use": "end_uses", "none_required": "none_required", "result": "results",
    "factors.factor": "factors", "items.what": "what", "terms": "terms", "criteria": "criteria", "met": "criteria",
    "sort": "sorts", "rights": "rights",
    "area": "areas", "standing": "standings", "subject": "subjects", "level": "levels", "issuers": "issuers",
}  # fmt: skip
"""Field to the parameter of a rule that lists its codes, where it is not ``codes`` by kind."""


class Ground(NamedTuple):
    """What a form is filled in on: both parties, names, the pack of the case, its lines, acts that may be cited."""

    us: str
    peer: str
    names: Names
    pack: Pack | None
    kind: str
    lines: tuple[Choice, ...] = ()
    acts: tuple[Choice, ...] = ()
    precedents: tuple[Choice, ...] = ()
    packs: tuple[Choice, ...] = ()
    own: Pack | None = None
    """Own law of the room, for what stays in our own house."""


class Offered(NamedTuple):
    """Choices of a field; ``open``: other text may be typed as well."""

    values: tuple[Choice, ...]
    open: bool = False


def offered(field: Field, ground: Ground) -> Offered | None:
    """Return what can be chosen for a field; None for one that is typed."""
    last = field.last
    if field.shape == "choice":
        return Offered(tuple((value, called(value)) for value in field.choices if value))
    at_home = _of_own_law(field.name, ground)
    if not at_home and last in DESK_FIELDS and field.shape in {"text", "list"}:
        return Offered(tuple(_desks(last, ground)), open=True)
    if last in PARTY_FIELDS:
        return Offered(tuple((party, looks.party_name(party)) for party in sorted((ground.us, ground.peer))))
    if last == "owner" and ground.kind in _OWNED:
        return _owners(ground)
    made = _BY_NAME.get(last)
    if made is not None:
        return made(ground)
    if field.shape == "number" and last == "line":
        return Offered(ground.lines) if ground.lines else None
    if field.shape == "number" and last in {"cite", "ours", "theirs"}:
        return Offered(ground.acts)
    codes = at_home or _of_undertaking(field.name, ground) or codes_of(field, ground.pack, ground.kind)
    return Offered(tuple((code, called(code)) for code in codes if code)) if codes else None


def _owners(ground: Ground) -> Offered:
    """A side, or of what ministers promised both together."""
    sides = tuple((party, looks.party_name(party)) for party in sorted((ground.us, ground.peer)))
    return Offered((*sides, (BOTH, called(BOTH))))


def _desks(field: str, ground: Ground) -> Iterable[Choice]:
    ours, theirs = ground.names.of_party(ground.us), ground.names.of_party(ground.peer)
    return [*theirs, *ours] if field in {"issuing", "to", "other_units"} else [*ours, *theirs]


def codes_of(field: Field, pack: Pack | None, kind: str) -> list[str]:
    """Return the codes that the pack's rules know for a field of a kind."""
    if pack is None or field.shape not in {"text", "list"}:
        return []
    rules = [rule for rule in pack.data.rule if kind in rule.kinds]
    if field.last == "category":
        return [row[0] for rule in rules for row in rule.params.get("categories", ()) if isinstance(row, list)]
    if field.name in {"reason", "about"}:
        named = [rule.params.get("codes", ()) for rule in rules]
        return [code for each in named for code in (each.get(kind, ()) if isinstance(each, dict) else each)]
    if field.name == "cause":
        return [code for rule in rules for code in rule.params.get("causes", {}).get(kind.partition("/")[2], ())]
    if field.name == "clearance":
        return [row["code"] for row in pack.table.get("clearance", ())]
    name = _OF_RULE.get(field.name)
    found = [rule.params[name] for rule in rules if name and name in rule.params]
    if field.name == "not_applicable.element":
        return [code for each in found if isinstance(each, dict) for code in each]
    if field.name == "not_applicable.reason":
        return list(
            dict.fromkeys(code for each in found if isinstance(each, dict) for row in each.values() for code in row)
        )
    rows = [row for each in found if isinstance(each, list) for row in each]
    return [row[0] if isinstance(row, list) else row for row in rows]


def _of_undertaking(name: str, ground: Ground) -> list[str]:
    """Return the points, forms or versions that the pack's table of undertakings knows; nothing for another field."""
    if ground.pack is None or ground.kind != "equipment/undertaking" or name not in {"form", "version", "points"}:
        return []
    table: Mapping[str, Any] = ground.pack.table.get("undertaking", {})
    if name == "points":
        return list(table.get("points", ()))
    return list(dict.fromkeys(row[name] for row in table.get("forms", ())))


_OF_OWN = {"department": ("departments", "code"), "to": ("departments", "code"), "step": ("order", "step")}
"""Field of a screening to the table of own law that lists its codes."""


def _of_own_law(name: str, ground: Ground) -> list[str]:
    """Return the departments and steps that own law names; nothing where it is not asked."""
    if ground.own is None or name not in _OF_OWN:
        return []
    table, column = _OF_OWN[name]
    return [row[column] for row in ground.own.table.get(table, ())]


def _listed(table: str) -> Callable[[Ground], Offered]:
    """The entries of a control list of the pack, by code with what it is in short."""

    def entries(ground: Ground) -> Offered:
        rows = ground.pack.table.get(table, {}) if ground.pack else {}
        return Offered(tuple((code, f"{code} {row[language()]}") for code, row in rows.items()))

    return entries


def currencies() -> tuple[Choice, ...]:
    """Return the currencies, those of the two parties first."""
    rest = [code for code in MINOR_UNITS if code not in _FIRST_CURRENCIES]
    return tuple((code, code) for code in (*_FIRST_CURRENCIES, *rest))


def units() -> tuple[Choice, ...]:
    """Return the units by name."""
    return tuple((code, unit_called(code)) for code in UNITS)


def _states(ground: Ground) -> Offered:
    """One of both states, or a third that is typed."""
    return Offered(tuple((each, looks.party_name(each)) for each in sorted((ground.us, ground.peer))), open=True)


_BY_NAME: Mapping[str, Callable[[Ground], Offered]] = {
    "currency": lambda _: Offered(currencies()),
    "statute": lambda _: Offered(tuple((each, called(each)) for each in _STATUTES)),
    "activity": lambda _: Offered(tuple((each, called(each)) for each in ACTIVITY_FORMS)),
    "place": lambda _: Offered(tuple((each, place_called(each)) for each in _PLACES), open=True),
    "places": lambda _: Offered(tuple((each, place_called(each)) for each in _PLACES), open=True),
    "roles": lambda _: Offered(tuple((each, called(each)) for each in ROLES), open=True),
    "precedent": lambda ground: Offered(ground.precedents),
    "rebase_to": lambda ground: Offered(ground.packs),
    "uk_entry": _listed("uk_list"),
    "jp_entry": _listed("jp_list"),
    "done_by": _states,
    "done_for": _states,
}

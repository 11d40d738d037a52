"""Own law on supplies and services: the checks that ``law/jp`` and ``law/gb`` name. Floor 3a, pure.

Law: these look at the acts by which *we* give, claim, pay or give up, and at nothing that only the other side does. Who
gives is read from the terms of the line. What a row of a pack says (activities, conditions, days, categories) is a
parameter; nothing of a statute's numbers stands here. A released check never changes; a mend is ``name@2``.

Sources: Self-Defense Forces Act Arts. 100-8 and 100-9 (until 27 May 2025 100-10 and 100-11 for the United Kingdom), Act
on Cooperation for UN Peacekeeping Operations Art. 33, Public Accounts Act Arts. 8 and 30 to 32, rules on revenue
collection Art. 18; for the United Kingdom written delegation and limits (draft: no statute was found).
Place on the path: step 2 of *submit*, through ``law.own.judge_own``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from warifu.core import schedule
from warifu.core.days import fiscal_year
from warifu.core.money import MINOR_UNITS
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation
from warifu.law.own import in_force
from warifu.law.pack import Rule
from warifu.law.roll import ALL_DESKS, Appointment
from warifu.rooms.logistics.acts import Line, Precedent, Setting
from warifu.rooms.logistics.terms import OrderTerms

_L = "logistics/"
AMMUNITION, WEAPONS, TRAINING = "ammunition", "weapons", "training"


# --- what we give -----------------------------------------------------------------------------------------------------


def given_lines(situation: Situation) -> tuple[Line, ...]:
    """Return the lines that this act has *us* give, offer or promise; empty for an act that gives nothing."""
    kind, body, terms = situation.act.kind, situation.body, situation.terms
    if kind == _L + "standing":
        return tuple(body.lines)
    if kind == _L + "verbal":
        return tuple(body.lines) if body.heard else ()
    if not isinstance(terms, OrderTerms) or terms.provider != situation.side:
        return ()
    if kind == _L + "accept":
        return terms.on_the_table
    if kind == _L + "issue":
        named = {delivered.line for delivered in body.lines}
        return tuple(line for line in terms.lines if line.number in named) if body.purpose == "provision" else ()
    return tuple(body.lines) if kind in {_L + "offer", _L + "counter", _L + "change"} else ()


def setting_of(situation: Situation) -> Setting | None:
    """Return where and for what we give; None for a price list, which speaks of no one activity."""
    found: Setting | None = getattr(situation.body, "setting", None) or getattr(situation.terms, "setting", None)
    return found


def activity_of(setting: Setting) -> str:
    """Return the kind of activity, ``counter_piracy``; a reference may follow it after a colon."""
    return setting.activity.partition(":")[0]


def _giving(situation: Situation, rule: Rule) -> tuple[Setting | None, tuple[Line, ...]]:
    """What this row judges: setting and lines, or no lines where nothing is given or the row is not in force."""
    if not in_force(rule, situation.on):
        return None, ()
    return setting_of(situation), given_lines(situation)


# --- Japan: may this force be given anything? -------------------------------------------------------------------------


def dated(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """In these days no law of ours knew this partner: nothing may be given."""
    _, lines = _giving(situation, rule)
    if lines:
        yield reason(rule, "no_law_yet", on=situation.on, partner=situation.peer)


def partner(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The row's articles hold for this partner. Parameters: ``only`` or ``but``, lists of parties."""
    _, lines = _giving(situation, rule)
    only, but = rule.params.get("only"), rule.params.get("but", ())
    if lines and (situation.peer in but or (only is not None and situation.peer not in only)):
        yield reason(rule, "not_this_partner", partner=situation.peer)


def _items(rule: Rule, setting: Setting, peer: str) -> list[Sequence[Any]]:
    """Rows that speak of the activity; those for routine activity are told apart by whose facility it is."""
    activity, whose = activity_of(setting), {"JP": "own", peer: "partner"}.get(setting.facility_of, "neither")
    return [row for row in rule.params["items"] if row[0] == activity and row[1] in {"", whose}]


def scope(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Some item speaks of this activity. Parameter ``items``: rows of activity and ``own``, ``partner`` or nothing."""
    setting, lines = _giving(situation, rule)
    if lines and setting and not _items(rule, setting, situation.peer):
        yield reason(
            rule, "no_item", activity=setting.activity, place=setting.place, facility_of=setting.facility_of or "-"
        )


_CONDITIONS: dict[str, Callable[[Setting, str], bool]] = {
    "together": lambda setting, _peer: setting.together,
    "same_kind": lambda setting, _peer: setting.same_kind,
    "at_request_of_japan": lambda setting, _peer: setting.at_request_of == "JP",
    "in_japan": lambda setting, _peer: setting.place == "JP",
    "in_partners_country": lambda setting, peer: setting.place == peer,
    "relief_ground": lambda setting, _peer: setting.ground == "b",
}


def item(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Each condition of the item that speaks of this activity is met.

    Parameter ``items``: rows of activity, whose facility (``own``, ``partner`` or nothing), names of conditions.
    """
    setting, lines = _giving(situation, rule)
    if not lines or not setting:
        return
    for row in _items(rule, setting, situation.peer):
        for name in row[2]:
            if not _CONDITIONS[name](setting, situation.peer):
                yield reason(rule, "not_" + name, activity=setting.activity, place=setting.place)


def statute(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Another statute governs this force. Parameter ``except``: activities that it does not take out, by statute."""
    setting, lines = _giving(situation, rule)
    if not lines or not setting or not setting.statute:
        return
    spared = rule.params["except"].get(activity_of(setting), ())
    if setting.statute not in spared and "*" not in spared:
        yield reason(rule, "another_statute_governs", statute=setting.statute, activity=setting.activity)


def missions(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """We give only so far as our own missions are not hindered."""
    setting, lines = _giving(situation, rule)
    if lines and setting and setting.hinders:
        yield reason(rule, "missions_hindered", activity=setting.activity)


# --- Japan: what may be given, and on whose order ---------------------------------------------------------------------


def business(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Each line belongs to a business of the closed list, and training services only where the activity allows them.

    Parameters: ``of`` maps a category to its business; ``training_for`` lists the activities for which the business of
    training is open; ``outside`` lists categories that another row refuses.
    """
    setting, lines = _giving(situation, rule)
    for line in lines:
        known = rule.params["of"].get(line.category)
        if known is None and line.category not in rule.params["outside"]:
            yield reason(rule, "not_in_the_list", line=line.number, category=line.category)
        elif known == TRAINING and setting and activity_of(setting) not in rule.params["training_for"]:
            yield reason(rule, "training_services", line=line.number, activity=setting.activity)


def weapons(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """No weapon is given; to the partners in ``no_ammunition_for`` no ammunition either. Precedents are followed."""
    _, lines = _giving(situation, rule)
    for line in lines:
        ruling = _precedent(situation, line)
        if line.category == WEAPONS or (ruling and ruling.ruling == "weapon"):
            yield reason(rule, "weapon", line=line.number, item=line.item)
        is_ammunition = line.category == AMMUNITION or (ruling is not None and ruling.ruling == AMMUNITION)
        if is_ammunition and situation.peer in rule.params["no_ammunition_for"]:
            yield reason(rule, "ammunition", line=line.number, item=line.item, partner=situation.peer)


def _precedent(situation: Situation, line: Line) -> Precedent | None:
    """The ruling that a line names: the precedent both sides agreed, whose acceptance the act cites."""
    for cited in situation.cited_of(_L + "accept") if line.precedent else ():
        body = getattr(cited.terms, "body", None)
        if cited.placed.act.case == line.precedent and isinstance(body, Precedent) and cited.terms.agreed:
            return body
    return None


def order_for_services(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A service names the order, standing or single, under which we give it, in the act that promises it.

    Only a change may lean on what stood before: the other side's own reference on the line is no order of ours.
    """
    _, lines = _giving(situation, rule)
    cited = getattr(situation.body, "standing_order", getattr(situation.terms, "standing_order", ""))
    for line in lines:
        if line.supply != "goods" and not cited:
            yield reason(rule, "no_order_cited", line=line.number, category=line.category)


# --- Japan: claims ----------------------------------------------------------------------------------------------------


def claim_lapse(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A claim is noticed before it lapses: five years from delivery, anew from each notice cited."""
    if not in_force(rule, situation.on):
        return
    delivered = [cited.placed.body.on for cited in situation.cited_of(_L + "receipt", _L + "issue")]
    notices = [cited.placed.body.on for cited in situation.cited_of(_L + "invoice")]
    for arose in sorted(set(delivered)):
        clock = schedule.claim_lapse(arose, notices)
        if situation.on > clock.due:
            yield reason(rule, "lapsed", arose=arose, lapsed=clock.due, on=situation.on)


def payment_term(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A notice to pay gives at most ``days`` days, unless the order agreed another term."""
    agreed = getattr(situation.terms, "payment_days", 0)
    given = (situation.body.due - situation.on).days
    if in_force(rule, situation.on) and given > (agreed or rule.params["days"]):
        yield reason(rule, "too_long", days=given, allowed=agreed or rule.params["days"])


def hands(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who gave notice of the claim does not also handle its money; two keys of one person are one person.

    The notice is cited, or nobody could tell.
    """
    if not in_force(rule, situation.on):
        return
    notices = situation.cited_of(_L + "invoice")
    if not notices:
        yield reason(rule, "notice_not_cited")
    us = _person(situation, situation.act.officer)
    for cited in notices:
        if cited.placed.author == situation.act.party and _person(situation, cited.placed.act.officer) == us:
            yield reason(rule, "one_person", invoice=cited.placed.body.number)


def _person(situation: Situation, key_id: bytes) -> str:
    known = situation.roll.keys.get(key_id)
    return known.holder if known else key_id.hex()


def revenue_year(notice_on: date) -> int:
    """Give the fiscal year (by the year in which it begins) to which a claim belongs as revenue of Japan.

    It is the year in which the notice to pay issues (予決令 1-2), whenever delivery was.
    """
    return fiscal_year(notice_on)


# --- the United Kingdom: delegation and limits ------------------------------------------------------------------------


def delegation(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Who commits money holds a delegation that names a limit in that currency; no figure is no authority.

    Parameter ``roles``: the roles that carry financial delegation.
    """
    for currency, amount, limits in _commitments(situation, rule):
        if not limits:
            yield reason(rule, "no_limit_named", currency=currency, amount=amount)


def financial_limit(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What the act commits stays within the highest limit that one delegation names; limits are not added up."""
    for currency, amount, limits in _commitments(situation, rule):
        if limits and amount > max(limits):
            yield reason(rule, "over", currency=currency, amount=amount, limit=max(limits))


def _commitments(situation: Situation, rule: Rule) -> Iterator[tuple[str, Decimal, list[Decimal]]]:
    """Sums of money that the act commits, each with the limits that the signer's delegations name in its currency."""
    worth = situation.placed.kind.worth
    if worth is None or not in_force(rule, situation.on):
        return
    held = [each for each in _appointments(situation) if set(each.roles) & set(rule.params["roles"])]
    for of, amount in worth(situation.body, situation.terms):
        if of in MINOR_UNITS:
            yield of, amount, [limit.amount for each in held for limit in each.limits if limit.of == of]


def _appointments(situation: Situation) -> list[Appointment]:
    """Appointments of the signer at this place, for this desk, on the day of sealing."""
    act, day = situation.act, situation.sealed_on
    return [
        each
        for each in situation.roll.authority(act.officer, situation.placed.index)
        if each.valid_from <= day <= each.valid_to and (ALL_DESKS in each.desks or act.desk in each.desks)
    ]


CHECKS: dict[str, Check] = {
    "jp.dated@1": dated,
    "jp.partner@1": partner,
    "jp.scope@1": scope,
    "jp.item@1": item,
    "jp.statute@1": statute,
    "jp.missions@1": missions,
    "jp.business@1": business,
    "jp.weapons@1": weapons,
    "jp.service_order@1": order_for_services,
    "jp.claim_lapse@1": claim_lapse,
    "jp.payment_term@1": payment_term,
    "jp.hands@1": hands,
    "gb.delegation@1": delegation,
    "gb.limit@1": financial_limit,
}
"""Checks by the name and version that a pack of own law gives them."""

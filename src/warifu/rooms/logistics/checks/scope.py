"""Scope: on which ground, where, under which decision, for whose forces, and since when. Floor 3a, pure.

Articles: Art. 1(1) [text]; mutual decision, Charter, forces of the United Nations [sister]; entry into force [draft].
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from warifu.core.label import EXERCISE
from warifu.law.checks import reason
from warifu.law.judge import Check, Finding, Situation, finding
from warifu.law.pack import Rule
from warifu.rooms.logistics.checks.common import is_said, prepared

_PLACE = re.compile(r"[A-Z]{2}")
_ACTIVITY_KINDS = ("programme/activity", "programme/accept")


def exercise(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The root of a rehearsal says so twice alike: in its body and on its label."""
    if situation.body.exercise != (EXERCISE in situation.act.label):
        yield finding(rule, label=" ".join(situation.act.label))


def term(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Nothing is asked or offered under the agreement before it was in force, or after it ended."""
    on = situation.on
    in_force, ended = rule.params["in_force"], rule.params["ended"]
    if on < in_force:
        yield reason(rule, "not_in_force", on=on, in_force=in_force)
    if ended and on > ended:
        yield reason(rule, "ended", on=on, ended=ended)


def activity(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """The setting names activity and place; where the activity is cited, ground and place are as agreed there.

    A form of activity that the pack knows stands under a ground that it fits; what has another name is not compared.
    """
    setting = situation.body.setting
    if not is_said(setting.activity):
        yield reason(rule, "unnamed", ground=setting.ground)
    form = setting.activity.partition(":")[0]
    fits = _grounds(rule).get(form)
    if fits is not None and setting.ground not in fits:
        yield reason(rule, "form", form=form, ground=setting.ground, grounds=" ".join(sorted(fits)))
    if not _PLACE.fullmatch(setting.place):
        yield reason(rule, "place_unknown", place=setting.place)
    if not situation.act.cites:
        return
    for cited in situation.cited_of(*_ACTIVITY_KINDS):
        agreed = cited.terms
        if agreed.ground != setting.ground:
            yield reason(rule, "another_ground", ground=setting.ground, agreed=agreed.ground, activity=agreed.number)
        if setting.place not in agreed.places:
            yield reason(rule, "another_place", place=setting.place, agreed=" ".join(agreed.places))


@prepared
def _grounds(rule: Rule) -> dict[str, frozenset[str]]:
    """The grounds that each form of activity fits."""
    fits: dict[str, frozenset[str]] = {}
    for ground, forms in rule.params["forms"].items():
        for form in forms:
            fits[form] = fits.get(form, frozenset()) | {ground}
    return fits


def decision(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """A ground that is not self-executing carries the reference of the mutual decision."""
    setting = situation.body.setting
    if setting.ground in rule.params["grounds"] and not is_said(setting.decision):
        yield finding(rule, ground=setting.ground, activity=setting.activity)


def charter(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """What is supplied is used consistently with the Charter of the United Nations."""
    if situation.body.setting.outside_charter:
        yield finding(rule, activity=situation.body.setting.activity)


def un_forces(situation: Situation, rule: Rule) -> Iterator[Finding]:
    """Forces acting as those of the United Nations (agreement of 1954) are not supplied under this one."""
    if situation.body.setting.un_forces:
        yield finding(rule, activity=situation.body.setting.activity)


CHECKS: dict[str, Check] = {
    "logistics.exercise@1": exercise,
    "logistics.term@1": term,
    "logistics.activity@1": activity,
    "logistics.decision@1": decision,
    "logistics.charter@1": charter,
    "logistics.un_forces@1": un_forces,
}

"""Who plays: officers, posts and desks of both sides, all invented, and the activities that the orders rest on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from warifu.core.keys import ED25519
from warifu.law.roll import Appointment, Desk, Limit, OfficerKey
from warifu.rooms.programme.acts.activity import Activity

ROLES: dict[str, tuple[str, ...]] = {
    "chief": ("appointing_officer",),
    "orders": ("ordering_officer",),
    "accepts": ("accepting_officer",),
    "issues": ("issuing_officer",),
    "receives": ("receiving_officer", "custodian"),
    "finance": ("finance_officer",),
    "cashier": ("finance_officer",),
    "registrar": ("registrar",),
    "liaison": ("liaison_officer", "committee_member"),
    "former": ("ordering_officer",),
    "security": ("security_authority",),
    "projects": ("project_officer",),
    "exports": ("export_control_officer",),
    "adviser": ("project_officer",),
    "section": ("committee_member",),
    "bureau": ("committee_member",),
}
"""One officer for each role; the appointment of ``former`` has run out."""

LIMITS = (Limit("GBP", Decimal(250_000)), Limit("JPY", Decimal(40_000_000)))
"""Up to which value each of them may bind the party."""

DESKS = {
    "GB": (("CALDER", "HMS Calder", "英海軍艦艇コールダー"), ("RELIEF", "Relief Group Log Cell", "救援群後方班"), ("AIR", "47 Air Despatch Sqn", "第47空輸中隊")),
    "JP": (("HAYASE", "JS Hayase", "補給艦はやせ"), ("TSUBAKI", "Tsubaki Garrison", "椿駐屯地業務隊"), ("HOKUSEI", "Hokusei Air Base", "北星基地業務群")),
}  # fmt: skip


def staff(party: str, today: date) -> tuple[list[tuple[OfficerKey, str]], list[Appointment], list[Desk]]:
    """Return (person, key name), appointments and desks of one side; keys are made by the node."""
    long_ago, far = today - timedelta(days=400), today + timedelta(days=700)
    people, posts = [], []
    for number, (name, roles) in enumerate(ROLES.items(), start=1):
        person = f"{party}-{number:03d}"
        people.append((OfficerKey(person, ED25519, b"", long_ago, far), name))
        until = today - timedelta(days=1) if name == "former" else far
        posts.append(
            Appointment(f"{party}-A-{number:03d}", roles, ("*",), long_ago, until, person=person, limits=LIMITS)
        )
    desks = [Desk(code, en, ja, far) for code, en, ja in DESKS[party]]
    return people, posts, desks


def rehearsal(today: date) -> Activity:
    """Return the activity in which both sides try the program before anything counts."""
    number, last = f"GB-CALDER-{today.year % 100:02d}-9000", today + timedelta(days=7)
    return Activity(today, number, "exercise", "a", ("XZ",), today, last, ("CALDER",), ("HAYASE",), exercise=True)


def activities(today: date) -> dict[str, Activity]:
    """Return the activities of the play by a short name."""
    rows = (
        ("exercise", "exercise", "a", ("JP", "XZ"), ("CALDER", "AIR"), ("HAYASE", "HOKUSEI")),
        ("relief", "relief", "b", ("ID", "XZ"), ("RELIEF",), ("TSUBAKI",)),
        ("piracy", "counter_piracy", "b", ("DJ", "XZ"), ("CALDER",), ("HAYASE",)),
    )
    first, last = today - timedelta(days=5), today + timedelta(days=60)
    return {
        name: Activity(
            on=today, number=f"GB-CALDER-{today.year % 100:02d}-9{place:03d}", form=form, ground=ground,  # type: ignore[arg-type]
            places=places, from_day=first, to_day=last, units=units, other_units=others,
        )
        for place, (name, form, ground, places, units, others) in enumerate(rows, start=1)
    }  # fmt: skip

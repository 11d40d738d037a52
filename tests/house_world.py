"""A world in which Japan's house holds British copies: officers of every role, items sent and received. Invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.world import Half, World
from warifu.core import keys
from warifu.law.roll import Appointment, OfficerKey
from warifu.node import national
from warifu.node.drafting import Draft, Outcome
from warifu.rooms.information.acts import house, item

SECRET = ("GB-GSC", "2014-04-02", "SECRET")
GOKUHI = item.Ruled("JP-HIMITSU", "2013-07-04", "極秘", "isa.eq.gsc.secret.2014", "JP-P-12")
CIRCLE = "exercise:VIGILANT-26"
ROOM_1 = "JP-AKASHI-R1"
PEOPLE = {
    "security": ("JP-090", ("security_authority",)),
    "keeper": ("JP-091", ("custodian", "witness")),
    "second": ("JP-092", ("custodian", "registrar")),
    "clerk": ("JP-093", ("registrar",)),
}


def appoint(half: Half, people: dict[str, tuple[str, tuple[str, ...]]]) -> None:
    """Put officers on the roll of a half."""
    first, last = date(2020, 1, 1), date(2040, 1, 1)
    for name, (person, roles) in people.items():
        officer = half.officers[name] = keys.ed25519_from_seed(half.chance.randbytes(32))
        half.roll("officer", OfficerKey(person, officer.public.algorithm, officer.public.raw, first, last))
        half.roll("appointment", Appointment(f"A-{person}", roles, ("*",), first, last, person=person))


def house_world(seed: int = 43, **more: Any) -> World:
    """GB and JP, and Japan's people."""
    world = World(seed=seed, **more)
    appoint(world.jp, PEOPLE)
    world.exchange()
    return world


def give(world: World, number: str, copies: int = 2, content: bytes = b"") -> bytes:
    """Register an item in London, send all copies but the first, receive them in Tokyo; returns its case."""
    numbers = tuple(str(n) for n in range(1, copies + 1))
    body = item.Register(
        world.today, number, "document", "GB-MOD", item.Marking(*SECRET), CIRCLE,
        tuple(item.Copy(n, 12) for n in numbers), content=content,
    )  # fmt: skip
    case = world.gb.must("information/register", body, "registrar", label=SECRET).case
    world.exchange()
    package = f"P-{number}"
    sent = item.Dispatch(world.today, package, numbers[1:], "TRIAL", "courier", seals=("A1",))
    act = world.gb.must("information/dispatch", sent, "registrar", case=case, label=SECRET).act
    world.exchange()
    got = item.Receipt(world.today, package, "intact", tuple(item.Copy(n, 12) for n in numbers[1:]), ("A1",), GOKUHI)
    world.jp.must("information/receipt", got, "registrar", case=case, cites=(act,), label=SECRET)
    world.exchange()
    return case


def at_home(world: World, kind: str, body: Any, by: str = "security", **more: Any) -> Outcome:
    """Enter one act of Japan's house; each in a second of its own."""
    world.wait(1)
    draft = Draft(kind=f"information/{kind}", body=body, desk="TRIAL", **more)
    return national.enter(world.jp.node, "GB", [draft], world.jp.officers[by])[0]


def must_at_home(world: World, kind: str, body: Any, by: str = "security", **more: Any) -> Outcome:
    """Enter one act of Japan's house that has to be signed."""
    outcome = at_home(world, kind, body, by, **more)
    assert outcome.ok, (kind, outcome.ruling, outcome.own_law)
    return outcome


def clear(world: World, person: str = "JP-091", **more: Any) -> Outcome:
    """Attest a person for two years."""
    given = {"valid_from": world.today, "valid_to": world.today + timedelta(days=700), **more}
    marking = item.Marking("JP-HIMITSU", "2013-07-04", "極秘")
    body = house.Attestation(world.today, person, "JP-MOD-SEC", "JP-MOD", "SHITEI", marking, **given)
    return must_at_home(world, "attestation", body)


def enter_circle(world: World, person: str = "JP-091", circle: str = CIRCLE) -> Outcome:
    """Enter a person for a circle, briefed today."""
    today = world.today
    return must_at_home(world, "need", house.Need(today, person, circle, today, today + timedelta(days=300), today))


def accredit(world: World, place: str = ROOM_1, media: tuple[Any, ...] = ("paper",)) -> Outcome:
    """Accredit a place up to the second highest secret."""
    today = world.today
    marking = item.Marking("JP-HIMITSU", "2013-07-04", "極秘")
    body = house.Place(today, place, "JP-MOD", marking, media, today, today + timedelta(days=300))
    return must_at_home(world, "place", body)

"""Two worlds alike to a reader: in one of them cases stand beside, marked higher than the reader may see.

``World`` by ``World``, every act that the reader may see is the same bytes: the clock stands still, and what the hidden
cases draw from the source of chance is put back. The hidden ones lie between the others, not behind them, and are of
every sort: orders in each state, claims and money both ways, past dealings with a match, drafts prepared for another
hand, prices. Everything is invented.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from tests.doors.web import houses
from tests.scenarios.information_told import TITLES, Story, ask, held_by_japan
from tests.world import Actor, Half, World
from warifu.core.money import Money
from warifu.core.quantity import Quantity
from warifu.doors.demo import cast, chapters
from warifu.doors.demo.play import Play, line, setting
from warifu.node import national, preparing
from warifu.node.drafting import Draft, Outcome
from warifu.rooms.information.acts import consent, house, item
from warifu.rooms.logistics.acts import Accept, Dealing, Match, Pair, Request
from warifu.rooms.programme.acts.activity import Assent

MARKS = (
    ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE"),
    ("JP-ADMIN", "draft", "注意"),
    ("NOBODY-KNOWS-IT", "1", "ULTRA"),
)
"""Labels above OFFICIAL: of both sides, and one that no scheme here reads."""
CIRCLE = "trial circle"


class Told(NamedTuple):
    """One of the two worlds: which cases and acts are seen, and (where they are there) hidden."""

    world: World
    seen: list[bytes]
    hidden: list[bytes]


@contextmanager
def aside(world: World, done: bool) -> Iterator[bool]:
    """Do it in the world that has hidden cases, and put back what it took of the chance of both halves."""
    states = [half.chance.getstate() for half in (world.gb, world.jp)]
    yield done
    for half, state in zip((world.gb, world.jp), states, strict=True):
        half.chance.setstate(state)


def play_in(world: World) -> Play:
    """The demo's play, without its activities."""
    return Play(Actor(world, world.gb), Actor(world, world.jp), world.today, lambda _en, _ja: None)  # type: ignore[arg-type]


def told(*, with_hidden: int) -> Told:
    """Make one of the worlds, with so many hidden requests and all the rest, or (0) with none."""
    world = houses.copied()
    for half in (world.gb, world.jp):
        half.chance.seed(f"leak {half.party}")
    play = play_in(world)
    for name, body in cast.activities(world.today).items():
        play.activities[name] = play.act(play.gb, "liaison", "programme/activity", body)
        play.sync()
        play.act(play.jp, "liaison", "programme/accept", Assent(play.today), case=play.activities[name])
    play.sync()
    hidden: list[bytes] = []
    between = iter((
        lambda: requests(world, play, with_hidden // 2, 5000),
        lambda: whole(world, play),
        lambda: past(world, play, "H", MARKS[0], 4),
        lambda: [prepared(world, play)],
        lambda: requests(world, play, with_hidden - with_hidden // 2, 7000),
    ))  # fmt: skip

    def beside() -> None:
        with aside(world, bool(with_hidden)) as wanted:
            step = next(between)
            if wanted:
                before = set(cases_of(world.gb))
                step()
                world.exchange()
                hidden.extend(set(cases_of(world.gb)) - before)

    play.numbers = dict.fromkeys(("CALDER", "HAYASE", "TSUBAKI", "HOKUSEI", "AIR", "RELIEF", "FINANCE"), 0)
    beside()
    fuel = chapters.fuel_at_sea(play)
    beside()
    chapters.set_off(play, fuel)
    past(world, play, "S", (), 6)
    beside()
    chapters.irregular(play)
    chapters.loan(play)
    beside()
    chapters.refusals(play, fuel)
    world.gb.must(
        "logistics/request", request(play, 0, "GB-CALDER-26-0900"), "orders", cites=(play.activities["exercise"],)
    )
    world.exchange()
    beside()
    assert world.same()
    seen = [case for case in cases_of(world.gb) if case not in set(hidden)]
    return Told(world, seen, hidden)


def cases_of(half: Half) -> list[bytes]:
    """Every case of a half, in the order of their digests."""
    rows = half.node.store.run('SELECT "case" FROM half WHERE pair = %s ORDER BY "case"', ["GB-JP"])
    return [row[0] for row in rows]


def request(play: Play, number: int, name: str = "") -> Request:
    """A request for water, of a number of its own."""
    water = line(1, "water", "Water, potable", Quantity(Decimal(1000 + number), "L"))
    return Request(
        play.today, name or f"GB-CALDER-26-{number:04d}", setting(play, "exercise", "JP"), "CALDER", "HAYASE", (water,),
        "return",
    )  # fmt: skip


def requests(world: World, play: Play, count: int, first: int) -> list[bytes]:
    """Requests marked higher, all signed at once; each third is answered."""
    drafts = [
        Draft(
            kind="logistics/request", body=request(play, first + at), desk="TRIAL", label=MARKS[at % len(MARKS)],
            cites=(play.activities["exercise"],),
        )
        for at in range(count)
    ]  # fmt: skip
    outcomes = [made for at in range(0, count, 200) for made in signed(world.gb, drafts[at : at + 200], "orders")]
    return [outcome.case for outcome in outcomes]


def signed(half: Half, drafts: list[Draft], by: str) -> list[Outcome]:
    """Sign these at once; each must be permitted."""
    outcomes = half.node.submit_all(half.peer, drafts, half.officers[by])
    assert all(outcome.ok for outcome in outcomes), outcomes[0]
    return outcomes


def whole(world: World, play: Play) -> list[bytes]:
    """A whole story of a reader's commodities, currencies and desks, marked higher: deliveries, invoices, a set-off."""
    hidden = copy.copy(play)
    hidden.label, hidden.numbers, hidden.refusals = MARKS[0], dict.fromkeys(play.numbers, 6000), []
    fuel = chapters.fuel_at_sea(hidden)
    chapters.set_off(hidden, fuel)
    chapters.irregular(hidden)
    chapters.repair(hidden)
    chapters.refusals(hidden, fuel)
    return []


def past(world: World, play: Play, mark: str, label: tuple[str, ...], count: int) -> list[bytes]:
    """Past dealings of both sides that are one, and a match of half of them that both agree to."""
    of: dict[str, list[bytes]] = {}
    for half, other in ((world.gb, world.jp), (world.jp, world.gb)):
        drafts = [
            Draft(kind="logistics/dealing", desk="REGISTER", label=label, body=Dealing(
                play.today - timedelta(days=100 + at), f"{half.party}-{mark}-{at:03d}", "GB", "food", "Ration packs",
                Quantity(Decimal(10 + at), "EA"), Money(Decimal(1000 * at + 500), "JPY"),
                f"{other.party}-{mark}-{at:03d}",
            ))
            for at in range(count)
        ]  # fmt: skip
        of[half.party] = [outcome.act for outcome in signed(half, drafts, "registrar")]
        world.exchange()
    pairs = tuple(
        Pair(2 * at, 2 * at + 1, "GB", "food/-@EA", Quantity(Decimal(10 + at), "EA"),
             play.today - timedelta(days=100 + at), Money(Decimal(1000 * at + 500), "JPY"))
        for at in range(count // 2)
    )  # fmt: skip
    cites = tuple(act for at in range(count // 2) for act in (of["GB"][at], of["JP"][at]))
    match = Match(play.today, f"GB-REGISTER-26-{mark}", pairs)
    case = world.gb.must("logistics/match", match, "registrar", label=label, cites=cites).case
    world.exchange()
    world.jp.must("logistics/accept", Accept(play.today), "registrar", label=label, case=case)
    world.exchange()
    return []


def prepared(world: World, play: Play) -> bytes:
    """A request that waits for another hand, in the national log alone."""
    half = world.gb
    draft = Draft(
        kind="logistics/request", body=request(play, 6900), desk="TRIAL", label=MARKS[0],
        cites=(play.activities["exercise"],),
    )  # fmt: skip
    outcome = preparing.prepare(half.node, half.peer, draft, half.officers["orders"])
    assert outcome.ok, outcome
    return outcome.act


READS_ON = "exercise:VIGILANT-26"
CLEARED = item.Marking("GB-GSC", "2014-04-02", "SECRET")
ABOVE = item.Marking("GB-GSC", "2014-04-02", "TOP SECRET")


def told_of_items(*, with_hidden: int) -> Told:
    """A world of classified items: one that its registrar is cleared for and reads on; and beside it so many others.

    The others are of another circle, or marked TOP SECRET; one of them has gone to Japan, and was asked for.
    """
    world = houses.copied()
    for half in (world.gb, world.jp):
        half.chance.seed(f"leak {half.party}")
    cleared(world)
    story, hidden = Story(world), list[bytes]()
    with aside(world, bool(with_hidden)) as wanted:
        if wanted:
            hidden += items(world, with_hidden, 2000)
            world.exchange()
    story.begin()
    world.exchange()
    with aside(world, bool(with_hidden)) as wanted:
        if wanted:
            before = set(cases_of(world.gb))
            other = OtherStory(world)
            other.begin()
            other.receive(other.send("GB-P-7"), "GB-P-7")
            other.ask()
            other.keep()
            hidden += set(cases_of(world.gb)) - before
    story.receive(story.send())
    ask(story)
    with aside(world, bool(with_hidden)) as wanted:
        if wanted:
            hidden += items(world, 5, 3000)
            world.exchange()
    assert world.same()
    seen = [case for case in cases_of(world.gb) if case not in set(hidden)]
    return Told(world, seen, hidden)


class OtherStory(Story):
    """An item of the same desks, of another circle."""

    def begin(self, **more: Any) -> bytes:
        self.case = items(self.world, 1, 1000)[0]
        return self.case

    def keep(self) -> None:
        """London's custodian takes charge of a copy of it; Tokyo states that it holds the other."""
        half = self.world.gb
        person = half.node.pair("JP").rolls["GB"].keys[half.officers["receives"].public.key_id()].holder
        body = house.Custodian(self.today, self.case, "1", person, "GB-LON-REG", "SAFE 3")
        draft = Draft(
            kind="information/custodian", body=body, desk="TRIAL", cites=(self.case,), label=self.label
        )  # fmt: skip
        outcome = national.enter(half.node, half.peer, [draft], half.officers["security"])[0]
        assert outcome.ok, outcome.ruling
        self.world.jp.must(
            "information/holdings", held_by_japan(self), "registrar", cites=(self.case,), label=self.label
        )  # fmt: skip
        self.world.exchange()

    def ask(self) -> None:
        """Tokyo asks for consent to release a copy of it, for its own purpose."""
        until = self.today + timedelta(days=90)
        body = consent.ConsentRequest(
            self.today, "JP-SEC-26-0009", "third_government", 1, "project:OTHER", until, "AU"
        )  # fmt: skip
        self.world.jp.must("information/consent_request", body, "registrar", cites=(self.case,), label=self.label)
        self.world.exchange()


def items(world: World, count: int, first: int) -> list[bytes]:
    """Items of two copies: by turns of another circle, and marked TOP SECRET."""
    both, drafts = (item.Copy("1", 12), item.Copy("2", 12)), []
    for at in range(count):
        mark, circle = ((CLEARED, "project:OTHER"), (ABOVE, READS_ON))[at % 2]
        number = f"GB-UKDEF-26-{first + at}"
        body = item.Register(world.today, number, "document", "GB-MOD", mark, circle, both)
        label = (mark.scheme, mark.version, mark.written)
        drafts.append(Draft(kind="information/register", body=body, desk="TRIAL", label=label, texts=TITLES))
    return [outcome.case for outcome in signed(world.gb, drafts, "registrar")]


def cleared(world: World) -> None:
    """Put on record that London's registrar is cleared for SECRET and reads on the exercise."""
    half, first, last = world.gb, world.today - timedelta(days=30), world.today + timedelta(days=300)
    person = half.node.pair("JP").rolls["GB"].keys[half.officers["registrar"].public.key_id()].holder
    for kind, body in (
        ("attestation", house.Attestation(world.today, person, "UKSV", "GB-MOD", "SC", CLEARED, first, last)),
        ("need", house.Need(world.today, person, READS_ON, first, last, briefed_on=first)),
    ):
        draft = Draft(kind=f"information/{kind}", body=body, desk="TRIAL")
        assert national.enter(half.node, half.peer, [draft], half.officers["security"])[0].ok


def circled(told: Told) -> None:
    """Let half of the hidden cases be hidden by their circle alone, as a room would say it."""
    for half in (told.world.gb, told.world.jp):
        for case in sorted(told.hidden)[::2]:
            half.node.store.run(
                'UPDATE case_sight SET level = 0, circle = %s WHERE pair = %s AND "case" = %s', [CIRCLE, "GB-JP", case]
            )


def root_of(half: Half, cases: Iterable[bytes]) -> bytes:
    """A case among these that begins with an act of our own."""
    return next(case for case in cases if half.node.pair(half.peer).case(case).opener == half.party)


def acts_of(half: Half, cases: Iterable[bytes]) -> list[bytes]:
    """The acts of some cases."""
    wanted = list(cases)
    held = half.node.pair(half.peer).reader.gather(wanted)
    return sorted(act for case in wanted for act in held[case].acts)

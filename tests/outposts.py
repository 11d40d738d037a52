"""Two ships as nodes of their own beside the two homes of ``tests.world``, all in memory; everything is invented."""

from __future__ import annotations

import itertools
import random
from types import SimpleNamespace
from typing import Any

from tests.world import Actor, Half, World
from warifu.core import keys
from warifu.core.seats import Seat, pair_of_seats
from warifu.doors.demo import cast
from warifu.doors.demo.play import Play
from warifu.law.roll import NodeKey
from warifu.node import founding, keystore, outposts
from warifu.node import open as opening
from warifu.node.drafting import Draft
from warifu.node.node import Means, Node
from warifu.record import log
from warifu.rooms.programme.acts.activity import Assent

DESKS = {"GB": "CALDER", "JP": "HAYASE"}
PAIR = pair_of_seats(Seat("GB", "CALDER"), Seat("JP", "HAYASE"))
_ALIASES = itertools.count()


class Ship:
    """An outpost: its own database and keys; the officers are those of its party's roll."""

    def __init__(self, home: Half, seed: str = "ship") -> None:
        self.home, self.world, self.party = home, home.world, home.party
        self.peer = PAIR
        self.desk = DESKS[home.party]
        chance = random.Random(f"{seed} {home.world.seed} {home.party}")
        self.signers = keys.ed25519_from_seed(chance.randbytes(32)), keys.mldsa65_from_seed(chance.randbytes(32))
        self.sealing = keystore.sealing_of(chance.randbytes(96))
        means = Means(lambda: self.world.now, chance.randbytes, self.signers)
        self.node: Node = opening.join(self.party, ":memory:", f"{seed} {self.party} {next(_ALIASES)}", means)
        self.officers = home.officers

    def name_on_roll(self) -> None:
        """The root names this node for its seat, in the home log."""
        first, second = self.signers
        body = NodeKey(first.public.raw, second.public.raw, self.sealing.public_raw, b"", self.desk)
        founding.write(self.home.node, self.home.peer, "parties/node", body, self.home.roots.first)

    def roll(self) -> bytes:
        """The roll as home holds it now, for this seat."""
        return outposts.roll_frame(self.home.node, self.home.peer, Seat(self.party, self.desk))

    def begin(self) -> outposts.Entered:
        """Begin the log of this seat."""
        pair = self.home.node.pair(self.home.peer)
        pins = pair.rolls[self.party].founded, log.pin(self.home.node.store, pair.name)
        return outposts.begin(self.node, PAIR, self.roll(), pins)

    def does(self, kind: str, body: Any, by: str, **more: Any) -> Any:
        """Submit one act at this desk."""
        draft = Draft(kind=kind, body=body, **{"desk": self.desk, **more})
        return self.node.submit(PAIR, draft, self.officers[by])

    def must(self, kind: str, body: Any, by: str, **more: Any) -> Any:
        """Submit one act at this desk that has to be signed."""
        outcome = self.does(kind, body, by, **more)
        assert outcome.ok, (kind, outcome.ruling, outcome.own_law)
        return outcome

    def case(self, digest: bytes) -> Any:
        """Read and fold one case."""
        return self.node.pair(PAIR).case(digest)

    def digest(self) -> bytes:
        """Digest of this half."""
        return self.node.state_digest(PAIR)

    def size(self, party: str) -> int:
        """Entries that are held here of a side's log."""
        return self.node.pair(PAIR).head(party).size


class AtHome(Ship):
    """A home node in the place of its ship: the same pair, the home's own database and keys."""

    def __init__(self, home: Half, desk: str) -> None:
        self.home, self.world, self.party, self.peer = home, home.world, home.party, PAIR
        self.desk, self.node, self.signers, self.officers = desk, home.node, home.signers, home.officers


class Sea:
    """Two homes, and two ships out of their reach."""

    def __init__(self, seed: int = 3, world: World | None = None) -> None:
        self.world = world or World(seed)
        self.world.exchange()
        self.gb, self.jp = Ship(self.world.gb), Ship(self.world.jp)
        for ship in (self.gb, self.jp):
            ship.name_on_roll()
            ship.begin()
        self.today = self.world.today

    def carry(self, sender: Any, receiver: Any) -> int:
        """Hand over what the other ship lacks, run by run; returns entries."""
        came = 0
        while True:
            held = receiver.node.pair(PAIR).head(sender.party).size
            if held >= sender.node.pair(PAIR).head(sender.party).size:
                return came
            came += receiver.node.receive(PAIR, sender.node.bundle(PAIR, held)).entries

    def exchange(self, one: Any = None, other: Any = None) -> None:
        """Carry both ways until neither has news."""
        one, other = one or self.gb, other or self.jp
        while self.carry(one, other) + self.carry(other, one):
            pass

    def home_learns(self, ship: Ship, held: tuple[int, int] = (0, 0)) -> outposts.Carried:
        """Bring a ship's two logs home."""
        name, carried = outposts.take(ship.home.node, outposts.frames(ship.node, PAIR, held))
        assert name == PAIR
        return carried

    def name_home(self, ship: Ship) -> None:
        """The root names the home node for a ship's seat."""
        half = ship.home
        first, second = half.signers
        body = NodeKey(first.public.raw, second.public.raw, half.sealing.public_raw, b"", ship.desk)
        founding.write(half.node, half.peer, "parties/node", body, half.roots.first)

    def to_home(self, ship: Ship) -> outposts.Carried:
        """A ship hands its seat over to its home."""
        self.name_home(ship)
        assert outposts.enter_roll(ship.node, PAIR, ship.roll(), hand_over=True).entries
        return self.home_learns(ship)

    def and_back(self, ship: Ship) -> outposts.Carried:
        """Home hands the seat back to the ship."""
        self.world.wait(60)
        ship.name_on_roll()
        assert outposts.enter_roll(ship.home.node, PAIR, ship.roll(), hand_over=True).entries == 1
        return outposts.take(ship.node, outposts.frames(ship.home.node, PAIR))[1]

    @staticmethod
    def raw(ship: Ship, act: bytes) -> bytes:
        """The envelope of an act in a ship's own log."""
        sql = "SELECT raw FROM entry WHERE pair = %s AND author = %s AND act = %s AND kind <> ''"
        return bytes(ship.node.store.run(sql, [PAIR, ship.party, act])[0][0])

    def play(self) -> Play:
        """The demo's play between the two ships, its activities agreed between them."""
        stage = SimpleNamespace(exchange=self.exchange)
        gb, jp = Actor(stage, self.gb), Actor(stage, self.jp)  # type: ignore[arg-type]
        play = Play(gb, jp, self.today, lambda _en, _ja: None)  # type: ignore[arg-type]
        for name, body in cast.activities(self.today).items():
            play.activities[name] = self.gb.must("programme/activity", body, "liaison").case
        self.exchange()
        for case in play.activities.values():
            self.jp.must("programme/accept", Assent(self.today), "liaison", case=case)
        self.exchange()
        return play

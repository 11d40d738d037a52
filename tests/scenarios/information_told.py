"""Acts of classified information as two registries write them, for stories over two nodes. All is invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.world import Half, World
from warifu.node.drafting import Outcome
from warifu.rooms.information.acts import common, consent, holdings, item
from warifu.rooms.information.custody import Custody, Held
from warifu.rooms.information.rows_item import custody_of

I = "information/"  # noqa: E741  the room's prefix, as in the room
SECRET = ("GB-GSC", "2014-04-02", "SECRET")
LOWER = ("GB-GSC", "2014-04-02", "OFFICIAL-SENSITIVE")
GOKUHI = item.Ruled("JP-HIMITSU", "2013-07-04", "極秘", "isa.eq.gsc.secret.2014", "JP-P-12")
CHUI = item.Ruled("JP-ADMIN", "draft", "注意", "label.admin.OFFICIAL-SENSITIVE", "JP-P-12")
PURPOSE = "exercise:VIGILANT-26"
TITLES = {common.SHORT_TITLE: "Plan for the sea phase", common.TITLE: "MARLIN GATE: submarine barrier at 34N"}


class Story:
    """An item of London, and what both registries do with it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.case = b""
        self.label = SECRET

    @property
    def today(self) -> date:
        return self.world.today

    def begin(self, **more: Any) -> bytes:
        """London registers an item of two copies."""
        body = item.Register(
            self.today, "GB-UKDEF-26-0117", "document", "GB-MOD", item.Marking(*SECRET), PURPOSE,
            (item.Copy("1", 12), item.Copy("2", 12)), **more,
        )  # fmt: skip
        self.case = self.world.gb.must(I + "register", body, "registrar", label=SECRET, texts=TITLES).case
        return self.case

    def does(self, half: Half, kind: str, body: Any, by: str = "registrar", **more: Any) -> Outcome:
        """One side tries to write one act of the item."""
        return half.does(I + kind, body, by, **{"case": self.case, "label": self.label, **more})

    def must(self, half: Half, kind: str, body: Any, by: str = "registrar", **more: Any) -> bytes:
        """One side writes one act of the item, and the papers go to and fro."""
        outcome = self.does(half, kind, body, by, **more)
        assert outcome.ok, (kind, outcome.ruling, outcome.own_law)
        self.world.exchange()
        return outcome.act

    def send(self, package: str = "GB-P-1", copies: tuple[str, ...] = ("2",), **more: Any) -> bytes:
        """London dispatches copies to Tokyo."""
        body = item.Dispatch(self.today, package, copies, "TRIAL", "courier", seals=("A1", "A2"), **more)
        return self.must(self.world.gb, "dispatch", body)

    def receive(self, sent: bytes, package: str = "GB-P-1", *copies: item.Copy) -> bytes:
        """Tokyo reads a package back."""
        read = copies or (item.Copy("2", 12),)
        body = item.Receipt(self.today, package, "intact", read, ("A1", "A2"), GOKUHI)
        return self.must(self.world.jp, "receipt", body, cites=(sent,))

    def custody(self, half: Half) -> Custody:
        """Where one side sees every copy."""
        return custody_of(half.case(self.case))

    def copy(self, number: str) -> Held:
        """A copy as both sides see it, which must be alike."""
        seen = [
            next(each for each in self.custody(half).copies if each.copy == number)
            for half in (self.world.gb, self.world.jp)
        ]
        assert seen[0] == seen[1]
        return seen[0]

    def after(self, days: int) -> None:
        """Let days pass."""
        self.world.wait(days * 86_400)


def ask(story: Story, **more: Any) -> Outcome:
    """Tokyo asks for consent to release one copy to Australia."""
    until = story.today + timedelta(days=90)
    body = consent.ConsentRequest(story.today, "JP-SEC-26-0004", "third_government", 1, PURPOSE, until, "AU", **more)
    outcome = story.world.jp.must(I + "consent_request", body, "registrar", cites=(story.case,), label=SECRET)
    story.world.exchange()
    return outcome


def held_by_japan(story: Story) -> holdings.Holdings:
    """What Tokyo states, out of its own register."""
    copies = tuple(
        each.copy for each in story.custody(story.world.jp).copies
        if each.now.party == "JP" and each.now.status == "held"
    )  # fmt: skip
    return holdings.Holdings(story.today, "JP-H-26-1", story.today, (holdings.Holding(0, copies, "GB-UKDEF-26-0117"),))

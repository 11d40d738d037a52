"""Two ships at the command line: made at home, dealing with each other over the wire, discs to and from home."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tests.doors.test_cli import JAPANESE, PASS, TODAY, Desk, introduced
from warifu.doors import peering
from warifu.node import config
from warifu.node.keystore import Keystore
from warifu.node.open import Opened
from warifu.node.turns import Turns

PAIR = "GB.CALDER-JP.HAYASE"


class Sailing:
    """Two homes and two ships."""

    def __init__(self, home: Path, homes: tuple[Desk, Desk]) -> None:
        self.home, self.homes = home, homes
        self.ships = []
        for desk, seat, other in ((homes[0], "CALDER", "HAYASE"), (homes[1], "HAYASE", "CALDER")):
            ship = Desk(home, desk.party, desk.peer)
            ship.node = home / seat.lower()
            words = ("outpost", "make", ship.node, "--seat", seat, "--with", other, "--root", desk.root)
            assert desk.json(*words, "--officer", "ops")["pair"] == PAIR
            assert "already" in desk.run(*words, ok=False).output
            self.ships.append(ship)
        for ship, other in (self.ships, self.ships[::-1]):
            sheet = other.json("party", "introduce")
            assert sheet["party"] == f"{other.party}.{other.node.name.upper()}"
            self.pin(ship, sheet)
        config.write(self.ships[1].node, msgspec.structs.replace(config.read(self.ships[1].node), plain=False))

    def exchange(self, asker: Desk) -> None:
        """The asker calls JP's ship over TLS, on this machine; each knows the other's key from its sheet."""
        node = Opened(self.ships[1].node, PASS)
        server = peering.server(node, Turns(node.node))
        server.start()
        try:
            address = f"https://127.0.0.1:{server.address[1]}"
            assert asker.json("exchange", "--peer", PAIR, "--address", address)["quiet"]
        finally:
            server.stop()

    def pin(self, ship: Desk, sheet: dict[str, str]) -> None:
        """Two officers aboard read a sheet back."""
        readers = ("--read-by", "A", "--read-by", "B", "--officer", "ops")
        ship.run("party", "pin", " ".join(sheet["words"]), "--tls", sheet["tls"], *readers)

    def disc(self, name: str) -> Path:
        """A folder of its own."""
        return self.home / name


@pytest.fixture(scope="module")
def sailing(tmp_path_factory) -> Iterator[Sailing]:
    with pytest.MonkeyPatch.context() as patch:
        real = Keystore.__init__
        patch.setattr(Keystore, "__init__", lambda self, *told: real(self, *told[:3], 10))
        yield Sailing(tmp_path_factory.mktemp("sea"), introduced(tmp_path_factory))


def propose(desk: Desk, number: int, seat: str = "CALDER", *, ok: bool = True, peer: str = PAIR):
    """An activity is proposed at a desk."""
    body = (
        f'number = "GB-CALDER-{TODAY.year % 100:02d}-{number:04d}"\nform = "exercise"\nground = "a"\nplaces = ["XZ"]\n'
        f'from_day = {TODAY}\nto_day = {TODAY + timedelta(days=9)}\nunits = ["CALDER"]\nother_units = ["HAYASE"]'
    )
    return desk.submit(body, "ops", "--desk", seat, "--peer", peer, ok=ok, kind="programme/activity")


def test_two_ships_deal_with_each_other_home_learns_and_takes_the_seat(sailing: Sailing):
    (gb, _), (ship, other) = sailing.homes, sailing.ships
    sailing.exchange(ship)
    case = propose(ship, 1)["case"]
    sailing.exchange(ship)
    other.submit("", "ops", "--desk", "HAYASE", kind="programme/accept", case=case)
    sailing.exchange(ship)
    # Home learns by disc, shows and proves it, and writes nothing there.
    ship.json("outpost", "carry", sailing.disc("first"))
    carried = gb.json("outpost", "take", sailing.disc("first"))
    assert (carried["pair"], carried["writes"], carried["odd"]) == (PAIR, False, [])
    assert gb.json("outpost", "list")[0]["writes"] is False
    assert [each["state"] for each in gb.json("case", "list", "--peer", PAIR, "--kind", "programme/")] == ["agreed"]
    assert gb.json("status", "--peer", PAIR)["peer"] == "JP"
    assert gb.json("log", "verify", "--peer", PAIR)["findings"] == []
    assert gb.json("rebuild", "--peer", PAIR)["same"]
    digests = {desk.json("log", "verify", "--peer", PAIR)["state_digest"] for desk in (gb, ship, other)}
    assert len(digests) == 1
    assert propose(gb, 2, ok=False)["error"] == "seat.elsewhere"
    assert JAPANESE.search(gb.run("bundle", "export", sailing.disc("none"), "--peer", PAIR, lang="ja", ok=False).output)
    assert propose(gb, 2, peer="JP", ok=False)["findings"][0]["rule"] == "house.desk_elsewhere"
    # The root names home for the seat; the ship enters that and stops; home goes on with the other ship.
    gb.json("outpost", "name", "--seat", "CALDER", "--root", gb.root)
    gb.json("outpost", "roll", sailing.disc("roll"), "--seat", "CALDER")
    assert ship.json("outpost", "join", sailing.disc("roll")) == {"entries": 0, "handover_waits": True}
    assert ship.json("outpost", "join", sailing.disc("roll"), "--hand-over")["entries"] == 1
    assert propose(ship, 2, ok=False)["error"] == "seat.elsewhere"
    ship.json("outpost", "carry", sailing.disc("second"))
    assert gb.json("outpost", "take", sailing.disc("second"))["writes"]
    last = propose(gb, 2)["case"]
    # JP's ship knows home's TLS key by hand, for the handover that names it comes over that very line.
    sheet = gb.json("party", "introduce", "--peer", PAIR)
    assert sheet["party"] == "GB.CALDER"
    sailing.pin(other, sheet)
    sailing.exchange(gb)
    assert last in {each["case"] for each in other.json("case", "list")}
    # And back aboard: the main node enters what its own roll says.
    gb.json("outpost", "name", "--seat", "CALDER", "--root", gb.root, "--back")
    assert gb.json("outpost", "hand-back", "--seat", "CALDER", "--with", "HAYASE")["entries"] == 1
    gb.json("outpost", "carry", sailing.disc("third"), "--peer", PAIR)
    assert ship.json("outpost", "take", sailing.disc("third"))["writes"]
    assert propose(ship, 3)["signed"]


def test_a_revocation_reaches_the_ship_by_disc(sailing: Sailing):
    (_, jp), (_, ship) = sailing.homes, sailing.ships
    file = sailing.disc("revoked.toml")
    file.write_text('what = "person"\nnumber = "JP-2"\n')
    jp.run("party", "revoke", file, "--by", "chief")
    assert propose(ship, 5, "HAYASE")["signed"]
    jp.json("outpost", "roll", sailing.disc("revoked"), "--seat", "HAYASE")
    assert ship.json("outpost", "join", sailing.disc("revoked"))["entries"] == 1
    assert not propose(ship, 6, "HAYASE", ok=False)["signed"]


def test_a_seat_that_cannot_be_is_told(sailing: Sailing):
    gb, _ = sailing.homes
    made = ("outpost", "make", sailing.disc("bad"), "--root", gb.root)
    assert "A-Z" in gb.run(*made, "--seat", "a desk", ok=2).output
    gb.run("outpost", "take", sailing.disc("revoked"), ok=False)

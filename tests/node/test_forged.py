"""What a dishonest peer may try who signs well: rules of another pack, and paper in our name.

The dishonest side's own node is made to seal whatever it is told; ours is as it is. Everything here is invented.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.world import Half, World, play_of
from warifu.core import keys
from warifu.core.act import Answer
from warifu.core.money import Money
from warifu.core.posting import in_kind
from warifu.core.quantity import Quantity
from warifu.doors import cases, statement
from warifu.doors.demo import cast
from warifu.doors.demo.play import NONE_AGREED, Order, Play, line, setting
from warifu.doors.registers import matching
from warifu.law.case import Case
from warifu.law.roll import Revocation
from warifu.node import answering, drafting, founding, proving
from warifu.node.drafting import File, Outcome
from warifu.node.reading import Gathered
from warifu.rooms.logistics.acts import (
    Accept,
    Acknowledge,
    Dealing,
    Invoice,
    Issue,
    Match,
    Offer,
    Pair,
    Payment,
    Receipt,
    Request,
)
from warifu.rooms.logistics.acts.lines import Delivered, Line
from warifu.rooms.parties.acts import Affirm

SCAN = (File(b"invented", "image/png", "signed_scan"),)

HOURS = Quantity(Decimal(10), "HOUR")
WORK = line(1, "repair", "Repair, engine", HOURS, supply="service")
DONE = (Delivered(1, HOURS),)
SUM = Money(Decimal(10_000), "JPY")


@pytest.fixture
def play() -> Play:
    world = World(21)
    world.exchange()
    return play_of(world)


@pytest.fixture
def shameless(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Whoever submits from now on seals what its own judge refuses."""
    monkeypatch.setattr(drafting, "refusal", lambda *_, **__: None)
    return monkeypatch


def asked(play: Play, lines: tuple[Line, ...]) -> Request:
    return Request(
        play.today, play.number("JP", "HAYASE"), setting(play, "exercise", "JP"), "HAYASE", "CALDER", lines, "cash",
        currency="JPY", standing_order="JP-STANDING-2026-014",
    )  # fmt: skip


def ordered(play: Play) -> Order:
    """JP asks GB for a repair, to be paid in yen."""
    order = Order(play, play.jp, play.gb, asked(play, (WORK,))).ask("exercise")
    priced = Line(1, "repair", WORK.item, HOURS, "service", price=Money(Decimal(1000), "JPY"))
    offer = Offer(
        play.today, (priced,), "cash", "JPY", SUM, payee="Revenue office", remittance="Central bank",
        from_day=play.today, to_day=play.today + timedelta(days=3), payment_days=30, not_applicable=NONE_AGREED,
        standing_order="JP-STANDING-2026-014",
    )  # fmt: skip
    accept = Accept(play.today, fund="RAC 2026/014", billed="CENTRAL", standing_order="JP-STANDING-2026-014")
    return order.agree(offer, accept)


def open_sums(play: Play) -> list[str]:
    """What stands open, the same on both halves and after a rebuild."""
    found = []
    for half in (play.gb.half, play.jp.half):  # type: ignore[attr-defined]
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after
        found.append(
            [d["open"] for d in statement.document(statement.of_day(half.node, half.peer, play.today))["debts"]]
        )
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize("pack", ["house", "law/jp", "gb-jp/programme"])
def test_no_order_is_begun_under_a_pack_that_has_no_rules_for_it(play: Play, shameless: object, pack: str) -> None:
    world = play.gb.half.world  # type: ignore[attr-defined]
    rifles = line(1, "ammunition", "Rifle, 5.56 mm", Quantity(Decimal(20), "EA"), stock="1005999123456")
    digest = next(each.digest for each in world.jp.node.packs.values() if each.id == pack)
    sent = world.jp.does("logistics/request", asked(play, (rifles,)), "orders", pack=digest)
    world.exchange()
    stand = world.gb.case(sent.case).line[0]
    assert (stand.status, stand.confirmed) == ("objected", False)
    assert [found.rule for found in stand.ruling] == ["house.pack_of_another"]


def test_a_receipt_forged_in_our_name_makes_nobody_owe(play: Play, shameless: object) -> None:
    order, world = ordered(play), play.gb.half.world  # type: ignore[attr-defined]
    forged = world.gb.does(
        "logistics/receipt", Receipt(play.today, "JP", DONE), "receives", case=order.case, on_behalf="JP"
    )
    world.exchange()
    assert world.jp.case(order.case).stands[forged.act].status == "irregular"
    assert open_sums(play) == []


def test_an_acknowledgement_forged_in_our_name_discharges_nobody(play: Play, shameless: object) -> None:
    order, world = ordered(play), play.gb.half.world  # type: ignore[attr-defined]
    order.hand_over(DONE, DONE, place="JP")
    invoice = order.bill(SUM, "UK-1")
    paid = play.act(play.jp, "finance", "payment", Payment(play.today, SUM, "P-1"), case=order.case, cites=(invoice,))
    play.sync()
    word = Acknowledge(play.today, SUM)
    world.jp.does("logistics/acknowledge", word, "cashier", case=order.case, cites=(paid, invoice), on_behalf="GB")
    world.exchange()
    assert open_sums(play) == ["10000"]
    play.act(play.gb, "cashier", "acknowledge", word, case=order.case, cites=(paid, invoice))
    play.sync()
    assert open_sums(play) in ([], ["0"])


def silent(monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    """From now on this party's node never answers the other side's founding act, and so it never "joins"."""
    answer = answering.due

    def due(case: Case, gathered: Gathered, us: str, affirmed: set[bytes], time: int) -> list[Answer]:
        founding = case.stands[case.root].placed.act.kind == "parties/found"
        return [] if us == who and founding else answer(case, gathered, us, affirmed, time)

    monkeypatch.setattr(answering, "due", due)


@pytest.fixture
def mute(shameless: pytest.MonkeyPatch) -> Play:
    """GB never answers JP's founding act, and its node seals whatever it is told."""
    silent(shameless, "GB")
    world = World(22)
    world.exchange()
    assert world.gb.node.pair("JP").rolls["GB"].peer_joined_at is None
    return play_of(world)


def test_a_peer_that_never_answers_our_founding_act_forges_no_receipt_and_no_claim(mute: Play) -> None:
    order, world = ordered(mute), mute.gb.half.world  # type: ignore[attr-defined]
    issue = world.gb.does("logistics/issue", Issue(mute.today, "JP", DONE), "issues", case=order.case)
    world.exchange()
    owed_before = open_sums(mute)
    forged = world.gb.does(
        "logistics/receipt", Receipt(mute.today, "JP", DONE), "receives", case=order.case, on_behalf="JP",
        cites=(issue.act,), files=SCAN,
    )  # fmt: skip
    bill = Invoice(mute.today, "UK-9", SUM, mute.today + timedelta(days=30), 30)
    claim = world.gb.does("logistics/invoice", bill, "finance", case=order.case, cites=(forged.act,))
    assert forged.ok
    assert claim.ok
    world.exchange()
    for half in (world.gb, world.jp):
        stands = half.case(order.case).stands
        assert (stands[forged.act].status, stands[claim.act].status) == ("pending", "pending")
    assert open_sums(mute) == owed_before
    roll = world.jp.node.pair("GB").rolls["JP"].founded
    world.jp.must("parties/affirm", Affirm(mute.today), "chief", case=roll, cites=(forged.act,))
    world.exchange()
    assert world.gb.case(order.case).stands[forged.act].confirmed
    assert open_sums(mute) == ["10000"]


def forged_request(mute: Play) -> Outcome:
    """Enter, as paper of Japan's, a request that Japan never wrote."""
    return mute.gb.half.world.gb.must(  # type: ignore[attr-defined]
        "logistics/request", asked(mute, (WORK,)), "orders", on_behalf="JP", files=SCAN,
        cites=(mute.activities["exercise"],),
    )  # fmt: skip


def test_an_order_forged_in_our_name_binds_nobody(mute: Play) -> None:
    world = mute.gb.half.world  # type: ignore[attr-defined]
    begun = forged_request(mute)
    for kind, body, by, more in (
        ("accept", Accept(mute.today), "accepts", {}),
        ("issue", Issue(mute.today, "JP", DONE), "issues", {}),
        ("receipt", Receipt(mute.today, "JP", DONE), "receives", {"on_behalf": "JP", "files": SCAN}),
    ):
        world.gb.does(f"logistics/{kind}", body, by, case=begun.case, **more)
    world.exchange()
    for half in (world.gb, world.jp):
        case = half.case(begun.case)
        assert {stand.status for stand in case.stands.values()} == {"pending"}
        assert not case.head.effective
    assert open_sums(mute) == []


def test_who_affirms_the_beginning_of_a_case_affirms_nothing_that_is_entered_in_its_name_later(mute: Play) -> None:
    world = mute.gb.half.world  # type: ignore[attr-defined]
    begun = forged_request(mute)
    world.exchange()
    roll = world.jp.node.pair("GB").rolls["JP"].founded
    world.jp.must("parties/affirm", Affirm(mute.today), "chief", case=roll, cites=(begun.act,))
    world.exchange()
    for half in (world.gb, world.jp):
        assert half.case(begun.case).head.confirmed
    world.gb.must("logistics/accept", Accept(mute.today), "accepts", case=begun.case)
    world.gb.must("logistics/issue", Issue(mute.today, "JP", DONE), "issues", case=begun.case)
    forged = world.gb.does(
        "logistics/receipt", Receipt(mute.today, "JP", DONE), "receives", case=begun.case, on_behalf="JP", files=SCAN
    )
    assert forged.ok
    world.exchange()
    for half in (world.gb, world.jp):
        stand = half.case(begun.case).stands[forged.act]
        assert (stand.status, stand.confirmed) == ("pending", False)
    assert open_sums(mute) in ([], ["0"])
    world.jp.must("parties/affirm", Affirm(mute.today), "chief", case=roll, cites=(forged.act,))
    world.exchange()
    assert world.gb.case(begun.case).stands[forged.act].confirmed
    assert world.same()


def test_a_dealing_that_is_matched_is_not_offered_for_agreement_again(play: Play) -> None:
    gb, jp = play.gb.half, play.jp.half  # type: ignore[attr-defined]
    fuel = {"provider": "JP", "category": "pol", "item": "F76", "stock": "", "quantity": Quantity(Decimal(9), "L")}
    sides = (("G-1", gb), ("J-1", jp))
    cites = [
        half.must("logistics/dealing", Dealing(reference=name, on=play.today, **fuel), "registrar").act  # type: ignore[arg-type]
        for name, half in sides
    ]
    play.sync()

    def offered(number: str, half: Half) -> bytes:
        pair = Pair(0, 1, "JP", in_kind("pol", "-", "L"), fuel["quantity"], play.today)  # type: ignore[arg-type]
        ours = cites if half is gb else cites[::-1]
        return half.must("logistics/match", Match(play.today, number, (pair,)), "registrar", cites=tuple(ours)).case

    first, again, crossed = offered("J-M-1", jp), offered("J-M-2", jp), offered("G-M-1", gb)
    play.sync()
    assert [case for case, _ in matching.waiting(gb.node, "JP")] == []
    assert [case for case, _ in matching.waiting(jp.node, "GB")] == [crossed]
    matching.accept(jp.node, "GB", [crossed], jp.officers["registrar"])
    play.sync()
    assert len(open_sums(play)) == 1
    assert {first, again}.isdisjoint(case for case, _ in matching.waiting(gb.node, "JP"))


def matched_by_hand(play: Play) -> tuple[list[bytes], list[bytes]]:
    """Two match acts written by hand over the same dealing, both agreed; returns the dealings and the matches."""
    gb, jp = play.gb.half, play.jp.half  # type: ignore[attr-defined]
    value = Money(Decimal(900), "JPY")
    fuel = {"provider": "JP", "category": "pol", "item": "F76", "quantity": Quantity(Decimal(9), "L"), "value": value}
    fuel["settled"] = "no"

    def dealing(half: Half, name: str) -> bytes:
        act: bytes = half.must("logistics/dealing", Dealing(reference=name, on=play.today, **fuel), "registrar").act  # type: ignore[arg-type]
        return act

    dealings = [dealing(gb, "G-1"), dealing(jp, "J-1"), dealing(jp, "J-2")]
    play.sync()

    def offered(half: Half, number: str, cites: tuple[bytes, ...]) -> bytes:
        pair = Pair(0, 1, "JP", in_kind("pol", "-", "L"), fuel["quantity"], play.today, value, "no")  # type: ignore[arg-type]
        return half.must("logistics/match", Match(play.today, number, (pair,)), "registrar", cites=cites).case

    # The second is offered first and accepted last: the places in the log of GB decide, on both nodes alike.
    first = offered(gb, "G-M-1", (dealings[0], dealings[1]))
    again = offered(jp, "J-M-1", (dealings[2], dealings[0]))
    play.sync()
    for half, case in ((jp, first), (gb, again)):
        half.must("logistics/accept", Accept(play.today), "registrar", case=case)
        play.sync()
    return dealings, [first, again]


def test_a_dealing_matched_twice_by_hand_is_owed_once_and_the_second_is_irregular(play: Play) -> None:
    dealings, matches = matched_by_hand(play)
    del dealings
    assert open_sums(play) == ["900"]
    for half in (play.gb.half, play.jp.half):  # type: ignore[attr-defined]
        [debt] = statement.document(statement.of_day(half.node, half.peer, play.today))["debts"]
        assert debt["undetermined"] == {"matched-again": 1}
        wrong = [
            each for each in cases.status(half.node, half.peer, play.today)["wrong"] if each["what"] == "irregular"
        ]
        assert [(each["code"], each["case"]) for each in wrong] == [("acsa.match.again", matches[1].hex())]
        rows = half.node.store.run('SELECT "case", agreed FROM logistics_pair WHERE pair = %s', ["GB-JP"])
        assert dict(rows) == {matches[0]: True, matches[1]: False}


def test_which_of_two_matches_counts_does_not_hang_on_the_order_in_which_they_are_laid_out(play: Play) -> None:
    _, matches = matched_by_hand(play)
    half = play.gb.half  # type: ignore[attr-defined]
    pair = half.node.pair("JP")
    before = proving.tables_digest(half.node, pair)
    for order in (matches, matches[::-1]):
        for table in (*half.node.tables, "posting", "case_cite"):
            half.node.store.run(f'DELETE FROM {table} WHERE pair = %s AND "case" IN (%s, %s)', ["GB-JP", *matches])
        half.node.store.run("DELETE FROM balance WHERE pair = %s", ["GB-JP"])
        for case in order:
            half.node.project(pair, pair.fold(pair.reader.gather([case])), frozenset([case]))
        assert proving.tables_digest(half.node, pair) == before


def test_what_a_side_disowns_goes_from_the_tables_of_both_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answering.due

    def due(case: Case, held: Gathered, us: str, affirmed: set[bytes], time: int) -> list[Answer]:
        return answer(case, held, us, affirmed, time) if us == "GB" else []

    monkeypatch.setattr(answering, "due", due)
    world = World(27)
    gb = world.gb
    world.carry(gb)
    body = next(iter(cast.activities(world.today).values()))
    proposed = gb.must("programme/activity", body, "liaison")
    world.carry(gb)
    size, key = gb.node.pair("JP").head("GB").size - 1, gb.signers[0].public.key_id()
    assert gb.roll("revocation", Revocation("node", key_id=key, trusted_size=size), gb.roots.first).ok
    chance = gb.chance.randbytes
    signers = keys.ed25519_from_seed(chance(32)), keys.mldsa65_from_seed(chance(32))
    gb.node.means = gb.node.means._replace(signers=signers)
    founding.appoint_node(gb.node, "JP", gb.roots, gb.sealing)
    world.carry(gb)
    for half in (gb, world.jp):
        stand = half.case(proposed.case).stands[proposed.act]
        assert (stand.status, stand.ruling[0].rule) == ("refused", "house.officer.node_not_trusted")
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after

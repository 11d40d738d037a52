"""Acts that are well signed and mean ill, or that we cannot read yet, through real nodes: nothing is lost or stops."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from tests.world import World
from warifu.core import act as acts
from warifu.core import bundle as bundles
from warifu.core import keys, merkle
from warifu.core.act import Act, Answer, Checkpoint
from warifu.core.errors import KeyTroubleError, LogError
from warifu.core.quantity import Quantity
from warifu.core.wire import to_plain
from warifu.law.roll import Revocation
from warifu.node import proving
from warifu.node.node import Node
from warifu.node.received import Received
from warifu.record import evidence, log
from warifu.rooms.logistics.acts import Dealing
from warifu.rooms.programme.acts.activity import Activity, Assent, Refuse


@pytest.fixture
def world() -> World:
    made = World(5)
    made.exchange()
    return made


class Forger:
    """GB's keys in hands that write into its log whatever they like; its checkpoints are as they should be."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.entries = list(bundles.decode(world.gb.node.bundle("JP", 0)).entries)
        pair = world.gb.node.pair("JP")
        self.packs = {pack.data.room: digest for digest, pack in pair.packs.items() if not pack.data.law_of}

    def act(self, kind: str, body: object, by: str, **more: object) -> bytes:
        signer = self.world.gb.officers[by]
        plain = body if isinstance(body, dict) else to_plain(body)
        made = Act(
            pack=self.packs.get(kind.partition("/")[0], self.packs["logistics"]), kind=kind, party="GB", desk="TRIAL",
            officer=signer.public.key_id(), time=self.world.now, body=plain,
        )  # fmt: skip
        return acts.seal(msgspec.structs.replace(made, **more), signer).envelope.raw

    def answer(self, act: bytes, verdict: int, **more: object) -> bytes:
        return acts.encode_answer(Answer(act, verdict, self.world.now, **more))

    def frame(self, *run: bytes, **changed: object) -> bytes:
        """Return a bundle with these entries after all that was accepted before."""
        held = self.world.jp.node.pair("GB").head("GB").size
        whole = [*self.entries[:held], *run]
        own = self.world.jp.node.pair("GB").head("JP")
        signers = self.world.gb.signers
        time = max([self.world.now, *(acts.open_act(entry).act.time for entry in run if acts.is_act(entry))])
        said = Checkpoint(
            "GB", "JP", signers[0].public.key_id(), len(whole), merkle.root_of([merkle.leaf_hash(e) for e in whole]),
            own.size, own.root, time,
        )  # fmt: skip
        sealed = acts.seal_checkpoint(msgspec.structs.replace(said, **changed), signers)
        return bundles.encode(_closed(said, held, run, sealed))

    def send(self, *run: bytes, **changed: object) -> Received:
        received = self.world.jp.node.receive("GB", self.frame(*run, **changed))
        self.entries = [*self.entries, *run]
        return received

    def refused(self, *run: bytes, **changed: object) -> str:
        """Send what must be refused; returns the code. Nothing has entered, and good entries still do."""
        before = self.world.jp.node.pair("GB").head("GB").size, self.world.jp.digest()
        with pytest.raises((LogError, KeyTroubleError)) as found:
            self.world.jp.node.receive("GB", self.frame(*run, **changed))
        assert (self.world.jp.node.pair("GB").head("GB").size, self.world.jp.digest()) == before
        return found.value.code

    def waits(self, *run: bytes, **changed: object) -> int:
        """Send what must wait; returns how many entries were kept aside. Nothing has entered."""
        before = self.world.jp.node.pair("GB").head("GB").size, self.world.jp.digest()
        received = self.world.jp.node.receive("GB", self.frame(*run, **changed))
        assert (self.world.jp.node.pair("GB").head("GB").size, self.world.jp.digest()) == before
        return received.aside


def _closed(said: Checkpoint, first: int, run: tuple[bytes, ...], sealed: tuple[bytes, bytes]) -> bundles.Bundle:
    return bundles.Bundle("GB", "JP", said.node, first, run, (), sealed)


@pytest.fixture
def forger(world) -> Forger:
    return Forger(world)


def dealing(reference: str) -> Dealing:
    return Dealing(date(2026, 4, 2), reference, "GB", "food", "Rations", quantity=Quantity(Decimal(10), "EA"))


def activity(world: World, number: str = "GB-TRIAL-26-0001") -> Activity:
    return Activity(
        on=world.today, number=number, form="exercise", ground="a", places=("JP",), from_day=world.today,
        to_day=world.today + timedelta(days=20), units=("CALDER",), other_units=("HAYASE",),
    )  # fmt: skip


def digest_of(raw: bytes) -> bytes:
    return acts.open_act(raw).digest


def holds(world: World, *findings: str) -> None:
    assert [each.code for each in proving.verify(world.jp.node, "GB")] == list(findings)
    before, after = proving.rebuild(world.jp.node, "GB")
    assert before == after


def test_an_act_of_a_kind_that_is_not_known_yet_stands_in_the_log_and_stops_nothing(world, forger):
    strange = forger.act("visits/request", {1: "hello", 2: 7}, "liaison")
    in_roll = forger.act("parties/oath", {1: 1}, "chief")
    known = forger.act("logistics/dealing", dealing("UK/1"), "registrar")
    received = forger.send(strange, in_roll, known)
    assert (received.entries, received.confirmed) == (3, 1)
    assert forger.send(forger.act("logistics/dealing", dealing("UK/2"), "registrar")).confirmed == 1
    assert world.jp.case(digest_of(strange)) is None
    stood = log.lines(world.jp.node.store, "GB-JP", "GB", len(forger.entries) - 4, 1)[0]
    assert (stood.kind, stood.raw) == ("visits/request", strange)
    assert log.unread(world.jp.node.store, "GB-JP", {"visits/request"})
    holds(world)


def test_what_cites_an_act_that_cannot_be_read_waits(world, forger):
    strange = forger.act("visits/request", {1: "hello"}, "liaison")
    citing = forger.act("logistics/dealing", dealing("UK/1"), "registrar", cites=(digest_of(strange),))
    received = forger.send(strange, citing)
    assert (received.confirmed, received.pending) == (0, 1)
    assert world.jp.case(digest_of(citing)).stands[digest_of(citing)].status == "pending"
    holds(world)


def test_a_newer_program_reads_what_an_older_one_could_not(world):
    whole = world.jp.node
    rooms = {name: room for name, room in whole.rooms.items() if name != "programme"}
    packs = {digest: pack for digest, pack in whole.packs.items() if pack.data.room != "programme"}
    world.jp.node = Node("JP", whole.store, rooms, packs, whole.means)
    proposed = world.gb.must("programme/activity", activity(world), "liaison")
    world.carry(world.gb)
    assert world.jp.case(proposed.case) is None
    world.carry(world.jp)
    assert not world.gb.case(proposed.case).head.confirmed
    world.jp.node = Node("JP", whole.store, whole.rooms, whole.packs, whole.means)
    assert world.jp.case(proposed.case).head.confirmed
    world.exchange()
    assert world.gb.case(proposed.case).head.confirmed
    assert world.same()
    assert not log.unread(whole.store, "GB-JP", {"programme/activity"})
    holds(world)


def test_an_act_under_a_pack_that_is_not_here_is_pending_and_answered_by_nobody(world, forger):
    stranger = forger.act("logistics/dealing", dealing("UK/1"), "registrar", pack=b"\x55" * 32)
    received = forger.send(stranger)
    assert (received.entries, received.confirmed, received.objected, received.pending) == (1, 0, 0, 1)
    holds(world)


def test_an_officer_whom_no_roll_holds_signs_nothing(world, forger):
    world.gb.officers["stranger"] = keys.ed25519_from_seed(b"s" * 32)
    assert forger.refused(forger.act("logistics/dealing", dealing("UK/1"), "stranger")) == "key.not_on_roll"
    assert forger.refused(forger.act("visits/request", {1: 1}, "stranger")) == "key.not_on_roll"
    holds(world)


def test_what_is_dated_ahead_waits_outside_and_what_goes_back_is_refused(world, forger):
    ahead = forger.act("logistics/dealing", dealing("UK/1"), "registrar", time=world.now + 601)
    assert forger.waits(ahead) == 1
    back = forger.act("logistics/dealing", dealing("UK/1"), "registrar", time=world.now - 86_400)
    assert forger.refused(back) == "log.time_goes_back"
    unread = forger.act("visits/request", {1: 1}, "liaison", time=world.now + 601)
    assert forger.waits(ahead, unread) == 2
    world.wait(1)
    assert forger.send(ahead).confirmed == 1
    assert world.jp.node.pair("GB").head("GB").size == len(forger.entries) + 1
    holds(world)


def test_an_act_that_is_replayed_is_refused(world, forger):
    once = forger.act("logistics/dealing", dealing("UK/1"), "registrar")
    assert forger.refused(once, once) == "log.act_twice"
    forger.send(once)
    assert forger.refused(forger.act("logistics/dealing", dealing("UK/2"), "registrar"), once) == "log.act_twice"
    holds(world)


def test_entries_in_another_order_do_not_meet_their_checkpoint(world, forger):
    run = [forger.act("logistics/dealing", dealing(f"UK/{n}"), "registrar") for n in range(2)]
    good = bundles.decode(forger.frame(*run))
    turned = bundles.encode(msgspec.structs.replace(good, entries=good.entries[::-1]))
    with pytest.raises(LogError) as found:
        world.jp.node.receive("GB", turned)
    assert found.value.code == "checkpoint.root_differs"
    assert world.jp.node.receive("GB", bundles.encode(good)).confirmed == 2


def test_an_act_of_the_other_party_does_not_stand_in_this_log(world, forger):
    theirs = forger.act("logistics/dealing", dealing("JP/1"), "registrar", party="JP")
    assert forger.refused(theirs) == "act.party_differs"
    ours = bundles.decode(world.jp.node.bundle("GB", 0)).entries[3]
    assert forger.refused(ours) == "act.party_differs"


def test_an_answer_is_to_an_act_of_ours_alone(world, forger):
    own = forger.act("logistics/dealing", dealing("UK/1"), "registrar")
    assert forger.refused(own, forger.answer(digest_of(own), acts.CONFIRMED)) == "answer.of_unknown_act"
    holds(world)


def test_an_answer_to_what_never_stood_in_our_log_changes_nothing_and_is_noted(world, forger):
    before = world.jp.digest()
    answers = [forger.answer(bytes([number]) * 32, acts.CONFIRMED) for number in (0x77, 0x78)]
    assert forger.send(*answers).entries == 2
    assert world.jp.digest() == before
    kept = evidence.kept(world.jp.node.store, "GB-JP")
    assert [(act[:1], what) for act, what, _, _ in kept] == [
        (b"\x77", "noted answer.of_unknown_act"),
        (b"\x78", "noted answer.of_unknown_act"),
    ]
    assert forger.send(forger.act("logistics/dealing", dealing("UK/1"), "registrar")).confirmed == 1
    holds(world)


def test_an_officer_who_signs_on_paper_outside_the_log_does_not_part_the_nodes(world):
    """GB's officer signs what GB's node never sees; JP's answer to it must not make GB deaf to JP."""
    raw = Forger(world).act("logistics/dealing", dealing("UK/ROGUE"), "registrar")
    alone = bundles.Bundle("GB", "JP", world.gb.signers[0].public.key_id(), loose=(raw,))
    world.jp.node.receive("GB", bundles.encode(alone))
    world.jp.must("logistics/dealing", dealing("JP/1"), "registrar")
    world.exchange()
    sizes = [half.node.pair(half.peer).head("JP").size for half in (world.gb, world.jp)]
    assert sizes[0] == sizes[1]
    kept = evidence.kept(world.gb.node.store, "GB-JP")
    assert [(act, what) for act, what, _, _ in kept] == [(digest_of(raw), "noted answer.of_unknown_act")]
    for half in (world.gb, world.jp):
        assert proving.verify(half.node, half.peer) == []
        before, after = proving.rebuild(half.node, half.peer)
        assert before == after


def test_a_confirmation_that_is_withdrawn_is_kept_as_evidence_and_changes_nothing(world, forger):
    proposed = world.jp.must("programme/activity", activity(world, "JP-TRIAL-26-0001"), "liaison")
    forger.send(forger.answer(proposed.act, acts.CONFIRMED))
    forger.send(forger.answer(proposed.act, acts.CONFIRMED))
    assert evidence.kept(world.jp.node.store, "GB-JP") == []
    forger.send(forger.answer(proposed.act, acts.FALLEN, rival=b"\x66" * 32))
    assert world.jp.case(proposed.case).head.confirmed
    kept = evidence.kept(world.jp.node.store, "GB-JP")
    assert [(row[0], row[1]) for row in kept] == [(proposed.act, "equivocation")]
    holds(world)


def test_two_wills_of_one_side_in_one_place_are_kept_as_evidence(world, forger):
    proposed = world.jp.must("programme/activity", activity(world, "JP-TRIAL-26-0001"), "liaison")
    accepts = forger.act("programme/accept", Assent(world.today), "liaison", case=proposed.case)
    refuses = forger.act("programme/decline", Refuse(world.today, "changed_plan"), "liaison", case=proposed.case)
    received = forger.send(accepts, refuses)
    assert (received.confirmed, received.entries) == (1, 2)
    assert digest_of(accepts) in world.jp.case(proposed.case).stands
    kept = evidence.kept(world.jp.node.store, "GB-JP")
    assert [(row[0], row[1], row[2]) for row in kept] == [
        (digest_of(accepts), "equivocation", digest_of(refuses).hex())
    ]
    holds(world)


def test_a_checkpoint_whose_witness_differs_is_refused(world, forger):
    act = forger.act("logistics/dealing", dealing("UK/1"), "registrar")
    assert forger.refused(act, peer_root=b"\x44" * 32) == "checkpoint.witness_differs"
    assert forger.refused(act, root=b"\x44" * 32) == "checkpoint.root_differs"
    assert forger.send(act).confirmed == 1


def test_a_node_key_that_was_revoked_closes_nothing_new(world, forger):
    node = world.gb.signers[0].public.key_id()
    world.gb.roll("revocation", Revocation("node", key_id=node), world.gb.roots.first)
    run = bundles.decode(world.gb.node.bundle("JP", world.jp.node.pair("GB").head("GB").size)).entries
    act = forger.act("logistics/dealing", dealing("UK/1"), "registrar")
    assert forger.refused(*run, act) == "checkpoint.key_not_in_force"


def test_the_digest_at_named_sizes_is_what_it_was_then_on_both_nodes(world):
    proposed = world.gb.must("programme/activity", activity(world), "liaison")
    world.exchange()
    sizes = {party: world.gb.node.pair("JP").head(party).size for party in ("GB", "JP")}
    then = world.gb.digest()
    assert then == world.jp.digest()
    world.jp.must("programme/accept", Assent(world.today), "liaison", case=proposed.case)
    world.gb.must("logistics/dealing", dealing("UK/9"), "registrar")
    world.exchange()
    assert world.gb.digest() != then
    assert world.gb.node.state_digest("JP", (sizes["GB"], sizes["JP"])) == then
    assert world.jp.node.state_digest("GB", (sizes["JP"], sizes["GB"])) == then
    now = tuple(world.gb.node.pair("JP").head(party).size for party in ("GB", "JP"))
    assert world.gb.node.state_digest("JP", now) == world.gb.digest() == world.jp.digest()
    with pytest.raises(LogError) as found:
        world.gb.node.state_digest("JP", (now[0] + 1, 0))
    assert found.value.code == "log.beyond_head"

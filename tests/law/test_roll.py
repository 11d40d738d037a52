"""The roll: authority by place, and the right hands for every key."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.rolled import DAY, FIRST, LAST, Rolled, key_id, proof, second, signer
from warifu.core.errors import KeyTroubleError
from warifu.core.keys import ML_DSA_65, PublicKey
from warifu.law.roll import (
    APPOINTING,
    Adoption,
    Appointment,
    Desk,
    Found,
    Holding,
    NewRoot,
    NodeKey,
    OfficerKey,
    Revocation,
    Roll,
    check_founding,
    proof_bytes,
)


@pytest.fixture
def rolled() -> Rolled:
    return Rolled().chief()


# --- authority by place ---


def test_authority_begins_after_the_place_of_the_appointment(rolled: Rolled):
    rolled.officer("adams", by="chief")
    place = rolled.size - 1
    assert rolled.may("adams", place) == []
    assert rolled.may("adams", place + 1) == ["A-adams"]
    assert rolled.may("adams", None) == ["A-adams"]


def test_an_act_ahead_of_its_place_has_the_authority_of_now(rolled: Rolled):
    rolled.officer("adams", by="chief")
    assert rolled.roll.authority(key_id("adams"), None)[0].number == "A-adams"
    rolled.revoke("appointment", number="A-adams")
    assert rolled.roll.authority(key_id("adams"), None) == []


def test_a_stranger_the_root_and_a_node_have_no_appointment(rolled: Rolled):
    rolled.take(rolled.node_key("node"))
    assert [rolled.may(name) for name in ("stranger", "root", "node")] == [[], [], []]


@pytest.mark.parametrize(
    "revocation",
    [
        {"what": "appointment", "number": "A-adams"},
        {"what": "key", "key_id": key_id("adams")},
        {"what": "person", "number": "adams"},
    ],
)
def test_a_revocation_works_from_its_place_on(rolled: Rolled, revocation):
    rolled.officer("adams", by="chief")
    before = rolled.skip()
    assert rolled.may("adams", before) == ["A-adams"]
    assert rolled.revoke(**revocation) == ""
    assert rolled.may("adams", before) == ["A-adams"]
    assert rolled.may("adams", rolled.size - 1) == ["A-adams"], "the place of the revocation itself is still before it"
    assert rolled.may("adams") == []


@pytest.mark.parametrize(
    "revocation", [{"what": "key", "key_id": key_id("adams")}, {"what": "appointment", "number": "A-adams"}]
)
def test_earlier_acts_are_doubtful_from_the_day_named(rolled: Rolled, revocation):
    rolled.officer("adams", by="chief")
    place = rolled.skip()
    assert not rolled.roll.is_doubtful(key_id("adams"), place, DAY)
    rolled.revoke(**revocation, doubtful_since=DAY)
    assert rolled.roll.is_doubtful(key_id("adams"), place, DAY)
    assert not rolled.roll.is_doubtful(key_id("adams"), place, DAY - timedelta(days=1))
    assert not rolled.roll.is_doubtful(key_id("stranger"), place, DAY)
    assert rolled.may("adams", place) == ["A-adams"], "doubtful is not refused: it is to be reaffirmed"


def test_an_appointment_entered_again_under_its_number_takes_the_place_of_the_first(rolled: Rolled):
    rolled.officer("adams", by="chief")
    place = rolled.skip()
    rolled.take(Appointment("A-adams", ("auditor",), ("*",), FIRST, LAST, person="adams"), "chief")
    assert [each.roles for each in rolled.roll.authority(key_id("adams"), place)] == [("ordering_officer",)]
    assert [each.roles for each in rolled.roll.authority(key_id("adams"), rolled.size)] == [("auditor",)]


def test_a_spare_key_goes_on_when_the_first_is_lost(rolled: Rolled):
    rolled.officer("adams", by="chief")
    rolled.take(OfficerKey("adams", -8, signer("spare").public.raw, FIRST, LAST, spare=True), "chief")
    rolled.revoke("key", key_id=key_id("adams"))
    assert (rolled.may("adams"), rolled.may("spare")) == ([], ["A-adams"])
    rolled.revoke("person", number="adams")
    assert rolled.may("spare") == []


# --- posts ---


def test_who_holds_a_post_has_what_is_given_to_the_post(rolled: Rolled):
    rolled.officer("adams", by="chief", post="harbour", number="A-post")
    assert rolled.may("adams") == []
    rolled.holds("harbour", "adams")
    assert rolled.may("adams") == ["A-post"]


def test_a_handover_of_a_post_goes_by_place_and_by_day(rolled: Rolled):
    for name in ("adams", "brown"):
        rolled.officer(name, by="chief", post="harbour", number="A-post")
    rolled.holds("harbour", "adams")
    place = rolled.skip()
    rolled.holds("harbour", "brown", since=DAY + timedelta(days=30))
    later = DAY + timedelta(days=30)
    assert (rolled.may("adams", place, later), rolled.may("brown", place, later)) == (["A-post"], [])
    assert (rolled.may("adams", None, DAY), rolled.may("brown", None, DAY)) == (["A-post"], [])
    assert (rolled.may("adams", None, later), rolled.may("brown", None, later)) == ([], ["A-post"])
    assert rolled.may("brown") == ["A-post"], "without a day the one named last holds it"


def test_a_deputy_acts_beside_the_holder(rolled: Rolled):
    for name in ("adams", "brown", "clark"):
        rolled.officer(name, by="chief", post="harbour", number="A-post")
    rolled.holds("harbour", "adams")
    rolled.holds("harbour", "brown", acting=True)
    assert [rolled.may(name) for name in ("adams", "brown", "clark")] == [["A-post"], ["A-post"], []]
    rolled.holds("harbour", "clark", acting=True)
    assert [rolled.may(name) for name in ("adams", "brown", "clark")] == [["A-post"], [], ["A-post"]]
    rolled.revoke("person", number="adams")
    assert rolled.may("adams") == []


# --- who may sign a roll act ---


def test_a_second_founding_act_has_no_effect_unless_it_is_pinned(rolled: Rolled):
    first = rolled.roll.founded
    assert rolled.take(rolled.founding("thief"), "thief") == "roll.already_founded"
    assert rolled.roll.founded == first
    assert rolled.roll.findings[-1][0] == rolled.size - 1


def test_a_lost_root_is_replaced_by_a_founding_act_that_was_pinned_by_hand():
    trial = Rolled()
    trial.take(trial.founding("second"), "second")
    pinned = Rolled(pins=[trial.taken[-1][2]])
    assert pinned.take(pinned.founding("second"), "second") == ""
    assert pinned.roll.founded == pinned.taken[-1][2]
    assert pinned.take(pinned.node_key("node"), "root") == "roll.signer_not_in_force"
    assert pinned.take(pinned.node_key("node"), "second") == ""


def test_a_founding_act_is_signed_by_the_key_it_founds():
    roll = Rolled().roll
    other = Roll("JP")
    trial = Rolled()
    body = trial.founding("root")
    act = trial.taken[0][0]
    assert [each.rule for each in other.take(act, Found(signer("x").public.raw, body.root_pq, b""), b"d", 0)] == [
        "roll.not_self_signed"
    ]
    assert other.founded == b"" != roll.founded


def test_a_new_root_is_signed_by_the_old_and_ends_it(rolled: Rolled):
    assert rolled.take(rolled.new_root("fresh"), "fresh") == "roll.signer_not_in_force"
    assert rolled.take(rolled.new_root("fresh"), "chief") == "roll.root_only"
    assert rolled.take(rolled.new_root("fresh"), "root") == ""
    assert rolled.take(rolled.node_key("node"), "root") == "roll.signer_not_in_force"
    assert rolled.take(rolled.node_key("node"), "fresh") == ""


def test_a_new_root_is_new_in_both_its_keys(rolled: Rolled):
    old, new = rolled.new_root("root"), rolled.new_root("fresh")
    assert rolled.take(NewRoot(new.root, old.root_pq, b"proof"), "root") == "roll.key_reused"
    assert rolled.take(NewRoot(old.root, new.root_pq, b"proof"), "root") == "roll.key_reused"
    assert rolled.take(old, "root") == "roll.key_reused"
    assert rolled.take(rolled.node_key("node"), "root") == "", "the root is still the root"
    assert rolled.take(new, "root") == ""
    assert rolled.take(NewRoot(rolled.new_root("third").root, old.root_pq, b"proof"), "fresh") == "roll.key_ended"
    third = rolled.new_root("third")
    pq = {key.public.raw: key for key in rolled.roll.keys.values() if key.use == "root_pq"}
    assert rolled.take(third, "fresh") == ""
    assert rolled.roll.keys[PublicKey(ML_DSA_65, third.root_pq).key_id()].grant.until > rolled.size
    assert pq[new.root_pq].grant.until < rolled.size


@pytest.mark.parametrize("bad", ["", "proof", "other party", "other root", "one bit"])
def test_the_keys_of_a_new_root_vouch_for_each_other(rolled: Rolled, bad):
    good = rolled.new_root("fresh")
    wrong = {
        "": b"",
        "proof": b"proof",
        "other party": proof("fresh", "JP"),
        "other root": proof("third"),
        "one bit": good.proof[:-1] + bytes([good.proof[-1] ^ 1]),
    }[bad]
    body = NewRoot(good.root, good.root_pq, wrong)
    assert rolled.take(body, "root") == "roll.proof_bad"
    assert rolled.roll.key(key_id("fresh")) is None
    assert rolled.take(rolled.node_key("node"), "root") == "", "the root is still the root"
    assert rolled.take(good, "root") == ""


def test_a_founding_act_pinned_by_hand_brings_no_key_of_the_lost_root():
    trial = Rolled()
    trial.take(trial.founding("second"), "second")
    mixed = Found(signer("second").public.raw, trial.founding("root").root_pq, b"proof")
    digest = sha256(repr((trial.size, mixed)).encode()).digest()
    pinned = Rolled(pins=[digest])
    pinned.skip()
    assert pinned.take(mixed, "second") == "roll.key_reused"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (OfficerKey("adams", -8, signer("adams").public.raw, FIRST, LAST), ""),
        (Appointment("A-1", ("auditor",), ("*",), FIRST, LAST, person="adams"), ""),
        (Appointment("A-1", (APPOINTING,), ("*",), FIRST, LAST, person="adams"), "roll.root_only"),
        (Appointment("A-chief", ("auditor",), ("*",), FIRST, LAST, person="adams"), "roll.root_only"),
        (NodeKey(signer("n").public.raw, second("n"), b"s"), "roll.root_only"),
        (Revocation("key", key_id=key_id("root")), "roll.root_only"),
        (Revocation("node", key_id=key_id("n"), trusted_size=3), "roll.root_only"),
        (Adoption(b"p" * 32, "gb-jp/invented", "1"), ""),
        (Desk("TRIAL", "Trial desk", "試行係"), ""),
    ],
)
def test_what_an_appointing_officer_may_sign(rolled: Rolled, body, code: str):
    assert rolled.take(body, "chief") == code
    rolled.officer("clerk", "registrar", by="chief")
    assert rolled.take(body, "clerk") == ("roll.root_only" if code else "roll.not_appointing_officer")
    assert rolled.take(body, "stranger") == "roll.signer_not_in_force"


def test_who_holds_an_appointing_post_is_named_by_the_root(rolled: Rolled):
    rolled.officer("adams", APPOINTING, post="minister", number="A-minister")
    assert rolled.holds("minister", "chief", by="chief") == "roll.root_only"
    assert rolled.holds("minister", "adams", by="root") == ""
    assert rolled.take(Desk("X", "x", "x"), "adams") == ""


@pytest.mark.parametrize("what", ["appointment", "key"])
def test_an_expired_appointing_officer_signs_no_roll_act(what: str):
    trial, ended = Rolled(), DAY - timedelta(days=1)
    key_to, appointed_to = (ended, LAST) if what == "key" else (LAST, ended)
    trial.take(OfficerKey("chief", -8, signer("chief").public.raw, FIRST, key_to))
    trial.take(Appointment("A-chief", (APPOINTING,), ("*",), FIRST, appointed_to, person="chief"))
    assert trial.take(Desk("X", "x", "x"), "chief", ended) == ""
    assert trial.take(Desk("X", "x", "x"), "chief", DAY) == "roll.signer_expired"


# --- keys ---


def test_a_key_keeps_its_holder_and_use(rolled: Rolled):
    rolled.officer("adams", by="chief")
    taken = OfficerKey("brown", -8, signer("adams").public.raw, FIRST, LAST)
    assert rolled.take(taken, "chief") == "roll.key_taken"
    assert rolled.take(OfficerKey("brown", -8, signer("root").public.raw, FIRST, LAST), "chief") == "roll.key_taken"
    assert rolled.take(rolled.node_key("adams")) == "roll.key_taken"
    assert rolled.may("adams") == ["A-adams"]


def test_a_revoked_key_does_not_come_back(rolled: Rolled):
    rolled.officer("adams", by="chief")
    rolled.revoke("key", key_id=key_id("adams"))
    assert rolled.take(OfficerKey("adams", -8, signer("adams").public.raw, FIRST, LAST), "chief") == "roll.key_ended"
    assert rolled.may("adams") == []


def test_a_renewal_works_from_its_place_on(rolled: Rolled):
    raw = signer("adams").public.raw
    rolled.take(OfficerKey("adams", -8, raw, FIRST, DAY), "chief")
    place = rolled.skip()
    assert rolled.take(OfficerKey("adams", -8, raw, FIRST, LAST), "chief") == ""
    key = rolled.roll.keys[key_id("adams")]
    assert (key.terms_at(place).valid_to, key.terms_at(None).valid_to) == (DAY, LAST)
    assert rolled.roll.keys[key_id("root")].terms_at(None) is None


@pytest.mark.parametrize("body", [OfficerKey("x", -8, b"short", FIRST, LAST), OfficerKey("x", -99, b"?", FIRST, LAST)])
def test_a_key_that_is_none_has_no_effect(rolled: Rolled, body: OfficerKey):
    assert rolled.take(body, "chief") == "roll.key_bad"


def test_a_new_node_key_ends_the_one_of_its_seat(rolled: Rolled):
    rolled.take(rolled.node_key("one"))
    rolled.take(rolled.node_key("outpost", seat="CALDER"))
    rolled.take(rolled.node_key("two"))
    live = [grant.what.key for grant in rolled.roll.nodes if grant.until > rolled.size]
    assert live == [signer("outpost").public.raw, signer("two").public.raw]
    assert rolled.roll.node().key == signer("two").public.raw


def test_a_revoked_node_key_names_the_last_size_that_is_trusted(rolled: Rolled):
    rolled.take(rolled.node_key("node"))
    places = [rolled.skip() for _ in range(3)]
    assert rolled.revoke("node", by="root", key_id=key_id("node"), trusted_size=places[1]) == ""
    revoked = rolled.size - 1
    trusted = [rolled.roll.trusts(index) for index in (*places, revoked, None)]
    assert trusted == [True, False, False, True, True]
    assert rolled.roll.node() is None


def test_the_door_knows_every_key_the_roll_ever_held(rolled: Rolled):
    rolled.officer("adams", by="chief")
    rolled.revoke("key", key_id=key_id("adams"))
    assert rolled.roll.key(key_id("adams")) == signer("adams").public
    assert rolled.roll.key(key_id("stranger")) is None


def test_what_is_not_of_the_roll_passes_by(rolled: Rolled):
    assert rolled.take(("a note",), "stranger") == ""


def test_a_pack_is_adopted_from_its_place_on(rolled: Rolled):
    place = rolled.size
    rolled.take(Adoption(b"p" * 32, "gb-jp/invented", "1"), "chief")
    rolled.take(Adoption(b"p" * 32, "gb-jp/invented", "1"), "chief")
    assert [rolled.roll.has_adopted(b"p" * 32, index) for index in (place, place + 1)] == [False, True]
    assert not rolled.roll.has_adopted(b"q" * 32)


def test_the_roots_of_a_founding_act_vouch_for_each_other():
    body = Rolled().founding("root")
    asked = []
    check_founding("GB", body, lambda key, message, proof: not asked.append((message, proof)))
    assert asked == [(proof_bytes("GB", body.root), b"proof")]
    with pytest.raises(KeyTroubleError) as refused:
        check_founding("GB", body, lambda key, message, proof: False)
    assert refused.value.code == "roll.proof_bad"


# --- what is asked of a place depends on what stands before it alone ---

NAMES = ("adams", "brown", "chief", "root", "node")
WHO = st.sampled_from(NAMES)


def _appointment(who: str, role: str, *, post: bool) -> Appointment:
    whom = {"post": "p"} if post else {"person": who}
    return Appointment(f"A-{who}", (role,), ("*",), FIRST, LAST, **whom)


def _revocation(who: str, what: str) -> Revocation:
    return Revocation(what, number=f"A-{who}" if what == "appointment" else who, key_id=key_id(who))


_BODIES = st.one_of(
    st.builds(lambda who, key: OfficerKey(who, -8, signer(key).public.raw, FIRST, LAST), WHO, WHO),
    st.builds(_appointment, WHO, st.sampled_from((APPOINTING, "auditor")), post=st.booleans()),
    st.builds(_revocation, WHO, st.sampled_from(("key", "person", "appointment", "node"))),
    st.builds(lambda who: Holding("p", who, FIRST), WHO),
    st.builds(lambda who: Rolled.node_key(None, who), WHO),
    st.builds(lambda who: Rolled.new_root(None, who), WHO),
    st.builds(lambda who: Rolled.founding(None, who), WHO),
)


def asked_of(roll: Roll, place: int) -> list[list[str]]:
    days = (date(2026, 1, 1), DAY)
    return [[each.number for each in roll.authority(key_id(name), place, day)] for name in NAMES for day in days]


@given(st.lists(st.tuples(_BODIES, st.sampled_from(NAMES)), max_size=14), st.data())
def test_a_roll_that_grows_changes_no_earlier_answer(steps, data):
    trial = Rolled().chief()
    told: list[list[list[str]]] = []
    for body, by in steps:
        trial.take(body, by)
        told.append(asked_of(trial.roll, trial.size))
        trial.skip()
    for number, before in enumerate(told):
        place = trial.size - 2 * (len(told) - number) + 1
        assert asked_of(trial.roll, place) == before
    for act, body, digest, index, ruling in trial.taken:
        assert trial.roll.refusal(act, body, digest, index) == ruling

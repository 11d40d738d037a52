"""The law of a case, sentence by sentence (design, section 4)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.sim import view
from tests.law.sim_nodes import FLOW, KINDS, Body
from tests.law.told import BAD, Told, name_of
from warifu.core.act import CONFIRMED, FALLEN, OBJECTED
from warifu.law.case import BASIS_FELL, EVOLVE_FAILED, NOT_A_STEP, confirmed_among, fold, verdict_on
from warifu.law.judge import Finding

A_LINE = (
    ("A", "amend", "a"), ("B", "offer", "b"), ("A", "accept", "c"), ("A", "draw", "d"), ("B", "draw", "e"),
)  # fmt: skip


def offered() -> Told:
    """A asked, B offered, both confirmed."""
    return Told().confirm("B", "root").write("B", "offer", "b").confirm("A", "b")


def test_a_case_without_its_root_is_none():
    told = offered()
    assert fold(FLOW, [told.acts["b"]], [], told) is None


def test_a_line_of_wills_stands_and_its_terms_grow():
    told = Told()
    before = "root"
    for party, kind, name in A_LINE:
        told.write(party, kind, name, before)
        before = name
    case = told.case()
    assert told.line() == ["root", "a", "b", "c", "d", "e"]
    assert case.state == "agreed"
    assert case.terms == ("request", "amend", "offer", "accept", "draw", "draw")
    assert case.turn == "opener"
    assert case.opener == "A"


def test_unconfirmed_is_sent_and_never_agreed():
    told = Told().write("A", "amend", "a")
    assert told.status("a") == "standing"
    assert told.case().confirmed_head() == b""
    assert told.confirm("B", "a").status("a") == "standing+"
    assert told.case().confirmed_head() == name_of("a")


def test_confirming_a_will_confirms_every_will_before_it():
    told = Told().write("A", "amend", "a").write("A", "amend", "b", "a").confirm("B", "b")
    assert [told.status(name) for name in ("root", "a", "b")] == ["standing+"] * 3


def test_building_on_a_will_confirms_every_will_before_it():
    told = Told().write("A", "amend", "a").write("B", "offer", "b", "a")
    assert [told.status(name) for name in ("root", "a", "b")] == ["standing+", "standing+", "standing"]


@pytest.mark.parametrize("kind", ["note", "deliver"])
def test_facts_and_asides_confirm_nothing(kind: str):
    told = Told().write("A", "amend", "a").write("B", kind, "f", "a").confirm("A", "f")
    assert [told.status(name) for name in ("root", "a", "f")] == ["standing", "standing", "recorded+"]


def test_nobody_confirms_its_own_act():
    told = Told().write("A", "amend", "a").confirm("A", "a").object("A", "root")
    assert (told.status("a"), told.status("root"), told.accused()) == ("standing", "standing", set())


# --- forks ---


@pytest.mark.parametrize(
    ("rivals", "confirms", "stands"),
    [
        # (party, kind) in the order of the tale; who confirms what; which stands
        ((("A", "amend"), ("B", "offer")), (), "B offer"),  # rank 4 over 3
        ((("B", "offer"), ("A", "amend")), (), "B offer"),
        ((("A", "withdraw"), ("B", "offer")), (), "A withdraw"),  # rank 5 over 4
        ((("A", "amend"), ("B", "offer")), (("B", "A amend"),), "A amend"),  # confirmed over rank
        ((("A", "amend"), ("B", "offer")), (("B", "A amend"), ("A", "B offer")), "B offer"),  # both: rank again
        ((("B", "decline"), ("B", "offer")), (), "B decline"),  # of one side's the earlier, whatever its rank
        ((("B", "decline"), ("B", "offer")), (("A", "B offer"),), "B offer"),  # unless the later is confirmed
        ((("B", "decline"), ("B", "offer"), ("A", "amend")), (), "A amend"),  # a later rival gets no second try
    ],
)
def test_at_a_fork(rivals, confirms, stands):
    told = Told()
    for party, kind in rivals:
        told.write(party, kind, f"{party} {kind}")
    for party, name in confirms:
        told.confirm(party, name)
    assert told.line() == ["root", stands]
    for party, kind in rivals:
        name = f"{party} {kind}"
        assert (told.stand(name).status == "fallen") == (name != stands)
        if name != stands:
            assert verdict_on(told.stand(name)) == (FALLEN, (), name_of(stands))


def test_what_follows_a_fallen_act_falls_with_it():
    told = Told().write("A", "amend", "a").write("A", "amend", "a2", "a").write("B", "offer", "b")
    assert [told.status(name) for name in ("a", "a2", "b")] == ["fallen", "fallen", "standing"]
    assert told.stand("a2").rival == name_of("a")


def test_fallen_is_not_final():
    told = Told().write("A", "amend", "a").write("B", "offer", "b").say_fallen("B", "a").object("A", "b")
    assert [told.status(name) for name in ("a", "b")] == ["standing", "objected"]
    assert told.confirm("B", "a").status("a") == "standing+"


def test_the_other_sides_paper_is_weaker_than_its_signature():
    told = Told().write("A", "decline", "paper", on_behalf="B").write("B", "decline", "b")
    assert told.line() == ["root", "b"]
    assert told.accused() == set()
    told = Told().write("A", "decline", "paper", on_behalf="B").write("A", "amend", "a")
    assert told.line() == ["root", "a"]
    assert told.confirm("B", "paper").line() == ["root", "paper"]


def test_of_one_logs_wills_the_first_confirmed_stands():
    """Found by the simulation: paper that had fallen was confirmed, and then its author's own later draft as well."""
    told = Told().write("A", "decline", "paper", on_behalf="B").write("A", "amend", "a").confirm("B", "paper")
    assert told.confirm("B", "a").line() == ["root", "paper"]
    assert told.accused() == {("a", "a")}


def test_paper_takes_the_step_of_the_side_whose_paper_it_is():
    told = Told().write("A", "offer", "paper", on_behalf="B").write("A", "accept", "a", "paper")
    assert told.case().state == "agreed"
    assert [told.status(name) for name in ("paper", "a")] == ["standing", "standing"]
    assert told.confirm("B", "paper").status("paper") == "standing+"


# --- judged at its place ---


def test_an_act_is_judged_at_the_place_it_names():
    told = offered().write("A", "accept", "c", "b").write("A", "counter", "late", "b")
    told.case()
    at = told.seen[name_of("late")]
    assert (at.state, at.terms, at.side) == ("offered", ("request", "offer"), "opener")


def test_a_refused_will_does_not_stand_and_what_follows_falls():
    told = Told().write("A", "amend", "a").write("A", "amend", "a2", "a").judge("a", BAD)
    assert [told.status(name) for name in ("a", "a2")] == ["refused", "fallen"]
    assert verdict_on(told.stand("a")) == (OBJECTED, BAD, b"")
    assert told.line() == ["root"]


def test_what_the_other_side_confirmed_stands_against_the_rules():
    told = Told().write("A", "amend", "a").judge("a", BAD).confirm("B", "a")
    assert told.status("a") == "standing+"
    assert told.stand("a").ruling == BAD


def test_what_is_no_step_is_refused_with_a_reason_even_if_no_rule_says_so():
    told = Told().write("A", "accept", "a")
    assert told.stand("a").ruling == (NOT_A_STEP,)
    assert verdict_on(told.stand("a")) == (OBJECTED, (NOT_A_STEP,), b"")
    assert told.confirm("B", "a").status("a") == "refused"


def test_terms_that_cannot_be_told_refuse():
    class Broken(Told):
        def evolve(self, terms, placed):
            if placed.act.kind == "amend":
                raise ValueError(terms)
            return ()

    told = Broken().write("A", "amend", "a")
    assert (told.status("a"), told.stand("a").ruling) == ("refused", (EVOLVE_FAILED,))


def test_pending_is_not_answered_and_what_follows_waits():
    told = Told().write("A", "amend", "a").write("A", "amend", "a2", "a").judge("a", None)
    assert [told.status(name) for name in ("a", "a2")] == ["pending", "pending"]
    assert verdict_on(told.stand("a")) is None
    assert told.line() == ["root"]


def test_what_waits_falls_with_what_it_follows():
    told = Told().write("A", "amend", "a").write("A", "amend", "a2", "a").judge("a2", None).write("B", "offer", "b")
    assert (told.status("a2"), told.stand("a2").rival) == ("fallen", name_of("a"))


def test_a_refused_root_gives_nobody_a_turn():
    told = Told().judge("root", BAD)
    assert (told.case().turn, told.case().head.status) == (None, "refused")


def test_the_pack_of_a_line_is_what_its_terms_were_re_based_to():
    class ReBased(Told):
        def evolve(self, terms, placed):
            return SimpleNamespace(rebased_to=b"n" * 32) if placed.act.kind == "offer" else terms

    told = ReBased().write("A", "amend", "a").write("B", "offer", "b", "a").write("A", "accept", "c", "b")
    told.case()
    assert [told.seen[name_of(name)].pack for name in ("a", "b", "c")] == [b"p", b"p", b"n" * 32]


# --- objections ---


def test_an_objection_is_final_and_an_unfounded_one_is_shown():
    told = Told().write("A", "amend", "a").object("B", "a").confirm("B", "a")
    stand = told.stand("a")
    assert (stand.status, stand.confirmed, stand.unfounded) == ("objected", False, True)
    assert not told.judge("a", BAD).stand("a").unfounded
    assert told.accused() == {("a", "a")}


@pytest.mark.parametrize("first", ["confirm", "build"])
def test_an_objection_after_standing_behind_the_act_is_void(first: str):
    told = Told().write("A", "amend", "a")
    if first == "confirm":
        told.confirm("B", "a")
    else:
        told.write("B", "offer", "b", "a")
    told.object("B", "a")
    assert told.status("a") == "standing+"
    assert told.accused() == {("a", "a")}


def test_building_on_what_one_objected_to_confirms_nothing():
    told = Told().write("A", "amend", "a").object("B", "a").write("B", "offer", "b", "a")
    assert [told.status(name) for name in ("a", "b")] == ["objected", "fallen"]
    assert told.accused() == {("a", "a")}


def test_an_objection_we_made_is_given_again_and_never_becomes_a_confirmation():
    told = Told().write("A", "amend", "a").object("B", "a")
    assert verdict_on(told.stand("a")) == (OBJECTED, (Finding("told.bad", "told"),), b"")


# --- ahead of its place ---


def test_paper_confirms_nothing_before_its_place():
    told = Told().write("A", "amend", "a").write("B", "offer", "b", "a", loose=True)
    assert [told.status(name) for name in ("a", "b")] == ["standing", "standing"]
    assert told.place("b").status("a") == "standing+"


def test_paper_binds_its_author_once_the_other_side_confirmed_it():
    told = Told().write("A", "amend", "a").write("B", "offer", "b", "a", loose=True).confirm("A", "b")
    assert [told.status(name) for name in ("a", "b")] == ["standing+", "standing+"]
    told.object("B", "a").place("b")
    assert [told.status(name) for name in ("a", "b")] == ["standing+", "standing+"]
    assert told.accused() == {("a", "a")}


def test_paper_after_an_objection_in_the_log_falls():
    told = Told().write("A", "amend", "a").object("B", "a").write("B", "offer", "b", "a", loose=True)
    assert [told.status(name) for name in ("a", "b")] == ["objected", "fallen"]


def test_what_the_rules_would_refuse_ahead_of_its_place_waits():
    told = Told().write("B", "offer", "b", loose=True).judge("b", BAD)
    assert (told.status("b"), told.stand("b").ruling) == ("pending", BAD)
    assert verdict_on(told.stand("b")) is None
    assert told.place("b").status("b") == "refused"
    assert told.confirm("A", "b").status("b") == "standing+"


# --- facts and asides ---


def test_a_fact_with_findings_is_irregular_and_still_counts():
    told = offered().write("B", "deliver", "f", "b").judge("f", BAD)
    stand = told.stand("f")
    assert (stand.status, stand.effective, verdict_on(stand)) == ("irregular", True, (CONFIRMED, (), b""))


def test_a_fact_never_falls_but_says_that_its_will_fell():
    told = Told().write("A", "amend", "a").write("A", "deliver", "f", "a").write("A", "note", "n", "a")
    assert [told.status(name) for name in ("f", "n")] == ["recorded", "recorded"]
    told.write("B", "offer", "b")
    assert (told.status("f"), told.stand("f").ruling) == ("irregular", (BASIS_FELL,))
    assert (told.status("n"), told.stand("n").rival) == ("fallen", name_of("a"))


def test_an_aside_with_findings_has_no_effect():
    told = Told().write("B", "note", "n").judge("n", BAD)
    assert (told.status("n"), told.stand("n").effective) == ("refused", False)


def test_an_objection_makes_a_fact_irregular_and_an_aside_objected():
    told = Told().write("B", "deliver", "f").write("B", "note", "n").object("A", "f").object("A", "n")
    assert [told.status(name) for name in ("f", "n")] == ["irregular", "objected"]
    assert told.stand("f").unfounded


def test_a_root_that_is_a_fact_cannot_be_objected_away():
    from warifu.law.case import Placed  # the root of a past dealing

    told = Told()
    root = told.acts["root"]
    told.acts["root"] = Placed(root.act, root.digest, "A", 0, KINDS["request"]._replace(nature="fact"), Body())
    assert told.object("B", "root").status("root") == "irregular"
    assert told.judge("root", BAD).case().head.effective
    assert told.write("B", "offer", "b").status("root") == "irregular", "an objection before is no confirmation"


def test_a_fact_waits_for_what_it_needs_unless_it_is_confirmed():
    told = Told().write("B", "deliver", "f").judge("f", None)
    assert told.status("f") == "pending"
    assert told.confirm("A", "f").status("f") == "recorded+"


@pytest.mark.parametrize(("kind", "status"), [("amend", "refused"), ("deliver", "irregular"), ("note", "refused")])
def test_only_a_will_can_be_followed(kind: str, status: str):
    told = Told().write("A", "deliver", "f").write("A", kind, "x", "f").write("A", "amend", "y", "x")
    assert told.status("x") == status
    assert told.status("y") in {"fallen", "refused"}


def test_an_act_whose_forebears_are_not_here_waits():
    told = Told().write("A", "amend", "a").write("A", "amend", "b", "a").write("A", "deliver", "f", "a")
    del told.acts["a"]
    assert [told.status(name) for name in ("b", "f")] == ["pending", "pending"]


def test_a_late_entry_has_effect_when_the_other_side_confirms_it():
    told = offered().write("B", "deliver", "f", "b", body=Body(late=True))
    assert (told.stand("f").late, told.stand("f").effective) == (True, False)
    assert told.confirm("A", "f").stand("f").effective


# --- equivocation ---


def test_two_rivals_of_one_side_are_evidence():
    told = Told().write("B", "offer", "b").write("B", "decline", "b2")
    assert told.accused() == {("b", "b2")}


@pytest.mark.parametrize("why", ["objected", "refused", "fallen"])
def test_drafting_again_what_had_fallen_is_no_equivocation(why: str):
    told = Told().write("B", "decline", "b")
    if why == "objected":
        told.object("A", "b")
    elif why == "refused":
        told.judge("b", BAD)
    else:
        told.write("A", "withdraw", "a")
    assert told.write("B", "decline", "b2").accused() == set()


def test_an_objection_excuses_the_second_draft_even_after_both_fell():
    told = Told().write("A", "amend", "p").write("A", "amend", "a", "p").object("B", "a")
    assert told.write("A", "amend", "a2", "p").object("B", "p").accused() == set()


def test_a_confirmation_withdrawn_by_an_answer_or_by_a_rival_is_evidence():
    told = Told().write("A", "amend", "a").confirm("B", "a").say_fallen("B", "a")
    assert (told.status("a"), told.accused()) == ("standing+", {("a", "a")})
    told = Told().write("A", "amend", "a").confirm("B", "a").write("B", "offer", "b")
    assert (told.line(), told.accused()) == (["root", "a"], {("a", "b")})


def test_a_rival_written_before_the_confirmation_is_honest():
    told = Told().write("A", "withdraw", "a").write("B", "offer", "b").confirm("B", "a")
    assert (told.line(), told.accused()) == (["root", "a"], set())


# --- a function of the set ---

_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B"]),
        st.sampled_from(
            [*sorted({step.kind for state in FLOW.states.values() for step in state.steps}), "note", "deliver"]
        ),
        st.integers(0, 8),
        st.sampled_from(["", "", "", "loose", "late", "bad", "wait", "paper"]),
    ),
    max_size=9,
)
_ANSWERS = st.lists(
    st.tuples(st.sampled_from(["A", "B"]), st.integers(0, 9), st.sampled_from(["c", "o", "f"])), max_size=9
)


def tell(steps, answers) -> Told:
    told = Told()
    names = ["root"]
    for party, kind, after, how in steps:
        name = f"x{len(names)}"
        other = "B" if party == "A" else "A"
        more = {"loose": how == "loose", "body": Body(late=how == "late"), "on_behalf": other if how == "paper" else ""}
        told.write(party, kind, name, names[after % len(names)], **more)
        told.judge(name, BAD if how == "bad" else None if how == "wait" else ())
        names.append(name)
    for party, at, verdict in answers:
        {"c": told.confirm, "o": told.object, "f": told.say_fallen}[verdict](party, names[at % len(names)])
    return told


@given(_STEPS, _ANSWERS, st.integers(0, 10**6))
def test_a_fold_is_a_function_of_the_set(steps, answers, seed):
    told = tell(steps, answers)
    case, again = told.case(), told.case(seed)
    assert view(case) == view(again)
    assert list(case.stands) == list(again.stands)
    assert case.stands.keys() == {placed.digest for placed in told.acts.values()}


@given(_STEPS, _ANSWERS)
def test_what_holds_of_every_case(steps, answers):
    told = tell(steps, answers)
    case = told.case()
    for before, after in zip(case.line, case.line[1:], strict=False):
        assert after.placed.act.follows == before.placed.digest
        assert after.status == "standing"
    on_line = {stand.placed.digest for stand in case.line}
    for digest, stand in case.stands.items():
        verdict = verdict_on(stand)
        if stand.placed.kind.nature == "will" and digest not in on_line:
            assert stand.status not in {"standing", "recorded"}
        if stand.status == "fallen":
            assert stand.rival in case.stands
        if stand.status == "refused":
            assert stand.ruling
        if verdict is not None:
            assert (verdict[0] == OBJECTED) == bool(verdict[1])
            assert (verdict[0] == FALLEN) == bool(verdict[2])
    confirmed = confirmed_among(told.acts.values(), told.answers)
    assert {digest for digest, stand in case.stands.items() if stand.confirmed} <= confirmed


def test_who_stands_behind_is_told_without_judging():
    told = (
        Told().write("A", "amend", "a").write("A", "amend", "b", "a").write("B", "deliver", "f", "b").confirm("B", "b")
    )
    told.confirm("A", "f").write("B", "offer", "c", "b").object("A", "c")
    confirmed = confirmed_among(told.acts.values(), told.answers)
    assert confirmed == {name_of(name) for name in ("root", "a", "b", "f")}
    assert confirmed_among([], told.answers) == frozenset()

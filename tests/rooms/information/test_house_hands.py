"""Custodians and musters under any sequence of acts that the rules let through, by Hypothesis.

Law held: of a copy exactly one person answers until the charge has ended, and becomes custodian only by an own
signature; a sheet closes only when every line is seen or explained, and a muster only when every sheet is; nothing said
is lost; the case is a function of the log alone.
"""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.packs.bench import OF_ROOM, ROOMS, Trial, key_id
from warifu.law.chain import chain
from warifu.law.judge import judge

ROOM = ROOMS["information"]
PEOPLE = ("registrar", "custodian", "all", "witness")
SIGNERS = st.sampled_from([*PEOPLE, "expired", "stranger"])


class _Judged(RuleBasedStateMachine):
    """A trial into which an act goes only where the pack permits it, as a node writes its national log."""

    def __init__(self) -> None:
        super().__init__()
        self.trial = Trial()
        self.log: dict[str, list[Any]] = {}
        self.counted = 0

    def write(self, base: str, case: str, **given: Any) -> bool:
        """Judge an act; where it is permitted it stands. Returns whether it does."""
        self.counted += 1
        if case:
            given["in"] = case
        situation = self.trial.situation(base, given)
        if judge(OF_ROOM["information"], situation):
            return False
        name = f"{base}-{self.counted}"
        self.trial._stand(situation.placed, name)
        self.log.setdefault(case or name, []).append(situation.placed)
        return True

    def fold(self, case: str) -> Any:
        acts = self.log[case]
        return chain(ROOM.flows[acts[0].act.kind], acts, ROOM.evolve)


class Charges(_Judged):
    """One copy from hand to hand."""

    def __init__(self) -> None:
        super().__init__()
        for step in ("register", "dispatch", "receipt_item"):
            self.trial.write(step)
        assert self.write("custodian", "", item="register")
        (self.case,) = self.log
        self.person, self.offered, self.ended = "JP-custodian", "", False

    @rule(by=SIGNERS, to=st.sampled_from(PEOPLE))
    def offer(self, by, to):
        if self.write("custody_offer", self.case, officer=by, to=f"JP-{to}"):
            assert not self.ended
            assert not self.offered
            assert f"JP-{to}" != self.person
            self.offered = f"JP-{to}"

    @rule(by=SIGNERS)
    def take(self, by):
        offered_by = self.fold(self.case).terms.offered_by
        if self.write("custody_taken", self.case, officer=by):
            assert f"JP-{by}" == self.offered
            assert key_id("JP", by) != offered_by
            self.person, self.offered = self.offered, ""

    @rule(by=SIGNERS)
    def decline(self, by):
        if self.write("custody_declined", self.case, officer=by):
            assert f"JP-{by}" in {self.person, self.offered}
            self.offered = ""

    @rule(by=SIGNERS)
    def move(self, by):
        if self.write("custody_moved", self.case, officer=by):
            assert f"JP-{by}" == self.person
            assert not self.offered

    @precondition(lambda self: self.counted > 6)
    @rule(by=SIGNERS, error=st.booleans())
    def end(self, by, error):
        if self.write("custody_ended", self.case, officer=by, cause="error" if error else "destroyed"):
            assert error  # nothing here shows a witnessed destruction
            assert not self.ended
            self.ended, self.offered = True, ""

    @invariant()
    def one_person_answers(self):
        case = self.fold(self.case)
        assert (case.terms.person, case.terms.to) == (self.person, self.offered)
        assert (case.state == "ended") == self.ended
        assert (case.state == "handed") == bool(self.offered)
        assert len(case.line) == len(self.log[self.case])

    @invariant()
    def the_log_alone_tells(self):
        acts = self.log[self.case]
        assert [self.fold(self.case).stands[each.digest].status for each in acts] == ["standing"] * len(acts)


class Musters(_Judged):
    """A muster of two sheets of two copies."""

    def __init__(self) -> None:
        super().__init__()
        assert self.write("muster", "", sheets=2, expected=4)
        (self.muster,) = self.log
        self.sheets: dict[str, dict[int, str]] = {}
        for number in (1, 2):
            assert self.write("muster_sheet", "", muster=self.muster, sheet=number, cites=[self.muster])
            self.sheets[next(reversed(self.log))] = {}
        self.closed: dict[str, str] = {}
        self.done = False

    @rule(which=st.integers(0, 1), seen=st.lists(st.integers(0, 3), max_size=3), by=SIGNERS,
          unseen=st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["", "with_reader", "reported_missing", "x"])),
                          max_size=2))  # fmt: skip
    def tick(self, which, seen, unseen, by):
        sheet = list(self.sheets)[which]
        told = [{"line": line, "explanation": code} for line, code in unseen]
        if self.write("sighted", sheet, sighted=seen, not_sighted=told, officer=by):
            assert sheet not in self.closed
            assert by not in {"expired", "stranger"}
            lines = [*seen, *(line for line, _ in unseen)]
            assert len(set(lines)) == len(lines)
            assert set(lines) <= {1, 2}
            assert {code for _, code in unseen} <= {"", "with_reader"}
            self.sheets[sheet].update(dict.fromkeys(seen, "sighted") | dict(unseen))

    @rule(which=st.integers(0, 1))
    def tick_all(self, which):
        sheet = list(self.sheets)[which]
        if self.write("sighted", sheet, sighted=[1, 2]):
            assert sheet not in self.closed
            self.sheets[sheet] = {1: "sighted", 2: "sighted"}

    @rule(which=st.integers(0, 1), by=SIGNERS)
    def close_sheet(self, which, by):
        sheet = list(self.sheets)[which]
        if self.write("sheet_closed", sheet, officer=by):
            assert all(self.sheets[sheet].get(line) for line in (1, 2))
            assert sheet not in self.closed
            self.closed[sheet] = f"sheet_closed-{self.counted}"

    @rule(by=SIGNERS, which=st.sets(st.integers(0, 1)))
    def close(self, by, which):
        cites = [self.closed[sheet] for at, sheet in enumerate(self.sheets) if at in which and sheet in self.closed]
        if self.write("muster_closed", self.muster, officer=by, cites=cites):
            assert len(self.closed) == 2
            assert which == {0, 1}
            assert not self.done
            self.done = True

    @invariant()
    def every_line_says_what_was_last_said_of_it(self):
        for sheet, said in self.sheets.items():
            case = self.fold(sheet)
            assert dict(case.terms.said) == said
            assert case.terms.unexplained == 2 - sum(bool(word) for word in said.values())
            assert (case.state == "closed") == (sheet in self.closed)
            assert sheet not in self.closed or case.terms.unexplained == 0
        assert (self.fold(self.muster).state == "closed") == self.done


TestCharges = Charges.TestCase
TestCharges.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestMusters = Musters.TestCase
TestMusters.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)

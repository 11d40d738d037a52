"""Consents are never overdrawn, in any order of arrival: two sides, two logs, forks, revocations, ends, rulings.

Each side writes at the head of what it sees and answers what it receives, as an honest node does; the wire is slow and
uneven. A blind officer of the holder draws at an older will than the head, which a sound node would not sign. The rules
are those of the pack, through the real judge and the real fold; what is delivered is what ``may_ship`` allows.
"""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.packs.base_acts import DAY
from tests.packs.base_consents import FIRM
from tests.packs.base_transfers import SETS
from tests.packs.bench import OF_ROOM, ROOMS, Trial, key_id
from tests.rooms.filing import noon
from warifu.core import act as acts_core
from warifu.core import canonical
from warifu.core.act import CONFIRMED, Act, Answer
from warifu.core.quantity import Quantity
from warifu.core.wire import to_plain
from warifu.law.case import Case, Heard, Placed, fold, verdict_on
from warifu.rooms.equipment import shipping_cases
from warifu.rooms.equipment.acts import consent
from warifu.rooms.equipment.holdings import Holding, Told
from warifu.rooms.equipment.shipping import Passed, Question, Transfer, may_ship
from warifu.rooms.equipment.terms.consent import ConsentTerms

E = "equipment/"
BUYER = "AU-FIRM-9"
PACK, ROOM = OF_ROOM["equipment"], ROOMS["equipment"]
ROWS = PACK.table["ship"]
OTHER = {"GB": "JP", "JP": "GB"}
FIRST = 1000


def _supplied() -> Trial:
    """A transfer of a project, to be cited."""
    trial = Trial("GB", "JP")
    for step in ("project", "determine", "diplomatic_note", "diplomatic_reply", "transfer"):
        trial.write(step)
    return trial


TRIAL = _supplied()
TRANSFER = TRIAL.names["transfer"]
CITES = (TRIAL.names["diplomatic_reply"], TRANSFER)


class Entry(NamedTuple):
    """One entry of a log: an act, or an answer to one."""

    act: Placed | None = None
    answer: Answer | None = None


class Consents(RuleBasedStateMachine):
    """GB holds and asks, JP is the originator; ``seen``: how much of the other's log each side has."""

    def __init__(self) -> None:
        super().__init__()
        self.logs: dict[str, list[Entry]] = {"GB": [], "JP": []}
        self.seen = {"GB": 0, "JP": 0}
        self.day, self.seconds = DAY, 0
        self.root = b""
        self.passed: list[Passed] = []

    # --- two sides ------------------------------------------------------------------------------------------------

    def known(self, side: str) -> list[tuple[str, int, Entry]]:
        """What a side holds: all of its own log, the beginning of the other's."""
        theirs = self.logs[OTHER[side]][: self.seen[side]]
        return [(side, at, each) for at, each in enumerate(self.logs[side])] + [
            (OTHER[side], at, each) for at, each in enumerate(theirs)
        ]

    def folded(self, held: list[tuple[str, int, Entry]]) -> Case | None:
        acts = [each.act for _, _, each in held if each.act is not None]
        heard = [Heard(each.answer, by, FIRST + at) for by, at, each in held if each.answer is not None]
        bench = TRIAL.bench
        bench.cited.update({each.digest: TRIAL.cited[TRANSFER]._replace(placed=each, terms=None) for each in acts})
        return fold(ROOM.flows[E + "consent_request"], acts, heard, bench)

    def case(self, side: str) -> Case | None:
        return self.folded(self.known(side))

    def placed(self, side: str, name: str, body: Any, after: bytes = b"", cites: tuple[bytes, ...] = ()) -> Placed:
        self.seconds += 1
        made = Act(
            PACK.digest, E + name, side, f"{side}-DESK", key_id(side, "all"), noon(self.day) + self.seconds,
            to_plain(body), self.root, b"" if after == self.root else after, cites=cites,
        )  # fmt: skip
        raw = acts_core.encode(made)
        index = FIRST + len(self.logs[side])
        return Placed(acts_core.decode(raw), canonical.digest(raw), side, index, ROOM.kinds[E + name], body)

    def write(self, side: str, name: str, body: Any, cites: tuple[bytes, ...] = (), *, blind: bool = False) -> bool:
        """Write at the head of what the side sees; signed where it stands there. Blind: anywhere, whatever stands."""
        case = self.case(side)
        if case is None or not case.state:
            return False
        place = self.chance.choice(case.line).placed.digest if blind else case.head.placed.digest
        new = self.placed(side, name, body, place, cites)
        entry = (side, len(self.logs[side]), Entry(act=new))
        found = self.folded([*self.known(side), entry])
        assert found is not None
        stand = found.stands[new.digest]
        if stand.status not in {"standing", "recorded"} and not (blind and not stand.ruling):
            return False
        self.logs[side].append(entry[2])
        return True

    # --- what they do ---------------------------------------------------------------------------------------------

    @initialize(quantity=st.integers(5, 12), days=st.integers(20, 60), seed=st.integers(0, 9999))
    def ask(self, quantity: int, days: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.asked = quantity
        body = consent.ConsentRequest(
            self.day, "GB-C-1", "third_party", (consent.ConsentItem(1, SETS, sets(quantity), FIRM),), "trial",
            self.day + timedelta(days=days), self.day + timedelta(days=3), (consent.Receiver(FIRM, "AU"),),
        )  # fmt: skip
        new = self.placed("GB", "consent_request", body, cites=CITES)
        self.root = new.digest
        self.logs["GB"].append(Entry(act=new))
        self.receive("JP", 1)
        self.give(quantity - self.chance.randint(0, 3), days)
        self.receive("GB", 2)

    @rule()
    def exchange(self) -> None:
        """Both get all that there is."""
        for side in ("JP", "GB", "JP", "GB"):
            self.receive(side, len(self.logs[OTHER[side]]))

    def give(self, quantity: int, days: int) -> None:
        portion = consent.Portion(SETS, sets(quantity), FIRM)
        body = consent.Consent(self.day, "R/1", (portion,), self.day + timedelta(days=days))
        assert self.write("JP", "consent", body)

    @rule(quantity=st.integers(1, 3), last=st.booleans(), blind=st.booleans(), slow=st.booleans())
    def draw(self, quantity: int, last: bool, blind: bool, slow: bool) -> None:
        case = self.case("GB")
        scope = case.terms.scope if case is not None else ()
        to = scope[-1 if last else 0].recipient if scope else FIRM
        self.write("GB", "draw", consent.Draw(self.day, (consent.Drawn(SETS, sets(quantity)),), to), blind=blind)
        if not slow:
            self.exchange()

    @precondition(lambda self: len(self.logs["GB"]) > 7)
    @rule()
    def revoke(self) -> None:
        self.write("JP", "revoke", consent.ConsentEnd(self.day, "policy"))

    @precondition(lambda self: len(self.logs["GB"]) > 4)
    @rule(side=st.sampled_from(["GB", "JP"]))
    def is_bought(self, side: str) -> None:
        self.write(side, "succession", consent.Succession(self.day, "bought", FIRM, BUYER, "AU"))

    @rule(kept=st.integers(0, 6))
    def inherit(self, kept: int) -> None:
        case = self.case("JP")
        told = [] if case is None else [each.placed.digest for each in case.of_nature("fact")]
        line = case.terms.line(SETS, FIRM) if case is not None and isinstance(case.terms, ConsentTerms) else None
        if not told or line is None:
            return
        number = min(Decimal(kept), line.left.amount)
        effect = "does_not_carry" if not number else "carries" if number == line.left.amount else "carries_in_part"
        items = (consent.Portion(SETS, sets(number), BUYER),) if number else ()
        body = consent.Inherit(self.day, "bought", FIRM, BUYER, effect, "R/2", items, "AU")
        self.write("JP", "inherit", body, (told[0],))

    @rule(side=st.sampled_from(["GB", "JP"]), number=st.integers(1, 3))
    def receive(self, side: str, number: int) -> None:
        """Take some of the other's log, and answer each act as an honest node does."""
        for _ in range(min(number, len(self.logs[OTHER[side]]) - self.seen[side])):
            act = self.logs[OTHER[side]][self.seen[side]].act
            self.seen[side] += 1
            case = self.case(side)
            if act is None or case is None or act.digest not in case.stands:
                continue
            verdict = verdict_on(case.stands[act.digest])
            if verdict is not None:
                kind, findings, rival = verdict
                told = tuple(each.to_wire() for each in findings)
                self.logs[side].append(Entry(answer=Answer(act.digest, kind, told, rival)))

    @rule(days=st.integers(1, 6))
    def wait(self, days: int) -> None:
        self.day += timedelta(days=days)

    @precondition(lambda self: self.root)
    @rule(to=st.sampled_from([FIRM, BUYER]), quantity=st.integers(1, 3))
    def deliver(self, to: str, quantity: int) -> None:
        """The holder delivers what it may, under the draws that it is told to cite."""
        answer = self.answer(to, Decimal(quantity))
        if answer.under is None:
            return
        left = Decimal(quantity)
        for draw in answer.under.draws:
            taken = min(left, self.undelivered(draw))
            self.passed.append(Passed(draw, SETS, taken))
            left -= taken
        assert left == 0

    def answer(self, to: str, quantity: Decimal | None = None) -> Any:
        case = self.case("GB")
        assert case is not None
        held = {(SETS, "GB-CENTRE-1"): Holding(received=Decimal(12), held=Decimal(12))}
        terms = TRIAL.cited[TRANSFER].terms
        transfer = Transfer(TRANSFER, "licensed", terms, Told(held, ()), tuple(self.passed))
        found = shipping_cases.consent(case)
        consents = [] if found is None else [found]
        return may_ship(Question(SETS, to, self.day, "GB", "JP", quantity), [transfer], consents, ROWS)

    def undelivered(self, draw: bytes) -> Decimal:
        act = next(each.act for each in self.logs["GB"] if each.act is not None and each.act.digest == draw)
        drawn = sum((item.quantity.amount for item in act.body.items), Decimal(0))
        return drawn - sum((each.quantity for each in self.passed if each.draw == draw), Decimal(0))

    # --- what always holds ------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_overdrawn(self) -> None:
        for side in self.logs:
            case = self.case(side)
            if case is None or not isinstance(case.terms, ConsentTerms):
                continue
            for line in case.terms.scope:
                assert line.left.amount >= 0
                assert line.drawn.amount >= 0
                assert line.given.amount == line.drawn.amount + line.carried.amount + line.left.amount
            first = [line for line in case.terms.scope if not line.origin]
            assert sum(line.given.amount for line in first) <= self.asked
            out = sum((line.drawn.amount + line.left.amount for line in case.terms.scope), Decimal(0))
            assert out <= sum((line.given.amount for line in first), Decimal(0))

    @invariant()
    def what_is_drawn_in_all_was_consented_to(self) -> None:
        """Told from the acts alone, whatever the terms have made of them."""
        for side in self.logs:
            line = () if (case := self.case(side)) is None else case.line
            given = [each.placed.body for each in line if each.placed.act.kind == E + "consent"]
            drawn = [each.placed.body for each in line if each.placed.act.kind == E + "draw"]
            consented = sum((item.quantity.amount for body in given for item in body.items), Decimal(0))
            assert sum((item.quantity.amount for body in drawn for item in body.items), Decimal(0)) <= consented

    @invariant()
    def draws_stand_in_time_and_before_it_is_taken_back(self) -> None:
        for side in self.logs:
            case = self.case(side)
            if case is None:
                continue
            kinds = [stand.placed.act.kind for stand in case.line]
            assert E + "draw" not in kinds[kinds.index(E + "revoke") :] if E + "revoke" in kinds else True
            until = next((each.placed.body.until for each in case.line if each.placed.act.kind == E + "consent"), None)
            for stand in case.line:
                if stand.placed.act.kind == E + "draw":
                    assert until is not None
                    assert stand.placed.body.on <= until

    @invariant()
    def a_delivery_cites_draws_that_are_confirmed_and_reach_for_it(self) -> None:
        confirmed = {
            each.answer.act for each in self.logs["JP"] if each.answer is not None and each.answer.verdict == CONFIRMED
        }
        for draw in {each.draw for each in self.passed}:
            assert draw in confirmed
            assert self.undelivered(draw) >= 0
        case = self.folded(self.everything())
        if self.passed and case is not None:
            standing = {stand.placed.digest for stand in case.line}
            assert {each.draw for each in self.passed} <= standing

    @invariant()
    def the_order_of_arrival_tells_nothing(self) -> None:
        held = self.everything()
        one = self.folded(held)
        shuffled = list(held)
        random.Random(len(held)).shuffle(shuffled)
        two = self.folded(shuffled)
        if one is None or two is None:
            assert one is two
            return
        assert [stand.placed.digest for stand in one.line] == [stand.placed.digest for stand in two.line]
        assert one.terms == two.terms
        assert {digest: each.status for digest, each in one.stands.items()} == {
            digest: each.status for digest, each in two.stands.items()
        }

    def everything(self) -> list[tuple[str, int, Entry]]:
        return [(side, at, each) for side, log in self.logs.items() for at, each in enumerate(log)]


def sets(number: int | Decimal) -> Quantity:
    """So many protection sets."""
    return Quantity(Decimal(number), "SET")


Consents.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestConsents = Consents.TestCase

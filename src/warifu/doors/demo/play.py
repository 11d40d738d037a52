"""The play: live orders over the wire, from request to settlement, and what is refused.

Each chapter is a few acts of officers on both sides. An act that ought to be signed and is refused ends the play with a
failure; so does a refusal that does not come.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from warifu.core.errors import WireError
from warifu.core.money import Money
from warifu.doors.demo.stage import Actor
from warifu.node.drafting import Draft, Outcome
from warifu.rooms.logistics.acts import Accept, Acknowledge, Close, Invoice, Issue, Offer, Payment, Receipt, Request
from warifu.rooms.logistics.acts.lines import Delivered, Line, NotApplicable, Setting

NONE_AGREED = (NotApplicable("liability", "none_agreed"), NotApplicable("special", "none"))


@dataclass
class Play:
    """Both nodes, the day, and what the reader is told."""

    gb: Actor
    jp: Actor
    today: date
    tell: Callable[[str, str], None]
    activities: dict[str, bytes] = field(default_factory=dict)
    refusals: list[dict[str, Any]] = field(default_factory=list)
    irregular: list[dict[str, Any]] = field(default_factory=list)
    """What was recorded with its findings, because it had happened all the same."""
    numbers: dict[str, int] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    """What a chapter leaves for a later one."""
    documents: dict[str, Any] = field(default_factory=dict)
    """What a chapter has to show, by its name."""
    label: tuple[str, ...] = ()
    """What every act of the present chapter is marked with."""

    def sync(self) -> None:
        """Exchange until neither side has news."""
        self.gb.ask("exchange")

    def number(self, party: str, desk: str) -> str:
        """Return the desk's next number."""
        self.numbers[desk] = self.numbers.get(desk, 0) + 1
        return f"{party}-{desk}-{self.today.year % 100:02d}-{self.numbers[desk]:04d}"

    def act(self, who: Actor, by: str, kind: str, body: Any, **more: Any) -> bytes:
        """Have an officer sign one act; raises WireError where it is refused. Returns the act's digest."""
        return self._must(who, kind, self._submit(who, by, kind, body, more))

    def refused(self, title: tuple[str, str], who: Actor, by: str, kind: str, body: Any, **more: Any) -> None:
        """Have an officer try what the rules refuse; raises WireError where it is signed."""
        outcome = self._submit(who, by, kind, body, more)
        if outcome.ok:
            raise WireError("demo.not_refused", f"{who.party} {kind}", title=title[0])
        self.refusals.append({"en": title[0], "ja": title[1], "party": who.party, "outcome": outcome})

    def happened(self, title: tuple[str, str], who: Actor, by: str, kind: str, body: Any, **more: Any) -> bytes:
        """Have an officer record what is refused at first and has happened all the same; returns the act's digest."""
        outcome = self._submit(who, by, kind, body, more)
        if not outcome.can_insist:
            raise WireError("demo.not_refused", f"{who.party} {kind}", title=title[0])
        self.irregular.append({"en": title[0], "ja": title[1], "party": who.party, "outcome": outcome})
        return self.act(who, by, kind, body, **more, irregular=True)

    def through_hands(self, who: Actor, hands: tuple[str, str, str], kind: str, body: Any, **more: Any) -> bytes:
        """Have one officer prepare an act, one approve it (where one is named) and one sign it; returns its digest."""
        preparer, approver, signer = hands
        draft = self.draft(kind, body, more)
        named = self._must(who, kind, who.ask("prepare", draft, preparer))
        if approver:
            self._must(who, kind, who.ask("approve", named, approver))
        return self.signed(who, signer, named)

    def prepared(self, who: Actor, by: str, kind: str, body: Any, **more: Any) -> bytes:
        """Have an officer prepare an act for somebody else to sign; returns the digest that names the draft."""
        return self._must(who, kind, who.ask("prepare", self.draft(kind, body, more), by))

    def signed(self, who: Actor, by: str, named: bytes) -> bytes:
        """Have an officer sign what another one prepared; returns the act's digest."""
        return self._must(who, "sign", who.ask("sign", named, by))

    def refused_to_sign(self, title: tuple[str, str], who: Actor, by: str, named: bytes) -> None:
        """Have an officer try to sign a prepared draft that asks for another hand; raises WireError where it is."""
        outcome = who.ask("sign", named, by)
        if outcome.ok:
            raise WireError("demo.not_refused", who.party, title=title[0])
        self.refusals.append({"en": title[0], "ja": title[1], "party": who.party, "outcome": outcome})

    @staticmethod
    def _must(who: Actor, kind: str, outcome: Outcome) -> bytes:
        if not outcome.ok:
            reasons = "; ".join(f"{f.rule} {dict(f.figures)}" for f in (*outcome.ruling, *outcome.own_law))
            raise WireError("demo.refused", f"{who.party} {kind}", reasons=reasons)
        return outcome.act

    def _submit(self, who: Actor, by: str, kind: str, body: Any, more: dict[str, Any]) -> Outcome:
        outcome: Outcome = who.ask("submit", self.draft(kind, body, more), by)
        return outcome

    def draft(self, kind: str, body: Any, more: dict[str, Any]) -> Draft:
        """Return the draft of an act: of the ACSA unless its kind names another room, at the desk named or at HQ."""
        named = kind if "/" in kind else f"logistics/{kind}"
        return Draft(kind=named, body=body, **({"label": self.label, "desk": "HQ"} | more))

    def party(self, name: str) -> Actor:
        """Return the node of a party."""
        return self.gb if name == "GB" else self.jp


@dataclass
class Order:
    """One order as it goes along: its case, both sides, what was issued, received and claimed."""

    play: Play
    asker: Actor
    giver: Actor
    request: Request
    case: bytes = b""
    issues: list[bytes] = field(default_factory=list)
    receipts: list[bytes] = field(default_factory=list)
    money: list[bytes] = field(default_factory=list)

    def ask(self, activity: str) -> Order:
        """Send the request; the answer comes with ``offer``."""
        cites = (self.play.activities[activity],)
        body = self.request
        self.case = self.play.act(self.asker, "orders", "request", body, desk=body.receiving, cites=cites)
        self.play.sync()
        return self

    def agree(self, offer: Offer, accept: Accept | None = None) -> Order:
        """Offer and accept."""
        play = self.play
        play.act(self.giver, "accepts", "offer", offer, case=self.case, desk=self.request.issuing)
        play.sync()
        body = accept or Accept(play.today)
        play.act(self.asker, "accepts", "accept", body, case=self.case, desk=self.request.receiving)
        play.sync()
        return self

    def agree_through_hands(self, offer: Offer, accept: Accept) -> Order:
        """Offer and accept what is great enough for more hands than one: prepared, approved, then signed.

        On the way who prepared the acceptance tries to sign it, and is refused.
        """
        play, desks = self.play, (self.request.issuing, self.request.receiving)
        hands = ("issues", "orders", "accepts")
        play.through_hands(self.giver, hands, "offer", offer, case=self.case, desk=desks[0])
        play.sync()
        named = play.prepared(self.asker, "orders", "accept", accept, case=self.case, desk=desks[1])
        play.refused_to_sign(("a signature by who prepared it", "起案者自身による署名"), self.asker, "orders", named)
        play.signed(self.asker, "accepts", named)
        play.sync()
        return self

    def hand_over(self, sent: tuple[Delivered, ...], got: tuple[Delivered, ...], **more: Any) -> Order:
        """Issue and receive; ``got`` differs from ``sent`` where something was short."""
        play = self.play
        back = more.get("purpose", "provision") != "provision"
        giver, taker = (self.asker, self.giver) if back else (self.giver, self.asker)
        place = more.pop("place", "XZ")
        before = tuple(self.issues) if not back else ()
        issue = play.act(giver, "issues", "issue", Issue(play.today, place, sent, **more), case=self.case, cites=before)
        play.sync()
        receipt = Receipt(play.today, place, got, **more)
        self.receipts.append(play.act(taker, "receives", "receipt", receipt, case=self.case, cites=(issue,)))
        self.issues.append(issue)
        play.sync()
        return self

    def bill(self, amount: Money, number: str) -> bytes:
        """The provider claims money for what was received."""
        play = self.play
        body = Invoice(play.today, number, amount, play.today + timedelta(days=30), 30)
        invoice = play.act(self.giver, "finance", "invoice", body, case=self.case, cites=tuple(self.receipts))
        play.sync()
        return invoice

    def pay(self, amount: Money, number: str) -> Order:
        """Invoice, payment, acknowledgement."""
        play = self.play
        invoice = self.bill(amount, number)
        body = Payment(play.today, amount, f"PAY-{number}")
        payment = play.act(self.asker, "finance", "payment", body, case=self.case, cites=(invoice,))
        play.sync()
        # Who claims and who handles the cash are two persons (Japan's own law asks it, and it is good practice).
        body_had = Acknowledge(play.today, amount)
        had = play.act(self.giver, "cashier", "acknowledge", body_had, case=self.case, cites=(payment, invoice))
        play.sync()
        self.money += [invoice, payment, had]
        return self

    def close(self) -> Order:
        """Propose to close, on the receipts and what settled them, and agree."""
        play = self.play
        cites = tuple(dict.fromkeys((*self.issues, *self.receipts, *self.money)))
        play.act(self.asker, "finance", "close", Close(play.today), case=self.case, cites=cites)
        play.sync()
        play.act(self.giver, "finance", "accept", Accept(play.today), case=self.case)
        play.sync()
        return self


def setting(play: Play, activity: str, place: str, **more: Any) -> Setting:
    """Return the setting of an order in one of the play's activities."""
    del play
    ground, form = {"exercise": ("a", "exercise"), "relief": ("b", "relief"), "piracy": ("b", "counter_piracy")}[
        activity
    ]
    return Setting(ground, form, place, together=True, same_kind=True, **more)  # type: ignore[arg-type]


def line(number: int, category: str, item: str, quantity: Any, **more: Any) -> Line:
    """Return a line of an order."""
    return Line(number, category, item, quantity, **more)

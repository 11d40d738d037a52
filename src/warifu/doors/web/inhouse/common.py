"""What the pages of the house share: who reads and writes them, and how something signed here is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from warifu.core import canonical
from warifu.core.errors import WarifuError
from warifu.core.keys import Signer
from warifu.core.schedule import Phase
from warifu.core.seats import pair_named
from warifu.doors.returns import Return
from warifu.doors.web.accounts.confirming import Confirming, confirm
from warifu.doors.web.acting_findings import Line, of_findings
from warifu.doors.web.page import AUDITOR
from warifu.doors.web.request import Request
from warifu.node.drafting import Draft, Outcome
from warifu.record import queries_sight
from warifu.record.log import NATIONAL
from warifu.record.queries_house_due import Due
from warifu.record.queries_owed import day_number

KEEPERS = frozenset({"registrar", "custodian", "witness", "security_authority"})
"""Who signs here; what each may sign is the pack's matter."""
READERS = KEEPERS | {"project_officer", AUDITOR}
ASKERS = READERS | {"liaison_officer"}


class Sent(NamedTuple):
    """What became of a form that was sent: the outcome, or the form with what is amiss, and the findings to show."""

    form: Confirming
    outcome: Outcome | None = None
    lines: Sequence[Line] = ()

    @property
    def done(self) -> bool:
        """True where it was signed."""
        return self.outcome is not None and self.outcome.ok


def confirmed(request: Request, work: Callable[[Signer], Outcome]) -> Sent:
    """Have the officer confirm, then do the work with the officer's key; findings and errors come back as lines."""
    form = Confirming(request.POST)
    if not form.is_valid():
        return Sent(form)
    try:
        signer = confirm(request, form.cleaned_data["passphrase"], form.cleaned_data["code"])
        outcome = work(signer)
    except WarifuError as trouble:
        form.refuse(trouble)
        return Sent(form)
    return Sent(Confirming(), outcome, of_findings((*outcome.ruling, *outcome.own_law), ()))


def returns_due(stated: Sequence[Return], us: str) -> list[Due]:
    """Return our own yearly returns of what we hold that are due soon or overdue."""
    return [
        Due(each.statement, "return", each.originator, day_number(each.due))
        for each in stated
        if each.holder == us and each.phase in {Phase.WARNING, Phase.OVERDUE, Phase.LAPSED}
    ]


def as_seen(request: Request, draft: Draft) -> Draft:
    """Return a national draft as its writer may know things: what may not be seen is named as what there is not.

    So that the judge, who knows all, answers about the hidden as about the absent.
    """
    body, item = draft.body, getattr(draft.body, "item", b"")
    pair = pair_named(request.house.party, request.peer)
    if item and not queries_sight.sees_case(request.house.store, pair, item):
        body = replace(body, item=_nothing(item))
    return replace(draft, body=body, cites=cites_as_seen(request, draft.cites))


def cites_as_seen(request: Request, cites: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Return what is cited, each act that the writer may not see as one that there is not."""
    store, pair = request.house.store, pair_named(request.house.party, request.peer)
    absent = queries_sight.unseen_acts(store, pair, cites) & queries_sight.unseen_acts(store, NATIONAL, cites)
    return tuple(_nothing(each) if each in absent else each for each in cites)


def _nothing(digest: bytes) -> bytes:
    """A digest of nothing: of the same length, and of no act."""
    return canonical.digest(b"not here" + digest)[: len(digest)]


def desk_of(request: Request) -> str:
    """The desk that was typed, else the only one of the visitor."""
    typed = str(request.POST.get("desk", "")).strip()[:80]
    desks = sorted(request.visitor.desks - {"*"}) if request.visitor else []
    return typed or (desks[0] if desks else "REGISTRY")


def may_sign(request: Request) -> bool:
    """Tell whether the visitor has a key and a role to sign here."""
    visitor = request.visitor
    return visitor is not None and visitor.signs and bool(visitor.roles & KEEPERS)

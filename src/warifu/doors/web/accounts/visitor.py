"""Who is asking: the account of the session, and what the roll says today that its person may do.

Law: authority comes from the roll at each request, never from the session: an appointment that ended this morning
opens nothing this afternoon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from warifu.doors.web.page import ADMINISTRATOR, AUDITOR

if TYPE_CHECKING:
    from warifu.doors.web.request import Request

ALL_DESKS = "*"


class Visitor(NamedTuple):
    """A signed-in person: the account's name, the person's number, the signing key, roles and desks of today."""

    name: str
    person: str
    key_name: str
    key_id: bytes
    roles: frozenset[str]
    desks: frozenset[str]
    """Desks of all appointments; ``*`` stands for every desk."""

    def at_desk(self, desk: str) -> bool:
        """Tell whether an appointment reaches a desk."""
        return ALL_DESKS in self.desks or desk in self.desks

    @property
    def signs(self) -> bool:
        """True where the account has a key to sign with."""
        return bool(self.key_name)


def visitor_of(request: Request) -> Visitor | None:
    """Return who asks, with the authority of today; None where nobody is signed in or the account is no officer's."""
    user: Any = request.user
    account = getattr(user, "account", None) if user.is_authenticated else None
    if account is None:
        return None
    house = request.house
    with house.turn(request.peer) as pair:
        granted = pair.rolls[house.party].authority(bytes(account.key_id), None, house.today())
    today = house.today()
    live = [each for each in granted if each.valid_from <= today <= each.valid_to]
    roles = {role for each in live for role in each.roles}
    roles |= {AUDITOR} if account.auditor else set()
    roles |= {ADMINISTRATOR} if account.administrator else set()
    desks = {desk for each in live for desk in each.desks} | ({ALL_DESKS} if account.auditor else set())
    key = bytes(account.key_id)
    return Visitor(user.get_username(), account.person, account.key_name, key, frozenset(roles), frozenset(desks))

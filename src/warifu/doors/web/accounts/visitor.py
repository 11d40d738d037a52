"""Who is asking: the account of the session, and what the roll says today that its person may do.

Law: authority comes from the roll at each request, never from the session: an appointment that ended this morning
opens nothing this afternoon. Who may sign, or may make accounts, must hold a second factor; until then, and as long as
the password is one that somebody else has issued, the account is not finished and opens only its own setting up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from allauth.mfa.models import Authenticator

from warifu.core.errors import ValueTroubleError
from warifu.core.label import KNOWN, Label
from warifu.doors.web.accounts.models import Account
from warifu.doors.web.page import ADMINISTRATOR, AUDITOR, OFFICERS

if TYPE_CHECKING:
    from warifu.doors.web.request import Request

ALL_DESKS = "*"
_GUARDED = OFFICERS | {ADMINISTRATOR}
"""Roles that need a second factor."""
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Visitor(NamedTuple):
    """A signed-in person: the account's name, the person's number, the signing key, roles and desks of today."""

    name: str
    person: str
    key_name: str
    key_id: bytes
    roles: frozenset[str]
    desks: frozenset[str]
    """Desks of all appointments; ``*`` stands for every desk."""
    ceiling: Label = Label()
    """The highest marking that the account may see; unmarked: all that the node holds."""
    lacks: tuple[str, ...] = ()
    """What is still to be set up before any other page opens: ``password``, ``factor``."""

    def at_desk(self, desk: str) -> bool:
        """Tell whether an appointment reaches a desk."""
        return ALL_DESKS in self.desks or desk in self.desks

    def may_see(self, label: Label) -> bool:
        """Tell whether a label lies within the account's ceiling; in doubt it does not."""
        if not self.ceiling.is_marked:
            return True
        try:
            return KNOWN.at_least(self.ceiling, label)
        except ValueTroubleError:
            return False

    @property
    def signs(self) -> bool:
        """True where the account has a key to sign with."""
        return bool(self.key_name)

    @property
    def needs_factor(self) -> bool:
        """True where the account must hold a second factor."""
        return self.signs or bool(self.roles & _GUARDED)


def visitor_of(request: Request) -> Visitor | None:
    """Return who asks, with the authority of today; None where nobody is, or with an account of another node."""
    user: Any = request.user
    account = Account.objects.filter(user_id=user.pk).first() if user.is_authenticated else None
    house = request.house
    if account is None or account.party not in {"", house.party}:
        return None
    key = bytes(account.key_id)
    today = house.today()
    with house.turn(request.peer) as pair:
        granted = pair.rolls[house.party].authority(key, None, today)
    live = [each for each in granted if each.valid_from <= today <= each.valid_to]
    roles = {role for each in live for role in each.roles}
    roles |= {AUDITOR} if account.auditor else set()
    roles |= {ADMINISTRATOR} if account.administrator else set()
    desks = {desk for each in live for desk in each.desks} | ({ALL_DESKS} if AUDITOR in roles else set())
    ceiling = ceiling_of(account.ceiling)
    visitor = Visitor(
        user.get_username(), account.person, account.key_name, key, frozenset(roles), frozenset(desks), ceiling
    )
    return visitor._replace(lacks=_lacks(account, visitor))


def ceiling_of(written: str) -> Label:
    """Read a ceiling as accounts keep it: scheme, version and words with bars between; raises ValueTroubleError."""
    return KNOWN.from_wire(written.split("|")) if written else Label()


def has_factor(user_id: int) -> bool:
    """Tell whether an account holds a second factor that is more than a sheet of recovery codes."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=_FACTORS).exists())


def _lacks(account: Account, visitor: Visitor) -> tuple[str, ...]:
    password = ("password",) if account.one_time else ()
    factor = ("factor",) if visitor.needs_factor and not has_factor(account.user_id) else ()
    return password + factor

"""Who is asking: the account of the session, and what the roll says today that its person may do.

Law: authority comes from the roll at each request, never from the session: an appointment that ended this morning
opens nothing this afternoon. Who may sign, or may make accounts, must hold a second factor; until then, and as long as
the password is one that somebody else has issued, the account is not finished and opens only its own setting up.

What somebody may see is worked out at each request as well (``Seeing``): up to the account's ceiling, from CONFIDENTIAL
and 秘 on no higher than the clearance attested to that person today, and in the circles whose business that person
needs to know today. An auditor's business is every circle, within the same level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from allauth.mfa.models import Authenticator

from warifu.core.label import Label, Schemes
from warifu.doors.web.accounts.models import Account
from warifu.doors.web.house import House
from warifu.doors.web.page import ADMINISTRATOR, AUDITOR, OFFICERS
from warifu.law.room import NOBODY
from warifu.node import deciding
from warifu.node.sighting import level_of
from warifu.record.queries_sight import NOTHING, UNCLEARED, Seeing, attested, circles_of

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
    seeing: Seeing = NOTHING
    """Up to which level and in which circles."""
    lacks: tuple[str, ...] = ()
    """What is still to be set up before any other page opens: ``password``, ``factor``."""

    def at_desk(self, desk: str) -> bool:
        """Tell whether an appointment reaches a desk."""
        return ALL_DESKS in self.desks or desk in self.desks

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
    visitor = Visitor(
        user.get_username(), account.person, account.key_name, key, frozenset(roles), frozenset(desks),
        seeing_of(house, account, AUDITOR in roles),
    )  # fmt: skip
    return visitor._replace(lacks=_lacks(account, visitor))


def seeing_of(house: House, account: Account, auditor: bool) -> Seeing:  # noqa: FBT001  read from the roll just before
    """Return what an account may see today; ``house`` is whole: attestations are read whoever may see them."""
    today = deciding.today(house.node, house.clock())
    level = level_of(house.node.schemes, account.ceiling.split("|")) if account.ceiling else UNCLEARED
    if level == NOBODY:
        level = UNCLEARED  # a ceiling that no scheme reads any more opens nothing
    circles = None if auditor else circles_of(house.store, account.person, today)
    cleared = attested(house.store, account.person, today) if level > UNCLEARED else None
    if cleared is None:
        return Seeing(level, circles)
    general = max(UNCLEARED, min(level, cleared.pop("")))
    higher = {circle: min(level, most) for circle, most in cleared.items() if circles is None or circle in circles}
    return Seeing(general, circles, tuple(sorted(each for each in higher.items() if each[1] > general)))


def ceiling_of(written: str, schemes: Schemes) -> Label:
    """Read a ceiling as accounts keep it: scheme, version and words with bars between; raises ValueTroubleError."""
    return schemes.from_wire(written.split("|")) if written else Label()


def has_factor(user_id: int) -> bool:
    """Tell whether an account holds a second factor that is more than a sheet of recovery codes."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=_FACTORS).exists())


def _lacks(account: Account, visitor: Visitor) -> tuple[str, ...]:
    password = ("password",) if account.one_time else ()
    factor = ("factor",) if visitor.needs_factor and not has_factor(account.user_id) else ()
    return password + factor

"""People for the trials of pages: accounts at a house, signed in, with their second factor set up."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client

from tests.doors.web.houses import MORE, PASSPHRASE, TrialHouse, quick
from tests.world import ROLES
from warifu.doors.web.accounts import codes
from warifu.doors.web.accounts.models import Account
from warifu.doors.web.house import ENVIRON

PASSWORD = "trial password of everybody"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_ENCODED: list[str] = []


def officer_of(role: str) -> str:
    """Name of the first officer of the trial world who has a role; a name of an officer stays what it is."""
    held = {**ROLES, **{name: roles for name, (roles, _) in MORE.items()}}
    return role if role in held else next(name for name, roles in held.items() if role in roles)


def account_of(house: TrialHouse, role: str) -> Account:
    """Make the account of an officer by role or name, or one of ``administrator``, ``auditor``, ``nobody``."""
    if not _ENCODED:
        _ENCODED.append(make_password(PASSWORD))
    alone = role in {"administrator", "auditor", "nobody"}
    name = role if alone else officer_of(role)
    users: Any = get_user_model().objects
    user = users.create(username=f"{house.party.lower()}-{name}", password=_ENCODED[0])
    account = Account(user=user, party=house.party, administrator=role == "administrator", auditor=role == "auditor")
    if not alone:
        key = house.half.officers[name].public.key_id()
        account.key_name, account.key_id = name, key
        account.person = house.node.pair(house.half.peer).rolls[house.party].keys[key].holder
    account.save()
    totp.TOTP.activate(user, SECRET)
    return account


class Visit(Client):
    """A browser of somebody who has signed in at a house."""

    passphrase = PASSPHRASE

    def __init__(self, house: TrialHouse, account: Account, **environ: Any) -> None:
        super().__init__(SERVER_NAME="localhost", **{ENVIRON: house}, **environ)
        self.house, self.account = house, account
        quick(self)

    def code(self, later: int = 0) -> str:
        """Return the code that the person's device shows now, or ``later`` half minutes from now."""
        return codes.code_at(SECRET, self.house.clock() // codes.STEP_SECONDS + later)


def visit(house: TrialHouse, role: str) -> Visit:
    """Sign in at a house with a role; the account is made where it is not there yet."""
    name = f"{house.party.lower()}-{role if role in {'administrator', 'auditor', 'nobody'} else officer_of(role)}"
    account = Account.objects.filter(user__username=name).first() or account_of(house, role)
    browser = Visit(house, account)
    browser.force_login(account.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser

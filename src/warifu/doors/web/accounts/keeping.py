"""Keep accounts: make one for an officer, close it, issue a one-time password; for the page and the command alike.

Law: an account stands for a person of the roll and a key of the node's folder; both are read from there and never
typed. An administrator makes accounts and signs nothing; an auditor reads and changes nothing, and so administers
nothing. Whoever issues a password knows it, so it opens one page alone: where its owner changes it, within three days.
What is issued takes every second factor and every session of the account away, and every secret that was made with
them: tokens of the API and addresses of calendars do not come back with the new password.
"""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from axes.utils import reset as forget_tries
from django.contrib.auth import get_user_model
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from warifu.core.errors import KeyTroubleError, WarifuError
from warifu.core.keys import PublicKey
from warifu.doors.web.accounts.adapter import username
from warifu.doors.web.accounts.models import Account
from warifu.doors.web.accounts.visitor import ceiling_of, has_factor
from warifu.doors.web.house import House
from warifu.law.roll import Roll

_LOG = logging.getLogger("warifu.accounts")
ISSUED_SECONDS = 3 * 86_400
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _GROUP = 4, 5
_LONGEST_NAME = 60


class AccountError(WarifuError):
    """An account cannot be made, closed or reset so."""


class Wanted(NamedTuple):
    """What a new account shall be: the officer's key by name; the person where the key has a passphrase of its own."""

    name: str
    key_name: str = ""
    person: str = ""
    administrator: bool = False
    auditor: bool = False
    ceiling: str = ""


class Row(NamedTuple):
    """An account as a list shows it."""

    name: str
    person: str
    key_name: str
    administrator: bool
    auditor: bool
    active: bool
    factor: bool
    one_time: bool
    last: int | None
    """When it last signed in (UTC seconds)."""


def listed(house: House) -> list[Row]:
    """Return the accounts of a house by name."""
    accounts: Any = _of(house).select_related("user").order_by("user__username")
    return [
        Row(
            each.user.username,
            each.person,
            each.key_name,
            each.administrator,
            each.auditor,
            each.user.is_active,
            has_factor(each.user_id),
            each.one_time,
            int(each.user.last_login.timestamp()) if each.user.last_login else None,
        )
        for each in accounts
    ]


def add(house: House, peer: str, wanted: Wanted, by: str = "") -> str:
    """Make an account and return its one-time password, which is kept nowhere.

    Raises AccountError account.name_bad, name_taken, key_taken, grants_nothing, auditor_alone; KeyTroubleError where
    the key is lost, has a passphrase of its own, or is not on the roll; ValueTroubleError for a ceiling not known.
    """
    name = _checked(wanted)
    ceiling_of(wanted.ceiling, house.node.schemes)
    person, key_id = _officer(house, peer, wanted) if wanted.key_name else ("", b"")
    if key_id and _of(house).filter(key_id=key_id, user__is_active=True).exists():
        raise AccountError("account.key_taken", wanted.key_name)
    users: Any = get_user_model().objects
    password = _password(house)
    with transaction.atomic(using="default"):
        if users.filter(username__iexact=name).exists():
            raise AccountError("account.name_taken", name)
        Account.objects.create(
            user=users.create_user(name, password=password),
            party=house.party,
            person=person,
            key_name=wanted.key_name,
            key_id=key_id,
            administrator=wanted.administrator,
            auditor=wanted.auditor,
            ceiling=wanted.ceiling,
            one_time=True,
            issued=house.clock(),
        )
    _LOG.info("account %s made by %s", name, by or "command line")
    return password


def reset(house: House, name: str, by: str = "") -> str:
    """Issue a one-time password; take factors, sessions, tokens and calendars of the account away; return it."""
    account: Any = found(house, name)
    user: Any = account.user
    if not user.is_active:
        raise AccountError("account.closed", name)
    password = _password(house)
    with transaction.atomic(using="default"):
        # Django ends every session of an account whose password changes.
        user.set_password(password)
        user.save(update_fields=["password"])
        Authenticator.objects.filter(user_id=user.pk).delete()
        changed = {"one_time": True, "issued": house.clock(), "missed": 0, "held_until": 0}
        Account.objects.filter(pk=account.pk).update(**changed)
        for made in (account.tokens, account.calendars):
            made.filter(ended=False).update(ended=True)
    forget_tries(username=user.username)
    _LOG.info("account %s reset by %s", user.username, by or "command line")
    return password


def close(house: House, name: str, by: str = "") -> None:
    """Close an account for good, with all its sessions; its name is not given again.

    Raises AccountError account.unknown, account.closed, account.last_administrator.
    """
    account = found(house, name)
    user: Any = account.user
    if not user.is_active:
        raise AccountError("account.closed", name)
    others = _of(house).filter(administrator=True, user__is_active=True).exclude(pk=account.pk)
    if account.administrator and not others.exists():
        raise AccountError("account.last_administrator", name)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _LOG.info("account %s closed by %s", user.username, by or "command line")


def found(house: House, name: str) -> Account:
    """Return an account of a house by name; raises AccountError account.unknown."""
    account: Account | None = _of(house).filter(user__username=username(name)).select_related("user").first()
    if account is None:
        raise AccountError("account.unknown", name[:_LONGEST_NAME])
    return account


def _of(house: House) -> Any:
    return Account.objects.filter(party__in=("", house.party))


def _checked(wanted: Wanted) -> str:
    name = username(wanted.name)
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError as trouble:
        raise AccountError("account.name_bad", name[:_LONGEST_NAME]) from trouble
    if len(name) > _LONGEST_NAME:
        raise AccountError("account.name_bad", name[:_LONGEST_NAME])
    if not (wanted.key_name or wanted.administrator or wanted.auditor):
        raise AccountError("account.grants_nothing", name)
    if wanted.auditor and wanted.administrator:
        raise AccountError("account.auditor_alone", name)
    return name


def _officer(house: House, peer: str, wanted: Wanted) -> tuple[str, bytes]:
    """Return the person and the key id that a key's name stands for, as the roll says."""
    store = house.opened.keys
    if not store.has(wanted.key_name):
        raise KeyTroubleError("key.lost", wanted.key_name)
    with house.turn(peer) as pair:
        roll = pair.rolls[house.party]
        if wanted.person:
            return wanted.person, _key_of(roll, wanted.person)
        public: PublicKey = store.signer(wanted.key_name).public
        known = roll.keys.get(public.key_id())
        if known is None or known.use != "officer":
            raise KeyTroubleError("key.not_on_roll", wanted.key_name, key=public.key_id().hex()[:16])
        return known.holder, public.key_id()


def _key_of(roll: Roll, person: str) -> bytes:
    """Return the one officer's key that a person holds now."""
    live = [
        key_id
        for key_id, key in roll.keys.items()
        if key.use == "officer" and key.holder == person and key.grant.at(_NOW)
    ]
    if len(live) != 1:
        raise AccountError("account.person_keys", person, count=len(live))
    return live[0]


_NOW = 2**62 - 1
"""A place behind every entry of a log."""


def _password(house: House) -> str:
    """Return a one-time password of twenty signs that nobody takes for one another."""
    chance = house.node.means.chance
    signs: list[str] = []
    while len(signs) < _GROUPS * _GROUP:
        # A byte beyond the last whole run of signs would favour the first ones: it is thrown away.
        signs += [_SIGNS[byte % len(_SIGNS)] for byte in chance(32) if byte < 256 - 256 % len(_SIGNS)]
    return "-".join("".join(signs[at : at + _GROUP]) for at in range(0, _GROUPS * _GROUP, _GROUP))

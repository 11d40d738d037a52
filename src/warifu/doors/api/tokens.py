"""Tokens: made, found and ended. A token is 32 bytes of chance; only its digest is kept.

Law: a token never has more than its account: roles are cut down to those that the officer holds on the day it is used.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import sha256

from warifu.doors.api.models import Token
from warifu.doors.web.accounts.models import Account

BEGINNING = "wft_"
LONGEST_SECONDS = 400 * 86_400


def make(account: Account, name: str, roles: Iterable[str], now: int, seconds: int) -> str:
    """Make a token and return it: the one time that it is seen."""
    text = BEGINNING + secrets.token_urlsafe(32)
    Token.objects.create(
        account=account,
        name=name,
        digest=_digest(text),
        roles=" ".join(sorted(roles)),
        made=now,
        ends=now + min(seconds, LONGEST_SECONDS),
    )
    return text


def find(text: str, now: int) -> Token | None:
    """Return the token that is good now, and note that it was used; None for any other."""
    if not text.startswith(BEGINNING):
        return None
    found = (
        Token.objects.select_related("account__user").filter(digest=_digest(text), ended=False, ends__gt=now).first()
    )
    if found is None or not found.account.user.is_active:
        return None
    if found.used is None or now - found.used > _NOTED_SECONDS:
        Token.objects.filter(pk=found.pk).update(used=now)
    return found


_NOTED_SECONDS = 60


def end(account: Account, which: int) -> bool:
    """End a token of an account; it stays on the list."""
    return bool(Token.objects.filter(account=account, pk=which).update(ended=True))


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()

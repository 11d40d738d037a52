"""Codes of six figures that a person's device shows (RFC 6238): which step of time a code belongs to, and used once.

Law: a code opens one thing. Who used it to sign in waits for the next one to sign an act. The step before and the one
after the present are taken too, for no two clocks agree. The secret lies encrypted (``adapter``) in the accounts'
database and is never shown again.
"""

from __future__ import annotations

import hmac
import unicodedata
from base64 import b32decode

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt

from warifu.doors.web.accounts.models import Account

STEP_SECONDS = 30
FIGURES = 6
_NEAR = (0, -1, 1)


def figures(typed: str) -> str:
    """Return what was typed without spaces and hyphens, full-width figures as plain ones."""
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(sign for sign in plain if sign not in " -\u2010\u30fc\u2015\u3000\t")


def code_at(secret: str, step: int) -> str:
    """Return the code of a base32 secret at a step of time (RFC 4226, section 5.3, with SHA-1)."""
    mac = hmac.digest(b32decode(secret, casefold=True), step.to_bytes(8), "sha1")
    place = mac[-1] & 15
    number = int.from_bytes(mac[place : place + 4]) & 0x7FFFFFFF
    return str(number % 10**FIGURES).zfill(FIGURES)


def step_of(secret: str, typed: str, now: int) -> int | None:
    """Return the step of time, near ``now`` (UTC seconds), whose code was typed; None where it is no such code."""
    code = figures(typed).encode()
    for near in _NEAR:
        step = now // STEP_SECONDS + near
        if hmac.compare_digest(code_at(secret, step).encode(), code):
            return step
    return None


def use(account: Account, step: int) -> bool:
    """Take a step as used; False where it, or a later one, has been used before. Only one of two at once gets it."""
    return bool(Account.objects.filter(pk=account.pk, step__lt=step).update(step=step))


def device_of(account: Account, typed: str, now: int) -> Authenticator | None:
    """Return the account's device that showed the code just now, the code then being used; None for a wrong one."""
    devices = Authenticator.objects.filter(user_id=account.user_id, type=Authenticator.Type.TOTP)
    for device in devices:
        step = step_of(decrypt(device.data["secret"]), typed, now)
        if step is not None and use(account, step):
            return device
    return None

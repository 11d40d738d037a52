"""How the sign-in library is held: its words are ours, its secrets encrypted, and nobody signs up by himself.

Law: secrets of second factors lie encrypted under a key that stays in the node's folder (from the secret that signs
sessions), so that the accounts' database alone opens nothing. A factor that one must have cannot be taken away.
"""

from __future__ import annotations

import ipaddress
import secrets
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from warifu.doors.web.request import Request
from warifu.doors.web.words import later, w

_SAID = {
    "account/messages/password_changed.txt": "accounts.done_password",
    "mfa/messages/totp_activated.txt": "accounts.done_totp",
    "mfa/messages/totp_deactivated.txt": "accounts.done_totp_removed",
    "mfa/messages/webauthn_added.txt": "accounts.done_passkey",
    "mfa/messages/webauthn_removed.txt": "accounts.done_passkey_removed",
    "usersessions/messages/sessions_logged_out.txt": "accounts.done_sessions",
}
"""What the library tells, in our words; what is not here is not told."""
_NONCE_BYTES = 12
_JUST_SECONDS = 10 * 60


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Closed to sign-up; counts tries at the door by axes alone; speaks in our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "enter_current_password": later("accounts.wrong_current"),
        "incorrect_password": later("accounts.wrong_password"),
        "incorrect_code": later("accounts.wrong_code"),
        "username_password_mismatch": later("accounts.wrong_pair"),
        "too_many_login_attempts": later("accounts.too_many"),
        "rate_limited": later("accounts.too_many"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  the library's form
        """Accounts are made by the administrator."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave the counting of tries to axes, which keeps it in the database and not in one process."""

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message: str | None = None,
        **_: Any,
    ) -> None:
        """Tell what was done, in our words."""
        key = _SAID.get(message_template or "")
        if key or message:
            messages.add_message(request, level, w(key) if key else str(message))

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask anew before factors change; not from who has signed in within the last ten minutes."""
        request = cast("Request", context.request)
        began = request.session.get("began")
        just = isinstance(began, int) and 0 <= request.house.clock() - began <= _JUST_SECONDS
        return not just and bool(super().is_reauthentication_required(app=app))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  the library's form
        """Lead back to one's own account."""
        return reverse("account")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that a request came from."""
        return client_address(request)


def client_address(request: HttpRequest) -> str:
    """Return the address that a request came from; behind a proxy (``secure``) the last one that the proxy names."""
    told = request.META.get("REMOTE_ADDR", "")
    if settings.SESSION_COOKIE_SECURE:
        told = request.headers.get("X-Forwarded-For", told).rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return "0.0.0.0"  # noqa: S104  an address that nobody has


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library ships no types
    """Second factors: encrypted, named after the node, and not to be lost by those who must have one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": later("accounts.last_factor"),
        "cannot_generate_recovery_codes": later("accounts.factor_first"),
        "incorrect_code": later("accounts.wrong_code"),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return urlsafe_b64encode(nonce + AESGCM(_key()).encrypt(nonce, text.encode(), b"")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret; raises InvalidTag where it was stored under another key."""
        raw = urlsafe_b64decode(encrypted_text)
        return AESGCM(_key()).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], b"").decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Allow it while another factor remains, or where none is needed."""
        visitor = cast("Request", context.request).visitor
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        remain = others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
        return remain or visitor is None or not visitor.needs_factor

    def get_totp_issuer(self) -> str:
        """Name the node, so that nobody takes one node's code for another's."""
        return f"Warifu {cast('Request', context.request).house.party}"

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002  the library's form
        """Propose a name for a new passkey."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return w("accounts.passkey_named", number=count + 1)


def username(typed: str) -> str:
    """Return a name of an account as it is looked up: full-width letters as plain ones."""
    return unicodedata.normalize("NFKC", typed).strip()


def _key() -> bytes:
    return HKDF(SHA256(), 32, None, b"warifu second factors").derive(settings.SECRET_KEY.encode())

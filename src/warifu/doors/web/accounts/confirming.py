"""The officer confirms a signature: the passphrase of the own key, and a second factor of this very moment.

Law: a session never signs. Each signature asks anew for what only the officer knows (the passphrase, which alone opens
the key) and for what only the officer has (a code not used before, or a passkey's answer to a question at most a minute
old). Wrong ones are counted and locked as at the door (``trying``), and it is not told which of the two was wrong.
Nothing that was typed here is kept, logged or sent back into the page.

In a view of a signing page (roles are the gate's business):

    form = Confirming(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            signer = confirm(request, form.cleaned_data["passphrase"], form.cleaned_data["code"])
        except NotConfirmedError as trouble:
            form.refuse(trouble)                        # an error of the form, in the reader's language
        else:
            outcome = request.house.node.submit(request.peer, draft, signer)

and in its template, within the form: ``{% import "account/confirming.html" as c %} … {{ c.confirming(form) }}``.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.views.decorators.debug import sensitive_variables

from warifu.core.errors import KeyTroubleError, WarifuError
from warifu.core.keys import Signer
from warifu.doors import sentences
from warifu.doors.web.accounts import codes, trying
from warifu.doors.web.accounts.models import Account
from warifu.doors.web.page import OFFICERS, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import language, later

FRESH_SECONDS = 60
_ASKED_AT = "passkey_asked_at"
_CREDENTIAL = "credential"
_MOST = 1024
NO_ANSWER = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, InvalidSignature)
"""What reading a passkey's answer raises where it is none: the library reads on trust."""


class NotConfirmedError(WarifuError):
    """The signature was not confirmed: a wrong passphrase or code, too many of them, no key, or another one's key."""


class _Unsaid:
    """A field that never shows again what was typed into it."""

    def format_value(self, value: Any) -> None:
        """Show nothing."""


class OnceInput(_Unsaid, forms.TextInput):
    """A code."""


class AnswerInput(_Unsaid, forms.HiddenInput):
    """A passkey's answer, put there by script."""


class Confirming(forms.Form):
    """The part of a form in which the officer confirms: passphrase, code, and (by script) a passkey's answer."""

    passphrase = forms.CharField(
        label=later("confirming.passphrase"),
        max_length=_MOST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": later("confirming.passphrase_missing"), "max_length": later("confirming.too_long")},
    )
    code = forms.CharField(
        label=later("confirming.code"),
        help_text=later("confirming.code_hint"),
        max_length=32,
        widget=OnceInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": later("confirming.code_missing"), "max_length": later("confirming.too_long")},
    )
    credential = forms.CharField(required=False, max_length=16_384, widget=AnswerInput)
    use_required_attribute = False

    def __init__(self, data: Any = None, **named: Any) -> None:
        super().__init__(data, **named)
        unless_answered(self)

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error, also to a form that was sent empty."""
        if not hasattr(self, "cleaned_data"):
            self.cleaned_data = {}
        super().add_error(field, error)

    def refuse(self, trouble: WarifuError) -> None:
        """Say why it was not confirmed, as an error of the form."""
        self.add_error(None, sentences.of_error(trouble, language(), "pages"))


def unless_answered(form: forms.Form) -> None:
    """Ask for no code where a passkey has answered."""
    if form.is_bound and form.data.get(form.add_prefix(_CREDENTIAL)):
        form.fields["code"].required = False


@sensitive_variables("passphrase", "code")
def confirm(request: Request, passphrase: str, code: str) -> Signer:
    """Return the signer that opens with the officer's passphrase, once a second factor has confirmed it.

    ``code``: six figures; empty where the posted ``credential`` holds a passkey's answer. Raises NotConfirmedError
    confirm.no_key, confirm.locked, confirm.wrong or confirm.another_key; KeyTroubleError where the key is lost.
    """
    visitor = request.visitor
    if visitor is None or not visitor.signs:
        raise NotConfirmedError("confirm.no_key")
    account = Account.objects.get(user_id=request.user.pk)
    now = request.house.clock()
    if not trying.begin(account, now):
        raise NotConfirmedError("confirm.locked", minutes=trying.minutes(account, now))
    signer = _opened(request, visitor.key_name, passphrase)
    if signer is None or not is_fresh_factor(request, account, code):
        raise NotConfirmedError("confirm.wrong", left=trying.left(account))
    trying.succeeded(account)
    if signer.public.key_id() != visitor.key_id:
        raise NotConfirmedError("confirm.another_key", visitor.key_name)
    return signer


def require_seen(request: Request, shown: bytes) -> None:
    """Raise NotConfirmedError confirm.moved where the page that was sent showed something else to be signed.

    Another tab, or the other side, may have changed it meanwhile. ``shown``: what ``seen`` was made of.
    """
    if request.POST.get("seen") != seen_of(shown):
        raise NotConfirmedError("confirm.moved")


def seen_of(shown: bytes) -> str:
    """Return the digest of what a page shows to be signed, for its hidden field ``seen``."""
    return sha256(shown).hexdigest()


@sensitive_variables("code")
def confirm_factor(request: Request, code: str) -> None:
    """Ask for a fresh second factor alone, for what is grave and no signature; raises NotConfirmedError."""
    account = Account.objects.get(user_id=request.user.pk)
    now = request.house.clock()
    if not trying.begin(account, now):
        raise NotConfirmedError("confirm.locked", minutes=trying.minutes(account, now))
    if not is_fresh_factor(request, account, code):
        raise NotConfirmedError("confirm.wrong_code", left=trying.left(account))
    trying.uncounted(account)


@sensitive_variables("passphrase")
def _opened(request: Request, name: str, passphrase: str) -> Signer | None:
    """Open the key; None for a wrong passphrase, which is no news for whoever tries one."""
    try:
        return request.house.signer(name, passphrase)
    except KeyTroubleError as trouble:
        if trouble.code == "key.locked":
            return None
        raise


@sensitive_variables("code")
def is_fresh_factor(request: Request, account: Account, code: str) -> bool:
    """Tell whether a code not used before was typed, or the account's passkey has answered within the last minute."""
    if code:
        return codes.device_of(account, code, request.house.clock()) is not None
    return _passkey_answered(request)


def _passkey_answered(request: Request) -> bool:
    asked = request.session.pop(_ASKED_AT, None)
    now = request.house.clock()
    if not isinstance(asked, int) or not 0 <= now - asked <= FRESH_SECONDS:
        return False
    try:
        answer = json.loads(request.POST.get(_CREDENTIAL, ""))
        webauthn.parse_authentication_response(answer)
        found = webauthn.complete_authentication(cast("Any", request.user), answer)
    except (*NO_ANSWER, ValidationError):
        return False
    found.record_usage()
    return True


def ask_passkey(request: Request) -> HttpResponse:
    """Answer with the question to a passkey (JSON), good for a minute; 404 where the account has none."""
    mine = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN)
    if not mine.exists():
        return JsonResponse({}, status=404)
    options = webauthn.begin_authentication(cast("Any", request.user))
    request.session[_ASKED_AT] = request.house.clock()
    return JsonResponse({"request_options": options})


PAGES = (Page("ask_passkey", "account/passkey/question", ask_passkey, reads=OFFICERS | {"administrator"}),)

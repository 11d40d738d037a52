"""One's own account: what is still to be set up, what protects it, and where it is signed in.

Law: whoever is signed in may see and change the own account and nothing of another's. Until what is lacking is set up
the gate leads here from everywhere else.
"""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from warifu.core.errors import WarifuError
from warifu.doors.web.accounts.adapter import FactorAdapter
from warifu.doors.web.accounts.confirming import Confirming, confirm
from warifu.doors.web.page import EVERYONE, OFFICERS, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import later, w

_SHORTEST = 12


class Protection(NamedTuple):
    """What protects an account: a device that shows codes, passkeys, recovery codes not yet used."""

    device: bool
    passkeys: int
    recovery: int


def protection(user_id: int) -> Protection:
    """Return what protects an account."""
    held = list(Authenticator.objects.filter(user_id=user_id))
    sheets = [each.wrap() for each in held if each.type == Authenticator.Type.RECOVERY_CODES]
    return Protection(
        any(each.type == Authenticator.Type.TOTP for each in held),
        sum(each.type == Authenticator.Type.WEBAUTHN for each in held),
        sum(len(sheet.get_unused_codes()) for sheet in sheets),
    )


def account(request: Request) -> HttpResponse:
    """Show the own account: first what is lacking."""
    visitor = request.visitor
    lacks = visitor.lacks if visitor else ()
    sessions = UserSession.objects.purge_and_list(cast("Any", request.user))
    shown: dict[str, Any] = {
        "lacks": lacks,
        "protection": protection(cast("int", request.user.pk)),
        "sessions": sorted(sessions, key=lambda each: each.created_at, reverse=True),
    }
    return render(request, "account/account.html", shown)


def end_session(request: Request) -> HttpResponse:
    """End one of the own sessions; the present one is signed out."""
    if request.method != "POST":
        return redirect("account")
    told = request.POST.get("session", "")
    mine = UserSession.objects.filter(user_id=request.user.pk, pk=int(told) if told.isdecimal() else 0).first()
    if mine is None:
        raise Http404
    if mine.is_current():
        logout(request)
        return redirect("account_login")
    mine.end()
    messages.success(request, w("accounts.done_session"))
    return redirect("account")


class PassphraseForm(Confirming):
    """The passphrase of the own key, another one twice, and a fresh second factor."""

    new = forms.CharField(
        label=later("accounts.passphrase_new"),
        help_text=later("accounts.passphrase_new_hint"),
        min_length=_SHORTEST,
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": later("accounts.passphrase_new_missing"),
            "min_length": later("accounts.passphrase_short"),
            "max_length": later("accounts.too_long"),
        },
    )
    again = forms.CharField(
        label=later("accounts.passphrase_again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": later("accounts.passphrase_again_missing")},
    )
    field_order = ("passphrase", "new", "again", "code", "credential")

    def clean(self) -> dict[str, Any]:
        """Refuse two new ones that differ, and the old one as a new one."""
        told = super().clean() or {}
        new = told.get("new")
        if new and told.get("again") and new != told["again"]:
            self.add_error("again", ValidationError(w("accounts.passphrases_differ"), "differ"))
        if new and new == told.get("passphrase"):
            self.add_error("new", ValidationError(w("accounts.passphrase_same"), "same"))
        return told


@sensitive_post_parameters()
def change_passphrase(request: Request) -> HttpResponse:
    """Put the own key under another passphrase: from then on nobody else's opens it, the node's neither."""
    visitor = request.visitor
    if visitor is None or not visitor.signs:
        raise Http404
    form = PassphraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            confirm(request, told["passphrase"], told["code"])
            request.house.rewrap(visitor.key_name, told["passphrase"], told["new"])
        except WarifuError as trouble:
            form.refuse(trouble)
        else:
            messages.success(request, w("accounts.done_passphrase"))
            return redirect("account")
    return render(request, "account/passphrase.html", {"form": form})


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]  # the library ships no types
    """Take a passkey away, unless it is the last factor of somebody who must have one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Take it away, or say why not."""
        if not FactorAdapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, w("accounts.last_factor"))
            return redirect("mfa_list_webauthn")
        return cast("HttpResponse", super().form_valid(form))


PAGES = (
    Page("account", "account/", account, own=True),
    Page("change_passphrase", "account/passphrase", change_passphrase, OFFICERS, OFFICERS, own=True),
    Page("end_session", "account/sessions/end", end_session, writes=EVERYONE, own=True),
)

"""One's own account: what is still to be set up, what protects it, and where it is signed in.

Law: whoever is signed in may see and change the own account and nothing of another's. Until what is lacking is set up
the gate leads here from everywhere else.
"""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from warifu.doors.web.accounts.adapter import FactorAdapter
from warifu.doors.web.page import EVERYONE, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import w


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
    Page("end_session", "account/sessions/end", end_session, writes=EVERYONE, own=True),
)

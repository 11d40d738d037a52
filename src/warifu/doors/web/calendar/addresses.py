"""Secret addresses of calendars: made and revoked on one's account, read by a calendar program without signing in.

Law: only the digest of a secret is kept; the address is shown once, to whoever made it after a fresh second factor
(where the account must have one). What is read there is what the account may see on the day it is read, narrowed to one
of the roles that it holds that day, and nothing classified: a calendar program keeps what it reads. A wrong secret, a
revoked one, a closed account and a role that has ended look the same: there is nothing.
"""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from warifu.core.seats import pair_named
from warifu.doors import sentences
from warifu.doors.feeds import ics
from warifu.doors.web.accounts.confirming import NotConfirmedError, confirm_factor
from warifu.doors.web.accounts.models import Account
from warifu.doors.web.accounts.visitor import Visitor, visitor_of
from warifu.doors.web.calendar import telling
from warifu.doors.web.calendar.models import Address
from warifu.doors.web.calendar.telling import Told
from warifu.doors.web.house import ENVIRON, House
from warifu.doors.web.orders import reader_of
from warifu.doors.web.page import ADMINISTRATOR, EVERYONE, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import language, later, w
from warifu.record import queries_programme
from warifu.record.queries_owed import day_number, day_of
from warifu.record.queries_sight import NOTHING, UNCLEARED, Seeing

_LOG = logging.getLogger("warifu.accounts")
_READERS = EVERYONE - {ADMINISTRATOR}
MOST = 10
"""Addresses of one account that are good at a time."""
_BACK, _AHEAD = timedelta(days=400), timedelta(days=800)
_NOTED_SECONDS = 3600
_LANGUAGES = ("en", "ja")


class Making(forms.Form):
    """What a new address is to be: in which role, in which language; and a fresh second factor."""

    role = forms.ChoiceField(label=later("calendar.role"), help_text=later("calendar.role_hint"))
    language = forms.ChoiceField(label=later("calendar.language"))
    code = forms.CharField(
        label=later("calendar.code"), help_text=later("calendar.code_hint"), max_length=12, required=False
    )

    def __init__(self, given: Any, visitor: Visitor) -> None:
        super().__init__(given, initial={"language": language()})
        at = language()
        roles = [(role, sentences.word(role, at)) for role in sorted(visitor.roles & _READERS)]
        cast("forms.ChoiceField", self.fields["role"]).choices = roles
        spoken = [(each, w(f"calendar.language_{each}")) for each in _LANGUAGES]
        cast("forms.ChoiceField", self.fields["language"]).choices = spoken
        if not visitor.needs_factor:
            del self.fields["code"]


def addresses(request: Request) -> HttpResponse:
    """List the addresses of one's account; by POST make one, and show it this one time."""
    visitor = request.visitor
    if visitor is None or not visitor.roles & _READERS:
        raise Http404
    if visitor.lacks:
        return redirect("account")
    account = Account.objects.get(user_id=request.user.pk)
    form = Making(request.POST if request.method == "POST" else None, visitor)
    made = _made(request, account, form, visitor) if request.method == "POST" and form.is_valid() else ""
    if made:
        form = Making(None, visitor)
    context = {
        "form": form, "made": made,
        "addresses": Address.objects.filter(account=account).order_by("ended", "-made")[: 2 * MOST],
    }  # fmt: skip
    return render(request, "calendar/addresses.html", context, status=422 if request.POST and not made else 200)


def _made(request: Request, account: Account, form: Making, visitor: Visitor) -> str:
    """Make an address, or say on the form why not."""
    if Address.objects.filter(account=account, ended=False).count() >= MOST:
        form.add_error(None, w("calendar.too_many", count=MOST))
        return ""
    if visitor.needs_factor:
        try:
            confirm_factor(request, form.cleaned_data["code"])
        except NotConfirmedError as trouble:
            form.add_error("code", sentences.of_error(trouble, language(), "pages"))
            return ""
    secret = secrets.token_urlsafe(32)
    Address.objects.create(
        account=account, digest=_digest(secret), peer=request.peer, role=form.cleaned_data["role"],
        language=form.cleaned_data["language"], made=request.house.clock(),
    )  # fmt: skip
    _LOG.info("calendar of %s made by %s", form.cleaned_data["role"], request.user.get_username())
    return request.build_absolute_uri(reverse("calendar_feed", args=[secret]))


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def revoke(request: Request, which: int) -> HttpResponse:
    """Revoke one of one's addresses: from now on there is nothing there."""
    mine = Address.objects.filter(account__user_id=request.user.pk, pk=which, ended=False)
    if request.method != "POST" or not mine.update(ended=True):
        raise Http404
    _LOG.info("calendar %s revoked by %s", which, request.user.get_username())
    messages.success(request, w("calendar.done_revoked"))
    return redirect("calendar_addresses")


def feed(request: Request, secret: str) -> HttpResponse:
    """Give the calendar of an address; nothing for any that is not good now."""
    whole: House = request.META[ENVIRON]
    found = Address.objects.select_related("account__user").filter(digest=_digest(secret), ended=False).first()
    if found is None or not found.account.user.is_active or found.peer not in whole.pairs:
        raise Http404
    if not _stands_for(request, found, whole):
        raise Http404
    now = whole.clock()
    if found.read is None or now - found.read > _NOTED_SECONDS:
        Address.objects.filter(pk=found.pk).update(read=now)
    with translation.override(found.language):
        raw = _written(request, found)
    response = HttpResponse(raw, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="warifu.ics"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _stands_for(request: Request, found: Address, whole: House) -> bool:
    """Put on the request who the address stands for, seeing what that account sees today and nothing classified.

    False where that account, or the role, is good no longer.
    """
    request.user = found.account.user
    request.house, request.peer = whole, found.peer
    visitor = visitor_of(request)
    if visitor is None or visitor.lacks or found.role not in visitor.roles:
        request.house = whole.as_seen(NOTHING)
        return False
    seeing = visitor.seeing.both(Seeing(UNCLEARED, None))
    request.visitor = visitor._replace(roles=frozenset({found.role}), seeing=seeing)
    request.house = whole.as_seen(seeing)
    return True


def _written(request: Request, found: Address) -> bytes:
    house, today = request.house, request.house.today()
    window = (day_number(today - _BACK), day_number(today + _AHEAD))
    happenings = queries_programme.happenings(house.store, reader_of(request), window, telling.wanted_by(found.role))
    pair = pair_named(house.party, found.peer)
    events = [_event(request, pair, each) for each in telling.told(each for each in happenings if not each.exercise)]
    return ics.document(events, w("calendar.feed_name", role=sentences.word(found.role, language())), found.language)


def _event(request: Request, pair: str, each: Told) -> ics.Event:
    it = each.it
    address = request.build_absolute_uri(reverse("case", args=[it.case.hex()]))
    told = [("calendar.state", each.state), ("calendar.whose", each.whose)]
    return ics.Event(
        uid_of(pair, it), it.acts, it.since, day_of(it.first), day_of(it.last), each.title,
        "\n".join(f"{w(key)}: {value}" for key, value in told if value), each.where, address, each.status,
        w(f"calendar.what_{it.what}"),
    )  # fmt: skip


def uid_of(pair: str, it: queries_programme.Happening) -> str:
    """Return the name of an event for ever: its case, and for what a case has several of, what tells it apart."""
    apart = f"-{sha256(it.key.encode()).hexdigest()[:16]}" if it.key else ""
    return f"{it.what}-{it.case.hex()[:40]}{apart}@{pair.lower()}.warifu.invalid"


PAGES = (
    Page(
        "calendar_addresses", "account/calendar", addresses, reads=_READERS, writes=_READERS, area="account", own=True
    ),
    Page("calendar_revoke", "account/calendar/<int:which>/end", revoke, writes=_READERS, area="account", own=True),
    Page("calendar_feed", "feeds/calendar/<str:secret>.ics", feed, open=True),
)

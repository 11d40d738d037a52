"""The administrator's page: who has an account; make one, close one, issue a one-time password.

Law: whoever administers confirms each change with a fresh second factor, so that an open session alone makes nobody an
officer. A password is shown once, in the answer to the very form that made it, and kept nowhere. Fields that the form
does not have are not looked at.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables

from warifu.core.errors import WarifuError
from warifu.core.label import Label
from warifu.core.seats import partner_of
from warifu.doors import sentences
from warifu.doors.web.accounts import keeping
from warifu.doors.web.accounts.confirming import AnswerInput, OnceInput, confirm_factor, unless_answered
from warifu.doors.web.accounts.keeping import Wanted
from warifu.doors.web.page import ADMINISTRATOR, AUDITOR, Page
from warifu.doors.web.request import Request
from warifu.doors.web.words import language, later, w

_READS = frozenset({ADMINISTRATOR, AUDITOR})
_WRITES = frozenset({ADMINISTRATOR})


class Factor(forms.Form):
    """A fresh second factor of the administrator."""

    code = forms.CharField(
        label=later("accounts.your_code"),
        help_text=later("accounts.your_code_hint"),
        max_length=32,
        widget=OnceInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": later("confirming.code_missing"), "max_length": later("accounts.too_long")},
    )
    credential = forms.CharField(required=False, max_length=16_384, widget=AnswerInput())
    use_required_attribute = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        unless_answered(self)


class AddForm(Factor):
    """A new account."""

    name = forms.CharField(
        label=later("accounts.name"),
        help_text=later("accounts.name_hint"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": later("accounts.name_missing"), "max_length": later("accounts.too_long")},
    )
    officer = forms.ChoiceField(
        label=later("accounts.officer"),
        help_text=later("accounts.officer_hint"),
        required=False,
        error_messages={"invalid_choice": later("accounts.officer_unknown")},
    )
    person = forms.CharField(
        label=later("accounts.person"),
        help_text=later("accounts.person_hint"),
        max_length=60,
        required=False,
        error_messages={"max_length": later("accounts.too_long")},
    )
    administrator = forms.BooleanField(label=later("accounts.administrator"), required=False)
    auditor = forms.BooleanField(label=later("accounts.auditor"), required=False)
    ceiling = forms.ChoiceField(
        label=later("accounts.ceiling"),
        help_text=later("accounts.ceiling_hint"),
        required=False,
        error_messages={"invalid_choice": later("accounts.ceiling_unknown")},
    )
    field_order = ("name", "officer", "person", "administrator", "auditor", "ceiling", "code", "credential")

    def __init__(self, data: Any, keys: list[str], ceilings: list[Label]) -> None:
        super().__init__(data)
        officer: Any = self.fields["officer"]
        officer.choices = [("", w("accounts.no_officer")), *((each, each) for each in keys)]
        ceiling: Any = self.fields["ceiling"]
        marks = [("|".join(each.words), each.written) for each in ceilings]
        ceiling.choices = [("", w("accounts.no_ceiling")), *marks]

    def wanted(self) -> Wanted:
        """Return what the account shall be."""
        told = self.cleaned_data
        return Wanted(
            told["name"], told["officer"], told["person"], told["administrator"], told["auditor"], told["ceiling"]
        )


def accounts(request: Request) -> HttpResponse:
    """List the accounts of this node."""
    return render(request, "account/accounts.html", {"rows": keeping.listed(request.house)})


@sensitive_variables("password")
def add(request: Request) -> HttpResponse:
    """Make an account, and show its one-time password once."""
    form = AddForm(request.POST if request.method == "POST" else None, _keys(request), _ceilings(request))
    if form.is_valid():
        try:
            confirm_factor(request, form.cleaned_data["code"])
            password = keeping.add(request.house, request.peer, form.wanted(), _by(request))
        except WarifuError as trouble:
            form.add_error(None, sentences.of_error(trouble, language(), "pages"))
        else:
            return _issued(request, form.cleaned_data["name"], password)
    return render(request, "account/account_add.html", {"form": form})


@sensitive_variables("password")
def reset(request: Request, name: str) -> HttpResponse:
    """Issue a one-time password for somebody who has lost the own one or the second factor."""
    return _change(request, name, "reset")


def close(request: Request, name: str) -> HttpResponse:
    """Close an account."""
    return _change(request, name, "close")


def _change(request: Request, name: str, what: str) -> HttpResponse:
    form = Factor(request.POST if request.method == "POST" else None)
    try:
        account = keeping.found(request.house, name)
    except keeping.AccountError as trouble:
        raise Http404 from trouble
    try:
        if form.is_valid():
            confirm_factor(request, form.cleaned_data["code"])
            if what == "reset":
                return _issued(request, name, keeping.reset(request.house, name, _by(request)))
            keeping.close(request.house, name, _by(request))
            return redirect("accounts")
    except WarifuError as trouble:
        form.add_error(None, sentences.of_error(trouble, language(), "pages"))
    return render(request, "account/account_change.html", {"form": form, "what": what, "account": account})


def _issued(request: Request, name: str, password: str) -> HttpResponse:
    """Show a one-time password in this one answer, which no cache keeps."""
    return render(request, "account/issued.html", {"name": name, "password": password})


def _by(request: Request) -> str:
    return request.visitor.name if request.visitor else ""


def _keys(request: Request) -> list[str]:
    """Names of the keys in the node's folder that may be officers' keys."""
    return [name for name in request.house.opened.keys.names() if name not in _NODE_KEYS]


def _ceilings(request: Request) -> list[Label]:
    """What an account's ceiling may be: the markings in force today, of our own party first."""
    house, today = request.house, request.house.today()
    parties = dict.fromkeys((house.party, *(partner_of(house.party, peer) for peer in house.peers)))
    return [each for party in parties for each in house.node.schemes.choices(party, today)]


_NODE_KEYS = frozenset({"node", "node-pq", "sealing", "tls", "root", "root-pq", "public-mail"})

PAGES = (
    Page("accounts", "accounts/", accounts, _READS, area="accounts"),
    Page("account_add", "accounts/add", add, _WRITES, _WRITES, area="accounts"),
    Page("account_reset", "accounts/<str:name>/reset", reset, _WRITES, _WRITES, area="accounts"),
    Page("account_close", "accounts/<str:name>/close", close, _WRITES, _WRITES, area="accounts"),
)

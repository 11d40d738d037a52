"""The API's own pages: what it offers, from its very document, and the tokens of one's account.

Law: the page of the API is made from the OpenAPI document that programs read, so that the two cannot differ, and asks
for nothing outside this node. A token is shown once, to whoever made it, after a fresh second factor.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from warifu.doors import sentences
from warifu.doors.api import tokens
from warifu.doors.api.models import Token
from warifu.doors.web.accounts.confirming import NotConfirmedError, confirm_factor
from warifu.doors.web.accounts.models import Account
from warifu.doors.web.page import ADMINISTRATOR, AUDITOR, EVERYONE, Page
from warifu.doors.web.request import Request
from warifu.doors.web.seen_names import LONGEST, name_of
from warifu.doors.web.words import language, later

_DAY = 86_400
_LONGEST_DAYS = 400
_BEARERS = EVERYONE - {ADMINISTRATOR, AUDITOR}


class Making(forms.Form):
    """What a new token is to be: what it is called, which of one's roles it has, for how many days."""

    name = forms.CharField(label=later("api.name"), help_text=later("api.name_hint"), max_length=LONGEST)
    roles = forms.MultipleChoiceField(label=later("api.roles"), widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=later("api.days"), min_value=1, max_value=_LONGEST_DAYS, initial=90)
    code = forms.CharField(label=later("api.code"), help_text=later("api.code_hint"), max_length=12)

    def __init__(self, given: Any, roles: frozenset[str]) -> None:
        super().__init__(given)
        at = language()
        self.fields["roles"].choices = [(role, sentences.word(role, at)) for role in sorted(roles)]  # type: ignore[attr-defined]  # a field with choices

    def clean_name(self) -> str:
        """Refuse a name that a list cannot show as it is."""
        return name_of(str(self.cleaned_data["name"]))


def document(request: Request) -> HttpResponse:
    """Show what the API offers, from its document."""
    schema = document_of()
    operations = [
        {"method": method.upper(), "path": path, **_operation(told)}
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
    ]
    return render(request, "api/document.html", {"operations": operations, "info": schema["info"]})


def document_of() -> dict[str, Any]:
    """Return the OpenAPI document: what the API takes and answers."""
    from warifu.doors.api.api import api  # noqa: PLC0415  the API asks for the pages' table of roles, and this is in it

    return dict(api.get_openapi_schema())


def _operation(told: dict[str, Any]) -> dict[str, Any]:
    """Return what people ask of an operation: what it does, what it takes, what it answers."""
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "summary": told.get("summary", ""),
        "description": told.get("description", ""),
        "parameters": [(each["name"], each["in"], bool(each.get("required"))) for each in told.get("parameters", [])],
        "body": body.get("$ref", "").rpartition("/")[2],
        "answers": ", ".join(sorted(str(code) for code in told.get("responses", {}))),
    }


def openapi(request: Request) -> HttpResponse:
    """Give the document that programs read."""
    return JsonResponse(document_of(), json_dumps_params={"ensure_ascii": False, "indent": 2})


def listing(request: Request) -> HttpResponse:
    """List the tokens of one's account; by POST make one, and show it this one time."""
    account = Account.objects.get(user_id=request.user.pk)
    own = request.visitor.roles if request.visitor else frozenset[str]()
    form = Making(request.POST or None, own & _BEARERS)
    made = ""
    if request.method == "POST" and form.is_valid():
        try:
            confirm_factor(request, form.cleaned_data["code"])
        except NotConfirmedError as trouble:
            form.add_error("code", sentences.of_error(trouble, language(), "pages"))
        else:
            asked = form.cleaned_data
            made = tokens.make(account, asked["name"], asked["roles"], request.house.clock(), asked["days"] * _DAY)
            form = Making(None, own & _BEARERS)
    rows = Token.objects.filter(account=account).order_by("ended", "-made")
    context = {"form": form, "made": made, "tokens": rows, "now": request.house.clock()}
    status = 422 if request.method == "POST" and not made else 200
    return render(request, "api/tokens.html", context, status=status)


def end(request: Request, which: int) -> HttpResponse:
    """End one of one's tokens."""
    account = Account.objects.get(user_id=request.user.pk)
    if request.method != "POST" or not tokens.end(account, which):
        raise Http404
    return HttpResponseRedirect(reverse("tokens"))


PAGES = (
    Page("api", "api/", document, area="api"),
    Page("openapi", "api/openapi.json", openapi, area="api"),
    Page("tokens", "account/tokens", listing, reads=_BEARERS, writes=_BEARERS, area="account"),
    Page("token_end", "account/tokens/<int:which>/end", end, reads=_BEARERS, writes=_BEARERS, area="account"),
)

"""Pages that say no: not found, not allowed, not understood, signed out, locked out, not now, broken; what next.

Law: nothing that was typed is lost for a session that ended meanwhile: what came from a page of ours is kept in the
answer and can be sent again after signing in. Secrets are never kept, and nothing is that came from another site: to
send it again would be that site's wish, not the visitor's.
"""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from warifu.core.errors import LogError, StoreError, WarifuError, WireError
from warifu.core.seats import partner_of
from warifu.doors import sentences
from warifu.doors.api import problems
from warifu.doors.web import words
from warifu.doors.web.house import ENVIRON
from warifu.record.queries_sight import NOTHING

_SECRET = frozenset({
    "password", "password1", "password2", "oldpassword", "passphrase", "code", "credential", "csrfmiddlewaretoken",
    "login",
})  # fmt: skip
NOT_NOW = (StoreError, WireError, LogError)
"""What is no fault of a page's: no turn at the node, a database that does not answer, a log that is to come back."""
_UNAVAILABLE, _AGAIN_SECONDS = 503, "30"
_LOG = logging.getLogger("django.request")
_MOST_FIELDS = 400
_MOST_SIGNS = 200_000


class Kept(NamedTuple):
    """What was typed and can be sent again: fields in order, and whether files were among it (they cannot be kept)."""

    fields: tuple[tuple[str, str], ...] = ()
    files: bool = False


def _told(request: Any, what: str, status: int, **more: Any) -> HttpResponse:
    if request.path.startswith(problems.PLACE):
        return problems.of_page(what, status)
    if not hasattr(request, "house"):
        # Refused before the middleware was reached (a host that is not ours, say).
        request.house = request.META[ENVIRON].as_seen(NOTHING)
        request.peer, request.visitor = request.house.peers[0], None
        request.partner = partner_of(request.house.party, request.peer)
    return render(request, "account/refusal.html", {"what": what, "kept": Kept(), "told": ""} | more, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request was malformed."""
    return _told(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The visitor's appointments do not reach here."""
    return _told(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is nothing at this address, or nothing that the visitor may know of."""
    return _told(request, "not_found", 404)


def no_such_method(request: HttpRequest, allowed: list[str]) -> HttpResponse:
    """Nothing can be sent to this page, or not in this way."""
    response = _told(request, "no_such_method", 405)
    response["Allow"] = ", ".join(allowed)
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours; nothing was written."""
    return _told(request, "broken", 500)


def unavailable(request: HttpRequest, trouble: WarifuError) -> HttpResponse:
    """The node cannot do it now: its turn did not come, its database does not answer, its log is to come back first."""
    _LOG.error("%s: %s", request.path, trouble)
    if request.path.startswith(problems.PLACE):
        response = problems.of_error(trouble)
    else:
        told = sentences.of_error(trouble, words.language(), "pages")
        response = _told(request, "unavailable", 503, told=told, kept=kept(request))
    if response.status_code == _UNAVAILABLE:
        response["Retry-After"] = _AGAIN_SECONDS
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not ours, or of a session that has ended."""
    return _told(request, "form_expired", 403, kept=kept(request))


def signed_out(request: HttpRequest) -> HttpResponse:
    """Something was sent after the session had ended."""
    return _told(request, "signed_out", 403, kept=kept(request))


def too_many(request: HttpRequest) -> HttpResponse:
    """More requests than a person makes."""
    return _told(request, "too_many", 429)


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent at once than any page takes; none of it was read."""
    return _told(request, "too_large", 413)


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """Too many wrong passwords."""
    return _told(request, "locked_out", 429)


def kept(request: HttpRequest) -> Kept:
    """Return what can be sent again of a form that came from a page of ours."""
    if request.method != "POST" or not _from_here(request):
        return Kept()
    fields = tuple(
        (name, str(value))
        for name, values in request.POST.lists()
        if name.rpartition("-")[2] not in _SECRET
        for value in values
    )
    if len(fields) > _MOST_FIELDS or sum(len(name) + len(value) for name, value in fields) > _MOST_SIGNS:
        return Kept()
    return Kept(fields, bool(request.FILES))


def _from_here(request: HttpRequest) -> bool:
    """Tell whether a page of this very site has sent the form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"

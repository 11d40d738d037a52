"""Errors of the API as problem details (RFC 9457): a code, where, figures, and the sentence in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from warifu.core.errors import (
    BytesError,
    FileError,
    KeyTroubleError,
    LogError,
    StoreError,
    ValueTroubleError,
    WarifuError,
    WireError,
)
from warifu.doors import sentences
from warifu.doors.documents import finding_document

MEDIA = "application/problem+json"
_STATUS: tuple[tuple[type[WarifuError], int], ...] = (
    (KeyTroubleError, 403),
    (StoreError, 503),
    (WireError, 503),
    (LogError, 409),
    (BytesError, 422),
    (FileError, 422),
    (ValueTroubleError, 422),
)


class ProblemError(Exception):
    """What the API answers instead: a status, a code, and what goes with it."""

    def __init__(self, status: int, code: str, **more: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.more = status, code, more


def answer(trouble: ProblemError) -> HttpResponse:
    """Return a problem as a response."""
    return _response(trouble.status, trouble.code, **trouble.more)


def of_error(trouble: WarifuError) -> HttpResponse:
    """Return an error of the house as a response."""
    status = next((status for kind, status in _STATUS if isinstance(trouble, kind)), 400)
    if trouble.code.endswith("_unknown") or trouble.code == "case.unknown":
        status = 404
    told = {"where": trouble.where, "figures": {name: str(each) for name, each in trouble.figures.items()}}
    return _response(
        status, trouble.code, **told, en=sentences.of_error(trouble, "en"), ja=sentences.of_error(trouble, "ja")
    )


PLACE = "/api/v1/"
"""Where the API lies: what goes wrong before or behind it is told as a problem as well, never as a page."""


def of_page(what: str, status: int) -> HttpResponse:
    """Return what the pages would say in words (``not_found``, ``no_such_method``, ``broken``) as a response."""
    return _response(status, what if what in _ALSO_PAGES else "malformed")


_ALSO_PAGES = frozenset({"not_found", "no_such_method", "broken", "too_many"})


def refused(findings: Iterable[Any], *, can_insist: bool) -> HttpResponse:
    """Return what the judge refused, with all findings."""
    found = [finding_document(each) for each in findings]
    return _response(422, "act.refused", findings=found, can_record_as_irregular=can_insist)


def _response(status: int, code: str, **more: Any) -> HttpResponse:
    told = {name: sentences.of_code(f"api.{code}", name) for name in ("en", "ja")} if "en" not in more else {}
    document = {"type": f"urn:warifu:problem:{code}", "title": code, "status": status, "code": code} | told | more
    # As ASCII: what is refused may be quoted here, and half a surrogate pair has no other form.
    return JsonResponse(document, status=status, content_type=MEDIA)


def of_validation(errors: Iterable[Any]) -> HttpResponse:
    """Return what was wrong with parameters or the body's form."""
    listed = [
        {"where": [str(part) for part in each.get("loc", ())], "what": str(each.get("msg", ""))} for each in errors
    ]
    return _response(422, "malformed", errors=listed)


def unauthorised(_request: HttpRequest) -> HttpResponse:
    """No token, or one that is not good."""
    response = _response(401, "no_token")
    response["WWW-Authenticate"] = "Bearer"
    return response

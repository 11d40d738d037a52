"""Pages that say no: not found, not allowed, not understood, locked out, broken. Each says what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _told(request: HttpRequest, what: str, status: int) -> HttpResponse:
    return render(request, "web/refusal.html", {"what": what}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's form
    """The request was malformed."""
    return _told(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's form
    """The visitor's appointments do not reach here."""
    return _told(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  Django's form
    """There is nothing at this address, or nothing that the visitor may know of."""
    return _told(request, "not_found", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours; nothing was written."""
    return _told(request, "broken", 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's form
    """A form that was not ours, or of a session that has ended."""
    return _told(request, "form_expired", 403)


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:  # noqa: ARG001  axes' form
    """Too many wrong passwords."""
    return _told(request, "locked_out", 429)

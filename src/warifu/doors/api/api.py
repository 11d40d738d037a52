"""The API put together: its document, its authority, its errors."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from warifu.core.errors import WarifuError
from warifu.doors.api import problems, reading, writing
from warifu.doors.api.auth import Bearer
from warifu.doors.api.problems import ProblemError

api = NinjaAPI(
    title="Warifu",
    version="1",
    description="One node of Warifu: the same jobs as its pages, for a national system that feeds it.",
    auth=Bearer(),
    docs_url=None,
    urls_namespace="api-1",
)
api.add_router("", reading.router)
api.add_router("", writing.router)

api.exception_handler(WarifuError)(lambda _request, trouble: problems.of_error(trouble))
api.exception_handler(ProblemError)(lambda _request, trouble: problems.answer(trouble))
api.exception_handler(ValidationError)(lambda _request, trouble: problems.of_validation(trouble.errors))
api.exception_handler(AuthenticationError)(lambda request, _trouble: problems.unauthorised(request))
api.exception_handler(Http404)(lambda _request, _trouble: problems.answer(ProblemError(404, "not_found")))


@api.exception_handler(HttpError)
def _other(_request: HttpRequest, trouble: Any) -> Any:
    """Whatever else the library refuses: a body that is no JSON."""
    return problems.answer(ProblemError(trouble.status_code, "malformed"))

"""The API put together: its document, its authority, its errors.

Law: the document says what is answered, errors among it: problem details, whoever refuses, the library or we.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from warifu.core.errors import WarifuError
from warifu.doors.api import problems, reading, writing
from warifu.doors.api.auth import Bearer
from warifu.doors.api.problems import ProblemError


class Api(NinjaAPI):
    """The library's API, with errors as problem details also where the library answers by itself."""

    def get_openapi_schema(self, **named: Any) -> Any:
        """Return the document; the library writes every answer into it as plain JSON."""
        document = super().get_openapi_schema(**named)
        for methods in document["paths"].values():
            for told in methods.values():
                for status, answer in told["responses"].items():
                    if int(status) >= _REFUSES and "application/json" in answer.get("content", {}):
                        answer["content"] = {problems.MEDIA: answer["content"]["application/json"]}
        return document

    def _get_urls(self) -> list[Any]:
        found: list[Any] = super()._get_urls()
        for each in found:
            if each.callback is not None:
                each.callback = _told(each.callback)
        return found


_REFUSES = 400
_NO_SUCH_METHOD = 405


def _told(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer a method that an address does not have as a problem, and a NUL, which not every database can be asked."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **named: Any) -> Any:
        if any("\0" in each for values in request.GET.lists() for each in (values[0], *values[1])):
            return problems.of_page("bad_request", 400)
        answer = view(request, *args, **named)
        if answer.status_code != _NO_SUCH_METHOD:
            return answer
        problem = problems.of_page("no_such_method", _NO_SUCH_METHOD)
        problem["Allow"] = ", ".join(sorted(name.strip() for name in answer["Allow"].split(",")))
        return problem

    return told


api = Api(
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

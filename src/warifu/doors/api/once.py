"""Do a request that writes once, however often it is sent: the ``Idempotency-Key``.

Law: the key is noted before the work begins, so that two requests at the same time are one; the answer is kept a day. A
key that comes again with another request is refused, and one whose work is not done yet is told to wait.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from warifu.doors.api.models import Done, Token
from warifu.doors.api.problems import ProblemError
from warifu.doors.web.request import Request

KEPT_SECONDS = 86_400
STALE_SECONDS = 600
"""A request whose work never ended (a killed process) may be tried again after this; no act is signed twice."""
_LONGEST = 200


def once(request: Request, token: Token, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the work of a request, or give the answer that it was given before."""
    key = request.headers.get("Idempotency-Key", "")
    if not key or len(key) > _LONGEST or not key.isprintable():
        raise ProblemError(400, "idempotency_key")
    now = request.house.clock()
    whole = b"\0".join((str(request.method).encode(), request.get_full_path().encode(), request.body))
    # Under the node's secret: the body holds a passphrase, and a bare hash of it could be tried by whoever reads it.
    asked = salted_hmac("warifu api once", whole, algorithm="sha256").digest()
    Done.objects.filter(time__lt=now - KEPT_SECONDS).delete()
    Done.objects.filter(token=token, key=key, answer="", time__lt=now - STALE_SECONDS).delete()
    try:
        with transaction.atomic():
            noted = Done.objects.create(token=token, key=key, asked=asked, time=now)
    except IntegrityError:
        return _before(token, key, asked)
    try:
        answer = work()
    except BaseException:
        noted.delete()
        raise
    noted.status, noted.answer = answer.status_code, answer.content.decode()
    noted.save(update_fields=["status", "answer"])
    return answer


def _before(token: Token, key: str, asked: bytes) -> HttpResponse:
    noted = Done.objects.get(token=token, key=key)
    if bytes(noted.asked) != asked:
        raise ProblemError(422, "idempotency_key_reused")
    if not noted.answer:
        raise ProblemError(409, "still_working")
    media = "application/json" if noted.status < 400 else "application/problem+json"
    response = HttpResponse(noted.answer, status=noted.status, content_type=media)
    response["Idempotent-Replayed"] = "true"
    return response

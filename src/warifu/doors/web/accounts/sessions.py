"""How long a session lasts: half an hour without a touch, twelve hours in all, and no longer than what it began with.

Law: a session belongs to one node and to the roles that its person had when it began. Where one of them has gone it is
ended and says so: nobody works on with a page that was opened under another authority. Django ends the others when a
password changes or an account is closed; each sign-in begins a session under a new key.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from warifu.doors.web.accounts.visitor import Visitor
from warifu.doors.web.request import Request

IDLE_SECONDS = 30 * 60
WHOLE_SECONDS = 12 * 3600
_TOUCH_SECONDS = 60
BEGAN, SEEN, HOUSE, ROLES = "began", "seen", "house", "roles"
ENDED = "ended"
"""Why the last session of this browser ended: told once on the page where one signs in."""


def begin(request: HttpRequest) -> None:
    """Note when and at which node a session begins."""
    house = getattr(request, "house", None)
    if house is not None:
        now = house.clock()
        request.session.pop(ROLES, None)
        request.session.update({BEGAN: now, SEEN: now, HOUSE: house.party})


def _on_sign_in(request: HttpRequest | None = None, **_: Any) -> None:
    if request is not None:
        begin(request)


def watch() -> None:
    """Have every sign-in begin a session; called once, when the app is ready."""
    user_logged_in.connect(_on_sign_in, dispatch_uid="warifu.sessions")


def sweep() -> None:
    """Forget sessions whose time has run out; called when a server starts."""
    SessionStore.clear_expired()


def why_ended(request: Request, visitor: Visitor | None) -> str:
    """Return why the session may not go on (idle, long, node, roles), or nothing; notes that it was touched."""
    session = request.session
    if BEGAN not in session:
        begin(request)
    now, seen = request.house.clock(), int(session[SEEN])
    if visitor is None or session[HOUSE] != request.house.party:
        return "node"
    if now - int(session[BEGAN]) > WHOLE_SECONDS:
        return "long"
    if now - seen > IDLE_SECONDS:
        return "idle"
    held = set(session.get(ROLES, ()))
    if not held <= visitor.roles:
        return "roles"
    if held != visitor.roles:
        session[ROLES] = sorted(visitor.roles)
    if now - seen >= _TOUCH_SECONDS:
        session[SEEN] = now
    return ""


def end(request: Request, why: str) -> None:
    """End the session; the browser is told why when it signs in anew."""
    logout(request)
    request.session[ENDED] = why
    request.visitor = None

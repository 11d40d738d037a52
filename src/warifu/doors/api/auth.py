"""Who asks by a token: its officer, with the roles that the roll gives today, narrowed to the token's."""

from __future__ import annotations

from typing import Any

from ninja.security import HttpBearer

from warifu.doors.api import tokens
from warifu.doors.api.problems import ProblemError
from warifu.doors.web.accounts.visitor import Visitor, visitor_of
from warifu.doors.web.house import ENVIRON
from warifu.doors.web.page import AUDITOR, OFFICERS
from warifu.record.queries_sight import NOTHING


class Bearer(HttpBearer):
    """``Authorization: Bearer wft_…``; a session's cookie counts for nothing here."""

    def authenticate(self, request: Any, token: str) -> Any:
        """Return the token that is good, its officer on the request; None refuses with 401."""
        found = tokens.find(token, request.house.clock())
        if found is None:
            return None
        request.user = found.account.user
        request.house = request.META[ENVIRON]
        visitor = visitor_of(request)
        if visitor is None or visitor.lacks:
            request.house = request.house.as_seen(NOTHING)
            return None
        roles = visitor.roles & frozenset(found.roles.split())
        # An auditor changes nothing, whatever else the account may do: here as at the gate of the pages.
        request.visitor = visitor._replace(roles=roles - OFFICERS if AUDITOR in visitor.roles else roles)
        request.house = request.house.as_seen(visitor.seeing)
        return found


def asker(request: Any, wanted: frozenset[str]) -> Visitor:
    """Return who asks, if a role of the token is among those wanted; raises ProblemError 403."""
    visitor: Visitor = request.visitor
    if not visitor.roles & wanted:
        raise ProblemError(403, "role_missing", roles=sorted(wanted))
    return visitor

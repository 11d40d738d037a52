"""What can be chosen in a form (placeholder until the forms land)."""

from __future__ import annotations

from typing import get_args

from warifu.rooms.programme.acts import Form

ACTIVITY_FORMS: tuple[str, ...] = get_args(Form)

DESK_FIELDS = frozenset({"receiving", "issuing", "billed", "to", "desk", "units", "other_units", "desks"})
PARTY_FIELDS = frozenset({"facility_of", "at_request_of", "debtor", "creditor", "rest_owed_by", "provider", "party"})
PLACE_FIELDS = frozenset({"place", "places"})

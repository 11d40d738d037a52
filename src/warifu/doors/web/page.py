"""What a page is in the table of pages, and the sets of roles that the table uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpResponse

from warifu.law.roll import ROLES

ADMINISTRATOR = "administrator"
"""Who makes accounts and issues recovery codes: a role of the node's pages, not of the roll. It signs nothing."""
AUDITOR = "auditor"
EVERYONE = frozenset({*ROLES, ADMINISTRATOR})
OFFICERS = frozenset(ROLES) - {AUDITOR}
"""Who may sign something."""
NOBODY: frozenset[str] = frozenset()

View = Callable[..., HttpResponse]


class Page(NamedTuple):
    """One page: ``path`` as Django writes it; an empty ``reads`` means that it is open to whoever comes."""

    name: str
    path: str
    view: View
    reads: frozenset[str] = EVERYONE
    writes: frozenset[str] = NOBODY
    area: str = ""
    """Which entry of the navigation is lit."""
    open: bool = False
    """Without signing in."""
    own: bool = False
    """It changes the visitor's own account or session alone: an auditor may POST, and who is not set up may too."""


Context = dict[str, Any]

"""What the line has agreed: what stays in our own house: attestations, need-to-know, custodians, musters, decisions, openings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warifu.law.judge import Placed

EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {}

"""What the line has agreed: clearances, need-to-know, custodians, musters, decisions and openings of our own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warifu.law.judge import Placed

EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {}

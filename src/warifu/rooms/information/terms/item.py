"""What the line has agreed: items of classified information and the custody of their copies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warifu.law.judge import Placed

EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {}

"""What the line has agreed: requests for visit, with the elements of the multinational form, and what the host decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warifu.law.judge import Placed

EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {}

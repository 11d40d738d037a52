"""What the line has agreed: loss, compromise or the possibility of it: the originator is told at once, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warifu.law.judge import Placed

EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {}

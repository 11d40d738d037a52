"""What the line has agreed: the yearly return to the originator of what is still held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warifu.law.judge import Placed

EVOLVES: dict[str, Callable[[Any, Placed], Any]] = {}

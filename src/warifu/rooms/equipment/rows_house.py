"""Rows: the screening of a transfer in our own house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warifu.law.case import Case
from warifu.law.room import RowContext, Rows

RECORDS: dict[str, type[Any]] = {}
ROWS: dict[str, Callable[[Case, RowContext], Rows]] = {}

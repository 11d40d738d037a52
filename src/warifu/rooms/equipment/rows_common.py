"""The standard head, clocks and troubles of this room (``law.heads``)."""

from __future__ import annotations

from functools import partial

from warifu.law import heads

RECORDS = heads.records("equipment")
laid_out = partial(heads.laid_out, "equipment")
"""(case, context, tables, clocks, **known) to rows."""

"""Let Python's collector of cycles rest while one batch is taken in.

A batch makes hundreds of thousands of small objects and no cycles; the collector would walk through all of them over
and over (measured: a third of the time of taking in 4,000 acts). What cyclic waste there is, it finds afterwards.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Stop the collector for the time of the block, unless it was stopped already."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

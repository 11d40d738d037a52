"""Steps and states of the flows of this room (``law.steps``)."""

from __future__ import annotations

from warifu.law.steps import Steps
from warifu.rooms.programme.acts.common import P

steps, waiting = Steps(P).of, Steps(P).waiting

"""Steps and states of the flows of this room (``law.steps``)."""

from __future__ import annotations

from warifu.law.steps import Steps
from warifu.rooms.equipment.acts.common import E

steps, waiting = Steps(E).of, Steps(E).waiting

"""Steps and states of the flows of this room (``law.steps``)."""

from __future__ import annotations

from warifu.law.steps import Steps
from warifu.rooms.information.acts.common import I

steps, waiting = Steps(I).of, Steps(I).waiting

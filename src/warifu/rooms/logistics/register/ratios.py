"""In what ratio two dealings' figures stand, and how surely: what ``explain`` names causes by. Floor 3a, pure.

Law: exact fractions only. A ratio is near a target if it lies within what roundings and the rate's stray leave open;
beside a rate that moves nothing closer than a few hundredths is told apart, because nobody knows which day's was used.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from warifu.rooms.logistics.register.figures import TAX_RATES

#: A rate less sure than this cannot tell a tax; a ratio from ``PLAIN`` on is plain all the same.
DULL, _PLAIN = Fraction(6, 100), 5
#: How many strays the furthest honest pair is off the rate: one stray holds about nine of ten.
_STRAYS = 3
#: Where a rate strays by more than ``_MOVES``, nobody knows to which day's rate a sum was converted: no further off than
#: this is no difference that the books show.
_MOVES, _ROUGH = Fraction(2, 10_000), Fraction(3, 100)


@dataclass(frozen=True, slots=True)
class Ratios:
    """Left over right of quantity and of value (in right's currency), each with its relative slack; None if unknown."""

    quantity: Fraction | None
    q_slack: Fraction
    value: Fraction | None
    v_slack: Fraction
    cut: Fraction
    stray: Fraction = Fraction(0)

    @property
    def q_same(self) -> bool:
        """Tell whether the quantities agree, or cannot be laid side by side."""
        return self.quantity is None or abs(self.quantity - 1) <= self.q_slack

    @property
    def sharp(self) -> bool:
        """Tell whether the values are known sharply enough to tell a tax from a rate."""
        return self.v_slack <= DULL

    def v_near(self, target: Fraction) -> bool:
        """Tell whether the values stand in a ratio, either way round; another than one only if they are sharp."""
        if target != 1 and not self.sharp and target < _PLAIN:
            return False
        return self.value is not None and any(abs(self.value / t - 1) <= self.v_slack for t in (target, 1 / target))

    @property
    def far(self) -> bool:
        """Tell whether the values stand further apart than an honest pair strays from a rate that drifts."""
        return self.value is not None and abs(self.value - 1) > self.reach

    @property
    def v_same(self) -> bool:
        """Tell whether the values agree: within the slack, or astray without being a tax."""
        astray = self.sharp and not self.far and not any(self.v_near(tax) for tax in TAX_RATES)
        return self.v_near(Fraction(1)) or astray

    @property
    def reach(self) -> Fraction:
        """Give how far from a ratio an honest pair may lie: its roundings, and some strays of the rate."""
        reach = self.v_slack + (_STRAYS - 1) * self.stray
        return max(reach, _ROUGH) if self.stray > _MOVES else reach

    def within(self, target: Fraction, slack: Fraction) -> bool:
        """Tell whether the values stand in a ratio, either way round, within a slack."""
        return self.value is not None and any(abs(self.value / t - 1) <= slack for t in (target, 1 / target))

    def v_about(self, target: Fraction) -> bool:
        """Tell whether the values stand in a ratio as far as a pair may stray, where that cannot be taken for one."""
        if self.value is None or not self.sharp or 2 * self.reach > abs(target - 1):
            return False
        return any(abs(self.value / t - 1) <= self.reach for t in (target, 1 / target))

    def p_near(self, target: Fraction) -> bool:
        """Tell whether the prices of one unit stand in a ratio, either way round."""
        if self.value is None or not self.quantity or (target != 1 and not self.sharp):
            return False
        price, slack = self.value / self.quantity, self.v_slack + self.q_slack
        return any(abs(price / t - 1) <= slack for t in (target, 1 / target))

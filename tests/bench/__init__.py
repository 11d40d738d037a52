"""The figures, as ratios in one run: ``make bench``. Never a timed test, for the machines are noisy."""

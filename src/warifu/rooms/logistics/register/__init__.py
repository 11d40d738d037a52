"""Registers that units keep today: a grid of cells becomes past dealings, and two sides' dealings are matched.

Floor 3a, pure: knows no file, no act, no database. ``doors.sheets`` brings the grid; the room's acts carry what comes
out. The path: ``grid`` → ``heading`` (what the columns are) → ``reading`` (what each row is) → ``match`` (what two
registers say of each other).
"""

"""Registers at the door: a spreadsheet becomes signed past dealings, dealings of both sides are matched and agreed."""

"""Warifu (割符): defence-cooperation agreements between two states as signed acts whose halves provably match."""

__version__ = "0.1.0"

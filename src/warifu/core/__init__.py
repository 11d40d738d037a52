"""Floor 1: the words of the house, pure. Knows no clock, no chance, no database, no wire."""

"""Floor 5: outside. Where people and peers come in: command line, wire, disc, registers. Codes become sentences here."""

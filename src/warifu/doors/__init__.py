"""Floor 5: where people and peers come in: command line, wire, disc, registers. Codes become sentences here."""

"""Floor 3b: memory. Logs, openings, attachments, balances and projections on SQLite or PostgreSQL; one writer."""

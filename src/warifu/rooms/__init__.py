"""Floor 3a: the agreements. Each room has one shape; rooms do not know each other."""

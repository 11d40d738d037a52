"""Floor 4: will. The two doors of the core (submit, receive), exchange with the peer, and the one place that joins."""

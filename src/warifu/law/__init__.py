"""Floor 2: judgement, pure. Packs, checks, the judge, flows, the fold of a case, the roll, the shape of a room."""

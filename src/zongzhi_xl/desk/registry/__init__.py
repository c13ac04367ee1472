"""What the district does with its record: take in, look, decide, publish."""

"""Where a district keeps its year: the record of events, and every file that came in, unchanged."""

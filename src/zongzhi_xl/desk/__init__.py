"""The district's verbs, one a command: check, issue, consolidate, explain, repair."""

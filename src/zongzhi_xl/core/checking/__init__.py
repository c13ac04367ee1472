"""Checks (审核) of one return: relations, kinds of checks, and what they find."""

"""Editions: the standard one, a district's own, and how both are loaded."""

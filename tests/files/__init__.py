"""Specimens for the reader, made by code; each function says what made the file and what is odd."""

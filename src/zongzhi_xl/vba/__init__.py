"""Macros from text, put into workbooks with their buttons."""

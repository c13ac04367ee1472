"""The rules themselves: pure values and functions, no file, no clock, no office program."""

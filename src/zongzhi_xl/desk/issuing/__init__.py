"""Issuing (下发): blanks, pre-filled with what earlier returns said."""

"""See DESIGN: reports."""

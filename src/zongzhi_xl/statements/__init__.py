"""See DESIGN: statements."""

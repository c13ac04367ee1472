"""See DESIGN: excel."""

"""See DESIGN: desk."""

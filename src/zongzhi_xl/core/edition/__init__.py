"""The responsibility letter (责任书) as data: items, forms, clauses, limits, register of units."""

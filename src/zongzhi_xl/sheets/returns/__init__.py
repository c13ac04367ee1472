"""The return workbook, page by page: layout, live formulas and what they answer."""

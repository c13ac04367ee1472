"""A workbook that may be damaged: opened, its cells found again, its damage listed."""

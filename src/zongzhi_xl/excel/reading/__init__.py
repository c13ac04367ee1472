"""A workbook's package as the reader needs it: names, extents, formula cells, reasons to refuse."""

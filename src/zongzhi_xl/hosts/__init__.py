"""Spreadsheet programs with an open workbook: Excel through xlwings, LibreOffice over UNO."""

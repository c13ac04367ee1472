"""Every workbook that we write, with XlsxWriter: returns, departments, summary, findings."""

"""Pages of the rules workbook 考核方案.xlsx."""

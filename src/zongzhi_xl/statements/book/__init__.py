"""The rules workbook 考核方案.xlsx as a view of an edition: what stands where, both ways."""

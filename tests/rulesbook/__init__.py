"""The rules workbook 考核方案.xlsx: both ways, saved by others, edited, with faults."""

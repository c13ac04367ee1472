"""The pages of 部门提供数.xlsx."""

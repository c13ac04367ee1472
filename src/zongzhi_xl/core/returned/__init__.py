"""What came in: returns and department workbooks as facts by item, each with its cell."""

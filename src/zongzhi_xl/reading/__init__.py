"""Files become raw facts: found, read in supervised children, nothing interpreted."""

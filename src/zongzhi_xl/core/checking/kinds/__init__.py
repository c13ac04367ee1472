"""Named kinds of checks with parameters: what the grammar of rules cannot say."""

"""The language of rules: values, the grammar, its back ends (exact Python, Excel, words)."""

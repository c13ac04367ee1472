"""The district summary, sheet by sheet; written by summary_book."""

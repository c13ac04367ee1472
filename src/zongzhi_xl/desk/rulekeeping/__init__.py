"""What a rule keeper asks of editions: checked, tried, compared, replayed, begun."""

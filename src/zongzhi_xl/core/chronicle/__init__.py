"""The district's year as a record: events that are only ever added to, and what follows of them."""

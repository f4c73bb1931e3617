"""WHAT people write: accounts, grants and the log, in a database of their own."""

"""Explore: ad hoc questions, already drawn, asked in words or laid out on shelves."""

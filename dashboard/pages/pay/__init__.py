"""Incentives: one's own statement, and those of one's people."""

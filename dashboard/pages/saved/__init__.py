"""Saved views: whose they are, how one is opened with its reader's rights, and where all are listed."""

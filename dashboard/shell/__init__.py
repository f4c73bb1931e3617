"""Dash itself: the frame, the address, and the few callbacks."""

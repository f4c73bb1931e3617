"""Asking as somebody: their account, their scope, and a line in the log."""

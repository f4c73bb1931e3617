"""Dash components: an answer in, a component out."""

"""Metron: a person has a scope, asks a question, gets an answer, sees it drawn."""

__version__ = "0.1.0"

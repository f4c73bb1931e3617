"""Greek and English: every sentence that a person reads."""

from dashboard.text.catalogue import LANGUAGES, Language, has, say, tell

__all__ = ["LANGUAGES", "Language", "has", "say", "tell"]

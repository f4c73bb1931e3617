"""Words in a file that a spreadsheet opens: it runs what begins like a formula."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text, led by an apostrophe where it would be taken for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text

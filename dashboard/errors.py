"""What can go wrong, as one plain sentence each: what, where, and what to do.

An error carries the key of its sentence and the values in it; `text.tell` turns it
into words in the reader's language. `exit_code` is what the command line returns.
"""

from typing import ClassVar


class MetronError(Exception):
    """Something a person can understand and act on."""

    exit_code: ClassVar[int] = 4

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return f"{self.key} {self.values}" if self.values else self.key


class NotUnderstood(MetronError):
    """The question, option or file says something that Metron does not know."""

    exit_code = 2


class Denied(MetronError):
    """The person may not see or do this."""

    exit_code = 3


class Refused(MetronError):
    """A load, a publication or a setting that must not take effect; the old one stays."""


class Failed(MetronError):
    """The machine could not do it: disk, memory, time."""

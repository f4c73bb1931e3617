"""The key that signs sessions: made once, readable by its owner only."""

import os
import secrets
import tempfile
from pathlib import Path

from dashboard.errors import Failed, Refused
from dashboard.paths import Home

BYTES = 32


def session_key(home: Home) -> bytes:
    """The key of this home; made on first use, and the same for every process that asks at once.

    Raises:
        Failed: the file cannot be read or made.
        Refused: the file is too short to be a key.
    """
    file = home.secret
    try:
        if not file.exists():
            _make(file)
        key = file.read_bytes()
    except OSError as error:
        raise Failed("access.key_unreadable", file=str(file), reason=error.strerror) from error
    if len(key) < BYTES:
        raise Refused("access.key_short", file=str(file))
    return key


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written whole beside it (private from the start), then linked: the first to link wins, and
    # nobody ever reads half a key.
    descriptor, beside = tempfile.mkstemp(dir=file.parent, prefix=".secret-")
    try:
        with os.fdopen(descriptor, "wb") as writer:
            writer.write(secrets.token_bytes(BYTES))
            writer.flush()
            os.fsync(writer.fileno())
        Path(file).hardlink_to(beside)
    except FileExistsError:
        pass  # another process was first; its key is read
    finally:
        Path(beside).unlink()

"""Addresses that settings hold: of a mail server, of who sends, and of this Metron.

None of the sentences repeats what was written: it may hold a password.
"""

from email.utils import parseaddr
from urllib.parse import urlsplit

MAIL_SCHEMES = ("smtp", "smtp+starttls", "smtps")
# Without encryption a password goes to this machine only.
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def mail_server(written: str) -> str:
    """The address of a mail server, or "".

    Raises:
        ValueError: it is none, or would send a password for everybody to read.
    """
    if not written:
        return written
    try:
        parts = urlsplit(written)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError("write smtp+starttls://user:password@host:port") from error
    if parts.scheme not in MAIL_SCHEMES or not host or port == 0:
        raise ValueError(f"write SCHEME://user:password@host:port with one of {', '.join(MAIL_SCHEMES)}")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("nothing follows the port; write / ? # and @ of a password as %2F %3F %23 and %40")
    if parts.username and parts.scheme == "smtp" and host not in _THIS_MACHINE:
        raise ValueError("the password would go unencrypted: use smtp+starttls or smtps")
    return written


def sender(written: str) -> str:
    """One e-mail address, with a name or without, or "".

    Raises:
        ValueError: it is none, or more than one.
    """
    _name, address = parseaddr(written)
    local, _, domain = address.rpartition("@")
    if written and not (written.isprintable() and address.isascii() and local and domain):
        raise ValueError("write one e-mail address, with a name or without: Metron <metron@host>")
    return written


def base_address(written: str) -> str:
    """The address that every link begins with, without a slash at its end, or "".

    Raises:
        ValueError: it is none.
    """
    parts = urlsplit(written)
    if written and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query):
        raise ValueError("write it as people open it, from http or https on, without a question mark")
    return written.rstrip("/")

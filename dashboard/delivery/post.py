"""The mail server: a message is handed over, and what it says to that is told apart."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

_SECONDS = 20.0  # of silence, at each step of the conversation
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_FINAL = 500


class NotTaken(Exception):
    """The server did not take a message; `final` where it never will. `reason` is the key of a sentence."""

    def __init__(self, reason: str, detail: str = "", *, final: bool = False) -> None:
        super().__init__(reason, detail)
        self.reason, self.detail, self.final = reason, detail, final


@dataclass(frozen=True, slots=True)
class Post:
    """The way to one mail server. Certificates are verified against what this machine trusts."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)

    def hand_over(self, message: EmailMessage) -> None:
        """Have the server take a message; when this returns, it has.

        Raises:
            NotTaken: it did not, or did not say so.
        """
        try:
            server = self._connect()
        except smtplib.SMTPAuthenticationError as error:
            # What a server says here is not kept: some repeat what they were given.
            raise NotTaken("mail.not_let_in") from error
        except ssl.SSLError as error:
            raise NotTaken("mail.not_trusted", error.reason or "") from error
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            raise NotTaken("mail.no_server", _words(error)) from error
        try:
            server.send_message(message)
        except (smtplib.SMTPException, OSError) as error:
            raise _refusal(error) from error
        finally:
            # It is taken or not by now: how the server says goodbye changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        trusted = ssl.create_default_context()
        if self.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=_SECONDS, context=trusted)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_SECONDS)
        try:
            if self.scheme == "smtp+starttls":
                server.starttls(context=trusted)
            if self.user:
                server.login(self.user, self.password)
        except Exception:
            server.close()
            raise
        return server


def post_of(url: str) -> Post:
    """The way to the server of an address that the settings have read."""
    parts = urlsplit(url)
    return Post(
        parts.scheme,
        parts.hostname or "",
        parts.port or _PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def _refusal(error: Exception) -> NotTaken:
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return NotTaken("mail.refused", _words(error), final=True)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return NotTaken("mail.refused", _said(code, said), final=code >= _FINAL)
    if isinstance(error, smtplib.SMTPResponseException):
        answer = _said(error.smtp_code, error.smtp_error)
        return NotTaken("mail.refused", answer, final=error.smtp_code >= _FINAL)
    return NotTaken("mail.no_server", _words(error))


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"


def _words(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__

"""What a file is: its hash, its size, and the encoding its text is written in.

The encoding is the declared one, else the byte order mark's, else UTF-8 if every byte of the
file agrees, else the most plausible of the Windows code pages. It is never forced: a byte that
does not fit refuses the file and says where.
"""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from dashboard.errors import Refused

_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODE_PAGES = ["cp1253", "cp1252", "cp1250", "cp1251", "cp1254", "cp1257", "cp737", "iso8859_7"]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a file holds, without knowing what it means."""

    sha256: str
    size: int
    encoding: str
    modified: int


def fingerprint_text(path: Path, name: str, declared: str = "") -> Fingerprint:
    """Hash the file and make sure that it is text in one encoding, from its first byte to its last.

    Raises:
        Refused: unknown encoding, a byte that does not fit, NUL bytes, or an empty file.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if not head:
        raise Refused("intake.read.empty", file=name)
    marked = _marked(head) or _unmarked_wide(head)
    encoding = _known(declared, marked, name) or marked or "utf-8"
    try:
        digest, size = _decode_all(path, name, encoding)
    except UnicodeDecodeError as error:
        if declared or marked:
            like = _guess(path, error.start) or "?"
            raise Refused(
                "intake.read.encoding", file=name, encoding=encoding, position=error.start, like=like
            ) from None
        encoding = _guess(path, error.start)
        digest, size = _decode_guess(path, name, encoding, error.start)
    return Fingerprint(digest, size, encoding, path.stat().st_mtime_ns)


def fingerprint_bytes(path: Path, name: str) -> Fingerprint:
    """Hash a file that is not text."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    if not size:
        raise Refused("intake.read.empty", file=name)
    return Fingerprint(digest.hexdigest(), size, "parquet", path.stat().st_mtime_ns)


def _known(declared: str, marked: str, name: str) -> str:
    """The declared encoding, unless the first bytes say otherwise; with the mark where there is one."""
    if not declared:
        return ""
    try:
        normal = codecs.lookup(declared).name
    except LookupError:
        raise Refused("intake.read.encoding_unknown", file=name, encoding=declared) from None
    same = marked.removesuffix("-sig").startswith(normal) or (normal, marked) in (
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    )
    if marked and not same:
        raise Refused("intake.read.encoding", file=name, encoding=normal, position=0, like=marked)
    return marked or normal


def _marked(head: bytes) -> str:
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")


def _unmarked_wide(head: bytes) -> str:
    """UTF-16 without a mark: spaces, digits and line ends are half zeros, all on the same side."""
    pairs = len(head) // 2
    even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if max(even, odd) < max(2, pairs * 0.05) or min(even, odd) > max(even, odd) * 0.02:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode_all(path: Path, name: str, encoding: str) -> tuple[str, int]:
    """Hash and size; a `UnicodeDecodeError` carries the position in the file."""
    digest, size = hashlib.sha256(), 0
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    wide = encoding.startswith(("utf-16", "utf-32"))
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            pending = len(decoder.getstate()[0])
            if not wide and b"\0" in chunk:
                raise Refused("intake.read.nul", file=name, position=size + chunk.index(b"\0"))
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                start = size - pending + error.start
                raise UnicodeDecodeError(encoding, b"", start, start + 1, error.reason) from None
            if not chunk:
                return digest.hexdigest(), size
            digest.update(chunk)
            size += len(chunk)


def _guess(path: Path, position: int) -> str:
    """The code page that reads best around the first byte that is no UTF-8."""
    with path.open("rb") as file:
        file.seek(max(0, position - 200))
        sample = file.read(_SAMPLE)
    best = from_bytes(sample, cp_isolation=_CODE_PAGES, enable_fallback=False).best()
    return best.encoding if best else ""


def _decode_guess(path: Path, name: str, encoding: str, position: int) -> tuple[str, int]:
    try:
        if encoding:
            return _decode_all(path, name, encoding)
    except UnicodeDecodeError as error:
        position = error.start
    raise Refused("intake.read.encoding_unclear", file=name, position=position)

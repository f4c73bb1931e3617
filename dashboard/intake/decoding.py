"""What a file is: its hash, its size, and the encoding its text is written in.

The encoding is the declared one, else the byte order mark's, else UTF-8 if every byte of the
file agrees, else the most plausible of the Windows code pages. It is never forced: a byte that
does not fit refuses the file and says where.
"""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import Refused
from dashboard.intake.code_pages import guess_page, is_damaged_utf8

_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CUT = ("unexpected end of data", "truncated data")  # what a decoder says of a text that ends within a letter


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
        Refused: unknown encoding, a byte that does not fit, NUL bytes, a file that is cut off or empty.
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
            raise _unfit(path, name, encoding, error) from None
        encoding = _another(path, name, error)
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
        " ".encode(declared)  # says no to what is no text, such as base64
    except LookupError:
        raise Refused("intake.read.encoding_unknown", file=name, encoding=declared) from None
    same = _family(normal) == _family(marked) and {normal, marked} != {"utf-16-le", "utf-16-be"}
    if marked and not same:
        raise Refused("intake.read.encoding", file=name, encoding=normal, position=0, like=marked)
    return marked or normal


def _family(encoding: str) -> str:
    return encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")


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
            except UnicodeError as error:  # UTF-16 without the mark that says which
                raise UnicodeDecodeError(encoding, b"", size, size + 1, str(error)) from None
            if not chunk:
                return digest.hexdigest(), size
            digest.update(chunk)
            size += len(chunk)


def _unfit(path: Path, name: str, encoding: str, error: UnicodeDecodeError) -> Refused:
    """What to say of a file that is not in the encoding that it is declared or marked as."""
    if error.reason in _CUT:
        return Refused("intake.read.cut_off", file=name, encoding=encoding, position=error.start)
    sample = _around(path, error.start)
    like = "" if encoding.startswith("utf-8") and is_damaged_utf8(sample) else _likeness(sample)
    told = {"file": name, "encoding": encoding, "position": error.start}
    return Refused("intake.read.encoding", **told, like=like) if like else Refused("intake.read.byte", **told)


def _another(path: Path, name: str, error: UnicodeDecodeError) -> str:
    """The code page of a file that is not UTF-8 though nothing says otherwise."""
    sample = _around(path, error.start)
    if is_damaged_utf8(sample):
        raise _unfit(path, name, "utf-8", error)
    return guess_page(sample)


def _likeness(sample: bytes) -> str:
    return "utf-8" if is_damaged_utf8(sample) or sample.isascii() else guess_page(sample)


def _around(path: Path, position: int) -> bytes:
    """The bytes around the first one that does not fit."""
    with path.open("rb") as file:
        file.seek(max(0, position - _SAMPLE))
        return file.read(2 * _SAMPLE)


def _decode_guess(path: Path, name: str, encoding: str, position: int) -> tuple[str, int]:
    try:
        if encoding:
            return _decode_all(path, name, encoding)
    except UnicodeDecodeError as error:
        position = error.start
    raise Refused("intake.read.encoding_unclear", file=name, position=position)

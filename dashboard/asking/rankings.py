"""The first few, and the order: "top 10 customers", "οι 3 καλύτεροι πωλητές", "sorted by payout"."""

from dashboard.asking.sentence import Ranking, Sentence
from dashboard.asking.vocabulary import singulars

_MANY_GREEK = ("οι", "εσ", "α", "ουσ", "ων", "εισ", "i", "es", "a", "us", "on")
_MOST = 1000
_ONE = ("who", "which", "what", "ποιοσ", "ποια", "ποιο", "ποιον", "poios", "poia", "poio")
_WHICH = (*_ONE[1:], "ποιοι", "ποιεσ", "poioi", "poies")


def read_rankings(sentence: Sentence) -> None:
    """Take all segments that say how many come first, or in which order."""
    _sorts(sentence)
    _extremes(sentence)
    for at, _ in list(sentence.every("others")):
        if sentence.ranking:
            sentence.ranking.others = True
            sentence.take(at, "top", "others")


def _extremes(sentence: Sentence) -> None:
    for role, descending in (("topn", True), ("bottomn", False)):
        for at, number in list(sentence.every(role)):
            _rank(sentence, at, int(number), descending)
    for at, which in list(sentence.every("extreme")):
        if sentence.free(at) and sentence.ranking is None:
            _extreme(sentence, at, descending=which == "top")
        elif sentence.free(at) and sentence.ranking and sentence.ranking.n is None:
            _counted_later(sentence, at)


def _counted_later(sentence: Sentence, at: int) -> None:
    """ "Products with the highest margin, top 10"."""
    number, counted = _number(sentence, at)
    if number is not None and sentence.ranking:
        sentence.ranking.n = number
        sentence.take(at, "top", "top")
        sentence.take(counted, "top", str(number))


def _extreme(sentence: Sentence, at: int, *, descending: bool) -> None:
    moved = sentence.before(at)
    if sentence.role(moved, "change"):  # "which region grew the most"
        found = Ranking(at, None, sentence.role(moved, "change") == "rise", change=True)
        sentence.ranking = found
        sentence.take(moved, "top", sentence.role(moved, "change"))
        sentence.take(at, "top", "top" if descending else "bottom")
        _counted_before(sentence, found, asked=True)
        return
    number, counted = _number(sentence, at)
    _rank(sentence, at, number, descending)
    if counted >= 0:
        sentence.take(counted, "top", str(number))


def _rank(sentence: Sentence, at: int, number: int | None, descending: bool) -> None:
    found = Ranking(at, number, descending)
    sentence.ranking = found
    sentence.take(at, "top", "top" if descending else "bottom")
    following = sentence.after(at)
    if (
        number is not None
        and sentence.chain[following : following + 1]
        and (sentence.chain[following].kind == "number" and sentence.chain[following].text == str(number))
    ):
        sentence.take(following, "top", str(number))
        following = sentence.after(following)
    while sentence.role(following, "extreme"):
        sentence.take(following, "top", "top")
        following = sentence.after(following)
    _object(sentence, found, following)


def _object(sentence: Sentence, found: Ranking, at: int) -> None:
    """What the first few are of, or what they are first in."""
    if sentence.role(at, "change"):
        found.change, found.descending = True, sentence.role(at, "change") == "rise"
        sentence.take(at, "top", sentence.role(at, "change"))
    elif sentence.role(at, "show") in ("difference", "difference_pct"):
        found.change = True
    elif sentence.role(at, "sold"):
        sentence.take(at, "words", "sold")
        sentence.sold = True
        if sentence.role(sentence.after(at), "dimension"):
            _dimension(sentence, found, sentence.after(at))
    elif sentence.role(at, "measure") and not sentence.role(at, "dimension"):
        found.column = sentence.role(at, "measure")
        if sentence.role(at + 1, "dimension"):  # "the most profitable products"
            _dimension(sentence, found, at + 1)
    elif sentence.role(at, "dimension"):
        _dimension(sentence, found, at)
    if found.column or found.change:
        _counted_before(sentence, found)
    elif found.n is None and not found.of:
        _counted_before(sentence, found, asked=True)  # "which rep sold the most"


def _dimension(sentence: Sentence, found: Ranking, at: int) -> None:
    if sentence.role(at, "dimension") == "fiscal_half":  # a stretch of days, and nothing to break down by
        return
    found.of = sentence.role(at, "dimension")
    sentence.take(at, "by", found.of)
    sentence.by.append((at, found.of))
    if found.n is None and not _many(sentence, found.at, at):
        found.n = 1


def _counted_before(sentence: Sentence, found: Ranking, *, asked: bool = False) -> None:
    """ "10 customers with the highest sales", "which rep has the highest margin"."""
    for at in range(found.at - 1, -1, -1):
        of = sentence.role(at, "dimension") or ("rep" if sentence.role(at, "who") else "")
        if not of or (sentence.role(sentence.before(at), "by") == "by" and not sentence.role(at, "who")):
            continue
        number = sentence.before(at)
        count = _count(sentence, number)
        which = sentence.chain[(number if count else at) - 1].text if at else ""
        if asked and which not in _WHICH and not sentence.role(at, "who"):
            continue
        if found.n is None and count:
            found.n = count
            sentence.take(number, "top", str(count))
        elif found.n is None and not _plural(sentence.chain[at].text):
            found.n = 1
        if found.n is not None:
            found.of = of
        return


def _number(sentence: Sentence, at: int) -> tuple[int | None, int]:
    """How many, and the segment that says it: just before or just after."""
    for one in (sentence.before(at), sentence.after(at)):
        count = _count(sentence, one)
        if count:
            return count, one
    return None, -1


def _count(sentence: Sentence, at: int) -> int:
    if not sentence.free(at):
        return 0
    segment = sentence.chain[at]
    text = segment.text if segment.kind == "number" else segment.get("number")
    return int(text) if text.isdecimal() and 0 < int(text) <= _MOST else 0


def _elsewhere(sentence: Sentence, at: int) -> str:
    """The dimension to sort by, if the sentence breaks down by it as well."""
    key = sentence.role(at, "dimension")
    said = [one for one, other in sentence.every("dimension") if other == key]
    return key if len(said) > 1 else ""


def _many(sentence: Sentence, extreme: int, dimension: int) -> bool:
    """Whether the words speak of several."""
    first, then = sentence.chain[extreme].text, sentence.chain[dimension].text
    if first.isascii() and then.isascii() and first in _ENGLISH:
        return then.endswith("s")
    return first.endswith(_MANY_GREEK)


def _plural(text: str) -> bool:
    if text in _ONE:
        return False
    return text.endswith("s") if text.isascii() else text not in singulars()


def _sorts(sentence: Sentence) -> None:
    for at, direction in list(sentence.every("sort")):
        key_at = sentence.after(at)
        if sentence.role(key_at, "by") == "by":
            key_at = sentence.after(key_at)
        descending = direction != "ascending"
        key = sentence.role(key_at, "measure") or _elsewhere(sentence, key_at)
        if direction != "by" and not key:
            key_at = sentence.before(at)
            key = sentence.role(key_at, "measure")
        if direction == "by" and not key and sentence.role(sentence.after(key_at), "by"):
            key = sentence.role(sentence.after(sentence.after(key_at)), "measure")  # "sort customers by ..."
            if key:
                sentence.order = (key, True)
                sentence.take(at, "sort", direction)
            continue
        if direction == "by" and not key:
            if sentence.role(key_at, "sort"):
                sentence.take(at, "sort", direction)
            continue
        if sentence.order and direction != "by":
            sentence.order = (sentence.order[0], descending)
        else:
            dimension = bool(key) and not sentence.role(key_at, "measure")
            sentence.order = (key, descending and not dimension)
        sentence.take(at, "sort", direction)
        if key and not sentence.role(key_at, "measure"):
            sentence.take(key_at, "sort", key)


_ENGLISH = frozenset(
    "top best largest biggest highest greatest leading most strongest major first max main bottom worst "
    "smallest lowest least weakest fewest poorest".split()
)

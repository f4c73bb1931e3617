"""Bounds on measures: "attainment below 80 %", "πάνω από 50 χιλ. τζίρο", "fell more than 30 %"."""

from decimal import Decimal

from dashboard.asking.amounts import Amount, amount
from dashboard.asking.sentence import Limit, Sentence
from dashboard.metrics.bounds import Sign

_SIGNS: dict[str, Sign] = {
    "over": ">", "under": "<", "at_least": ">=", "at_most": "<=", "equal": "=",
    "<": "<", ">": ">", "<=": "<=", ">=": ">=", "=": "=",
}  # fmt: skip
_OPPOSITE: dict[Sign, Sign] = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_FITS = {"percent": ("fraction",), "money": ("currency", "currency_a_day", "currency_a_working_day")}
_SMALL = Decimal(5)
_HUNDRED = Decimal(100)


def read_limits(sentence: Sentence) -> None:
    """Take all segments that say a bound, from the left to the right."""
    for at in range(len(sentence.chain)):
        if not sentence.free(at):
            continue
        if sentence.role(at, "range") == "between":
            _between(sentence, at)
            continue
        sign = _sign(sentence, at)
        if sign:
            _signed(sentence, at, sign)
        elif sentence.chain[at].kind == "number" or sentence.role(at, "number"):
            _followed(sentence, at)
    _changes(sentence)


def _sign(sentence: Sentence, at: int) -> Sign | None:
    segment = sentence.chain[at]
    return _SIGNS.get(segment.text if segment.kind == "sign" else segment.get("sign"))


def _signed(sentence: Sentence, at: int, sign: Sign) -> None:
    found = amount(sentence.chain, sentence.after(at))
    if found:
        _bound(sentence, at, sign, found)
    elif sentence.role(sentence.after(at), "measure") in ("quota", "attainment"):
        _of_quota(sentence, at, sentence.after(at), sign, Decimal(1))


def _followed(sentence: Sentence, at: int) -> None:
    """ "80 % or more"."""
    found = amount(sentence.chain, at)
    if found and found.end < len(sentence.chain):
        sign = _sign(sentence, found.end)
        says = sentence.role(found.end, "sign") in ("at_least", "at_most")
        ends = says and amount(sentence.chain, sentence.after(found.end)) is None
        if sign and ends:
            _bound(sentence, at, sign, Amount(found.value, found.what, found.end + 1))


def _between(sentence: Sentence, at: int) -> None:
    first = amount(sentence.chain, sentence.after(at))
    if not first:
        return
    joint = sentence.after(first.end - 1) if first.end < len(sentence.chain) else first.end
    if joint >= len(sentence.chain) or sentence.role(joint, "range") != "to":
        return
    second = amount(sentence.chain, sentence.after(joint))
    if not second:
        return
    what = second.what if first.what == "plain" else first.what
    low = first.value
    if first.what == "plain" and second.what == "percent":
        low = low / _HUNDRED
    _bound(sentence, at, ">=", Amount(low, what, second.end))
    chosen = sentence.limits[-1]
    value = _scaled(sentence, chosen.column, Amount(second.value, what, second.end))
    sentence.limits.append(Limit(chosen.at, chosen.column, "<=", value))


def _bound(sentence: Sentence, at: int, sign: Sign, found: Amount) -> None:
    """A sign with its amount: find what it is a bound on."""
    end = found.end
    if found.what == "percent" and sentence.role(sentence.after(end - 1), "measure") == "quota":
        _of_quota(sentence, at, sentence.after(end - 1), sign, found.value)
        return
    change = _change(sentence, at, end)
    if change >= 0:
        _changed(sentence, change, at, end, sign, found)
        return
    measure = _measure(sentence, at, end, found)
    key = sentence.role(measure, "measure") or sentence.took(measure, "measure")
    value = found.value
    if not key and found.what == "percent" and _shared(sentence, at, end, sign, found):
        return
    if not key:
        if found.what == "percent":
            _mark(sentence, at, end, "")
            sentence.doubt("unused_word", at, to=end - 1)
            return
        key, sentence.sold = "net_sales", True
    else:
        value = _scaled(sentence, key, found)
        _say(sentence, measure, key)
    sentence.limits.append(Limit(measure if measure >= 0 else at, key, sign, value))
    _mark(sentence, at, end, f"{key} {sign} {value}")


def _shared(sentence: Sentence, at: int, end: int, sign: Sign, found: Amount) -> bool:
    """ "Brands with a share above 10 %": a bound on what is shown."""
    word = next((one for one in range(at) if sentence.role(one, "show").startswith("share")), -1)
    if word < 0:
        return False
    said = next((key for _, key in sentence.every("measure")), "net_sales")
    column = f"{said}.share_of_total"
    sentence.limits.append(Limit(word, column, sign, found.value))
    _mark(sentence, at, end, f"{column} {sign} {found.value}")
    return True


def _say(sentence: Sentence, at: int, key: str) -> None:
    if sentence.free(at):
        sentence.take(at, "measure", key)
        sentence.measures.append((at, key))


def _scaled(sentence: Sentence, key: str, found: Amount) -> Decimal:
    """Of a rate, a plain number is per cent: "attainment below 80"."""
    fraction = key in sentence.known and sentence.known[key].unit == "fraction"
    small = found.value <= _SMALL and found.value != found.value.to_integral_value()
    if fraction and found.what == "plain" and not small:
        return found.value / _HUNDRED
    return found.value


def _of_quota(sentence: Sentence, at: int, end: int, sign: Sign, value: Decimal) -> None:
    """ "Below 80 % of quota", "under quota": a bound on attainment."""
    sentence.limits.append(Limit(at, "attainment", sign, value))
    if not any(key == "attainment" for _, key in sentence.measures):
        sentence.measures.append((at, "attainment"))
    _mark(sentence, at, end + 1, f"attainment {sign} {value}")


def _measure(sentence: Sentence, at: int, end: int, found: Amount) -> int:
    """The measure that is meant: next to the bound if it fits, else the nearest before it, else after."""
    beside = (sentence.before(at), sentence.after(end - 1))
    if found.what == "plain" and sentence.role(end, "measure"):  # "more than 100 units"
        beside = beside[::-1]
    all_others = (*range(at - 1, -1, -1), *range(end, len(sentence.chain)))
    return next((one for one in (*beside, *all_others) if _fits(sentence, one, found)), -1)


def _fits(sentence: Sentence, at: int, found: Amount) -> bool:
    if not 0 <= at < len(sentence.chain):
        return False
    key = sentence.role(at, "measure") or sentence.took(at, "measure")
    row = sentence.known.get(key)
    return row is not None and (found.what == "plain" or row.unit in _FITS[found.what])


def _change(sentence: Sentence, at: int, end: int) -> int:
    """The word of a change that the bound is on, just before it or just after."""
    before = sentence.before(at)
    if sentence.role(before, "measure"):  # "a fall of sales of more than 30 %", "sales fell by ..."
        earlier = sentence.before(before)
        if sentence.role(earlier, "change"):
            return earlier
    for one in (before, sentence.after(end - 1)):
        if sentence.role(one, "change"):
            return one
    return -1


def _changed(sentence: Sentence, change: int, at: int, end: int, sign: Sign, found: Amount) -> None:
    falls = sentence.role(change, "change") == "fall"
    measure = _changing(sentence, change)
    key = sentence.role(measure, "measure") if measure >= 0 else "net_sales"
    percent = found.what == "percent" or (found.what == "plain" and found.value <= _HUNDRED)
    value = found.value / _HUNDRED if percent and found.what == "plain" else found.value
    column = _column(sentence, key, percent)
    towards = _OPPOSITE[sign] if falls else sign
    sentence.limits.append(Limit(change, column, towards, -value if falls else value))
    if measure >= 0:
        sentence.take(measure, "bound", column)
    _mark(sentence, change, change + 1, f"{column} {towards} {-value if falls else value}")
    _mark(sentence, at, end, f"{column} {towards} {-value if falls else value}")
    sentence.measures.append((change, column.split(".")[0]))


def _column(sentence: Sentence, key: str, percent: bool) -> str:
    if percent and key in ("net_sales", "growth"):
        return "growth"
    sentence.show = "difference_pct" if percent else "difference"
    return f"{key}.{sentence.show}"


def _changing(sentence: Sentence, change: int) -> int:
    """The measure whose change it is: next to the word, and not said by another bound."""
    for one in (sentence.after(change), sentence.before(change)):
        if sentence.role(one, "measure") and sentence.role(one, "measure") not in ("growth", "quota"):
            return one
    return -1


def _changes(sentence: Sentence) -> None:
    """ "Fell 30 %", "down by 20 %": an amount without a sign, right after the word."""
    for at, _ in list(sentence.every("change")):
        after = sentence.after(at)
        if sentence.role(after, "by"):
            after = sentence.after(after)
        if sentence.role(after, "measure") and not sentence.role(after, "by"):
            after = sentence.after(after)
        found = amount(sentence.chain, after) if sentence.free(after) else None
        if found and found.what == "percent":
            _changed(sentence, at, after, found.end, ">=", found)


def _mark(sentence: Sentence, start: int, end: int, means: str) -> None:
    for at in range(start, end):
        if sentence.free(at):
            sentence.take(at, "bound", means)

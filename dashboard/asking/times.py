"""When, and against what: the days of a sentence, and the other days, quota or forecast beside them."""

from dataclasses import replace

from dashboard.asking.clock import Clock, Impossible, Span
from dashboard.asking.days import Days
from dashboard.asking.reading import Offer
from dashboard.asking.sentence import Sentence
from dashboard.metrics.periods import FiscalCalendar, Period
from dashboard.metrics.steps import prior_year, step

PRIOR_YEAR, PRIOR_PERIOD = "prior_year_working", "prior_period_working"
_PLANS = {"quota": "quota", "foreseen_sales": "forecast", "landing": "forecast"}
# Words between two stretches of days that set the one against the other.
_REACH = 6
_UNTIL_NOW = frozenset((
    "to date", "so far", "until now", "up to now", "εωσ σημερα", "μεχρι σημερα", "μεχρι τωρα", "ωσ σημερα",
    "ωσ τωρα", "μεχρι στιγμησ",
))  # fmt: skip
_BETWEEN = ("/", "-", "–", "με", "και", "and", "to", "with", "me", "kai")


def read_times(sentence: Sentence) -> None:
    """Take all segments that say when, and against what."""
    _bases(sentence)
    _before(sentence)
    _same(sentence)
    days, at, last_end = Days(sentence.chain, sentence.clock), 0, -1
    open_span: Span | None = None
    while at < len(sentence.chain):
        if not sentence.free(at) or _counted(sentence, at) or _certainly_against(sentence, at):
            at += 1
            continue
        try:
            found = days.at(at)
        except Impossible as error:
            at = _impossible(sentence, at, error)
            continue
        if not found or any(not sentence.free(one) for one in range(at, found[1])):
            at += 1
            continue
        period, end = found
        if open_span and period.covers(sentence.clock.cut.year(period.start)) and _marker(sentence, at) < 0:
            sentence.period = sentence.clock.period(
                replace(open_span, year=sentence.clock.cut.year_number(period.start))
            )
            _take(sentence, at, end, "period", str(sentence.period))
        else:
            _set(sentence, period, at, end, adjacent=last_end)
        open_span = days.yearless if sentence.period is period else None
        at = last_end = end
    _against_words(sentence)
    _plans(sentence)
    _beside(sentence)


def _counted(sentence: Sentence, at: int) -> bool:
    """Whether a number there is a bound's, or how many come first."""
    segment = sentence.chain[at]
    if segment.kind != "number" and not segment.get("number"):
        return False
    before = sentence.before(at)
    if before < 0:
        return False
    earlier = sentence.chain[before]
    return bool(earlier.get("sign") or earlier.get("extreme")) or earlier.text in ("<", ">", "<=", ">=")


def _impossible(sentence: Sentence, at: int, error: Impossible) -> int:
    """Mark the words that name no days, up to the last that belong to them."""
    end = at
    while end + 1 < len(sentence.chain) and _of_days(sentence, end + 1):
        end += 1
    offers = tuple(Offer(words, sentence.instead(at, words, end)) for words in error.instead)
    sentence.doubt("impossible_period", at, offers, to=end)
    return end + 1


def _of_days(sentence: Sentence, at: int) -> bool:
    segment = sentence.chain[at]
    roles = ("month", "quarter", "halfyear", "week", "ordinal", "deictic", "range", "half")
    year = segment.kind == "number" and len(segment.text) == 4
    near = segment.get("dimension").startswith("fiscal") or segment.text in ("-", "–")
    return year or segment.kind == "day" or near or any(segment.get(role) for role in roles)


def _set(sentence: Sentence, period: Period, at: int, end: int, adjacent: int) -> None:
    """The first days are the question's; others are what they are compared with."""
    marker = _marker(sentence, at)
    if marker >= 0 and (sentence.period is not None or _certain(sentence, marker)):
        _compare(sentence, period, marker, end)
    elif sentence.period and _up_to_now(sentence, period, at):
        whole = period if sentence.open_ended else sentence.period
        sentence.period, sentence.open_ended = _until_now(whole, sentence.clock), False
        _take(sentence, at, end, "period", str(sentence.period))
    elif sentence.against and sentence.period and period.covers(sentence.period):
        _take(sentence, at, end, "against", sentence.against)  # "MTD vs last year MTD"
    elif sentence.period and _together(sentence, period, adjacent, at):
        sentence.period = Period(
            min(sentence.period.start, period.start), max(sentence.period.end, period.end)
        )
        _take(sentence, at, end, "period", str(sentence.period))
    elif sentence.period is None:
        sentence.period = period
        sentence.open_ended = sentence.chain[at].text in _UNTIL_NOW
        _take(sentence, at, end, "period", str(period))
    elif adjacent >= 0 and _linked(sentence, adjacent, at) and sentence.against is None:
        _compare(sentence, period, adjacent, end)


def _up_to_now(sentence: Sentence, period: Period, at: int) -> bool:
    """Whether days that are said end with the last one: "2026 έως σήμερα", "to date this quarter"."""
    main, through = sentence.period, sentence.clock.through
    if main is None:
        return False
    if sentence.open_ended and period.start <= through <= period.end:
        return True
    bare = period.name == "ytd" and sentence.chain[at].text in _UNTIL_NOW
    return bare and main.start <= through <= main.end


def _until_now(whole: Period, clock: Clock) -> Period:
    """The days of a stretch up to the last one, by the name that they have."""
    named = {"this_month": "mtd", "this_quarter": "qtd", "this_year": "ytd"}.get(whole.name, "")
    return clock.named(named) if named else Period(whole.start, clock.through)


def _together(sentence: Sentence, period: Period, adjacent: int, at: int) -> bool:
    """ "Q1 and Q2 2026": neither is set against the other; both together are meant."""
    main = sentence.period
    if main is None or main.name or period.name or adjacent < 0:
        return False
    joint = [sentence.chain[one].text for one in range(adjacent, at)]
    beside = main.end < period.start and (period.start - main.end).days == 1
    against = any(True for _ in sentence.every("compare")) or any(True for _ in sentence.every("change"))
    return beside and not against and bool(joint) and joint[0] in ("and", "και", "kai", "&", ",")


def _marker(sentence: Sentence, at: int) -> int:
    """The segment just before that says "against"; -1 if none does."""
    before = sentence.before(at)
    return before if before >= 0 and sentence.role(before, "vs") else -1


def _certainly_against(sentence: Sentence, at: int) -> bool:
    return bool(sentence.role(at, "vs") and sentence.role(at, "range")) and _certain(sentence, at)


def _certain(sentence: Sentence, marker: int) -> bool:
    """Whether "against" is all that its words mean: "από" before days begins a range as well."""
    if not sentence.role(marker, "range"):
        return True
    return any(sentence.chain[one].get("show") or sentence.chain[one].get("change") for one in range(marker))


def _linked(sentence: Sentence, end: int, at: int) -> bool:
    between = [sentence.chain[one].text for one in range(end, at)]
    return bool(between) and any(text in _BETWEEN for text in between)


def _compare(sentence: Sentence, period: Period, at: int, end: int) -> None:
    if sentence.period is not None and period.start > sentence.period.end:
        sentence.period, period = period, sentence.period  # whichever comes first, the later is asked for
    sentence.against = comparison(sentence.period, period, sentence.clock.cut)
    _take(sentence, at, end, "against", sentence.against)


def comparison(main: Period | None, other: Period, cut: FiscalCalendar) -> str:
    """The comparison that setting one stretch of days against another means."""
    if main is None:
        return {"last_year": PRIOR_YEAR, "last_month": PRIOR_PERIOD, "last_quarter": PRIOR_PERIOD}.get(
            other.name, f"{other.start}..{other.end}"
        )
    if other.covers(main):
        return PRIOR_PERIOD  # "the last 12 months vs the previous 12"
    year = cut.year(main.start)
    if other.covers(prior_year(main, cut)) or (
        other.covers(cut.year(prior_year(main, cut).start)) and main.end <= year.end
    ):
        return PRIOR_YEAR
    if other.covers(step(main, cut, -1)) or other.end == step(main, cut, -1).end:
        return PRIOR_PERIOD
    whole_before = cut.month(main.start).start if main.name == "mtd" else main.start
    if (main.name in ("mtd", "qtd", "this_month", "this_quarter") and
            other.end < whole_before and (whole_before - other.end).days == 1):  # fmt: skip
        return PRIOR_PERIOD
    return f"{other.start}..{other.end}"


def _against_words(sentence: Sentence) -> None:
    """ "Year on year", "the period before": a comparison that needs no days."""
    for at, which in list(sentence.every("deictic")):
        marker = _marker(sentence, at)
        if which == "last" and marker >= 0 and sentence.period and sentence.against is None:
            yearly = sentence.period.covers(sentence.clock.cut.year(sentence.period.start))
            sentence.against = PRIOR_YEAR if yearly or sentence.period.name == "ytd" else PRIOR_PERIOD
            _take(sentence, marker, at + 1, "against", sentence.against)
    for at, value in list(sentence.every("against")):
        if value == "quota" and _marker(sentence, at) < 0:
            continue
        sentence.against = sentence.against or value
        marker = _marker(sentence, at)
        _take(sentence, marker if marker >= 0 else at, at + 1, "against", value)


def _plans(sentence: Sentence) -> None:
    """ "Against quota", "έναντι πρόβλεψης"; how far it is to the quota."""
    for at, _ in list(sentence.every("gap")):
        if sentence.role(at, "measure"):
            continue
        sentence.against, sentence.show, sentence.sold = "quota", "difference", True
        sentence.take(at, "against", "quota")
    for at, _ in list(sentence.every("lack")):
        quota = next((one for one, key in sentence.every("measure") if key == "quota" and one > at), -1)
        if quota >= 0:
            sentence.against, sentence.show, sentence.sold = "quota", "difference", True
            before = _marker(sentence, quota)
            _take(sentence, before if before >= 0 else quota, quota + 1, "against", "quota")
            sentence.take(at, "against", "quota")
    for at, key in list(sentence.every("measure")):
        marker = _marker(sentence, at)
        if key in _PLANS and marker >= 0 and sentence.against is None and _plainly(sentence, marker):
            sentence.against = _PLANS[key]
            _take(sentence, marker, at + 1, "against", sentence.against)


def _beside(sentence: Sentence) -> None:
    """ "Lost customers vs new customers": two measures side by side."""
    for at, _ in list(sentence.every("vs")):
        if sentence.role(sentence.before(at), "measure") and sentence.role(sentence.after(at), "measure"):
            sentence.take(at, "words", "vs")


def _plainly(sentence: Sentence, marker: int) -> bool:
    """Whether it stands against what follows, and not merely beside it ("from", "προς")."""
    return not sentence.role(marker, "noise") or any(True for _ in sentence.every("show"))


def _bases(sentence: Sentence) -> None:
    """ "Last year = 100"."""
    for at, _ in list(sentence.every("base")):
        begin = at
        before = sentence.before(at)
        if sentence.role(before, "period") == "last_year" and sentence.chain[at].text.startswith("="):
            begin = before
        elif sentence.chain[at].text.startswith("=") and sentence.role(before, "dimension") == "fiscal_year":
            begin = before - 1 if sentence.role(before - 1, "deictic") else before
        _take(sentence, begin, at + 1, "against", PRIOR_YEAR)
        sentence.against, sentence.show = PRIOR_YEAR, "index"


def _same(sentence: Sentence) -> None:
    """ "Vs the same 3 months last year"."""
    for at, _ in list(sentence.every("same")):
        for end in range(at + 1, min(at + _REACH, len(sentence.chain))):
            if sentence.role(end, "period") == "last_year":
                marker = _marker(sentence, at)
                _take(sentence, marker if marker >= 0 else at, end + 1, "against", PRIOR_YEAR)
                sentence.against = PRIOR_YEAR
                break


def _before(sentence: Sentence) -> None:
    """ "... vs the 3 before": as many days as those of the question, just before them."""
    for at, _ in list(sentence.every("before")):
        number = sentence.before(at)
        if number < 0 or not (sentence.chain[number].kind == "number" or sentence.role(number, "number")):
            continue
        marker = _marker(sentence, number)
        if marker >= 0 or sentence.role(sentence.before(number), "noise"):
            sentence.against = PRIOR_PERIOD
            _take(sentence, marker if marker >= 0 else number, at + 1, "against", PRIOR_PERIOD)


def _take(sentence: Sentence, start: int, end: int, role: str, means: str) -> None:
    for at in range(start, end):
        if sentence.free(at):
            sentence.take(at, role, means)  # type: ignore[arg-type]

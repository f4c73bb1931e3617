"""From what was taken of a sentence to its reading: defaults, the order of parts, pieces, last doubts."""

from dataclasses import replace

from dashboard.asking.reading import Doubt, Offer, Piece, Reading
from dashboard.asking.sentence import Ranking, Sentence
from dashboard.asking.times import PRIOR_YEAR
from dashboard.metrics import catalogue
from dashboard.metrics.bounds import Bound, Top
from dashboard.metrics.conditions import Condition
from dashboard.metrics.question import Order
from dashboard.metrics.shows import CHANGES

LONGEST = 2000  # letters that are read
DEFAULT = "net_sales"
# What "best" may be meant in, where no measure is said.
_USUAL = ("net_sales", "attainment", "growth", "gross_margin_rate")
_OFFERED = 5
_EACH = ("per", "each", "every", "for each", "ανα", "ana", "καθε", "για καθε", "kathe")
# Doubts after which it would be pedantic to ask for a measure too.
_BLOCKING = ("no_data", "other_action")


def assembled(sentence: Sentence, *, acting: bool) -> Reading:
    """The reading of a sentence of which every segment has been looked at."""
    measures, by = _measures(sentence), _by(sentence)
    show = sentence.show
    against = sentence.against
    if sentence.ranking and sentence.ranking.change and show == "value" and "growth" not in measures:
        show = "difference"  # what comes first by its change is shown by it
    moved = sentence.ranking is not None and sentence.ranking.change
    if against is None and ("growth" in measures or show in CHANGES or moved):
        against = PRIOR_YEAR
    top, order = _top(sentence, measures, by, show)
    doubts = list(sentence.doubts)
    if not measures and _asks(sentence) and not any(one.kind in _BLOCKING for one in doubts):
        doubts.append(_no_measure(sentence))
    if sentence.limits and not by and not acting and measures:
        doubts.append(_no_dimension(sentence))
    if len(sentence.text) > LONGEST:
        doubts.append(Doubt("too_long", LONGEST, len(sentence.text), sentence.text[LONGEST:]))
    found = Reading(
        text=sentence.text,
        measures=measures,
        by=by,
        where=_where(sentence),
        bounds=tuple(dict.fromkeys(Bound(one.column, one.sign, one.value) for one in sentence.limits)),
        period=sentence.period,
        against=against,
        top=top,
        order=order,
        show=show,
        chart=sentence.chart,
        pieces=_pieces(sentence),
        doubts=tuple(sorted(doubts, key=lambda one: one.start)),
        labels=tuple(
            dict.fromkeys((one.member.dimension, one.member.key, one.member.label) for one in sentence.picks)
        ),
    )
    return _only_asked(found) if acting else found


def _only_asked(found: Reading) -> Reading:
    """What is left of an order to do something: the question that stands behind it, which is offered."""
    pieces = [one for one in found.pieces if one.role in ("measure", "where", "by")]
    text = " ".join(found.text[one.start : one.end] for one in pieces)
    doubts = tuple(
        replace(one, offers=(Offer(text, text),)) if one.kind == "other_action" and found.measures else one
        for one in found.doubts
    )
    show = "value" if found.show in CHANGES else found.show
    return replace(
        found, show=show, period=None, bounds=(), against=None, top=None, order=(), doubts=doubts
    )  # fmt: skip


def _measures(sentence: Sentence) -> tuple[str, ...]:
    bounded = [(one.at, one.column.partition(".")[0]) for one in sentence.limits]
    said = tuple(dict.fromkeys(key for _, key in sorted((*sentence.measures, *bounded), key=_where_said)))
    defaulted = sentence.sold or sentence.show != "value" or sentence.against or any(
        means == "rolling_12_months" for _, means in sentence.taken.values()
    ) or (sentence.ranking and sentence.ranking.change)  # fmt: skip
    pending = any(one.kind == "no_data" for one in sentence.doubts)
    return said or ((DEFAULT,) if defaulted and not pending else ())


def _by(sentence: Sentence) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(key for _, key in sorted(sentence.by, key=_where_said)))
    ranking = sentence.ranking
    if sentence.limits and not found and any(one.member.dimension == "segment" for one in sentence.picks):
        return ("customer",)  # "share of wallet under 30 % for large customers"
    if ranking and ranking.of in found and ranking.n is not None and sentence.by:
        # Whatever the first few are taken within comes before them.
        within = [key for key in found if key in _withins(sentence)]
        return tuple(dict.fromkeys((*within, *found)))
    return found


def _where_said(said: tuple[int, str]) -> int:
    return said[0]


def _where(sentence: Sentence) -> tuple[Condition, ...]:
    found: dict[tuple[str, bool], list[str]] = {}
    for one in sentence.picks:
        found.setdefault((one.member.dimension, one.exclude), []).append(one.member.key)
    return tuple(
        Condition(dimension, tuple(dict.fromkeys(keys)), exclude)
        for (dimension, exclude), keys in found.items()
    )


def _top(
    sentence: Sentence, measures: tuple[str, ...], by: tuple[str, ...], show: str
) -> tuple[Top | None, tuple[Order, ...]]:
    ranking, order = sentence.ranking, sentence.order
    if not measures:
        return None, ()
    if order and show != "rank" and (order[0] in measures or order[0] in by or not order[0]):
        column = order[0] or measures[0]
        if ranking is None:
            return None, (Order(column, order[1]),)
    if ranking is None:
        return None, ()
    column = _ranked_by(sentence, ranking, measures, show)
    if column.partition(".")[0] not in measures:
        return None, ()
    of = ranking.of or next(iter(by), "")
    if ranking.n is None or not of:
        return None, (Order(column, ranking.descending),)
    per = next((key for key in by if key in _withins(sentence)), "")
    return Top(ranking.n, of, column, ranking.descending, per, ranking.others), ()


def _withins(sentence: Sentence) -> list[str]:
    """Within what the first few of a dimension are: "top 3 reps per region"; not "top 5 brands by month"."""
    ranking = sentence.ranking
    if ranking is None or not ranking.of:
        return []
    times = {row.key for row in catalogue.dimensions(()).values() if row.group == "time"}
    return [
        key
        for at, key in sorted(sentence.by, key=_where_said)
        if key != ranking.of and (key not in times or sentence.chain[at - 1].text in _EACH)
    ]


def _ranked_by(sentence: Sentence, ranking: Ranking, measures: tuple[str, ...], show: str) -> str:
    """The column that decides: the one that is said with the ranking or the order, as it is shown."""
    ordered = sentence.order[0] if sentence.order else ""
    column = (
        ranking.column
        or (ordered if ordered in measures else "")
        or _said_by(sentence, ranking)
        or measures[0]
    )
    changed = ranking.change or show in CHANGES
    how = show if show in CHANGES else "difference"
    return f"{column}.{how}" if changed and column != "growth" else column


def _said_by(sentence: Sentence, ranking: Ranking) -> str:
    """ "Top 20 customers by margin": the measure after "by"."""
    for at in range(ranking.at, len(sentence.chain)):
        after = sentence.after(at)
        if sentence.chain[at].get("by") and sentence.took(after, "measure"):
            return sentence.took(after, "measure")
    return ""


def _asks(sentence: Sentence) -> bool:
    return any(role not in ("chart", "words") for role, _ in sentence.taken.values())


def _no_measure(sentence: Sentence) -> Doubt:
    text = sentence.text.rstrip(" ;?.")
    offers = tuple(
        Offer(key, f"{text} {key.replace('_', ' ')}", key=key) for key in _USUAL if key in sentence.known
    )
    return Doubt("no_measure", 0, 0, "", offers)


def _no_dimension(sentence: Sentence) -> Doubt:
    """A bound keeps some rows of several: of which, it must be said."""
    text = sentence.text.rstrip(" ;?.")
    offers = tuple(Offer(key, f"{text} by {key}", key=key) for key in ("customer", "rep", "product"))
    return Doubt("no_dimension", 0, 0, "", offers)


def _pieces(sentence: Sentence) -> tuple[Piece, ...]:
    """What was taken, side by side pieces of one meaning as one."""
    found: list[Piece] = []
    last = -2
    for at in sorted(sentence.taken):
        role, means = sentence.taken[at]
        segment = sentence.chain[at]
        others = tuple(one.label for one in segment.others[:_OFFERED]) if role == "where" else ()
        if (
            found
            and last == at - 1
            and (found[-1].role, found[-1].means) == (role, means)
            and role != "measure"
        ):
            found[-1] = Piece(found[-1].start, segment.end, role, means, found[-1].others or others)
        else:
            found.append(Piece(segment.start, segment.end, role, means, others))
        last = at
    return tuple(found)

"""The rest of a sentence: how it is shown, limited to whom, broken down by what, and what is measured."""

from dashboard.asking.named import Named
from dashboard.asking.reading import Offer
from dashboard.asking.segments import Segment
from dashboard.asking.sentence import Pick, Sentence
from dashboard.asking.vocabulary import instead
from dashboard.metrics.shows import CHANGES

_GRAINS = ("day", "fiscal_week", "fiscal_month", "fiscal_quarter", "fiscal_year")
_LISTED = (",", "and", "or", "και", "κι", "ή", "η", "&", "kai", "/", "+")
_OFFERED = 6
_IN, _ITS = ("στον", "στην", "στη", "στο"), ("τησ", "του", "τουσ")
_TELLING = ("<", ">", "<=", ">=", "=", "%")
_RATIO = ("per", "ανα", "ana")


def read_shows(sentence: Sentence) -> None:
    """Take all segments that say how numbers are shown, and as which chart."""
    for at, how in list(sentence.every("show")):
        if sentence.role(at, "measure"):
            continue
        sentence.take(at, "show", how)
        if sentence.show in ("value", how) or how in CHANGES:
            sentence.show = "share_of_total" if how == "share" else how
        sentence.sold = True
    for at, chart in list(sentence.every("chart")):
        if sentence.role(at, "measure") or sentence.role(at, "dimension"):
            continue
        sentence.chart = chart
        sentence.take(at, "chart", chart)
    _parents(sentence)


def _parents(sentence: Sentence) -> None:
    """ "Within its region": a share of the level above, which then comes first."""
    if sentence.show not in ("share_of_total", "share_of_parent"):
        return
    for at in range(1, len(sentence.chain) - 1):
        if sentence.role(at, "dimension") and _owned(sentence, at):
            sentence.show = "share_of_parent"
            sentence.by.append((-1, sentence.role(at, "dimension")))
            sentence.take(at, "by", sentence.role(at, "dimension"))
    for at, _ in list(sentence.every("within")):
        inner = sentence.after(at)
        parent = sentence.role(inner, "dimension")
        if parent:
            sentence.show = "share_of_parent"
            sentence.by.append((-1, parent))
            sentence.take(at, "show", "share_of_parent")
            sentence.take(inner, "by", parent)


def _owned(sentence: Sentence, at: int) -> bool:
    """ "Στον τομέα της"."""
    before, after = sentence.chain[at - 1].text, sentence.chain[at + 1].text
    follows = sentence.after(at)
    named = follows < len(sentence.chain) and bool(sentence.chain[follows].members)
    return before in _IN and after in _ITS and not named


def read_members(sentence: Sentence) -> None:
    """Take all segments that name members, with the words that leave them out and say of which dimension."""
    at = 0
    while at < len(sentence.chain):
        if sentence.free(at) and sentence.role(at, "exclude"):
            at = _excluded(sentence, at)
            continue
        if sentence.free(at) and sentence.chain[at].members:
            _named(sentence, at, exclude=False)
        at += 1
    if any(True for _ in sentence.every("compare")) or _opposed(sentence):
        _compared(sentence)


def _excluded(sentence: Sentence, at: int) -> int:
    """All members of a list after "without"."""
    end, taken = sentence.after(at), False
    while end < len(sentence.chain):
        segment = sentence.chain[end]
        if segment.members and sentence.free(end):
            _named(sentence, end, exclude=True)
            taken = True
        elif not taken and sentence.role(end, "dimension") and _ahead(sentence, end):
            sentence.take(end, "where", segment.get("dimension"))
        elif not (taken and segment.text in _LISTED and _ahead(sentence, end)) and not sentence.idle(end):
            break
        end += 1
    if taken:
        sentence.take(at, "where", "exclude")
    return max(end, at + 1)


def _ahead(sentence: Sentence, at: int) -> bool:
    """Whether the next that says something is a member."""
    following = sentence.after(at)
    return sentence.free(following) and bool(sentence.chain[following].members)


def _named(sentence: Sentence, at: int, *, exclude: bool) -> None:
    segment = sentence.chain[at]
    members = _of_dimension(sentence, at, (*segment.members, *segment.others)) or segment.members
    if len(members) > 1 and not _alike(members):
        _ambiguous(sentence, at, members)
        return
    following = sentence.after(at)
    if members[0].dimension == "segment" and sentence.role(following, "dimension") == "customer":
        sentence.take(following, "where", "segment")  # "large accounts"
    sentence.picks += [Pick(at, member, exclude) for member in members]
    sentence.take(at, "where", members[0].dimension)


def _alike(members: tuple[Named, ...]) -> bool:
    return len({(one.dimension, one.key) for one in members}) == 1


def _of_dimension(sentence: Sentence, at: int, members: tuple[Named, ...]) -> tuple[Named, ...]:
    """Those of the dimension that the word before says: "brand Nordiva", "περιφέρεια Αττικής"."""
    before = sentence.before(at)
    dimension = sentence.role(before, "dimension")
    if not dimension or sentence.role(sentence.before(before), "by") == "by":
        return ()
    found = tuple(one for one in members if one.dimension == dimension)
    if len(found) == 1:
        sentence.take(before, "where", dimension)
    return found


def _ambiguous(sentence: Sentence, at: int, members: tuple[Named, ...]) -> None:
    offers = [Offer(one.label, sentence.instead(at, _written(one, members))) for one in members[:_OFFERED]]
    same = len({one.dimension for one in members}) == 1
    if same and len(members) <= _OFFERED:
        all_of_them = ", ".join(_written(one, members) for one in members)
        label = ", ".join(one.label for one in members)
        offers.append(Offer(label, sentence.instead(at, all_of_them)))
    sentence.doubt("ambiguous_member", at, tuple(offers), about=members[0].dimension)


def _written(member: Named, among: tuple[Named, ...]) -> str:
    """The name, or the key where several bear it."""
    same = [one for one in among if one.label == member.label]
    return member.label if len(same) == 1 else member.key


def _opposed(sentence: Sentence) -> bool:
    """ "Athens vs Patra"."""
    for at, _ in sentence.every("vs"):
        sides = (sentence.before(at), sentence.after(at))
        if all(0 <= one < len(sentence.chain) and sentence.chain[one].members for one in sides):
            sentence.take(at, "by", "compare")
            return True
    return False


def _compared(sentence: Sentence) -> None:
    """Members that are compared stand beside each other: their dimension is one to break down by."""
    for at, _ in list(sentence.every("compare")):
        sentence.take(at, "by", "compare")
    sentence.sold = True
    kept = [one for one in sentence.picks if not one.exclude]
    for dimension in dict.fromkeys(one.member.dimension for one in kept):
        same = [one for one in kept if one.member.dimension == dimension]
        if len({one.member.key for one in same}) > 1:
            sentence.by.append((same[0].at, dimension))


def read_dimensions(sentence: Sentence) -> None:
    """Take all segments that say by what."""
    _who(sentence)
    for role in ("dimension", "every"):
        for at, key in list(sentence.every(role)):
            if not sentence.role(at, "measure") and key != "fiscal_half":
                sentence.take(at, "by", key)
                sentence.by.append((at, key))
    for at, key in list(sentence.every("trend")):
        sentence.take(at, "by", key)
        if not any(one in _GRAINS for _, one in sentence.by):
            sentence.by.append((at, key))
    for at, _ in list(sentence.every("by")):
        after = sentence.after(at)
        if sentence.took(after, "by"):
            sentence.take(at, "by", sentence.took(after, "by"))
        elif sentence.chain[at].text in _RATIO and sentence.role(after, "measure"):
            sentence.doubt("unused_word", at)  # "units per order" is one divided by the other


def _who(sentence: Sentence) -> None:
    """Who sells is a rep; "who" beside another noun asks for that."""
    for at, _ in list(sentence.every("who")):
        before, after = sentence.before(at), sentence.after(at)
        if sentence.role(before, "dimension") or sentence.role(after, "dimension"):
            sentence.take(at, "words", "who")
            continue
        sentence.take(at, "by", "rep")
        if not any(key == "rep" for _, key in sentence.by):
            sentence.by.append((at, "rep"))


def read_measures(sentence: Sentence) -> None:
    """Take all segments that say what is measured."""
    for at, _ in list(sentence.every("sold")):
        sentence.take(at, "words", "sold")
        sentence.sold = True
    for at, key in list(sentence.every("measure")):
        if key not in sentence.known:
            offers = _measures(sentence, at, key)
            sentence.doubt("no_data", at, offers, about=key)
            continue
        sentence.take(at, "measure", key)
        several = [value for role, value in sentence.chain[at].entries if role == "measure"]
        sentence.measures += [(at, one) for one in several if one in sentence.known]


def _measures(sentence: Sentence, at: int, key: str) -> tuple[Offer, ...]:
    return tuple(
        Offer(other, sentence.instead(at, other.replace("_", " ")), key=other)
        for other in instead().get(key, [])
        if other in sentence.known
    )


def read_absent(sentence: Sentence) -> None:
    """Mark what no data of the company holds, with what there is instead."""
    for at, what in list(sentence.every("absent")):
        if not sentence.role(at, "measure"):
            sentence.doubt("no_data", at, _measures(sentence, at, what), about=what)


def leftover(segment: Segment) -> bool:
    """Whether a segment that nobody took says something."""
    return segment.text in _TELLING if segment.kind == "sign" else not segment.idle

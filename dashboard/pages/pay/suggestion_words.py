"""Ideas about pay in words: what more would be paid for, why, and who can deliver it."""

from fractions import Fraction

from dashboard.answers.deliverable import Deliverable
from dashboard.metrics.ideas import PAY_RULES
from dashboard.pages.ideas_words import rule_words
from dashboard.pages.pay.suggestions import Suggestion
from dashboard.pages.pay.tile import whole
from dashboard.pages.pay.words import exact, measure_name, money, of_currency, share
from dashboard.pages.view import View
from dashboard.parts.ideas import IdeaAccount, IdeaLine
from dashboard.pay.terms import shown as cut
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form

_WHOLE = Form(0, 0)


def title(view: View, one: Suggestion) -> str:
    """What more by when, and what it pays."""
    return say(view.language, f"payidea.title.{one.found.rule}", **_told(view, one))


def reason(view: View, one: Suggestion) -> str:
    """What the step is, and what speaks for reaching it."""
    told = _told(view, one)
    said = [say(view.language, f"payidea.why.{one.found.rule}", **told)]
    if one.step.jump > 0:
        jump = of_currency(view, money(view, one.step.jump), one.currency)
        said.append(say(view.language, "payidea.jump", jump=jump))
    if one.step.kind != "award":
        said.append(say(view.language, "payidea.pace", **told))
    return " ".join(said)


def line(view: View, one: Suggestion) -> IdeaLine:
    """The idea as it is listed, without what may be answered."""
    rule = PAY_RULES[one.found.rule]
    key = f"payidea.step.{rule.step}" if one.accounts else f"payidea.step_alone.{rule.step}"
    return IdeaLine(
        value=whole(view, one.step.gain, one.currency),
        title=title(view, one),
        reason=reason(view, one),
        step=say(view.language, key),
        rule=say(view.language, "ideas.rule", number=rule.number),
        rule_words=rule_words(view, rule),
        no_label=say(view.language, "ideas.reject"),
        more_label=say(view.language, "ideas.more", customer=title(view, one)),
        actions_label=say(view.language, "ideas.actions", title=title(view, one)),
        accounts=tuple(_account(view, one, found) for found in one.accounts),
    )


def _account(view: View, one: Suggestion, found: Deliverable) -> IdeaAccount:
    # What customers bring is told in the reporting currency; beside amounts in another it says so.
    other = {one.currency, one.credited} != {view.currency}
    worth, likely = (
        whole(view, amount, view.currency) if other else formats.money(view.language, amount, _WHOLE)
        for amount in (found.worth, found.likely)
    )
    day = dates.day(view.language, found.day, year=False)
    note = say(view.language, f"payidea.{found.kind}", worth=worth, likely=likely, day=day)
    return IdeaAccount(found.name, view.address.of_customer(found.customer_id).href, note)


def _told(view: View, one: Suggestion) -> dict[str, str]:
    step, language = one.step, view.language
    units = step.measure == "units" or step.kind == "award"

    def credited(words: str) -> str:
        return words if units else of_currency(view, words, one.credited)

    at = share(view, step.at, 0) if step.of == "attainment" else credited(exact(view, step.at, 0))
    if step.kind == "factor":
        sides = [exact(view, Fraction(side)) for side in (step.before, step.after)]
    else:
        sides = [of_currency(view, money(view, side), one.currency) for side in (step.before, step.after)]
    return {
        "component": one.names.get(language) or say(language, "payidea.plan"),
        "measure": measure_name(view, step.measure),
        "more": formats.number(language, step.more)
        if units
        else whole(view, step.more, one.credited, up=True),
        "gain": whole(view, step.gain, one.currency),
        "day": dates.day(language, step.until, year=False),
        "at": at,
        "before": sides[0],
        "after": sides[1],
        "thousand": credited(formats.number(language, 1000)),
        "pace": credited(formats.number(language, cut(step.pace, 2))),
        "through": dates.day(language, one.through, year=False),
        "days": formats.number(language, one.days),
        "expected": whole(view, one.expected, one.credited),
    }

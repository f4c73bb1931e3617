"""What each component of a plan does: its part of pay, whom it pays alike, and how often pay is changed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from dashboard.access.crowd import crowd, kept_back
from dashboard.pay.finding import Finding, Look, judged
from dashboard.pay.observed import Observed

_EVEN = (Fraction(95, 100), Fraction(105, 100))


class Components(Look):
    """A plan's people, and what its components paid them."""

    def findings(self) -> Iterable[Finding]:
        """Of each component its part of all that was paid, and whom it pays alike; and what is one's own."""
        plan, people = self.found.plan, self.found.people
        direct = sum(float(one.weight) for one in plan.component if one.credit != "rollup")
        every = sum(float(one.weight) for one in plan.component)
        yield Finding("own_weight", direct / every if every else None)
        total = sum(float(one.paid) for one in people)
        # Who got something of a component: its part of a known sum would tell what one alone got.
        got = {
            component.key: frozenset(one.payee for one in people if one.parts[component.key].paid)
            for component in plan.component
        }
        # What no component paid (a plan's cap, a change by hand) is a part of the sum too.
        rest = frozenset(
            one.payee for one in people if one.paid != sum(each.paid for each in one.parts.values())
        )
        hidden, told = kept_back({**got, "": rest}, self.known)
        for key in got:
            whole = sum(float(one.parts[key].paid) for one in people)
            value = whole / total if told and key not in hidden and total > 0 else None
            yield Finding("mix", value, len(people), why="" if value is not None else "few", of=key)
            have = [one for one in self.people if one.parts[key].target > 0]
            if have:
                alike = self.share("alike", lambda one, key=key: _even(one, key), have)  # type: ignore[misc]
                alike = judged(alike, lambda share: "look" if share >= 0.9 else "good")
                yield replace(alike, of=key)
        yield self._changed("retro", {one.payee: float(one.adjusted) for one in people}, total)
        yield self._changed("manual", {one.payee: float(one.by_hand) for one in people}, total)

    def _changed(self, key: str, amounts: Mapping[str, float], total: float) -> Finding:
        """Adjustments, by all that was paid."""
        changed = [payee for payee, amount in amounts.items() if amount]
        hidden = bool(changed) and not crowd(changed, self.known).told
        if hidden or not self.crowd(self.found.people).told:
            return Finding(key, n=len(self.found.people), why="few")
        value = sum(amounts.values()) / total if total > 0 else None
        return Finding(key, value, len(amounts), why="none" if value is None else "")


def _even(one: Observed, component: str) -> bool:
    """Whether a component pays about its target."""
    part = one.parts[component]
    return _EVEN[0] <= Fraction(part.paid) / part.target <= _EVEN[1]

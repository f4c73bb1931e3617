"""How two things go together, and how groups differ: the tests by which a plan's health is judged.

All take plain numbers and give None where they say nothing: too few values, or values that are all alike.
"""

from collections.abc import Sequence
from math import exp, sqrt
from statistics import fmean


def pearson(across: Sequence[float], upward: Sequence[float]) -> float | None:
    """The linear correlation, −1 to 1."""
    if len(across) < 3:
        return None
    x, y = fmean(across), fmean(upward)
    square = sqrt(sum((one - x) ** 2 for one in across)) * sqrt(sum((one - y) ** 2 for one in upward))
    both = sum((one - x) * (other - y) for one, other in zip(across, upward, strict=True))
    return max(-1.0, min(1.0, both / square)) if square > 1e-12 else None


def spearman(across: Sequence[float], upward: Sequence[float]) -> float | None:
    """The correlation of ranks; equal values share the mean of their ranks."""
    return pearson(ranks(across), ranks(upward))


def ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value, from 1; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=lambda at: values[at])
    found = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for at in order[start:end]:
            found[at] = (start + 1 + end) / 2
        start = end
    return found


def kruskal_wallis(groups: Sequence[Sequence[float]]) -> float | None:
    """How likely medians of three groups so far apart are by chance: p of Kruskal–Wallis, ties corrected.

    For three groups alone, where the chi-square distribution has two degrees of freedom and p is exp(−H/2).
    """
    if len(groups) != 3 or any(not group for group in groups):
        return None
    values = [value for group in groups for value in group]
    n, ranked = len(values), ranks(values)
    ties = sum(count**3 - count for count in (values.count(value) for value in set(values)))
    corrected = 1 - ties / (n**3 - n) if n > 1 else 0
    if corrected <= 0:
        return None
    between, start = 0.0, 0
    for group in groups:
        between += sum(ranked[start : start + len(group)]) ** 2 / len(group)
        start += len(group)
    h = (12 / (n * (n + 1)) * between - 3 * (n + 1)) / corrected
    return exp(-max(h, 0.0) / 2)


def intraclass(groups: Sequence[Sequence[float]]) -> float | None:
    """The share of variance between groups: ICC(1) of a one-way analysis of variance, not below zero."""
    groups = [group for group in groups if group]
    n, k = sum(map(len, groups)), len(groups)
    if k < 2 or n <= k:
        return None
    mean = fmean(value for group in groups for value in group)
    between = sum(len(group) * (fmean(group) - mean) ** 2 for group in groups) / (k - 1)
    within = sum((value - fmean(group)) ** 2 for group in groups for value in group) / (n - k)
    size = (n - sum(len(group) ** 2 for group in groups) / n) / (k - 1)
    whole = between + (size - 1) * within
    return max(0.0, (between - within) / whole) if whole > 1e-15 else None

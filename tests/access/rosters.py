"""Rosters of tests: who works where, leads whom, and is paid."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any


class Nobody:
    """People who work nowhere, lead nobody and are not paid: what is seen is given by hand."""

    def territories_of(self, email: str, on: dt.date) -> frozenset[str]:
        return frozenset()

    def territories_led(self, email: str, on: dt.date) -> frozenset[str]:
        return frozenset()

    def known(self, nodes: Iterable[str]) -> frozenset[str]:
        return frozenset(nodes)

    def payees(self, email: str) -> frozenset[str]:
        return frozenset()

    def reports_of(self, email: str) -> frozenset[str]:
        return frozenset()


class Staff(Nobody):
    """People with one place each; whom they lead, and how they are paid, is what a company's shelf says."""

    def __init__(self, shelf: Any, places: Mapping[str, str]) -> None:
        self.shelf, self.places = shelf, places

    def territories_of(self, email: str, on: dt.date) -> frozenset[str]:
        return frozenset({self.places[email]} if email in self.places else ())

    def payees(self, email: str) -> frozenset[str]:
        found: frozenset[str] = self.shelf.payees(email)
        return found

    def reports_of(self, email: str) -> frozenset[str]:
        found: frozenset[str] = self.shelf.reports_of(email)
        return found

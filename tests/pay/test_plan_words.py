"""A plan's words: whatever differs in what a plan says, differs in its words, in both languages."""

import datetime as dt
import typing
from collections.abc import Iterator
from decimal import Decimal
from types import NoneType
from typing import Any

import pytest
from pydantic import BaseModel

from dashboard.errors import Refused
from dashboard.intake.toml_lines import Lines, Place
from dashboard.metrics.catalogue import MEASURES
from dashboard.pay import plan as schema
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import check_plan
from dashboard.pay.plan_words import plan_title, plan_words
from dashboard.text import LANGUAGES, Language
from tests.pay.written import DEMO, FILES, plan_of

SAMPLES: dict[Any, Any] = {
    Decimal: Decimal("0.125"), int: 7, dt.date: dt.date(2026, 3, 2), str: "zz",
    schema.Words: schema.Words(en="A", el="Α"), schema.Rounding: schema.Rounding(mode="up", digits=3),
    schema.Target: schema.Target(amount=Decimal(5)), schema.Guarantee: schema.Guarantee(amount=Decimal(5)),
    schema.Draw: schema.Draw(amount=Decimal(5)),
}  # fmt: skip
# A name is said in its own language alone.
OF_ONE_LANGUAGE = {("Words", "en"): ("en",), ("Words", "el"): ("el",)}


def said(plan: Plan, language: Language) -> str:
    sections = plan_words(plan, language)
    return "\n".join([plan_title(plan, language), *(f"{one.heading}: {one.sentences}" for one in sections)])


def types_of(annotation: Any) -> list[Any]:
    """The types that an annotation allows, without what only constrains them; a literal is one."""
    if typing.get_origin(annotation) is typing.Literal:
        return [annotation]
    if typing.get_origin(annotation) is typing.Annotated:
        return types_of(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (tuple, dict):
        return [annotation]
    inner = typing.get_args(annotation)
    return [annotation] if not inner else [one for part in inner for one in types_of(part)]


def others(value: Any, annotation: Any) -> Iterator[Any]:
    """Other values that an entry may have."""
    if isinstance(value, tuple):
        yield from _shorter_and_changed(value, annotation)
        return
    if isinstance(value, dict):
        attributes = typing.get_args(schema.Attribute)
        yield from ({one: ("zz",)} for one in attributes if one not in value)
        return
    for kind in types_of(annotation):
        if typing.get_origin(kind) is typing.Literal:
            yield from (one for one in typing.get_args(kind) if one != value)
        elif kind is bool:
            yield not value
        elif kind is not NoneType and kind in SAMPLES:
            yield _other(value, kind)
    if value is not None and NoneType in types_of(annotation):
        yield None


def _shorter_and_changed(value: tuple[Any, ...], annotation: Any) -> Iterator[Any]:
    if value:
        yield value[:-1]
    elif str in typing.get_args(annotation):
        yield ("zz",)
    if value and not isinstance(value[0], BaseModel):
        yield (*value[:-1], list(others(value[-1], type(value[-1])))[-1])


def _other(value: Any, kind: Any) -> Any:
    if value is None or isinstance(value, BaseModel):
        return SAMPLES[kind]
    if kind is dt.date:
        return value + dt.timedelta(days=1)
    return f"{value}zz" if kind is str else value + 1


def changed(entry: BaseModel) -> Iterator[tuple[tuple[str, str], Any, BaseModel]]:
    """An entry with one thing changed in it: which, to what, and what comes of it."""
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        annotation = typing.get_type_hints(type(entry), include_extras=True)[name]
        for other in others(value, annotation):
            yield (type(entry).__name__, name), (value, other), entry.model_copy(update={name: other})
        if isinstance(value, BaseModel):
            for which, values, made in changed(value):
                yield which, values, entry.model_copy(update={name: made})
        if isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, BaseModel):
                    for which, values, made in changed(part):
                        whole = (*value[:index], made, *value[index + 1 :])
                        yield which, values, entry.model_copy(update={name: whole})


def refused(plan: Plan) -> bool:
    try:
        check_plan(plan.model_dump(by_alias=True), Place("x", Lines(""), ()), MEASURES)
    except Refused:
        return True
    return False


def choices() -> set[tuple[str, str, Any]]:
    """Every entry of the schema, and of those that choose among words every word."""
    found: set[tuple[str, str, Any]] = set()
    for model in vars(schema).values():
        if not (isinstance(model, type) and issubclass(model, schema.Entry)) or model.__subclasses__():
            continue
        for name, annotation in typing.get_type_hints(model, include_extras=True).items():
            # What is made of parts is told by them.
            if name not in model.model_fields or (
                isinstance(annotation, type) and issubclass(annotation, schema.Entry)
            ):
                continue
            literals = [one for one in types_of(annotation) if typing.get_origin(one) is typing.Literal]
            words = [word for one in literals for word in typing.get_args(one)]
            found |= {(model.__name__, name, word) for word in words or [None]}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_and_every_choice_is_told(language: Language) -> None:
    told: set[tuple[str, str, Any]] = set()
    wanted = {
        (model, name, word)
        for model, name, word in choices()
        if language in OF_ONE_LANGUAGE.get((model, name), LANGUAGES)
    }
    words = {(model, name) for model, name, word in wanted if word is not None}
    for plan in map(plan_of, FILES):
        before = said(plan, language)
        for (model, name), values, made in changed(plan):
            try:
                after = said(typing.cast(Plan, made), language)
            except (KeyError, ValueError):
                assert refused(typing.cast(Plan, made)), f"{model}.{name}: {values} has no words"
                continue
            if after != before:
                told |= {(model, name, one if (model, name) in words else None) for one in values}
    left = sorted(map(str, wanted - told))
    assert not left


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.stem)
def test_the_parts_of_a_plan_are_the_same_in_both_languages(file: typing.Any) -> None:
    plan = plan_of(file)
    english, greek = plan_words(plan, "en"), plan_words(plan, "el")
    assert [(one.key, len(one.sentences)) for one in english] == [
        (one.key, len(one.sentences)) for one in greek
    ]
    assert all(one.sentences for one in english)


def test_numbers_are_the_readers_and_whole() -> None:
    (hunter,) = [plan_of(file) for file in DEMO if file.stem == "hunter_2026"]
    (commission,) = [one for one in plan_words(hunter, "el") if one.key == "component.commission"]
    assert "Από 20.000 € μέχρι κάτω από 50.000 €: 2%.".replace(" €", "\N{NO-BREAK SPACE}€") in (
        commission.sentences
    )
    (same,) = [one for one in plan_words(hunter, "en") if one.key == "component.commission"]
    assert "From 50,000\N{NO-BREAK SPACE}€: 2.5%." in same.sentences
    assert "Cap: no more than 2.2% of what was credited." in same.sentences

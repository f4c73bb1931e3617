"""`python -m dashboard plans check`: whether plan files are sound; `show` and `compare` say them in words.

`plans simulate PLAN.toml` tells what a changed plan would have cost.
"""

import argparse
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from dashboard.commands.simulate import simulated
from dashboard.errors import NotUnderstood, Refused
from dashboard.intake import manifest as manifests
from dashboard.intake.manifest import Manifest
from dashboard.intake.toml_lines import Lines, Place
from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.kinds import Measure
from dashboard.pay.plan import Plan
from dashboard.pay.plan_difference import difference_words, differences
from dashboard.pay.plan_figures import Figures
from dashboard.pay.plan_file import check_currency, cliffs, read_plan
from dashboard.pay.plan_words import Section, plan_title, plan_words
from dashboard.pay.plans import measurable, plan_folder
from dashboard.settings import Settings
from dashboard.text import Language, say, tell


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("what", choices=("check", "show", "compare", "simulate"), nargs="?", default="check")
    parser.add_argument(
        "files", nargs="*", type=Path, help="plan files; without any, check reads the company's plans"
    )
    parser.add_argument("--json", action="store_true", help="simulate: as data, money as text")
    parser.add_argument("--language", choices=("en", "el"), default="", help="language; else the setting's")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Check, show or compare; a plan that is refused is the exit code of a refusal."""
    language: Language = args.language or settings.language
    served = manifests.current(settings.place)
    manifest = manifests.read(settings.place, served) if served else None
    measures = {**MEASURES, **{row.key: row for row in (manifest.outline.own if manifest else ())}}
    if args.what == "check":
        return _check(args.files or _plans_of(manifest, settings), measures, language)
    if args.what == "simulate":
        if len(args.files) != 1:
            raise NotUnderstood("health.simulate_one", n=len(args.files))
        print(simulated(args.files[0], settings, language, as_data=args.json))
        return 0
    plans = [_read(file, measures) for file in args.files]
    if args.what == "show":
        if not plans:
            raise NotUnderstood("plans.one_file")
        print(
            "\n\n".join(
                _shown(plan_title(one, language), plan_words(one, language, measures)) for one in plans
            )
        )
        return 0
    if len(plans) != 2:
        raise NotUnderstood("plans.two_files", n=len(plans))
    print(_compared(plans[0], plans[1], measures, language))
    return 0


def _plans_of(manifest: Manifest | None, settings: Settings) -> list[Path]:
    """The plans by which the served company is paid; before any is loaded, those of the demo company."""
    files = sorted(plan_folder(settings, manifest.kind if manifest else "demo").glob("*.toml"))
    if not files:
        raise NotUnderstood("payrun.no_plans")
    return files


def _check(files: Sequence[Path], measures: dict[str, Measure], language: Language) -> int:
    """Every file, whatever became of those before it."""
    code, sound = 0, list[Plan]()
    for file in files:
        try:
            plan = _read(file, measurable())
            check_currency(plan, sound, Place(file.name, Lines(file.read_text(encoding="utf-8")), ()))
        except (Refused, NotUnderstood) as error:
            print(tell(language, error))
            code = max(code, error.exit_code)
            continue
        sound.append(plan)
        print(say(language, "plans.sound", file=file.name))
        print("".join(f"{line}\n" for line in _cliffs(file, plan, measures, language)), end="")
    return code


def _cliffs(file: Path, plan: Plan, measures: dict[str, Measure], language: Language) -> Iterable[str]:
    figures = Figures(language, plan.currency, measures)
    components = {one.key: one for one in plan.component}
    for key, edge, jump in cliffs(plan):
        component = components[key]
        at = figures.reach(component, edge)
        yield say(
            language,
            "plans.cliff",
            file=file.name,
            component=key,
            edge=at,
            jump=figures.paid(component, jump),
        )


def _compared(before: Plan, after: Plan, measures: dict[str, Measure], language: Language) -> str:
    name = after.name.el if language == "el" else after.name.en
    title = say(
        language, "plans.compared", name=name, code=after.key, before=before.version, after=after.version
    )
    found = differences(before, after)
    if not found:
        return f"# {title}\n\n{say(language, 'plans.same')}"
    nothing = say(language, "plans.absent")
    entries = tuple(
        say(
            language,
            "plans.entry",
            path=one.path,
            before=one.before or nothing,
            after=one.after or nothing,
        )
        for one in found
    )
    section = Section("entries", say(language, "plans.entries"), entries)
    return _shown(title, (*difference_words(before, after, language, measures), section))


def _shown(title: str, sections: Iterable[Section]) -> str:
    """Headings and sentences as Markdown, which a terminal shows as well as a document does."""
    parts = [f"# {title}"]
    for section in sections:
        parts.append("\n".join([f"## {section.heading}", "", *(f"- {one}" for one in section.sentences)]))
    return "\n\n".join(parts)


def _read(file: Path, measures: Collection[str]) -> Plan:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotUnderstood("plans.no_file", file=file) from error
    return read_plan(text, file.name, measures)

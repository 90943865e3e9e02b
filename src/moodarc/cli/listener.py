"""`moodarc listener new`, `set` and `show`: who a listener is, by their word and by their log."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from moodarc.cli.camera_consent import CALIBRATION_TERMS, CAMERA_TERMS
from moodarc.cli.mood_consent import MOOD_TERMS
from moodarc.cli.profile_view import profile_json, profile_lines
from moodarc.cli.sensitive_consent import SENSITIVE_TERMS, ask_for_sensitive
from moodarc.cli.shell import Shell
from moodarc.cli.text import printable
from moodarc.errors import InputError
from moodarc.local_zone import listener_zone

if TYPE_CHECKING:
    from moodarc.listener import ColdStart, ListenerFacts, Profile
    from moodarc.storage import Store

__all__ = ["new", "set_facts", "show"]

BirthYear = Annotated[
    int | None, typer.Option("--birth-year", metavar="YEAR", help="Year of birth.")
]
AgeBand = Annotated[
    str | None, typer.Option("--age", metavar="FROM-TO", help="Or an age band: 25-34.")
]
Gender = Annotated[
    str | None, typer.Option("--gender", metavar="TEXT", help="In your own words. Sensitive.")
]
Country = Annotated[str | None, typer.Option("--country", metavar="TEXT", help="Where you live.")]
Culture = Annotated[
    str | None,
    typer.Option("--culture", metavar="TEXT", help="Whose music you grew up with. Sensitive."),
]
Genres = Annotated[
    str | None, typer.Option("--genres", metavar="LIST", help="That you like: jazz, hip hop.")
]
TimeZone = Annotated[
    str | None,
    typer.Option(
        "--time-zone", metavar="NAME", help="Europe/Berlin ...; none = that of this machine."
    ),
]
BigFive = Annotated[
    str | None,
    typer.Option(
        "--big-five",
        metavar="LIST",
        help="Personality, 1 to 5 each: openness=4.2,neuroticism=2. Sensitive.",
    ),
]
Yes = Annotated[
    bool, typer.Option("--yes", "-y", help="Agree to keep what is sensitive; asked once otherwise.")
]
Forget = Annotated[
    list[str] | None, typer.Option("--forget", metavar="FACT", help="Remove a fact; may repeat.")
]
Withdraw = Annotated[
    bool,
    typer.Option(
        "--withdraw",
        help="Take back what was agreed to (sensitive facts, camera, inferred mood), and remove "
        "the sensitive facts.",
    ),
]


def new(
    shell: Shell,
    birth_year: BirthYear = None,
    age: AgeBand = None,
    gender: Gender = None,
    country: Country = None,
    culture: Culture = None,
    genres: Genres = None,
    time_zone: TimeZone = None,
    big_five: BigFive = None,
    yes: Yes = False,
) -> None:
    """Make a listener, with what they like to say of themselves; every fact is optional.

    For example: `moodarc listener new --listener ada --genres "jazz, soul"`
    """
    listener = shell.settings.listener
    said = _said(birth_year, age, gender, country=country, culture=culture, time_zone=time_zone)
    by = {**said, **_lists(genres, big_five)}
    with shell.open_store() as store:
        if listener in store.listeners.names():
            msg = f"a listener called {listener!r} is there; `moodarc listener set` changes facts"
            raise InputError(msg)
    _correct(shell, by, yes=yes)


def set_facts(
    shell: Shell,
    birth_year: BirthYear = None,
    age: AgeBand = None,
    gender: Gender = None,
    country: Country = None,
    culture: Culture = None,
    genres: Genres = None,
    time_zone: TimeZone = None,
    big_five: BigFive = None,
    forget: Forget = None,
    withdraw: Withdraw = False,
    yes: Yes = False,
) -> None:
    """Change what a listener says of themselves; what is changed or forgotten is not kept."""
    from moodarc.listener import SENSITIVE_FACTS
    from moodarc.storage import Belongings

    said = _said(birth_year, age, gender, country=country, culture=culture, time_zone=time_zone)
    by = {**said, **_lists(genres, big_five)}
    taken_back = {name.strip().replace("-", "_") for name in forget or ()}
    if withdraw:
        taken_back |= SENSITIVE_FACTS
    if twice := sorted(taken_back & set(by)):
        msg = f"{twice[0]} is given and taken back at once; do one of the two"
        raise InputError(msg)
    if not by and not taken_back:
        msg = "nothing to change; give a fact such as --genres LIST, or --forget FACT"
        raise InputError(msg)
    with shell.open_store() as store:
        store.listeners.check(shell.settings.listener)
    if withdraw:
        belongings = Belongings(shell.settings.data_dir, shell.settings.listener)
        for terms in (SENSITIVE_TERMS, MOOD_TERMS, CAMERA_TERMS, CALIBRATION_TERMS):
            belongings.withdraw(terms)
    _correct(shell, {**{name: _NOTHING.get(name) for name in taken_back}, **by}, yes=yes)


set_facts.__name__ = "set"

_NOTHING: Final[dict[str, Any]] = {"genres": ()}


def show(shell: Shell) -> None:
    """Show what is known of the listener: their facts, and the profile that their log gives."""
    name = shell.settings.listener
    with shell.open_store() as store:
        facts = store.facts.of(name)
        profile = _profile(store, name, facts)
    guess = _first_guess(facts)
    if shell.as_json:
        shell.write_json(profile_json(name, facts, guess, profile=profile))
        return
    for line in profile_lines(name, facts, guess, profile=profile):
        shell.console.print(line, markup=False)


def _said(
    birth_year: int | None, age: str | None, gender: str | None, **others: str | None
) -> dict[str, Any]:
    """The facts that were given, by name."""
    said = {"birth_year": birth_year, "age_band": age, "gender": gender, **others}
    return {name: value for name, value in said.items() if value is not None}


def _lists(genres: str | None, big_five: str | None) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if genres is not None:
        named = (genre.strip() for genre in genres.replace(";", ",").split(","))
        said["genres"] = tuple(dict.fromkeys(filter(None, named)))
        if not said["genres"]:
            msg = f"{genres!r} names no genre; give some such as jazz, soul, or --forget genres"
            raise InputError(msg)
    return {**said, **_traits(big_five or "")}


def _traits(scored: str) -> dict[str, float]:
    from moodarc.listener import BIG_FIVE

    traits: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in scored.split(","))):
        word, _, score = part.partition("=")
        if word.strip() not in BIG_FIVE:
            msg = f"{word.strip()!r} is none of {', '.join(BIG_FIVE)}; write openness=4.2"
            raise InputError(msg)
        try:
            traits[word.strip()] = float(score)
        except ValueError as error:
            msg = f"{part!r} is no scored trait; write it as openness=4.2, from 1 to 5"
            raise InputError(msg) from error
    return traits


def _correct(shell: Shell, by: dict[str, Any], *, yes: bool) -> None:
    from moodarc.listener import SENSITIVE_FACTS, ListenerFacts

    listener = shell.settings.listener
    ListenerFacts().corrected(by)  # so that nobody agrees to what is then refused
    if any(value is not None for name, value in by.items() if name in SENSITIVE_FACTS):
        ask_for_sensitive(shell, yes=yes)
    with shell.open_store() as store:
        store.listeners.ensure(listener)
        facts = store.facts.correct(listener, by, datetime.now(UTC))
    if shell.as_json:
        shell.write_json({"listener": listener, "facts": facts.given()})
        return
    kept = ", ".join(facts.given()) or "no facts"
    shell.console.print(f"{printable(listener)}: {kept}", markup=False)


def _profile(store: "Store", name: str, facts: "ListenerFacts") -> "Profile":
    from moodarc.session import profile_of
    from moodarc.session.shell import known_library

    rescaled, _ = known_library(store, listener=name)
    events, readings = store.events.of(name), store.readings.of(name)
    return profile_of(events, readings, rescaled, zone=listener_zone(facts.time_zone))


def _first_guess(facts: "ListenerFacts") -> "ColdStart":
    from moodarc.music.metadata import MetadataPrior
    from moodarc.session import first_guess

    return first_guess(facts, MetadataPrior.shipped())

"""From plays and a wish to bouts: which split the data allow, and which recipes compete."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from moodarc.catalog import Interactions
from moodarc.datasets import Plays, load_plays
from moodarc.errors import InputError
from moodarc.evaluation.oracle_trial import trained_on_answers
from moodarc.evaluation.recipe_epochs import shortened
from moodarc.evaluation.recommend_check import FULL, Bout, bench_recommend
from moodarc.evaluation.report import BenchReport, fingerprint
from moodarc.protocols import (
    Split,
    cold_items,
    held_share,
    later_sessions,
    least_plays,
    leave_last_out,
)
from moodarc.randomness import derive_rng
from moodarc.recommend import Recipe
from moodarc.recommend.ablations import ABLATIONS, PAIRS, named_recipe
from moodarc.recommend.cold_items import ColdItems
from moodarc.recommend.learners import LEARNERS
from moodarc.recommend.registry import SEQUENCE

__all__ = [
    "COLD",
    "SPLITS",
    "Wish",
    "bench_wish",
    "chosen_recipes",
    "fingerprint_of",
    "name_of",
    "prepared",
    "split_name",
    "split_of",
]

COLD: Final = "cold"
"""protocol: items that nobody had played, among each other"""
_RANKED: Final = (FULL, "negatives99", "official")
SPLITS: Final = ("sessions", "last", "share")
"""in the order in which `auto` tries them"""
_LEAST: Final = (50, 20)
"""plays of a listener and of an item in a log of plays (EM-9)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of `moodarc bench recommend`.

    Attributes:
        data: file or folder of plays.
        content: a table of the items' emotion; None = what the set brings.
        protocols: of "full", "negatives99" (a set's own negatives are "official") and "cold".
        split: of `SPLITS`, or "auto".
        models: names of recipes; None = all.
        preset: "ours" or "paper".
        epochs: of each network, at most; None = its own number.
        seeds: trainings of each network; of cold items, draws of what is hidden.
        work: for checkpoints.
        told: is handed a line of progress.
    """

    data: Path
    content: Path | None = None
    protocols: tuple[str, ...] = _RANKED
    split: str = "auto"
    models: tuple[str, ...] | None = None
    preset: str = "ours"
    epochs: int | None = None
    seeds: int = 3
    work: Path | None = None
    told: Callable[[str], None] = lambda _: None


def bench_wish(wish: Wish) -> BenchReport:
    """Compare what was asked for; rows are named as `bench_recommend` says.

    Raises:
        InputError: an unknown protocol, split, preset or model, or data that do not allow it.
        DatasetError: the data are not in their form.
    """
    unknown = set(wish.protocols) - {*_RANKED, COLD}
    if unknown:
        msg = f"protocol {', '.join(sorted(unknown))}; expected {', '.join((*_RANKED, COLD))}"
        raise InputError(msg)
    recipes = chosen_recipes(wish.models, preset=wish.preset, epochs=wish.epochs)
    plays = load_plays(wish.data, deezer=wish.content)
    for caution in _cautions(plays, split_name(plays, wish.split), recipes):
        wish.told(caution)
    reports = [bench_recommend(*bouts) for bouts in _bouts(wish, plays, recipes)]
    hidden = {"full", "negatives99", "official"} - set(wish.protocols)
    if "negatives99" in wish.protocols:
        hidden -= {"official"}
    rows = [r for one in reports for r in one.rows if r.name.split(".")[2] not in hidden]
    return replace(reports[0], rows=tuple(rows))


def chosen_recipes(
    names: Sequence[str] | None, *, preset: str = "ours", epochs: int | None = None
) -> dict[str, Recipe]:
    """Recipes by name.

    Args:
        names: which, of `LEARNERS` and `ABLATIONS`; None = all learners, in the order of tables.
        preset: "ours", or "paper" for the papers' settings.
        epochs: of those trained in epochs, at most; None = their own number.

    Raises:
        InputError: an unknown name or preset.
    """
    if preset not in {"ours", "paper"}:
        msg = f"preset {preset!r}; expected ours or paper"
        raise InputError(msg)
    known = (*LEARNERS, *ABLATIONS)
    unknown = set(names or ()) - set(known)
    if unknown:
        msg = f"model {', '.join(sorted(unknown))}; expected some of {', '.join(known)}"
        raise InputError(msg)
    made = {name: named_recipe(name, paper=preset == "paper") for name in (names or LEARNERS)}
    return {name: shortened(recipe, epochs) for name, recipe in made.items()}


def split_name(plays: Plays, name: str) -> str:
    """Which split "auto" means.

    Raises:
        InputError: an unknown name.

    """
    if name != "auto":
        if name not in SPLITS:
            msg = f"split {name!r}; expected auto, {', '.join(SPLITS)}"
            raise InputError(msg)
        return name
    if plays.interactions.at_s is None:
        return "share"
    return "last" if plays.interactions.session is None else "sessions"


def prepared(plays: Plays, split: str) -> Plays:
    """The plays as a split wants them.

    A log of plays that is split by last plays is narrowed as EM-9 says, to listeners with 50 plays
    and items with 20; for a split by share plays are summed by listener and item.
    """
    if split == "share":
        return replace(plays, interactions=plays.interactions.summed())
    if split == "last" and plays.repeats and (plays.interactions.weight == 1.0).all():
        of_listener, of_item = _LEAST
        kept = least_plays(plays.interactions, of_listener=of_listener, of_item=of_item)
        return plays.narrowed(kept)
    return plays


def split_of(plays: Interactions, name: str) -> Split:
    """Part plays by the split of that name.

    Raises:
        InputError: plays that do not allow it.
    """
    if name == "sessions":
        return later_sessions(plays)
    if name == "last":
        return leave_last_out(plays)
    return held_share(plays, rng=derive_rng(0, "held share"))


def _cautions(plays: Plays, split: str, recipes: dict[str, Recipe]) -> list[str]:
    """What to know before reading the figures."""
    found = [plays.caution] if plays.caution else []
    ordered = [name for name, recipe in recipes.items() if recipe.name in SEQUENCE]
    if split == "share" and ordered:
        found.append(
            f"these plays have no order in time: {', '.join(ordered)} read them in the order of "
            "the table, and only differences between them say anything"
        )
    if any(trained_on_answers(recipe) for recipe in recipes.values()):
        found.append("an oracle is told the affect of the answer: an upper bound, no result")
    return found


def _bouts(wish: Wish, plays: Plays, recipes: dict[str, Recipe]) -> list[list[Bout]]:
    """One for all protocols that rank everything; of cold items, one a draw."""
    name = split_name(plays, wish.split)
    whole = prepared(plays, name)
    split = split_of(whole.interactions, name)
    own = whole.negatives
    bout = Bout(
        data=name_of(whole, wish.data),
        fingerprint=fingerprint_of(wish.data),
        split=split,
        content=whole.content,
        recipes=recipes,
        negatives=None if own is None else own[split.test.group[split.test.history]],
        sampling=bool({"negatives99", "official"} & set(wish.protocols)),
        pairs=PAIRS,
        seeds=wish.seeds,
        work=wish.work,
        told=wish.told,
    )
    ranked = [[bout]] if set(wish.protocols) & set(_RANKED) else []
    if COLD not in wish.protocols:
        return ranked
    return [*ranked, [_cold(bout, whole, name, draw=draw) for draw in range(wish.seeds)]]


def _cold(bout: Bout, plays: Plays, split: str, *, draw: int) -> Bout:
    """The same models, each given its cold items by content, asked for items nobody has played.

    Each draw hides other items, and is the seed of the one training on it.
    """
    content = plays.content
    if content is None:
        msg = f"nothing is known of the items of {plays.kind}; give --content FILE, or leave cold"
        raise InputError(msg)
    hidden = cold_items(plays.interactions, content.felt, rng=derive_rng(draw, "cold items"))
    inner = split_of(hidden.train, split)  # for its validation
    return replace(
        bout,
        protocol=COLD,
        split=replace(inner, test=hidden.test, repeats=False),
        candidates=hidden.cold,
        sampling=False,
        seeds=1,
        first_seed=draw,
        recipes={name: ColdItems(recipe=recipe) for name, recipe in bout.recipes.items()},
    )


def name_of(plays: Plays, data: Path) -> str:
    """The set's own name, as in row names; that of its file where it is just a table."""
    return plays.kind if plays.kind != "table" else data.name.partition(".")[0]


def fingerprint_of(data: Path) -> str:
    """Of a file, or of all files of a folder."""
    return fingerprint([data] if data.is_file() else (p for p in data.rglob("*") if p.is_file()))

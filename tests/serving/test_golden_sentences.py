"""What the page must be able to tell is what the code says today, and all that it can say."""

import ast
import json
from pathlib import Path

import pytest

from tool_module import tool_module

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "moodarc"
REMEDY = (
    "the sentences of the service changed: run `python tools/make_golden_sentences.py` (a new kind "
    "of sentence needs a line there that says it), then `npm test` in web/ tells which of them the "
    "page cannot tell yet (web/src/views/now/said-*.ts, web/src/i18n)"
)
SPEAKERS = {
    "session/explain.py": None,
    "session/reach.py": None,
    "session/transitions.py": None,
    "session/words.py": ["clock", "part_shares", "place", "point"],
    "session/context.py": ["context_text"],
    "session/novelty.py": ["novelty_text", "_hours"],
    "session/preference.py": ["preference_text", "_than"],
    "session/problem.py": ["_taste"],
    "session/plan.py": ["decision_of"],
    "session/engine/engine.py": ["found_more", "_decided", "_moved"],
    "listener/intent/seed.py": ["_reason", "_chosen", "_place"],
    "serving/live/unplayable.py": ["reason"],
    "serving/music_source.py": ["composing"],
    "serving/routes/outlook.py": ["attention_why"],
}
"""functions that make sentences, None = all, beside what their modules name at the top"""


@pytest.fixture(scope="module")
def tool():
    return tool_module("make_golden_sentences")


@pytest.fixture(scope="module")
def kept(tool):
    return json.loads(tool.TARGET.read_text("utf-8"))


def parsed(path):
    return ast.parse(path.read_text("utf-8"))


def names_of_reasons():
    """The first word of each `Reason(...)` and `TrackPart(...)` under `session`."""
    for path in sorted((SOURCE / "session").rglob("*.py")):
        for node in ast.walk(parsed(path)):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id in {"Reason", "TrackPart"} and node.args:
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    yield name.value


def speaking(path, names):
    """The functions of these names, and what is assigned at the top of the module."""
    module = parsed(path)
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and (names is None or node.name in names):
            yield node
    for node in module.body:
        named = isinstance(node, ast.Assign | ast.AnnAssign) and "__all__" not in ast.unparse(node)
        if named and not isinstance(node.value, ast.Call):
            yield node.value


def unsaid(node):
    """The parts of a node that are no text: docstrings, subscripts, formats and types."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    for field in ("slice", "format_spec", "annotation"):
        if part := getattr(node, field, None):
            yield from ast.walk(part)


def pieces(code):
    """The texts of a function or a value."""
    nodes = list(ast.walk(code))
    others = {part for node in nodes for part in unsaid(node)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in others:
            yield node.value


def test_the_sentences_of_the_page_are_what_python_says_today(tool, kept):
    assert tool.made() == kept, REMEDY


def test_every_reason_that_the_code_names_is_told(tool, kept):
    problem = tool.problem_of(
        tool.asked(tool.GoalKind.MATCH, tool.HAPPY), tool.Candidates.of(tool.in_succession())
    )
    flows = tool.scores_of(problem, (0, 1)).flow_names
    told = {name.removeprefix("reason.") for name in kept if name.startswith("reason.")}
    assert told == {*names_of_reasons(), *flows}, REMEDY


@pytest.mark.parametrize("speaker", SPEAKERS)
def test_every_text_in_the_code_that_makes_sentences_is_said_by_one(speaker, kept):
    said = "\n".join(text for texts in kept.values() for text in texts)
    names = {name.removeprefix("reason.") for name in kept}
    found = list(speaking(SOURCE / speaker, SPEAKERS[speaker]))
    assert found
    texts = {text for code in found for text in pieces(code)}
    assert not {text for text in texts - names if text.strip() not in said}, REMEDY


def test_there_are_few_sentences_and_no_two_alike(kept):
    assert sum(map(len, kept.values())) < 150
    for found in kept.values():
        assert len(set(found)) == len(found)

import re
import tomllib
from pathlib import Path

from moodarc import __version__

ROOT = Path(__file__).parents[1]


def test_every_dependency_has_a_row_in_the_notices():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text().casefold()
    names = [re.match(r"[\w-]+", line)[0].casefold() for line in project["dependencies"]]
    assert len(names) > 5
    assert [name for name in names if f"| {name} " not in notices] == []


def test_the_citation_names_this_version():
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text()


def test_links_between_the_papers_lead_somewhere():
    papers = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    links = [
        (paper, link)
        for paper in papers
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", paper.read_text())
    ]
    assert links
    assert [link for paper, link in links if not (paper.parent / link).exists()] == []

"""`moodarc doctor`: what is installed, what is missing, and how to get it."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from moodarc.cli.shell import Shell
from moodarc.cli.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from moodarc.cli.health import Finding

__all__ = ["doctor"]

_MARKS = {True: "ok", None: "--", False: "!!"}


def doctor(shell: Shell) -> None:
    """Say what is installed, what is missing and how to get it.

    Leaves with 1 where something that is needed does not work.
    """
    from moodarc.cli.health import examine
    from moodarc.settings import config_path

    findings = list(examine(lambda: shell.settings.db, settings_file=config_path()))
    healthy = all(finding.ok is not False for finding in findings)
    if shell.as_json:
        rows = [asdict(finding) for finding in findings]
        shell.write_json({"ok": healthy, "findings": rows})
    else:
        for line in _lines(findings):
            shell.console.print(line, markup=False)
    if not healthy:
        raise typer.Exit(1)


def _lines(findings: "Iterable[Finding]") -> "Iterator[str]":
    """Topic by topic, each finding with its remedy below it."""
    topic = ""
    for finding in findings:
        if finding.topic != topic:
            topic = finding.topic
            yield topic
        yield printable(f"  {_MARKS[finding.ok]} {finding.name:<18}  {finding.text}")
        if finding.remedy:
            yield printable(f"     {'':<18}  -> {finding.remedy}")

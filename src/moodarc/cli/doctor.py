"""`moodarc doctor`: what is installed, what is missing, and how to get it."""

from dataclasses import asdict

import typer

from moodarc.cli.shell import Shell
from moodarc.cli.text import printable

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
        for finding in findings:
            remedy = f"  -> {finding.remedy}" if finding.remedy else ""
            line = (
                f"{_MARKS[finding.ok]} {finding.topic:<9}{finding.name:<18} {finding.text}{remedy}"
            )
            shell.console.print(printable(line), markup=False)
    if not healthy:
        raise typer.Exit(1)

"""The command line: one thin module a command, and what all of them share.

A command is a function whose first parameter is the `Shell`; its other parameters are its own
arguments and options. `registry` lists all commands: a new one is one new file and one line there.
"""

from moodarc.cli.app import main

__all__ = ["main"]

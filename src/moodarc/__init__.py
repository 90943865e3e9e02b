"""Music that fits how you feel, or takes you where you want to feel, on your own files.

The packages are the stages of one line, and imports go down only:

    signal -> sensing -> listener -> session -> ranked, ordered, explained list
    audio  -> music   -> catalog  -> recommend ----^

Importing this package is silent and quick; heavy libraries load where they are used.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]

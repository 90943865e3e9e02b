"""Every error of the program, in one tree.

    MoodarcError            exit 1: a failure of ours
    |-- InputError          exit 2: what was handed in cannot be used
    |   |-- AudioError          a file that is not readable, playable music
    |   |-- VocabularyError     a word that no vocabulary knows
    |   |-- GoalError           a goal, mood or time limit that makes no sense
    |   |-- SessionError        a step that a session cannot take
    |   |-- PlaylistFileError   a playlist file that cannot be read or written
    |   |-- DatasetError        a data set whose files are absent or not in their format
    |   |-- UnknownTrackError   a track that the library does not hold
    |   |-- UnknownListenerError  a listener that the database does not hold
    |   |-- SettingsError       a setting that is not understood
    |   |-- TokenError          a key of the service that cannot be made or is not known
    |   |-- BackupError         a backup that cannot be written, or cannot be brought back
    |   |-- MessageError        a message of a device that cannot be used
    |   `-- MissingExtraError   a part of the program that is not installed
    |-- StorageError        the database cannot be used as it is
    |   `-- WrongDatabaseError  exit 2: what was named is no database of ours
    |-- BrokerError         a message broker that cannot be reached or refuses us
    |-- PlayerError         a player of music that is not there or refuses us
    |-- WorkerError         work that took its process down or did not end in time
    `-- ArtifactError       a model folder is absent, damaged or of another version

A message gives the value met, what was expected, and the remedy.
"""

__all__ = [
    "ArtifactError",
    "AudioError",
    "BackupError",
    "BrokerError",
    "DatasetError",
    "GoalError",
    "InputError",
    "MessageError",
    "MissingExtraError",
    "MoodarcError",
    "PlayerError",
    "PlaylistFileError",
    "SessionError",
    "SettingsError",
    "StorageError",
    "TokenError",
    "UnknownListenerError",
    "UnknownTrackError",
    "VocabularyError",
    "WorkerError",
    "WrongDatabaseError",
]


class MoodarcError(Exception):
    """The root; the command line prints its message on one line and leaves with `exit_code`."""

    exit_code = 1


class InputError(MoodarcError):
    """What was handed in cannot be used; the message says what would be."""

    exit_code = 2


class AudioError(InputError):
    """A file that is not readable, playable music."""


class VocabularyError(InputError):
    """A word that no vocabulary knows."""


class GoalError(InputError):
    """A goal, mood or time limit that makes no sense."""


class SessionError(InputError):
    """A step that a session cannot take."""


class PlaylistFileError(InputError):
    """A playlist file that cannot be read or written."""


class DatasetError(InputError):
    """A data set whose files are absent or not in their published format."""


class UnknownTrackError(InputError):
    """A track that the library does not hold."""


class UnknownListenerError(InputError):
    """A listener that the database does not hold."""


class SettingsError(InputError):
    """A setting that is not understood."""


class TokenError(InputError):
    """A key of the service that cannot be made, or that the database does not hold."""


class BackupError(InputError):
    """A backup that cannot be written where it was wanted, or cannot be brought back."""


class MessageError(InputError):
    """A message of a device that cannot be used."""


class MissingExtraError(InputError):
    """A part of the program that is not installed; the message names the extra."""


class StorageError(MoodarcError):
    """The database cannot be used as it is."""


class WrongDatabaseError(StorageError, InputError):
    """What was named is no database of ours, or none at all: another path is needed."""


class BrokerError(MoodarcError):
    """A message broker that cannot be reached, or that refuses us."""


class PlayerError(MoodarcError):
    """A player of music that is not there, or that refuses us."""


class WorkerError(MoodarcError):
    """A piece of work that took its process down, or did not end in time."""


class ArtifactError(MoodarcError):
    """A model folder that is absent, damaged or of another version."""

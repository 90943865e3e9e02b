"""The tables as they are after all migrations.

    tracks ------- content_hash, analyser -------> analyses
    failures       files that could not be used, so that they are not tried again unchanged
    listeners ---< events, readings, decisions     append-only; erased with their listener
                |-< corrections                     append-only; erased likewise
                |-< samples                         of wearables; kept for some days
                |-< facts                           replaced when said anew; erased likewise
                `-< tokens                          keys of the service; some are nobody's

An analysis belongs to bytes, not to a file name: copies of a file, moved files and files that
come back share one. A track's `analyser` names the version that speaks for it now.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from moodarc.storage.columns import PathBytes, UtcTime

__all__ = [
    "SCHEMA_REVISION",
    "analyses",
    "corrections",
    "decisions",
    "events",
    "facts",
    "failures",
    "listeners",
    "metadata",
    "readings",
    "samples",
    "tokens",
    "tracks",
]

SCHEMA_REVISION = "0010"
"""The newest migration; a test holds it equal to the head of `migrations/versions`."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_row_number = BigInteger().with_variant(Integer, "sqlite")
_in_place = text("status <> 'missing'")

tracks = Table(
    "tracks",
    metadata,
    Column("id", _row_number, primary_key=True),
    Column("path", PathBytes, nullable=False),
    Column("status", String(8), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("analyser", String(100)),
    Column("tags", JSON, nullable=False),
    Column("search_text", Text, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("lyrics_stamp", String(400)),
    Column("lyrics_valence", Double),
    Column("lyrics_arousal", Double),
    Column("lyrics_valence_variance", Double),
    Column("lyrics_arousal_variance", Double),
    Index("ix_tracks_path", "path"),
    Index(
        "uq_tracks_path_in_place",
        "path",
        unique=True,
        sqlite_where=_in_place,
        postgresql_where=_in_place,
    ),
    Index("ix_tracks_content_hash", "content_hash"),
    Index("ix_tracks_size_bytes", "size_bytes"),
    sqlite_autoincrement=True,
)
"""A missing track keeps its last path, which another file may take meanwhile.

`lyrics_stamp` says which estimator looked at which files beside the track's own; NULL = none did.
The lyrics belong to the track and not to its bytes: they may lie in a file beside it.
"""

analyses = Table(
    "analyses",
    metadata,
    Column("content_hash", String(64), primary_key=True),
    Column("analyser", String(100), primary_key=True),
    Column("valence", Double, nullable=False),
    Column("arousal", Double, nullable=False),
    Column("valence_variance", Double, nullable=False),
    Column("arousal_variance", Double, nullable=False),
    Column("quadrant", String(8)),
    Column("speech_probability", Double, nullable=False),
    Column("sound_valence", Double, nullable=False),
    Column("energy", Double, nullable=False),
    Column("danceability", Double, nullable=False),
    Column("acousticness", Double, nullable=False),
    Column("instrumentalness", Double, nullable=False),
    Column("liveness", Double, nullable=False),
    Column("speechiness", Double, nullable=False),
    Column("tempo_bpm", Double, nullable=False),
    Column("beat_strength", Double, nullable=False),
    Column("loudness_lufs", Double, nullable=False),
    Column("key", SmallInteger, nullable=False),
    Column("mode", SmallInteger, nullable=False),
    Column("key_strength", Double, nullable=False),
    Column("time_signature", SmallInteger, nullable=False),
    Column("duration_s", Double, nullable=False),
    Column("curve_window_s", Double, nullable=False),
    Column("curve", LargeBinary, nullable=False),
    Column("embedding", LargeBinary),
    Column("analysed_at", UtcTime, nullable=False),
)

failures = Table(
    "failures",
    metadata,
    Column("path", PathBytes, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("size_bytes", BigInteger),
    Column("mtime_ns", BigInteger),
    Column("analyser", String(100)),
    Column("seen_at", UtcTime, nullable=False),
)
"""`size_bytes` and `mtime_ns` are NULL for what is not a regular file: that is looked at anew."""

listeners = Table(
    "listeners",
    metadata,
    Column("id", _row_number, primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("created_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)


def _listener() -> Column[int]:
    return Column(
        "listener_id",
        _row_number,
        ForeignKey("listeners.id", ondelete="CASCADE"),
        nullable=False,
    )


events = Table(
    "events",
    metadata,
    Column("id", _row_number, primary_key=True),
    _listener(),
    Column("at", UtcTime, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("track_id", _row_number, ForeignKey("tracks.id"), nullable=False),
    Column("details", JSON, nullable=False),
    Index("ix_events_listener_id_at", "listener_id", "at"),
    sqlite_autoincrement=True,
)

readings = Table(
    "readings",
    metadata,
    Column("id", _row_number, primary_key=True),
    _listener(),
    Column("at", UtcTime, nullable=False),
    Column("modality", String(40), nullable=False),
    Column("valence", Double, nullable=False),
    Column("arousal", Double, nullable=False),
    Column("dominance", Double),
    Column("valence_variance", Double, nullable=False),
    Column("arousal_variance", Double, nullable=False),
    Column("dominance_variance", Double),
    Column("confidence", Double, nullable=False),
    Column("validity", Text, nullable=False),
    Column("expression", JSON(none_as_null=True)),
    Column("vector", JSON(none_as_null=True)),
    Column("note", Text),
    Index("ix_readings_listener_id_at", "listener_id", "at"),
    sqlite_autoincrement=True,
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", _row_number, primary_key=True),
    _listener(),
    Column("at", UtcTime, nullable=False),
    Column("belief", JSON, nullable=False),
    Column("goal", JSON, nullable=False),
    Column("policy", Text, nullable=False),
    Column("models", JSON, nullable=False),
    Column("reach", Text, nullable=False),
    Column("offers", JSON, nullable=False),
    Column("intent", JSON(none_as_null=True)),
    Column("lift_offered", Boolean, nullable=False, server_default=false()),
    Column("cause", Text, nullable=False, server_default=""),
    Column("arm", String(64), nullable=False, server_default=""),
    Column("propensity", Double, nullable=False, server_default="1"),
    Index("ix_decisions_listener_id_at", "listener_id", "at"),
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", _row_number, primary_key=True),
    _listener(),
    Column("at", UtcTime, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("goal", JSON(none_as_null=True)),
    Column("minutes", Double),
    Column("seed_track_id", _row_number),
    Column("reason", Text, nullable=False),
    Index("ix_sessions_listener_id_at", "listener_id", "at"),
    sqlite_autoincrement=True,
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", _row_number, primary_key=True),
    _listener(),
    Column("at", UtcTime, nullable=False),
    Column("track_id", _row_number, ForeignKey("tracks.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("value", JSON(none_as_null=True)),
    Index("ix_corrections_listener_id_at", "listener_id", "at"),
    sqlite_autoincrement=True,
)

samples = Table(
    "samples",
    metadata,
    Column("id", _row_number, primary_key=True),
    _listener(),
    Column("at", UtcTime, nullable=False),
    Column("device", String(64), nullable=False),
    Column("message_id", String(64), nullable=False),
    Column("heart_rate_bpm", Double),
    Column("heart_rate_relative_bpm", Double),
    Column("rr_intervals_ms", JSON, nullable=False),
    Column("skin_conductance_us", Double),
    Column("skin_temperature_c", Double),
    Column("steps_per_min", Double),
    Column("movement_g", Double),
    Column("activity", String(16)),
    Column("worn", Boolean),
    Column("is_read", Boolean, nullable=False),
    UniqueConstraint("listener_id", "device", "message_id"),
    Index("ix_samples_listener_id_at", "listener_id", "at"),
    Index(
        "ix_samples_unread",
        "listener_id",
        "at",
        sqlite_where=text("NOT is_read"),
        postgresql_where=text("NOT is_read"),
    ),
    sqlite_autoincrement=True,
)
"""Health data: stored with consent only. `is_read` says that the sample's window was read."""

facts = Table(
    "facts",
    metadata,
    Column("id", _row_number, primary_key=True),
    _listener(),
    Column("at", UtcTime, nullable=False),
    Column("name", String(40), nullable=False),
    Column("value", JSON, nullable=False),
    UniqueConstraint("listener_id", "name", name="uq_facts_listener_id_name"),
    sqlite_autoincrement=True,
)
"""What a listener said of themselves, a row a fact; what is corrected or taken back is not kept."""

tokens = Table(
    "tokens",
    metadata,
    Column("id", _row_number, primary_key=True),
    Column("listener_id", _row_number, ForeignKey("listeners.id", ondelete="CASCADE")),
    Column("name", String(64), nullable=False),
    Column("hash", Text, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("last_used_at", UtcTime),
    Column("expires_at", UtcTime),
    Column("revoked_at", UtcTime),
    Index("ix_tokens_listener_id", "listener_id"),
    sqlite_autoincrement=True,
)
"""Keys of the service. `listener_id` is NULL for an operator's; `hash` is of the secret alone."""

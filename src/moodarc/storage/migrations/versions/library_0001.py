"""The library: tracks, analyses, failures."""

import sqlalchemy as sa
from alembic import op

from moodarc.storage.columns import PathBytes, UtcTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "tracks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("path", PathBytes, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("analyser", sa.String(100)),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("added_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tracks"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tracks_path", "tracks", ["path"])
    op.create_index(
        "uq_tracks_path_in_place",
        "tracks",
        ["path"],
        unique=True,
        sqlite_where=sa.text("status <> 'missing'"),
        postgresql_where=sa.text("status <> 'missing'"),
    )
    op.create_index("ix_tracks_content_hash", "tracks", ["content_hash"])
    op.create_index("ix_tracks_size_bytes", "tracks", ["size_bytes"])
    op.create_table(
        "analyses",
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("analyser", sa.String(100), nullable=False),
        sa.Column("valence", sa.Double, nullable=False),
        sa.Column("arousal", sa.Double, nullable=False),
        sa.Column("valence_variance", sa.Double, nullable=False),
        sa.Column("arousal_variance", sa.Double, nullable=False),
        sa.Column("quadrant", sa.String(8)),
        sa.Column("speech_probability", sa.Double, nullable=False),
        sa.Column("sound_valence", sa.Double, nullable=False),
        sa.Column("energy", sa.Double, nullable=False),
        sa.Column("danceability", sa.Double, nullable=False),
        sa.Column("acousticness", sa.Double, nullable=False),
        sa.Column("instrumentalness", sa.Double, nullable=False),
        sa.Column("liveness", sa.Double, nullable=False),
        sa.Column("speechiness", sa.Double, nullable=False),
        sa.Column("tempo_bpm", sa.Double, nullable=False),
        sa.Column("beat_strength", sa.Double, nullable=False),
        sa.Column("loudness_lufs", sa.Double, nullable=False),
        sa.Column("key", sa.SmallInteger, nullable=False),
        sa.Column("mode", sa.SmallInteger, nullable=False),
        sa.Column("key_strength", sa.Double, nullable=False),
        sa.Column("time_signature", sa.SmallInteger, nullable=False),
        sa.Column("duration_s", sa.Double, nullable=False),
        sa.Column("curve_window_s", sa.Double, nullable=False),
        sa.Column("curve", sa.LargeBinary, nullable=False),
        sa.Column("analysed_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("content_hash", "analyser", name="pk_analyses"),
    )
    op.create_table(
        "failures",
        sa.Column("path", PathBytes, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("size_bytes", sa.BigInteger),
        sa.Column("mtime_ns", sa.BigInteger),
        sa.Column("analyser", sa.String(100)),
        sa.Column("seen_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_failures"),
    )

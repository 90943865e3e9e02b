"""Listeners and their log: events, readings, decisions."""

import sqlalchemy as sa
from alembic import op

from moodarc.storage.columns import UtcTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "listeners",
        _id(),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_listeners"),
        sa.UniqueConstraint("name", name="uq_listeners_name"),
        sqlite_autoincrement=True,
    )
    _create_log(
        "events",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("track_id", _row_number(), nullable=False),
        sa.Column("details", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["track_id"], ["tracks.id"], name="fk_events_track_id"),
    )
    _create_log(
        "readings",
        sa.Column("modality", sa.String(40), nullable=False),
        sa.Column("valence", sa.Double, nullable=False),
        sa.Column("arousal", sa.Double, nullable=False),
        sa.Column("dominance", sa.Double),
        sa.Column("valence_variance", sa.Double, nullable=False),
        sa.Column("arousal_variance", sa.Double, nullable=False),
        sa.Column("dominance_variance", sa.Double),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("validity", sa.Text, nullable=False),
        sa.Column("expression", sa.JSON),
        sa.Column("note", sa.Text),
    )
    _create_log(
        "decisions",
        sa.Column("belief", sa.JSON, nullable=False),
        sa.Column("goal", sa.JSON, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("models", sa.JSON, nullable=False),
        sa.Column("reach", sa.Text, nullable=False),
        sa.Column("offers", sa.JSON, nullable=False),
    )


def _row_number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", _row_number(), nullable=False)


def _create_log(name: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of what one listener did, felt or was shown, in the order of time."""
    op.create_table(
        name,
        _id(),
        sa.Column("listener_id", _row_number(), nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["listener_id"], ["listeners.id"], name=f"fk_{name}_listener_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{name}_listener_id_at", name, ["listener_id", "at"])

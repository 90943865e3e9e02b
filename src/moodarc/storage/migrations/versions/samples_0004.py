"""Samples of wearables, each once by its device's id."""

import sqlalchemy as sa
from alembic import op

from moodarc.storage.columns import UtcTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "samples",
        sa.Column("id", number, nullable=False),
        sa.Column("listener_id", number, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("heart_rate_bpm", sa.Double),
        sa.Column("heart_rate_relative_bpm", sa.Double),
        sa.Column("rr_intervals_ms", sa.JSON, nullable=False),
        sa.Column("skin_conductance_us", sa.Double),
        sa.Column("skin_temperature_c", sa.Double),
        sa.Column("steps_per_min", sa.Double),
        sa.Column("movement_g", sa.Double),
        sa.Column("activity", sa.String(16)),
        sa.Column("worn", sa.Boolean),
        sa.Column("is_read", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_samples"),
        sa.ForeignKeyConstraint(
            ["listener_id"], ["listeners.id"], name="fk_samples_listener_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint(
            "listener_id", "device", "message_id", name="uq_samples_listener_id_device_message_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_samples_listener_id_at", "samples", ["listener_id", "at"])
    op.create_index(
        "ix_samples_unread",
        "samples",
        ["listener_id", "at"],
        sqlite_where=sa.text("NOT is_read"),
        postgresql_where=sa.text("NOT is_read"),
    )

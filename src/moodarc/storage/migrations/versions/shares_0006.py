"""Shares that a listener gave with a reading (BAEK eq. 10)."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("readings", sa.Column("vector", sa.JSON))

"""What the emotion network hears in a track, as one vector; none for what was analysed before."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("analyses", sa.Column("embedding", sa.LargeBinary))

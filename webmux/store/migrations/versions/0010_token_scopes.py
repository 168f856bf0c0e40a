"""What a token is for. Tokens of viewers read; all others keep what they could do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("tokens", sa.Column("permits", sa.String(16), nullable=False, server_default="read"))
    op.execute("UPDATE tokens SET permits = 'manage' WHERE scope <> 'viewer'")

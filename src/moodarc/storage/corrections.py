"""The log of what listeners corrected: append-only; taking back is a row of its own."""

from sqlalchemy import insert, select
from sqlalchemy.engine import RowMapping

from moodarc.affect import Quadrant
from moodarc.catalog import Correction, CorrectionKind, standing
from moodarc.errors import UnknownListenerError, UnknownTrackError
from moodarc.storage.connection import Database
from moodarc.storage.listeners import listener_number
from moodarc.storage.tables import corrections, tracks

__all__ = ["Corrections"]


class Corrections:
    """Corrections by listener."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, correction: Correction) -> None:
        """Append one correction.

        Raises:
            UnknownListenerError: the database holds no such listener.
            UnknownTrackError: nor such a track.
        """
        with self._database.writing() as connection:
            number = listener_number(connection, correction.listener)
            known = select(tracks.c.id).where(tracks.c.id == correction.track_id)
            if connection.execute(known).first() is None:
                msg = f"no track has the number {correction.track_id}; `moodarc tracks` lists them"
                raise UnknownTrackError(msg)
            row = {
                "listener_id": number,
                "at": correction.at,
                "track_id": correction.track_id,
                "kind": correction.kind.value,
                "value": correction.value,
            }
            connection.execute(insert(corrections).values(row))

    def of(self, listener: str) -> list[Correction]:
        """All that a listener said, from oldest to newest.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.reading() as connection:
            number = listener_number(connection, listener)
            query = select(corrections).where(corrections.c.listener_id == number)
            ordered = query.order_by(corrections.c.at, corrections.c.id)
            rows = connection.execute(ordered).mappings().all()
        return [_correction(listener, row) for row in rows]

    def standing(self, listener: str) -> list[Correction]:
        """The newest of each track, unless it was taken back; of a listener not known, none."""
        try:
            return standing(self.of(listener))
        except UnknownListenerError:
            return []


def _correction(listener: str, row: RowMapping) -> Correction:
    kind, value = CorrectionKind(row["kind"]), row["value"]
    if isinstance(value, list):
        value = (float(value[0]), float(value[1]))
    elif value is not None:
        value = Quadrant(value)
    return Correction(
        listener=listener, at=row["at"], track_id=row["track_id"], kind=kind, value=value
    )

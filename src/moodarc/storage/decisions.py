"""The log of lists that were shown, with their reasons: append-only."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, insert, select
from sqlalchemy.engine import RowMapping

from moodarc.affect import (
    AffectBelief,
    AffectState,
    EmotionVector,
    Goal,
    GoalKind,
    Intent,
    Variance,
)
from moodarc.catalog import Decision, InferredIntent, Offer, Reason
from moodarc.storage.connection import Database
from moodarc.storage.listeners import known_number, listener_number
from moodarc.storage.tables import decisions

__all__ = ["Decisions"]

_ADDED: Final = insert(decisions).returning(decisions.c.id)
"""made once: every list is stored"""


class Decisions:
    """Decisions by listener."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, decision: Decision) -> int:
        """Append one decision; its number.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.writing() as connection:
            number = listener_number(connection, decision.listener)
            row = {"listener_id": number, **_row(decision)}
            return int(connection.execute(_ADDED, row).scalar_one())

    def offered_lift(self, listener: str) -> bool:
        """Whether a gentle lift was ever offered to a listener.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.reading() as connection:
            number = listener_number(connection, listener)
            mine = decisions.c.listener_id == number
            query = select(decisions.c.id).where(mine, decisions.c.lift_offered).limit(1)
            return connection.execute(query).first() is not None

    def of(
        self, listener: str, *, since: datetime | None = None, limit: int | None = None
    ) -> list[Decision]:
        """Decisions from oldest to newest; with `limit` the newest so many.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        newest_first = (decisions.c.at.desc(), decisions.c.id.desc())
        with self._database.reading() as connection:
            query = select(decisions).where(
                decisions.c.listener_id == listener_number(connection, listener)
            )
            if since is not None:
                query = query.where(decisions.c.at >= since)
            rows = connection.execute(query.order_by(*newest_first).limit(limit)).mappings().all()
        return [_decision(listener, row) for row in reversed(rows)]

    def page(
        self, listener: str, *, before: datetime | None = None, limit: int = 20
    ) -> tuple[list[Decision], int]:
        """Decisions, newest first, and how many there are; none of a stranger.

        Args:
            listener: whose.
            before: only older ones.
            limit: how many at most.
        """
        mine = decisions.c.listener_id == known_number(listener)
        bounds = [decisions.c.at < before] if before is not None else []
        newest_first = (decisions.c.at.desc(), decisions.c.id.desc())
        query = select(decisions).where(mine, *bounds).order_by(*newest_first).limit(limit)
        with self._database.reading() as connection:
            counted = select(func.count()).select_from(decisions).where(mine, *bounds)
            total = connection.execute(counted).scalar_one()
            rows = connection.execute(query).mappings().all()
        return [_decision(listener, row) for row in rows], total

    def at(self, listener: str, at: datetime | None = None) -> Decision | None:
        """The decision of a time, or the newest; None where there is none."""
        mine = decisions.c.listener_id == known_number(listener)
        query = select(decisions).where(mine)
        if at is not None:
            query = query.where(decisions.c.at == at)
        query = query.order_by(decisions.c.at.desc(), decisions.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _decision(listener, row)

    def outlines(
        self, listener: str, *, after: int = 0, limit: int | None = None
    ) -> list[Decision]:
        """Decisions without their offers, oldest first: much less to read.

        Args:
            listener: whose.
            after: only what was stored since this number.
            limit: the newest so many.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        columns = [column for column in decisions.c if column.name != "offers"]
        newest_first = (decisions.c.at.desc(), decisions.c.id.desc())
        with self._database.reading() as connection:
            mine = decisions.c.listener_id == listener_number(connection, listener)
            query = select(*columns).where(mine)
            if after:
                query = query.where(decisions.c.id > after)
            rows = connection.execute(query.order_by(*newest_first).limit(limit)).mappings().all()
        return [_decision(listener, {**row, "offers": ()}) for row in reversed(rows)]


def _row(decision: Decision) -> dict[str, Any]:
    target = decision.goal.target
    return {
        "at": decision.at,
        "belief": _belief_json(decision.belief),
        "goal": {"kind": decision.goal.kind.value, "target": None if target is None else [*target]},
        "policy": decision.policy,
        "models": decision.models,
        "reach": decision.reach,
        "offers": [_offer_json(offer) for offer in decision.offers],
        "intent": None if decision.intent is None else asdict(decision.intent),
        "lift_offered": decision.lift_offered,
        "cause": decision.cause,
        "arm": decision.arm,
        "propensity": decision.propensity,
    }


def _belief_json(belief: AffectBelief) -> dict[str, Any]:
    state = belief.state
    return {
        "valence": state.valence,
        "arousal": state.arousal,
        "dominance": state.dominance,
        "variance": [*state.variance],
        "at": state.at.isoformat(),
        "expression": None if belief.expression is None else [*belief.expression],
        "vector": None if belief.vector is None else [*belief.vector],
        "source": belief.source,
    }


def _offer_json(offer: Offer) -> dict[str, Any]:
    reasons = [{"name": r.name, "value": float(r.value), "text": r.text} for r in offer.reasons]
    return {"track_id": int(offer.track_id), "score": float(offer.score), "reasons": reasons}


def _decision(listener: str, row: Mapping[str, Any] | RowMapping) -> Decision:
    target = row["goal"]["target"]
    return Decision(
        listener=listener,
        at=row["at"],
        belief=_belief(row["belief"]),
        goal=Goal(GoalKind(row["goal"]["kind"]), None if target is None else (*target,)),
        offers=tuple(_offer(offer) for offer in row["offers"]),
        policy=row["policy"],
        models=row["models"],
        reach=row["reach"],
        intent=_intent(row["intent"]),
        lift_offered=row["lift_offered"],
        cause=row["cause"],
        arm=row["arm"],
        propensity=row["propensity"],
    )


def _belief(kept: Mapping[str, Any]) -> AffectBelief:
    return AffectBelief(
        state=AffectState(
            valence=kept["valence"],
            arousal=kept["arousal"],
            dominance=kept["dominance"],
            variance=Variance(*kept["variance"]),
            at=datetime.fromisoformat(kept["at"]),
        ),
        expression=None if kept["expression"] is None else tuple(kept["expression"]),
        vector=None if kept["vector"] is None else EmotionVector(*kept["vector"]),
        source=kept["source"],
    )


def _intent(kept: Mapping[str, Any] | None) -> InferredIntent | None:
    return None if kept is None else InferredIntent(**{**kept, "kind": Intent(kept["kind"])})


def _offer(kept: Mapping[str, Any]) -> Offer:
    return Offer(
        track_id=kept["track_id"],
        score=kept["score"],
        reasons=tuple(Reason(**reason) for reason in kept["reasons"]),
    )

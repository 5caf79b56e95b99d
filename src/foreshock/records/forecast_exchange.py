"""Issued forecasts, answers of others and resolutions as plain JSON, and back. The law: nothing is lost on the way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from foreshock.records.forecast import Answer, IssuedForecast, Question, Resolution
from foreshock.records.reading_exchange import plain

Json = dict[str, Any]


def forecast_out(told: IssuedForecast) -> Json:
    """The forecast as plain values."""
    return dict(plain(told))


def forecast_in(told: Json) -> IssuedForecast:
    """The forecast that `forecast_out` wrote; raises KeyError or ValueError."""
    question = told["question"] | {"first": date.fromisoformat(told["question"]["first"])}
    return IssuedForecast(
        **told
        | {
            "issued": datetime.fromisoformat(told["issued"]),
            "known_by": date.fromisoformat(told["known_by"]),
            "question": Question(**question),
            "answer": answer_in(told["answer"]),
            "baselines": tuple(map(answer_in, told["baselines"])),
        }
    )


def answer_in(told: Json) -> Answer:
    """The answer of plain values."""
    return Answer(**told | {name: tuple(told.get(name, ())) for name in ("levels", "quantiles")})


def resolution_out(told: Resolution) -> Json:
    """The resolution as plain values."""
    return dict(plain(told))


def resolution_in(told: Json) -> Resolution:
    """The resolution that `resolution_out` wrote; raises KeyError or ValueError."""
    moments = {"resolved": datetime.fromisoformat(told["resolved"]), "known_by": date.fromisoformat(told["known_by"])}
    return Resolution(**told | moments | {"events": tuple(told["events"])})

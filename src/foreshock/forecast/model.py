"""The settings of the forecasting model, read from model.toml. The law: a prior or a half-life is never a literal."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Spread:
    """What a path may do that the fit does not foresee: the fields of network.Network of the same names."""

    frailty: float
    drift: float
    drift_shared: float


@dataclass(frozen=True, slots=True)
class Settings:
    """One file of settings; fields are named as its keys, `digest` tells files apart."""

    version: int
    least_events: int
    least_days: int
    warm_days: int
    warm_weight: float
    exposure_half_life_days: float
    half_lives_days: tuple[float, ...]
    relations: MappingProxyType[str, float]
    dispersion_spread: float
    background_shape: float
    log_spread: float
    anchor: float
    anchor_days: float
    anchor_least: float
    spread: MappingProxyType[str, Spread]
    pool_baseline: str
    pool_half_days: float
    direct_half_lives_days: tuple[float, ...]
    direct_answer_half_lives_days: tuple[float, ...]
    direct_least_days: int
    doubling_pull: float
    doubling_least: int
    doubling_paths: int
    doubling_every_days: int
    recalibration_days: int
    recalibration_pull: float
    bootstrap_samples: int
    block_days: int
    digest: str

    def decays(self) -> NDArray[np.float64]:
        """Beta per day of each half-life."""
        return np.asarray(np.log(2.0) / np.array(self.half_lives_days))

    def pooled_share(self, horizon_days: int) -> float:
        """The baseline's share in the pool for sums over a horizon: 0 for a single day, half at `pool_half_days`."""
        return 0.0 if horizon_days == 1 else 1.0 / (1.0 + (self.pool_half_days / horizon_days) ** 2)


@cache
def settings(path: Path | None = None) -> Settings:
    """The shipped settings, or those of a file of the same keys."""
    text = (path or files("foreshock.forecast") / "model.toml").read_text(encoding="utf8")
    told: dict[str, Any] = tomllib.loads(text)
    return Settings(
        version=told["version"],
        **told["marks"],
        exposure_half_life_days=told["exposure"]["half_life_days"],
        half_lives_days=tuple(told["traces"]["half_lives_days"]),
        relations=MappingProxyType(told["relations"]),
        **told["prior"],
        spread=MappingProxyType({kind: Spread(**values) for kind, values in told["spread"].items()}),
        **{f"pool_{key}": value for key, value in told["pool"].items()},
        direct_half_lives_days=tuple(told["direct"]["half_lives_days"]),
        direct_answer_half_lives_days=tuple(told["direct"]["answer_half_lives_days"]),
        direct_least_days=told["direct"]["least_days"],
        **{f"doubling_{key}": value for key, value in told["doubling"].items()},
        **{f"recalibration_{key}": value for key, value in told["recalibration"].items()},
        **told["tests"],
        digest=hashlib.sha256(text.encode()).hexdigest()[:12],
    )

"""Likeness: how far two mentions tell one happening, as a sum of readable reasons.

The law: the score is the sum of what its parts add, and depends on the two mentions alone.
"""

from __future__ import annotations

from math import asin, cos, log1p, radians, sin, sqrt

from foreshock.codebook.linking import alike_modes, kin_types, likeness_scales, likeness_weights, rarity
from foreshock.linking.tellings import Side, Telling
from foreshock.linking.within import in_one_report, in_one_sentence
from foreshock.records.incident import Pair, Part

EARTH_KM = 6371.0
Features = dict[str, float]


def compare(one: Telling, other: Telling) -> Pair:
    """The two compared: a logistic model over features of the pair (record linkage after Fellegi and Sunter 1969)."""
    weights = likeness_weights()
    parts = tuple(Part(name, value, weights[name]) for name, value in features(one, other).items())
    return Pair(one.member, other.member, parts)


def score(one: Telling, other: Telling) -> float:
    """The log-odds that the two tell one happening; the score of `compare`."""
    weights = likeness_weights()
    return sum(value * weights[name] for name, value in features(one, other).items())


def features(one: Telling, other: Telling) -> Features:
    """The features of a pair that are not nought, by name; the same whichever comes first."""
    found: Features = {"start": 1.0}
    same_sentence = one.member[0] == other.member[0] and one.sentence == other.sentence
    _act(one, other, found)
    found["expected_differs"] = float(one.expected != other.expected)
    if same_sentence:
        _sentence(one, other, found)
        in_one_sentence(one, other, found)
    else:
        _parties(one, other, found)
        _where(one, other, found)
        _when(one, other, found)
        _wording(one, other, found)
        _reference(one, other, found)
        found["deed_same"] = float(_same_deed(one, other))
        found["deed_days"] = found["deed_same"] * found.get("days_apart", 0.0)
        found["toll_and_act"] = float(one.type == other.type and one.toll != other.toll)
        if one.member[0] == other.member[0]:
            in_one_report(one, other, found)
        else:
            _from_two(one, other, found)
    _count(one, other, found)
    return {name: value for name, value in found.items() if value}


def _act(one: Telling, other: Telling, found: Features) -> None:
    found["type_same"] = float(one.type == other.type)
    if one.mode and other.mode:
        alike = (one.mode, other.mode) in alike_modes()
        found["mode_same" if one.mode == other.mode else "mode_alike" if alike else "mode_differs"] = 1.0
    found["trigger_same"] = float(one.trigger == other.trigger)
    found["standing_differs"] = float((one.standing == "negated") != (other.standing == "negated"))


def _sentence(one: Telling, other: Telling, found: Features) -> None:
    """Two mentions in one sentence: shared words say nothing, so kind of act and parties decide."""
    found["sentence_same"] = 1.0
    found["sentence_type_same" if one.type == other.type else "sentence_type_differs"] = 1.0
    for name in ("actors", "recipients"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine.names & theirs.names:
            found[f"sentence_{name}_shared"] = 1.0
        elif mine.names and theirs.names:
            found[f"sentence_{name}_differ"] = 1.0
        elif mine.names or theirs.names:
            found[f"sentence_{name}_untold"] = 1.0
    found["sentence_swapped"] = float(_swapped(one, other))
    found["told_anew"] = float(one.anew or other.anew)
    first, second = sorted((one.trigger_at, other.trigger_at))
    close, kin = second[0] - first[1] <= likeness_scales()["close_characters"], (one.type, other.type) in kin_types()
    found["sentence_close"] = float(close and one.type == other.type)
    found["sentence_close_differs"] = float(close and one.type != other.type and not kin)
    found["sentence_kin"] = float(kin)
    found["sentence_kin_close"] = float(kin and close)


def _parties(one: Telling, other: Telling, found: Features) -> None:
    _party("actors", one.actors, other.actors, found)
    _party("recipients", one.recipients, other.recipients, found)
    found["swapped"] = float(_swapped(one, other))
    if one.countries and other.countries and not one.countries & other.countries:
        found["country_none"] = 1.0


def _party(name: str, mine: Side, theirs: Side, found: Features) -> None:
    if mine.names & theirs.names:
        found[f"{name}_shared"] = 1.0
    elif mine.countries & theirs.countries:
        found[f"{name}_country"] = 1.0
    elif mine.countries and theirs.countries:
        found[f"{name}_differ"] = 1.0


def _swapped(one: Telling, other: Telling) -> bool:
    """True where the one that acts in one mention is acted on in the other."""
    return bool(one.actors.names & other.recipients.names or other.actors.names & one.recipients.names)


def _where(one: Telling, other: Telling, found: Features) -> None:
    scales = likeness_scales()
    if one.place and one.place == other.place:
        found["place_same"] = 1.0
    elif one.point and other.point:
        apart = kilometres(one.point, other.point)
        found["place_near"] = float(apart <= scales["near_km"])
        found["place_far"] = float(apart > scales["far_km"])


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two points of latitude and longitude in degrees (haversine)."""
    (lat, lon), (lat2, lon2) = (tuple(map(radians, p)) for p in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def _when(one: Telling, other: Telling, found: Features) -> None:
    """How far apart the days lie; days that both tell to the day count for more than days of publication."""
    if one.recalls or other.recalls:
        found["recalled"] = 1.0
        if one.first is None or other.first is None:
            return
    if one.day is None or other.day is None:
        found["day_unknown"] = 1.0
        return
    gap = _gap(one, other)
    found["days_apart"] = log1p(gap)
    if one.sharp and other.sharp:
        found["dates_meet" if gap == 0 else "dates_apart"] = 1.0


def _gap(one: Telling, other: Telling) -> int:
    """Days between the two periods, none where they meet."""
    mine, theirs = one.day or 0, other.day or 0
    ends = (one.last or mine, other.last or theirs)
    return max(0, mine - ends[1], theirs - ends[0])


def _reference(one: Telling, other: Telling, found: Features) -> None:
    """Whether the later mention refers back to something known, or both tell it as news."""
    early, late = sorted((one, other), key=lambda t: (t.published or 0, t.sentence, t.member))
    gap = abs((late.published or 0) - (early.published or 0))
    back = late.refers or late.recalls
    shared = found["near_names"] if found.get("near_names") else 0.0
    found["same_day"] = float(gap == 0)
    found["refers_back"] = float(back)
    found["both_fresh"] = float(gap > 0 and not back)
    found["told_anew"] = float(late.anew)
    found["names_back"] = shared * back
    found["names_same_day"] = shared * (gap == 0)


def _from_two(one: Telling, other: Telling, found: Features) -> None:
    """Two reports: does the later take up what the earlier told, and do numbers and the rarest name agree?"""
    late = max(one, other, key=lambda t: (t.published or 0, t.sentence, t.member))
    shared = one.names & other.names
    found["definite"] = float(one.type == other.type and late.definite)
    found["days_back"] = found.get("days_apart", 0.0) * (late.back and not late.recalls)
    found["both_main"] = float(one.main and other.main)
    found["two_outlets"] = float(one.outlet is not None and other.outlet is not None and one.outlet != other.outlet)
    found["two_outlets_days"] = found["two_outlets"] * found.get("days_apart", 0.0)
    found["two_outlets_fresh"] = found["two_outlets"] * found.get("both_fresh", 0.0)
    found["rarest_name"] = max(map(rarity, shared)) / likeness_scales()["rarest"] if shared else 0.0
    if one.numbers and other.numbers:
        found["numbers_shared"] = float(bool(one.numbers & other.numbers))
        found["numbers_apart"] = 1.0 - max(found["numbers_shared"], found["deed_same"])


def _wording(one: Telling, other: Telling, found: Features) -> None:
    """Words in common, each by its rarity (tf-idf cosine: Salton and Buckley 1988), and names in common."""
    found["words_alike"] = cosine(one.words, other.words)
    found["near_alike"] = cosine(one.near_words, other.near_words)
    found["names_shared"] = _weight(one.names & other.names)
    found["near_names"] = _weight(one.near_names & other.near_names)
    found["setting_shared"] = _weight(one.setting & other.setting)
    if one.near_names and other.near_names and not one.near_names & other.near_names:
        found["near_names_none"] = 1.0
    if one.names and other.names and not one.names & other.names:
        found["names_none"] = 1.0
    found["report_same"] = float(one.member[0] == other.member[0])


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """How alike two texts are by their words with weights whose squares sum to 1; nought where one has none."""
    few, many = sorted((one, other), key=len)
    return sum(weight * many.get(word, 0.0) for word, weight in few.items())


def _weight(names: frozenset[str]) -> float:
    """How much shared names say, by their rarity; 1 at most."""
    return min(1.0, sum(map(rarity, names)) / likeness_scales()["full_names"])


def _same_deed(one: Telling, other: Telling) -> bool:
    """True for one kind of act on one recipient where both sentences hold the same rare name."""
    kind = one.type == other.type and (one.mode == other.mode or not one.mode or not other.mode)
    rare = any(rarity(name) >= likeness_scales()["rare_name"] for name in one.names & other.names)
    return kind and rare and bool(one.recipients.names & other.recipients.names)


def _count(one: Telling, other: Telling, found: Features) -> None:
    """Whether one thing is counted alike; a count that grows from one day to a later one is no contradiction."""
    early, late = sorted((one, other), key=lambda t: (t.published or 0, t.member))
    mine, theirs = early.counts, late.counts
    shared = mine.keys() & theirs.keys()
    if any(mine[k][0] <= theirs[k][1] and theirs[k][0] <= mine[k][1] for k in shared):
        found["count_same"] = 1.0
    elif shared:
        days = (late.published or 0) - (early.published or 0)
        grows = days > 0 and all(mine[k][1] < theirs[k][0] for k in shared)
        found["count_grows" if grows else "count_apart"] = 1.0

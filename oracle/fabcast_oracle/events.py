"""§13: events, and the multipliers `m` that they put on flows."""

import re
from types import SimpleNamespace

import numpy as np

from .basics import CHIPS, CLASSES, KINDS


def read(case, regions, operators, investors, grants, relax):
    """Arrivals of every event in every draw; none at all where `geopolitics` is relaxed (§14)."""
    events = []
    for name in [] if "geopolitics" in relax else case.names("event"):
        hazard = case.value(f"event.{name}.hazard", 0.0)
        duration = np.maximum(1.0, np.floor(case.value(f"event.{name}.duration") + 0.5))
        severity = case.value(f"event.{name}.severity")
        date = case.value(f"event.{name}.date") if case.has(f"event.{name}.date") else None
        effects = []
        for effect in case.names(f"event.{name}.effect"):
            path = f"event.{name}.effect.{effect}"
            effects.append(
                SimpleNamespace(
                    on=case.leaf(f"{path}.on"),
                    to=case.leaf(f"{path}.to"),
                    kind=case.leaf(f"{path}.kind"),
                    of=_targets(case.leaf(f"{path}.of"), regions, operators, investors, grants),
                    severity=case.value(f"{path}.severity")
                    if case.has(f"{path}.severity")
                    else severity,
                )
            )
        events.append(
            SimpleNamespace(
                name=name,
                first=_arrivals(case, name, _hazards(case, name, hazard), duration, date),
                duration=duration,
                effects=effects,
            )
        )
    return SimpleNamespace(events=events)


def _targets(text, regions, operators, investors, grants):
    """What an effect acts on: one or several names; None is everything."""
    if text is None or not str(text).strip():
        return None
    known = set(regions) | set(operators) | set(investors) | set(grants) | set(CLASSES) | set(CHIPS)
    if text in known:
        return [text]
    names = [n for n in re.split(r"[\s,@./]+", text) if n in known]
    if not names:
        raise ValueError(f"an event acts on {text!r}, which is not defined")
    return names


def _hazards(case, name, hazard):
    """Periods of an event: years from which on, and hazard, one value per draw each; the first is the event's own."""
    periods = []
    for period in case.names(f"event.{name}.period"):
        path = f"event.{name}.period.{period}"
        periods.append((case.value(f"{path}.from") / 12.0, case.value(f"{path}.hazard")))
    # A period that begins before the start holds from the start on.
    periods.sort(key=lambda period: period[0][0])
    return [(np.full(case.D, -np.inf), hazard), *periods]


def _reached(hazards, began, needed):
    """Time in years at which the hazard accumulated since `began` reaches `needed`; none is infinity."""
    time = np.full(len(began), np.inf)
    left = needed
    for i, (start, hazard) in enumerate(hazards):
        a = np.maximum(start, began)
        b = hazards[i + 1][0] if i + 1 < len(hazards) else np.full(len(began), np.inf)
        some = (hazard > 0.0) & (b > a) & np.isinf(time)
        at = a + left / np.where(hazard > 0.0, hazard, 1.0)
        time = np.where(some & (at < b), at, time)
        with np.errstate(invalid="ignore"):
            left = np.where(some & ~(at < b), left - hazard * (b - a), left)
    return time


def _arrivals(case, name, hazards, duration, date):
    """First months of up to three arrivals; with a `date` the first comes then. Each comes when the hazard accumulated since the end of the one before
    reaches `-ln(1-u)`."""
    ended = np.zeros(case.D)
    first = []
    for k in (1, 2, 3):
        if k == 1 and date is not None:
            first.append(np.floor(date))
            ended = (np.floor(date) + duration) / 12.0
            continue
        u = case.latent(f"arrival.{name}.{k}", 1.0)
        with np.errstate(divide="ignore"):
            needed = -np.log1p(-u)
        month = np.floor(12.0 * _reached(hazards, ended, needed))
        first.append(month)
        ended = (month + duration) / 12.0
    return first


def _active(event, t):
    return np.any([(month <= t) & (t < month + event.duration) for month in event.first], axis=0)


def _hit(effect, names):
    """Places of the names that an effect acts on."""
    return [i for i, name in enumerate(names) if effect.of is None or name in effect.of]


def multipliers(events, t, model):
    """This month's multipliers: output by project, supply by class, shipments, building and
    permits by region, investors' availability, demand, grants by programme."""
    D = model.case.D
    regions, classes = model.regions, CLASSES
    projects = model.projects
    m = SimpleNamespace(
        output=np.ones((D, projects.J)),
        supplier=np.ones((D, len(classes))),
        shipments=np.ones((D, len(regions))),
        building=np.ones((D, len(regions))),
        permits=np.ones((D, len(regions))),
        investor=np.ones((D, len(model.capital.names))),
        demand=np.ones(D),
        chips=np.ones((D, len(CHIPS))),
        tools=np.ones((D, len(regions), len(KINDS), len(classes))),
        grants=np.ones((D, len(model.policy.grants))),
    )
    for event in events.events:
        active = _active(event, t)
        if not active.any():
            continue
        for effect in event.effects:
            least = 0.05 if effect.on == "demand" else 0.0
            factor = np.where(active, np.clip(1.0 - effect.severity, least, 1.0), 1.0)

            if effect.on == "output":
                for j in range(projects.J):
                    own = (regions[projects.region[j]], projects.operator_name[j])
                    if effect.of is None or all(name in own for name in effect.of):
                        m.output[:, j] *= factor
            elif effect.on == "supplier":
                for i in _hit(effect, classes):
                    m.supplier[:, i] *= factor
            elif effect.on == "tools":
                for i in _hit(effect, classes):
                    for k, kind in enumerate(KINDS):
                        if effect.kind in (None, kind):
                            m.tools[:, regions.index(effect.to), k, i] *= factor
            elif effect.on in ("shipments", "building", "permits"):
                for i in _hit(effect, regions):
                    getattr(m, effect.on)[:, i] *= factor
            elif effect.on == "investor":
                for i in _hit(effect, model.capital.names):
                    m.investor[:, i] *= factor
            elif effect.on == "chips":
                for i in _hit(effect, CHIPS):
                    m.chips[:, i] *= factor
            elif effect.on == "demand":
                m.demand *= factor
            elif effect.on == "grants":
                for i, grant in enumerate(model.policy.grants):
                    of = effect.of
                    if of is None or grant.name in of or any(r in of for r in grant.regions):
                        m.grants[:, i] *= factor
            else:
                raise ValueError(f"unknown effect {effect.on!r}")
    return m

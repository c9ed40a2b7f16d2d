"""§2: sponsors, who wait before ground and before tools while it does not pay, and cancel what has waited too long."""

from types import SimpleNamespace

import numpy as np

from .basics import EPSILON

REVIEW = 6
"""Months for which a sponsor's state holds."""


def read(case, P, relax):
    """How the sponsor of every project sees the market: `exp(s_j)` by half-year, in each draw."""
    rule = SimpleNamespace(
        x_min=case.value("sponsor.threshold", 0.0),
        patience=12.0 * case.value("sponsor.patience", 100.0),
        asks=np.zeros(P.J, bool),
        seen=None,
    )
    if "sponsor" in relax or not np.any(rule.x_min > 0.0):
        return rule
    sigma, c = case.value("sponsor.spread", 0.0), case.value("sponsor.common", 0.5)
    phi = np.exp(-(REVIEW / 12.0) / case.value("sponsor.memory", 2.0))
    reviews = -(-case.T // REVIEW)
    rule.asks = np.array([case.leaf(f"plan.{line}.sponsor") != "state" for line in P.line_of], bool)
    rule.seen = np.ones((reviews, case.D, P.J))
    for j in np.flatnonzero(rule.asks):
        of_plant = f"operator.{P.operator_name[j]}"
        name = f"line.{P.line_of[j]}" if P.campus[j] else of_plant
        z = case.latent(f"sponsor.project.{P.names[j]}", 0.0)
        a = None
        for h in range(reviews):
            new = case.latent(f"sponsor.{name}.{h}", 0.0)
            a = new if a is None else phi * a + np.sqrt(1.0 - phi**2) * new
            rule.seen[h, :, j] = np.exp(sigma * (np.sqrt(c) * a + np.sqrt(1.0 - c) * z))
    return rule


def goes_ahead(rule, t, x):
    """`x·exp(s_j) ≥ x_min`, of every project; always where nobody asks."""
    if rule.seen is None:
        return np.ones((1, 1), bool)
    yes = x[:, None] * rule.seen[t // REVIEW] >= (rule.x_min - EPSILON)[:, None]
    return yes | ~rule.asks


def review(rule, P, chain, t, x):
    """Before ground: which due projects ask to be started. What its sponsor holds back waits; what has waited for
    `τ_w` is cancelled."""
    due = P.exists & ~chain.started & ~chain.cancelled & (t >= P.planned)
    waits = due & ~goes_ahead(rule, t, x) & np.isinf(P.ground)
    chain.waited = chain.waited + waits
    chain.cancelled = chain.cancelled | (
        waits & (chain.waited >= (rule.patience - EPSILON)[:, None])
    )
    return due & ~waits

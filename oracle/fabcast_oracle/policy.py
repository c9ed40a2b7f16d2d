"""§10: grants, tax credits and permit reform."""

from types import SimpleNamespace

import numpy as np

from .basics import DELTA, E3, KINDS, pos


def read(case, regions, P, relax):
    """Programmes of support with the projects that they cover."""
    scale = case.value("policy.cap_scale", 1.0)

    def covers(path):
        where = {regions.index(r) for r in case.words(f"{path}.regions")}
        what = {KINDS.index(k) for k in case.words(f"{path}.kinds")}
        return np.array([r in where and k in what for r, k in zip(P.region, P.kind)], bool)

    grants, credits, reforms = [], [], []
    for name in case.names("policy.grant"):
        path = f"policy.grant.{name}"
        hazard = case.value(f"{path}.cancellation")
        u = case.latent(f"cancellation.{name}", 0.0)
        some = hazard > 0.0
        # Cancelled from the month of the time -ln(1-u)/hazard; never without hazard.
        with np.errstate(divide="ignore"):
            time = np.where(some, -np.log1p(-u) / np.where(some, hazard, 1.0), np.inf)
        cancelled = np.floor(12.0 * time)
        if "geopolitics" in relax or f"latent.cancellation.{name}" not in case.draws:
            cancelled = np.full(case.D, np.inf)
        grants.append(
            SimpleNamespace(
                name=name,
                regions=case.words(f"{path}.regions"),
                covers=covers(path),
                share=case.value(f"{path}.share"),
                cap=case.value(f"{path}.cap") * scale,
                first=case.value(f"{path}.from"),
                last=case.value(f"{path}.until"),
                delay=case.value(f"{path}.delay") * DELTA,
                cancelled=cancelled,
            )
        )
    for name in case.names("policy.credit"):
        path = f"policy.credit.{name}"
        credits.append(
            SimpleNamespace(
                covers=covers(path),
                rate=case.value(f"{path}.rate"),
                first=case.value(f"{path}.from"),
                last=case.value(f"{path}.until"),
            )
        )
    for name in case.names("policy.reform"):
        path = f"policy.reform.{name}"
        reforms.append(
            SimpleNamespace(
                region=regions.index(case.leaf(f"{path}.region")),
                speed=case.value(f"{path}.speed"),
                first=case.value(f"{path}.from"),
            )
        )
    return SimpleNamespace(grants=grants, credits=credits, reforms=reforms)


class Support:
    """Promises under way."""

    def __init__(self, policy, D):
        self.promised = [np.zeros(D) for _ in policy.grants]
        self.early = [np.zeros(D) for _ in policy.grants]
        """`γ_k·P_j` of projects that started before the programme opened."""
        self.pipeline = [E3.empty(D) for _ in policy.grants]
        self.carried = np.zeros(D)
        """Unused tax credits."""


def m_policy(policy, t, m_permits, relax):
    """`m_policy(region, year)`: 1, larger after a reform, times what events leave of it. With
    `facilities` relaxed no reform counts (§14)."""
    m = m_permits.copy()
    for reform in () if "facilities" in relax else policy.reforms:
        m[:, reform.region] *= np.where(t >= reform.first, reform.speed, 1.0)
    return m


def grants(policy, support, P, starts, t, m_grants):
    """Promises on `P_j` of this month's starts, and of earlier ones when the programme opens, up to the cap, and what `E3` pays this month, if not
    cancelled; what an event holds back of a payment is lost."""
    paid = np.zeros(m_grants.shape[0])
    for k, grant in enumerate(policy.grants):
        alive = t < grant.cancelled
        open_ = alive & (t >= grant.first) & (t <= grant.last)
        eligible = np.sum(np.where(starts & grant.covers, P.P, 0.0), axis=1)
        support.early[k] = support.early[k] + grant.share * eligible * (t < grant.first)
        asked = grant.share * eligible + support.early[k]
        promise = np.minimum(asked, pos(grant.cap - support.promised[k])) * open_
        support.early[k] = np.where(open_, 0.0, support.early[k])
        support.promised[k] = support.promised[k] + promise
        out = support.pipeline[k].step(promise, grant.delay)
        paid = paid + out * alive * m_grants[:, k]
    return paid


def credits(policy, building_paid, tools_installed, t):
    """Tax credits of building cost as paid and of tools as installed."""
    earned = np.zeros(building_paid.shape[0])
    for credit in policy.credits:
        cost = np.sum(np.where(credit.covers, building_paid + tools_installed, 0.0), axis=1)
        earned = earned + cost * credit.rate * ((t >= credit.first) & (t <= credit.last))
    return earned

"""§1: investors, the starting rule and the rationing of cash."""

from types import SimpleNamespace

import numpy as np

from .basics import DELTA, EPSILON, part, pos, ratio, real


def read(case, plan_cost, relax):
    """Commitments, closings, approvals and terms of every investor."""
    D = case.D
    names = case.names("capital.investor")

    def columns(values):
        return np.stack(values, axis=1)

    def of(name, default=None):
        return columns([case.value(f"capital.investor.{i}.{name}", default) for i in names])

    inflation = case.value("capital.inflation")
    common = {
        "g": case.value("capital.gearing"),
        "kappa": case.value("capital.cover"),
        "retained": case.value("capital.retained"),
        "opening": case.value("capital.opening_cash"),
        "carry": case.value("capital.carry"),
        "inflation": inflation,
    }
    common["gamma"] = common["g"] / (1.0 - common["g"])
    if not names:
        # A scenario without investors has one: equity, C = plan cost, no limits.
        return SimpleNamespace(
            names=["owner"],
            debt=np.array([False]),
            C=plan_cost[:, None],
            T=np.zeros((D, 1)),
            approved=np.ones((D, 1), bool),
            a=np.full((D, 1), np.inf),
            h=np.zeros((D, 1)),
            rate=np.zeros((D, 1)),
            grace=np.zeros((D, 1)),
            term=np.zeros((D, 1)),
            **common,
        )
    # approved_i = [u_i < p_i]
    u = columns([case.latent(f"approval.{i}", 0.0) for i in names])
    approved = u < of("approval")
    if "geopolitics" in relax:
        approved = np.ones_like(approved)
    return SimpleNamespace(
        names=names,
        debt=np.array([case.leaf(f"capital.investor.{i}.kind") == "debt" for i in names]),
        C=of("commitment"),
        T=of("closing"),
        approved=approved,
        a=of("draw_rate"),
        h=real(of("hurdle", 0.0), inflation[:, None]),
        rate=real(of("rate", 0.0), inflation[:, None]),
        grace=of("grace", 0.0),
        term=of("term", 0.0),
        **common,
    )


class Accounts:
    """Money at the end of last month."""

    def __init__(self, capital, D):
        I = len(capital.names)
        self.X = capital.opening.copy()
        self.drawn = np.zeros((D, I))
        self.B = np.zeros((D, I))
        self.first_draw = np.full((D, I), np.inf)
        self.H = np.zeros((D, I))
        self.grants = np.zeros(D)
        self.arrears = np.zeros(D)
        self.cost = np.zeros(D)
        self.tax = np.zeros(D)


def available(capital, accounts, t, m_investor):
    """`avail_i`, with the further limit of debt: nothing can be borrowed before the first equity is in."""
    closed = capital.approved & (t >= capital.T)
    left = pos(capital.C - accounts.drawn)
    with np.errstate(invalid="ignore"):
        yearly = np.where(capital.C > 0.0, capital.a * capital.C * DELTA, 0.0)
    avail = closed * m_investor * np.minimum(left, yearly)
    equity = np.sum(np.where(capital.debt, 0.0, accounts.drawn), axis=1)
    B = np.sum(accounts.B, axis=1)
    room = pos(capital.gamma * (equity + accounts.grants) - B)
    lent = np.where(closed & capital.debt, capital.C, 0.0)
    share = part(lent, np.sum(lent, axis=1, keepdims=True))
    return np.where(capital.debt, np.minimum(avail, share * room[:, None]), avail)


def start(capital, accounts, P, commitment, chain, t, relax):
    """Starting rule (final investment decision): `Cov - Com + X ≥ κ·commitment_j`, in plan order; the commitment
    is planned cost and first servers. Returns this month's starts."""
    waiting = P.exists & ~chain.started & (t >= P.planned)
    starts = np.zeros_like(waiting)
    if "capital" in relax:
        starts = waiting
    elif waiting.any():
        closed = capital.approved & (t >= capital.T)
        equity = np.sum(np.where(closed & ~capital.debt, capital.C, 0.0), axis=1)
        debt = np.sum(np.where(closed & capital.debt, capital.C, 0.0), axis=1)
        own = equity + accounts.grants
        Cov = own + np.minimum(debt, capital.gamma * own)
        Com = np.sum(np.where(chain.started, commitment, 0.0), axis=1)
        blocked = np.zeros(len(Com), bool)
        rows = np.arange(len(Com))
        for place in range(P.J):
            j = P.order[:, place]
            due = waiting[rows, j] & ~blocked
            if not due.any():
                continue
            cost = commitment[rows, j]
            enough = Cov - Com + accounts.X >= (capital.kappa - EPSILON) * cost
            go = due & enough
            starts[rows[go], j[go]] = True
            Com = Com + np.where(go, cost, 0.0)
            blocked |= due & ~enough
    chain.started = chain.started | starts
    chain.start_month = np.where(starts, t, chain.start_month)
    return starts


def debt_service(capital, accounts, t):
    """§12: interest `B·((1+rate)^Δ - 1)` and principal due `B·min(1, Δ/max(Δ, left))`, nothing during grace."""
    interest = accounts.B * ((1.0 + capital.rate) ** DELTA - 1.0)
    lent = np.isfinite(accounts.first_draw)
    elapsed = np.where(lent, t - np.where(lent, accounts.first_draw, 0.0), 0.0) * DELTA
    left = capital.grace + capital.term - elapsed
    due = accounts.B * np.minimum(1.0, DELTA / np.maximum(DELTA, left))
    repaying = lent & (elapsed >= capital.grace - EPSILON)
    return interest, np.where(repaying, due, 0.0)


def ration(X, Av, needs, relax):
    """`f_c = ratio(X + Av - paid for needs served before, need_c)`, in order. Returns the `f` and `D`."""
    paid = np.zeros_like(X)
    f = []
    for need in needs:
        share = np.ones_like(X) if "capital" in relax else ratio(X + Av - paid, need)
        f.append(share)
        paid = paid + share * need
    # Drawn D = (Σ f_c·need_c - X)⁺
    return f, pos(paid - X)


def share_work(P, needs, f_work, relax):
    """§1: money for work, `f_work·need_work`, in plan order: `f_j = ratio(left, need_j)`. Returns `f_j`."""
    f = np.ones_like(needs)
    if "capital" in relax or P.J == 0:
        return f
    short = f_work < 1.0
    left = f_work * np.sum(needs, axis=1)
    rows = np.arange(len(left))
    for place in range(P.J):
        j = P.order[:, place]
        need = needs[rows, j]
        share = np.where(short, ratio(left, need), 1.0)
        f[rows, j] = share
        left = pos(left - share * need)
    return f


def draw(capital, avail, D, relax):
    """`draw_i = D·part(avail_i, Av)`; with `capital` relaxed pro rata to commitments (§14)."""
    key = capital.C if "capital" in relax else avail
    return D[:, None] * part(key, np.sum(key, axis=1, keepdims=True))

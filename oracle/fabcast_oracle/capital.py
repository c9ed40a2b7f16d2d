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
        # What all lenders agree on; 0 is none.
        "reserve": case.value("capital.reserve", 0.0),
        "sweep": case.value("capital.sweep", 0.0),
        "lock_up": case.value("capital.lock_up_cover", 0.0),
        "default": case.value("capital.default_cover", 0.0),
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
            preferred=np.array([False]),
            bridge=np.array([False]),
            order=np.array([0]),
            rank=np.array([1]),
            **loans(case, [], D),
            **common,
        )
    # approved_i = [u_i < p_i]
    u = columns([case.latent(f"approval.{i}", 0.0) for i in names])
    approved = u < of("approval")
    if "geopolitics" in relax:
        approved = np.ones_like(approved)
    kinds = np.array([case.leaf(f"capital.investor.{i}.kind") for i in names])
    # The guaranteed share of a loan has a rate of its own.
    guaranteed = of("guarantee", 0.0)
    rate = of("rate", 0.0)
    own = columns(
        [
            case.value(f"capital.investor.{i}.guaranteed_rate")
            if case.has(f"capital.investor.{i}.guaranteed_rate")
            else rate[:, k]
            for k, i in enumerate(names)
        ]
    )
    rate = (1.0 - guaranteed) * rate + guaranteed * own
    # Of preferred equity the coupon is what the hurdle is to other equity.
    asked = np.where(kinds == "preferred", of("coupon", 0.0), of("hurdle", 0.0))
    return SimpleNamespace(
        names=names,
        debt=kinds == "debt",
        preferred=kinds == "preferred",
        bridge=np.array([case.has(f"capital.investor.{i}.bridge_until") for i in names]),
        order=np.array([case.whole(f"capital.investor.{i}.order", 0) for i in names]),
        rank=np.array(
            [
                case.whole(f"capital.investor.{i}.rank", 0 if kind == "preferred" else 1)
                for i, kind in zip(names, kinds)
            ]
        ),
        C=of("commitment"),
        T=of("closing"),
        approved=approved,
        a=of("draw_rate"),
        h=real(asked, inflation[:, None]),
        rate=real(rate, inflation[:, None]),
        grace=of("grace", 0.0),
        term=of("term", 0.0),
        **loans(case, names, D),
        **common,
    )


def loans(case, names, D):
    """Terms of loans beyond rate, grace and term; an investor that does not name one has none."""

    def of(leaf, default):
        if not names:
            return np.full((D, 1), default)
        return np.stack(
            [case.value(f"capital.investor.{i}.{leaf}", default) for i in names], axis=1
        )

    def words(leaf, default):
        return np.array([case.leaf(f"capital.investor.{i}.{leaf}", default) for i in names or [""]])

    return {
        "repayment": words("repayment", "straight"),
        "capitalises": words("grace_interest", "paid") == "capitalised",
        "target": of("target_cover", 1.3),
        "fee": of("commitment_fee", 0.0),
        "guarantee": of("guarantee", 0.0),
        "guarantee_fee": of("guarantee_fee", 0.0),
        "export": of("export_share", np.inf),
        "until": of("bridge_until", np.inf),
    }


def open_now(capital, t):
    """Approved and closed; a bridge only until it is called."""
    return capital.approved & (t >= capital.T) & (t < capital.until)


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
        self.reserve = np.zeros(D)
        self.stopped = np.zeros(D, bool)
        self.revenue = np.zeros(D)
        self.cash_history, self.service_history = [], []
        """Cash before debt service and debt service due, month by month."""
        self.repaying = np.zeros(D)
        self.cost = np.zeros(D)
        self.reequipment = np.zeros(D)
        self.tax = np.zeros(D)


def promised(capital, accounts, t):
    """`L`: what open owners have still to give, each; and what bridges owe in all."""
    left = np.where(capital.debt, 0.0, open_now(capital, t) * pos(capital.C - accounts.drawn))
    owed = np.sum(np.where(capital.bridge, accounts.B, 0.0), axis=1)
    return left, owed


def available(capital, accounts, t, m_investor, equipment):
    """`avail_i`, with the further limit of debt: nothing can be borrowed before the first equity is in. `equipment`:
    the month's needs for tools and servers, for export credit."""
    closed = open_now(capital, t)
    left = pos(capital.C - accounts.drawn)
    promise, bridged = promised(capital, accounts, t)
    L = np.sum(promise, axis=1)
    # What bridges owe is pledged.
    free = np.where(capital.debt, 1.0, pos(1.0 - part(bridged, L))[:, None])
    with np.errstate(invalid="ignore"):
        yearly = np.where(capital.C > 0.0, capital.a * capital.C * DELTA, 0.0)
    avail = closed * m_investor * np.minimum(free * left, yearly)
    equity = np.sum(np.where(capital.debt, 0.0, accounts.drawn), axis=1) + bridged
    lender = capital.debt & ~capital.bridge
    B = np.sum(np.where(lender, accounts.B, 0.0), axis=1)
    room = pos(capital.gamma * (equity + accounts.grants) - B)

    def share(which, room):
        lent = np.where(closed & which, capital.C, 0.0)
        return part(lent, np.sum(lent, axis=1, keepdims=True)) * room[:, None]

    loans = np.minimum(avail, share(lender, room)) * ~accounts.stopped[:, None]
    bridges = np.minimum(avail, share(capital.bridge, pos(L - bridged)))
    avail = np.where(lender, loans, np.where(capital.bridge, bridges, avail))
    with np.errstate(invalid="ignore"):
        export = np.where(np.isinf(capital.export), np.inf, capital.export * equipment[:, None])
    return np.minimum(avail, export)


def call_bridges(capital, accounts, t):
    """Bridges that are due are repaid by a call on the owners, pro rata to what they have still to give. Returns what
    each bridge gets and each owner gives."""
    due = np.where(capital.bridge & (t >= capital.until), accounts.B, 0.0)
    left, _ = promised(capital, accounts, t)
    all_due, L = np.sum(due, axis=1), np.sum(left, axis=1)
    call = np.minimum(all_due, L)[:, None]
    repaid, given = call * part(due, all_due[:, None]), call * part(left, L[:, None])
    accounts.B = pos(accounts.B - repaid)
    accounts.drawn = accounts.drawn + given
    return repaid, given


def start(capital, accounts, P, commitment, chain, waiting, t, relax):
    """Starting rule (final investment decision): `Cov - Com + X ≥ κ·commitment_j`, in plan order; the commitment
    is planned cost and first servers, `waiting` what is due and has a sponsor who goes ahead. Returns this month's starts."""
    starts = np.zeros_like(waiting)
    if "capital" in relax:
        starts = waiting
    elif waiting.any():
        closed = capital.approved & (t >= capital.T)
        equity = np.sum(np.where(closed & ~capital.debt, capital.C, 0.0), axis=1)
        lender = capital.debt & ~capital.bridge
        debt = np.sum(np.where(closed & lender, capital.C, 0.0), axis=1)
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


def interest(capital, accounts):
    """`B·((1+rate)^Δ - 1)`."""
    return accounts.B * ((1.0 + capital.rate) ** DELTA - 1.0)


def debt_service(capital, accounts, t):
    """§12: what lenders are due on `B` before this month's draw: interest and commitment fee, the guarantors' fee,
    whether what accrues joins the debt, and principal by profile."""
    undrawn = pos(capital.C - accounts.drawn)
    earned = interest(capital, accounts) + np.where(
        capital.debt & open_now(capital, t), capital.fee * DELTA * undrawn, 0.0
    )
    guarantor = accounts.B * capital.guarantee * capital.guarantee_fee * DELTA
    lent = np.isfinite(accounts.first_draw)
    elapsed = np.where(lent, t - np.where(lent, accounts.first_draw, 0.0), 0.0) * DELTA
    left = np.maximum(DELTA, capital.grace + capital.term - elapsed)
    last = left <= DELTA + EPSILON
    after = lent & (elapsed >= capital.grace)
    joins = capital.capitalises & ~after
    straight = np.minimum(1.0, DELTA / left)
    monthly = (1.0 + capital.rate) ** DELTA - 1.0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        annuity = np.minimum(1.0, monthly / ((1.0 + capital.rate) ** left - 1.0))
    annuity = np.where(last, 1.0, np.where(np.abs(monthly) < 1e-12, straight, annuity))
    share = np.select(
        [capital.repayment == "bullet", capital.repayment == "annuity"],
        [last.astype(float), annuity],
        straight,
    )
    repays = after & ~capital.bridge
    principal = np.where(repays, accounts.B * share, 0.0)
    # Sculpted: what is left of last month's cash over the target.
    sculpted = (capital.repayment == "sculpted") & capital.debt
    in_cash = np.sum(np.where(joins, 0.0, earned + guarantor), axis=1)
    others = np.sum(np.where(sculpted, 0.0, principal), axis=1)
    debt = np.where(sculpted & repays, accounts.B, 0.0)
    cash = pos(accounts.revenue - accounts.cost - accounts.reequipment - accounts.tax)
    room = pos(cash[:, None] / capital.target - (in_cash + others)[:, None])
    part_of = np.minimum(debt, room * part(debt, np.sum(debt, axis=1)[:, None]))
    principal = np.where(sculpted, np.where(last, debt, part_of), principal)
    return SimpleNamespace(
        interest=earned,
        guarantor=guarantor,
        joins=joins,
        principal=principal,
        in_cash=in_cash,
        due=in_cash + np.sum(principal, axis=1),
    )


def ration(X, Av, reserve, needs, relax):
    """`f_c = ratio(X + Av - R - paid for needs served before, need_c)`, in order; bills, the first, may take the
    reserve `R` too. Returns the `f` and `D`."""
    f, left, paid = [], X + Av, np.zeros_like(X)
    for place, need in enumerate(needs):
        share = np.ones_like(X) if "capital" in relax else ratio(left, need)
        f.append(share)
        left = pos(left - share * need - (reserve if place == 0 else 0.0))
        paid = paid + share * need
    # Drawn D = (Σ f_c·need_c - X + R)⁺, at most Av
    if "capital" in relax:
        return f, pos(paid - X)
    return f, np.minimum(pos(paid - (X - reserve)), Av)


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
    """In the order of drawing, pro rata to `avail_i` within a place; with `capital` relaxed pro rata to commitments,
    bridges left out (§14)."""
    if "capital" in relax:
        key = np.where(capital.bridge, 0.0, capital.C)
        return D[:, None] * part(key, np.sum(key, axis=1, keepdims=True))
    draws, left = np.zeros_like(avail), D
    for place in np.unique(capital.order):
        here = np.where(capital.order == place, avail, 0.0)
        room = np.sum(here, axis=1)
        taken = np.minimum(left, room)
        draws = draws + taken[:, None] * part(here, room[:, None])
        left = pos(left - taken)
    return draws


def covenants(capital, accounts, revenue, other_bills_paid, service, X):
    """§12: the cover of the last twelve months, the reserve out of the cash `X`, and whether distributions are locked
    up. Lending stops next month."""
    accounts.cash_history.append(revenue - other_bills_paid)
    accounts.service_history.append(service.due)
    begun = (accounts.repaying > 0.0) | (np.sum(service.principal, axis=1) > EPSILON)
    accounts.repaying = accounts.repaying + begun
    cash, due = (np.sum(h[-12:], axis=0) for h in (accounts.cash_history, accounts.service_history))
    tested = (accounts.repaying >= 12.0) & (due > EPSILON)

    def below(limit):
        return tested & (limit > 0.0) & (cash < (limit - EPSILON) * due)

    accounts.reserve = np.minimum(X, capital.reserve * due * DELTA)
    accounts.stopped = below(capital.default)
    return below(capital.lock_up)

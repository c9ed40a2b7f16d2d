"""§12: operating cost, tax, debt, distributions and what each investor gets back."""

from types import SimpleNamespace

import numpy as np

from .basics import DELTA, FAB, HBM, HOURS, PACKAGING, TRADES, part, pos, real


def read(case, inflation):
    def of(name, default=None):
        return case.value(f"finance.{name}", default)

    return SimpleNamespace(
        fixed={FAB: of("logic.fixed"), HBM: of("hbm.fixed"), PACKAGING: of("packaging.fixed")},
        variable={
            FAB: of("logic.variable"),
            HBM: of("hbm.variable"),
            PACKAGING: of("packaging.variable"),
        },
        test=of("test"),
        stack=of("merchant_stack"),
        wafer=of("merchant_wafer"),
        energy=of("energy"),
        load=of("load"),
        site=of("site"),
        fee=of("fee"),
        tax=of("tax"),
        r=real(of("discount"), inflation),
        life=np.stack([of(f"life.{c}") for c in ("building", "tools", "servers")], axis=1),
        terminal=case.leaf("finance.terminal", "margin"),
    )


def operating_cost(F, talent, P, A, S, made, gen, U, P_gw, E, R, running, relax):
    """Cost incurred in a month; it is paid the next (*operate*). `A`, `U`, `P`, `E`: last month's,
    and only what was really built."""
    wafers = 0.0
    for kind in (FAB, HBM, PACKAGING):
        capacity = np.sum(A[:, P.kind == kind], axis=1)
        wafers = wafers + F.fixed[kind] * capacity * DELTA
    interposers = part(made.own, gen.i)
    wafers = wafers + F.variable[FAB] * S[0] + F.variable[HBM] * S[1]
    wafers = wafers + F.variable[PACKAGING] * interposers / 1000.0
    merchant = made.bought * F.stack + part(made.n - made.own, gen.i) * F.wafer
    energy = F.energy * HOURS * DELTA * F.load * U
    site = F.site * P_gw * DELTA
    staff = np.maximum(E, R) if "talent" in relax else E
    beyond = pos(staff - running)
    beyond[:, :, TRADES] = 0.0
    wages = np.sum(talent.wage[:, :, None] * beyond, axis=(1, 2)) * DELTA
    seats = np.sum(talent.seats, axis=(1, 2)) * DELTA * talent.seat_cost
    return wafers * (1.0 + F.fee) + F.test * made.n + merchant + energy + site + wages + seats


class Books:
    """Tax books: values to be depreciated (buildings, tools, servers) and losses brought forward."""

    def __init__(self, D):
        self.value = np.zeros((D, 3))
        self.losses = np.zeros(D)


def depreciate(F, books, payments):
    """Declining balance, `1.5/life·Δ` a month of the class, from the month of payment."""
    books.value = books.value + payments
    depreciation = books.value * 1.5 / F.life * DELTA
    books.value = pos(books.value - depreciation)
    return np.sum(depreciation, axis=1)


def tax(F, books, support, profit, earned_credits):
    """Tax `= τ·(profit after depreciation and interest - losses brought forward)⁺ - credits`, floored at 0."""
    base = pos(profit - books.losses)
    books.losses = pos(books.losses - profit)
    due = F.tax * base
    credits = support.carried + earned_credits
    used = np.minimum(due, credits)
    support.carried = pos(credits - used)
    return pos(due - used)


def distributions(capital, X, revenue, bills, bills_paid, arrears, t, last_spending):
    """`min(X°, (1-ρ)·(revenue - bills paid)⁺)`, but `(X° - 3·bills)⁺` as long as the last twelve
    months saw no spending on *work* or *order* (of a dollar or more: the tail of a backlog shrinks for
    ever); 0 in a month with arrears."""
    running = np.minimum(X, (1.0 - capital.retained) * pos(revenue - bills_paid))
    quiet = np.isfinite(last_spending) & (t - last_spending >= 12.0)
    paid = np.where(quiet, pos(X - 3.0 * bills), running)
    return np.where(arrears > 0.0, 0.0, pos(paid))


def waterfall(capital, accounts, amount):
    """To equity pro rata to hurdle accounts until they are empty, then share `carry` to the sponsor and
    the rest pro rata to drawn equity. Takes from the accounts; returns what each investor gets and the sponsor."""
    total = np.sum(accounts.H, axis=1)
    first = np.minimum(amount, total)
    paid = accounts.H * part(first, total)[:, None]
    accounts.H = pos(accounts.H - paid)
    rest = amount - first
    equity = np.where(capital.debt, 0.0, accounts.drawn)
    drawn = np.sum(equity, axis=1)
    sponsor = np.where(drawn > 0.0, capital.carry * rest, rest)
    return paid + part(equity, drawn[:, None]) * (rest - sponsor)[:, None], sponsor


def terminal_value(F, life, margin, p_end, p_before, X, B, arrears):
    """`12-month operating margin·(1-exp(-z·life/2))/z`, `z = r + fall of price over that year`, plus `X`,
    less `B` and arrears, floored at 0; or nothing."""
    if F.terminal == "none":
        return np.zeros_like(X)
    z = F.r + 1.0 - p_end / p_before
    half = life / 2.0
    flat = np.abs(z) < 1e-12
    factor = np.where(flat, half, -np.expm1(-z * half) / np.where(flat, 1.0, z))
    return pos(pos(margin) * factor + X - B - arrears)


# Returns

NO_FLOW, NO_DRAW, NO_RETURN, NO_ROOT, ROOT = (
    "no flow",
    "nothing drawn",
    "nothing came back",
    "no root",
    "root",
)
LEAST, MOST = 0.01, 1e8 + 1.0
"""Growth factors a year between which roots are sought: -99 % and 10⁸."""


def irr(flows, steps=4000):
    """Yearly rate at which the present value of monthly flows, shape (months, draws), is 0, and the reason where
    there is none. Of several roots the one nearest to zero.

    Sign changes of the value over a grid, even in the logarithm of the growth factor, each refined by bisection.
    """
    D = flows.shape[1]
    rate = np.full(D, np.nan)
    out, back = np.any(flows < 0.0, axis=0), np.any(flows > 0.0, axis=0)
    reason = np.where(out, np.where(back, NO_ROOT, NO_RETURN), np.where(back, NO_DRAW, NO_FLOW))
    todo = np.flatnonzero(out & back)
    if len(todo) == 0:
        return rate, reason
    # Monthly discount factors, so that rates and factors go in opposite directions.
    grid = np.exp(-np.linspace(np.log(LEAST), np.log(MOST), steps) * DELTA)

    def value(factor, columns):
        """Present value of each column at its own factors, shape (…, columns)."""
        total = np.zeros(np.broadcast_shapes(np.shape(factor), (len(columns),)))
        for flow in flows[::-1][:, columns]:
            total = total * factor + flow
        return total

    signs = np.sign(value(grid[:, None], todo))
    at, which = np.nonzero(signs[1:] != signs[:-1])
    if len(at) == 0:
        return rate, reason
    columns, a, b = todo[which], grid[at], grid[at + 1]
    sign = signs[at, which]
    for _ in range(120):
        middle = 0.5 * (a + b)
        same = np.sign(value(middle, columns)) == sign
        a, b = np.where(same, middle, a), np.where(same, b, middle)
    roots = (0.5 * (a + b)) ** -12.0 - 1.0
    for column, root in zip(columns, roots):
        if not abs(root) >= abs(rate[column]):
            rate[column] = root
    reason[columns] = ROOT
    return rate, reason


def npv(flows, r):
    """Present value in the first month at `r` a year."""
    time = np.arange(len(flows))[:, None] * DELTA
    return np.sum(flows * (1.0 + r[None, :]) ** -time, axis=0)


def payback(flows, slack=0.0):
    """First month in which what was drawn has come back; none is infinity. `slack` is a share of what was drawn
    that may be missing."""
    drawn = np.cumsum(np.maximum(-flows, 0.0), axis=0)
    total = np.cumsum(flows, axis=0) + slack * drawn
    begun = np.cumsum(flows < 0.0, axis=0) > 0
    back = begun & (total >= 0.0)
    return np.where(np.any(back, axis=0), np.argmax(back, axis=0), np.inf)

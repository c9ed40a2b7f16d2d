"""§12: operating cost, tax, debt, distributions and what each investor gets back."""

from types import SimpleNamespace

import numpy as np

from .basics import DELTA, EPSILON, FAB, HBM, HOURS, PACKAGING, TRADES, part, pos, real


CLASSES = ("building", "tools", "servers")
MACRS5 = (0.20, 0.32, 0.192, 0.1152, 0.1152, 0.0576)


def yearly_shares(method, life):
    """Shares of cost by tax year, the year of payment first; None for the declining balance without an end."""
    n = max(1, int(np.floor(life + 0.5)))
    if method == "declining":
        return None
    if method == "macrs5":
        return list(MACRS5)
    if method == "immediate":
        return [1.0]
    if method == "straight":
        return [0.5 / n, *[1.0 / n] * (n - 1), 0.5 / n]
    # 200 % of what is left, or equal parts of it over the n + ½ - k years that remain, whichever is more.
    rate = min(1.0, 2.0 / n)
    shares = [0.5 * rate]
    for k in range(1, n):
        left = 1.0 - sum(shares)
        shares.append(min(left, max(rate * left, left / (n + 0.5 - k))))
    return [*shares, 1.0 - sum(shares)]


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
        # A month of re-equipment of a unit of capacity: share of its tools over the time between changes.
        reequip={
            kind: of(f"reequip.{line}")
            / of("reequip.every")
            * case.value(f"kind.{name}.unit_cost")
            * (1.0 - case.value(f"kind.{name}.building_share"))
            * DELTA
            for kind, line, name in (
                (FAB, "logic", "fab"),
                (HBM, "hbm", "hbm"),
                (PACKAGING, "packaging", "packaging"),
            )
        },
        e=case.value("cost.escalation"),
        tax=of("tax"),
        r=real(of("discount"), inflation),
        life=np.stack([of(f"life.{c}") for c in CLASSES], axis=1),
        method=[case.leaf(f"finance.depreciation.{c}", "declining") for c in CLASSES],
        limit=of("loss_limit", 1.0),
        start=case.start,
        places=[
            case.value(f"region.{r}.tax", np.nan) if case.has(f"region.{r}.tax") else None
            for r in case.names("region")
        ],
        terminal=case.leaf("finance.terminal", "margin"),
        parts=case.leaf("finance.sells", "accelerators") == "parts",
        logic_price=of("logic_price", 0.0),
        g_w=of("logic_price_growth", 0.0),
    )


def parts_sold(F, y, wafers, stacks, interposers):
    """§8: what others pay for parts of accelerators that they design: thousand good wafers, stacks, interposer wafers."""
    return F.logic_price * (1.0 + F.g_w) ** y * wafers + F.stack * stacks + F.wafer * interposers


def operating_cost(F, talent, P, A, S, made, gen, U, P_gw, E, R, running, premium, relax):
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
    wages = np.sum(talent.wage[:, :, None] * (1.0 + premium) * beyond, axis=(1, 2)) * DELTA
    seats = np.sum(talent.seats, axis=(1, 2)) * DELTA * talent.seat_cost
    # Whose design it is buys what else it takes.
    bought = 0.0 if F.parts else F.test * made.n + merchant
    return wafers * (1.0 + F.fee) + bought + energy + site + wages + seats


def reequipment(F, P, A, y):
    """What changes of node take of the lines, incurred evenly; billed like cost, but capital. `A`: last month's,
    really built."""
    per_unit = sum(F.reequip[kind] * np.sum(A[:, P.kind == kind], axis=1) for kind in F.reequip)
    return per_unit * (1.0 + F.e) ** y


class Books:
    """Tax books: values to be depreciated (buildings, tools, servers) and losses brought forward."""

    def __init__(self, D):
        self.value = np.zeros((D, 3))
        self.losses = np.zeros(D)
        self.paid = {}
        """What was paid for the three classes, by tax year."""
        self.property = 0.0
        """Building and tools paid for so far, by region."""


def depreciate(F, books, payments, t):
    """By the class's method: declining balance, `1.5/life·Δ` a month from the month of payment; or a table of
    shares by tax year, the first at once and the others in twelfths."""
    year = (F.start + t) // 12
    books.paid[year] = books.paid.get(year, 0.0) + payments
    depreciation = (books.value + payments) * np.minimum(1.0, 1.5 / F.life * DELTA)
    for c, method in enumerate(F.method):
        if method == "declining":
            continue
        for d, life in enumerate(F.life[:, c]):
            shares = yearly_shares(method, life)
            written = shares[0] * payments[d, c]
            for age, share in enumerate(shares):
                if age and year - age in books.paid:
                    written += share * books.paid[year - age][d, c] / 12.0
            depreciation[d, c] = written
    books.value = pos(books.value + payments - depreciation)
    return np.sum(depreciation, axis=1)


def tax_rate(F, books, by_region):
    """`Σ τ_r·w_r`, `w_r` the building and tools paid for in the region so far; `τ` without any."""
    if not any(rate is not None for rate in F.places):
        return F.tax
    books.property = books.property + by_region
    rates = np.stack([F.tax if rate is None else rate for rate in F.places], axis=1)
    everywhere = np.sum(books.property, axis=1)
    taxed = np.sum(rates * books.property, axis=1)
    return np.where(everywhere > 0.0, part(taxed, everywhere), F.tax)


def tax(F, books, support, profit, earned_credits, rate):
    """Tax `= rate·(profit⁺ - relief) - credits`, floored at 0; `relief = min(losses, λ·profit⁺)`."""
    relief = np.minimum(books.losses, F.limit * pos(profit))
    books.losses = pos(books.losses - relief + pos(-profit))
    due = rate * pos(pos(profit) - relief)
    credits = support.carried + earned_credits
    used = np.minimum(due, credits)
    support.carried = pos(credits - used)
    return pos(due - used)


def distributions(capital, X, revenue, bills, bills_paid, arrears, locked, t, last_spending):
    """`min(X°, (1-ρ)·(revenue - bills paid)⁺)`, but `(X° - 3·bills)⁺` as long as the last twelve
    months saw no spending on *work* or *order* (of a dollar or more: the tail of a backlog shrinks for
    ever); 0 in a month with arrears or in
    lock-up. `X`: cash that is not kept for debt service."""
    running = np.minimum(X, (1.0 - capital.retained) * pos(revenue - bills_paid))
    quiet = np.isfinite(last_spending) & (t - last_spending >= 12.0)
    paid = np.where(quiet, pos(X - 3.0 * bills), running)
    return np.where((arrears > 0.0) | locked, 0.0, pos(paid))


def sweep(capital, accounts, amount):
    """Share of what may be distributed that repays debt first, pro rata. Returns what each lender gets."""
    owed = np.sum(accounts.B, axis=1)
    swept = np.minimum(capital.sweep * amount, owed)
    repaid = swept[:, None] * part(accounts.B, owed[:, None])
    accounts.B = pos(accounts.B - repaid)
    return repaid


def waterfall(capital, accounts, amount):
    """Rank by rank to equity pro rata to accounts until they are empty, then share `carry` to the sponsor and the
    rest pro rata to drawn equity that is not preferred. Takes from the accounts; returns what each investor gets and
    the sponsor."""
    gets, rest = np.zeros_like(accounts.H), amount
    for rank in np.unique(capital.rank[~capital.debt]):
        here = np.where(~capital.debt & (capital.rank == rank), accounts.H, 0.0)
        total = np.sum(here, axis=1)
        first = np.minimum(rest, total)
        paid = here * part(first, total)[:, None]
        accounts.H = pos(accounts.H - paid)
        gets, rest = gets + paid, rest - first
    equity = np.where(capital.debt | capital.preferred, 0.0, accounts.drawn)
    drawn = np.sum(equity, axis=1)
    sponsor = np.where(drawn > 0.0, capital.carry * rest, rest)
    return gets + part(equity, drawn[:, None]) * (rest - sponsor)[:, None], sponsor


def terminal_value(F, life, margin, growth, book, X, B, arrears):
    """What stands plus `X`, less `B` and arrears, floored at 0; or nothing. It is worth `12-month margin after all
    bills·(1-exp(-z·life/2))/z`, `z = r + 1 - growth of the reference price a year`, or its written-down value."""
    if F.terminal == "none":
        return np.zeros_like(X)
    if F.terminal == "book":
        return pos(book + X - B - arrears)
    z = F.r + (0.0 if F.parts else 1.0 - growth)
    half = life / 2.0
    flat = np.abs(z) < 1e-12
    factor = np.where(flat, half, -np.expm1(-z * half) / np.where(flat, 1.0, z))
    return pos(pos(margin) * factor + X - B - arrears)


def break_even(F, life, growth, h, drawn, util, book, p, rent, sales, bills, payments, grants):
    """Price of an H100-hour that breaks even, the price earned, the utilisation that breaks even, revenue needed
    and revenue expected. `rent`, `sales`, the `bills` incurred, `payments`, `grants` and the price `p` have shape
    (months, draws); `book` is the written-down value at the end."""
    T = len(p)
    when = np.arange(T)[:, None] * DELTA
    D = (1.0 + h[None, :]) ** -when
    revenue = rent + sales
    z = F.r + (0.0 if F.parts else 1.0 - growth)
    flat = np.abs(z) < 1e-9
    A = np.where(flat, life / 2.0, -np.expm1(-z * life / 2.0) / np.where(flat, 1.0, z))
    if F.terminal != "margin":
        A = np.zeros_like(A)
    W = book if F.terminal == "book" else np.zeros_like(A)
    tail = A * D[-1]
    N = np.sum(D * (bills + payments - grants), axis=0) - D[-1] * W
    k = np.sum(bills[-12:], axis=0)

    def factor(earned, outlay, upkeep):
        """Where `f·R - outlay + tail·(f·r - upkeep)⁺` is 0: tried without the tail, else with it."""
        R, r = np.sum(D * earned, axis=0), np.sum(earned[-12:], axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            alone, both = outlay / R, (outlay + tail * upkeep) / (R + tail * r)
            return np.maximum(0.0, np.where(alone * r <= upkeep, alone, both))

    R = np.sum(D * revenue, axis=0)
    hours = np.sum(D * part(revenue, p), axis=0)
    some = (drawn > 0.0) & (R > 0.0)
    earned = np.where(some, part(R, hours), np.nan)
    f = np.where(some, factor(revenue, N, k), np.nan)
    rented = np.sum(D * rent, axis=0) > 0.0
    sold = np.sum(D * sales, axis=0)
    u = util * factor(rent, N - sold, k - np.sum(sales[-12:], axis=0))
    u = np.where(some & rented & (u <= 1.0), u, np.nan)
    return f * earned, earned, u, f * R, np.where(some, R, np.nan)


# Returns

NO_FLOW, NO_DRAW, NO_RETURN, NO_ROOT, ROOT = (
    "no flow",
    "nothing drawn",
    "nothing came back",
    "no root",
    "root",
)
INFLATED, USUAL = 1e9, 100.0
LEAST, MOST = 0.01, 1e8 + 1.0
"""Growth factors a year between which roots are sought: -99 % and 10⁸."""


def irr(flows, steps=4000):
    """Yearly rate at which the present value of monthly flows, shape (months, draws), is 0, and the reason where
    there is none. Of several roots the one that the rule of docs/finance.md names.

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
    gross = np.sum(np.abs(flows), axis=0)
    time = np.arange(len(flows)) * DELTA
    for column in np.unique(columns):
        mine = columns == column
        inflated = [np.sum(np.abs(flows[:, column]) * (1.0 + r) ** -time) for r in roots[mine]]
        found = [
            (abs(np.log1p(r)), r, before > 0.0)
            for r, before, size in zip(roots[mine], sign[mine], inflated)
            if size <= INFLATED * gross[column]
        ]
        found = [root for root in found if root[1] <= USUAL] or found
        if np.sum(flows[:, column]) > 0.0:
            found = [root for root in found if root[2]] or found
        if found:
            rate[column] = min(found)[1]
            reason[column] = ROOT
    return rate, reason


def ranked(rate, drawn, received):
    """Returns by which futures are ranked: without a rate -1 where nothing came back, below every rate where less
    came back than was drawn, above where more did; none where nothing was drawn."""
    less = np.where(received > EPSILON, -np.inf, -1.0)
    without = np.where(received > drawn + EPSILON, np.inf, less)
    return np.where(drawn > 0.0, np.where(np.isnan(rate), without, rate), np.nan)


def npv(flows, r):
    """Present value in the first month at `r` a year."""
    time = np.arange(len(flows))[:, None] * DELTA
    return np.sum(flows * (1.0 + r[None, :]) ** -time, axis=0)


def payback(flows, calls=None, slack=0.0):
    """First month in which what was drawn has come back; none is infinity. `slack` is a share of what was drawn
    that may be missing; `calls` is what was drawn where some of it came back in the same month."""
    drawn = np.cumsum(np.maximum(-flows, 0.0) if calls is None else calls, axis=0)
    total = np.cumsum(flows, axis=0) + slack * drawn
    begun = drawn > 0.0
    back = begun & (total >= 0.0)
    return np.where(np.any(back, axis=0), np.argmax(back, axis=0), np.inf)

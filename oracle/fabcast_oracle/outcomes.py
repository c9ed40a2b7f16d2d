"""§14: the outcomes of every draw, under the names and in the units of docs/outcomes.md.

Compute in million H100e, money in 10⁹ $, power in GW, months counted from the start. An outcome without a value in a draw
is not a number.
"""

import numpy as np

from . import clock, finance
from .basics import EPSILON, FAB, HBM, pos

MILLION = 1e-6
AT_DATES = {
    "delivered_h100e": ("delivered_h100e", MILLION, ("each", "end")),
    "delivered_gw": ("delivered_gw", 1.0, ("each", "end")),
    "datacentre_gw": ("datacentre_gw", 1.0, ("each", "end")),
    "logic_kwspm": ("logic_capacity_kwspm", 1.0, ("each", "end")),
    "hbm_kwspm": ("hbm_capacity_kwspm", 1.0, ("last",)),
    "packaging_kwpm": ("packaging_capacity_kwpm", 1.0, ("last",)),
    "price": ("price_h100_hour", 1.0, ("each",)),
    "capital_drawn": ("capital_drawn", 1.0, ("each", "end")),
    "distributed": ("distributions", 1.0, ("end",)),
    "grants": ("grants_received", 1.0, ("end",)),
    "projects_started": ("started", 1.0, ("end",)),
    "projects_cancelled": ("cancelled", 1.0, ("end",)),
    "largest_run": ("frontier_run_flop", 1.0, ("first",)),
}
"""Outcome → series, factor and dates: the value of the series in December of each year of judgement, of the first or
of the last, or in the last month."""
USUAL = (2030, 2035)
"""Years of judgement of a scenario that names none."""


def judged(case):
    """Years of judgement as text, and whether they are the scenario's own."""
    if case.leaf("judged"):
        return [str(year) for year in case.leaf("judged")], True

    def decembers(last):
        first = case.start // 12
        ends = {year: 12 * year + 11 - case.start for year in range(first, case.end // 12 + 1)}
        return {year: t for year, t in ends.items() if 0 <= t < last}

    if case.names("plan") and not set(USUAL) & set(decembers(case.T)):
        last = case.T - 1
        inner = decembers(last)
        if inner:
            nearest = [min(inner, key=lambda year: abs(3 * inner[year] - k * last)) for k in (1, 2)]
            return [str(year) for year in sorted(set(nearest))], True
    return [str(year) for year in USUAL], False


def home(case):
    """Region whose missing people are reported."""
    regions = sorted(case.names("region"))
    if judged(case)[1]:
        lines = [(case.leaf(f"plan.{line}.region"), line) for line in case.names("plan")]
        count = {region: 0 for region in regions}
        for region, line in lines:
            count[region] += int(case.leaf(f"plan.{line}.count", 1))
        return max(regions, key=lambda region: count[region])
    return "us" if "us" in regions else regions[0]


def dated(case, dates):
    """Names of dates in full."""
    years = judged(case)[0]
    every = {"each": years, "first": years[:1], "last": years[-1:], "end": ["end"]}
    return [date for name in dates for date in every[name]]


BREAK_EVEN = (
    "book_value_end",
    "break_even_price",
    "price_earned",
    "break_even_utilisation",
    "revenue_needed",
    "revenue_expected",
)


def month_of(log, date):
    """Month of a date, or None after the end of the scenario."""
    t = log.T - 1 if date == "end" else log.model.case.months(f"{date}-12")
    return t if 0 <= t < log.T else None


def of_run(log):
    """Outcomes of one run alone."""
    D, s, model = log.D, log.series, log.model
    nothing = np.full(D, np.nan)
    out = {}

    def at(values, date):
        t = month_of(log, date)
        return nothing if t is None else values[t]

    for name, (series, factor, dates) in AT_DATES.items():
        for date in dated(model.case, dates):
            out[f"{name}_{date}"] = at(s[series], date) * factor
    for date in dated(model.case, ("each",)):
        others = s["others_h100e"] - s["sold_h100e"]
        out[f"others_h100e_{date}"] = at(others, date) * MILLION
    out["capex_end"] = np.sum(s["capex_paid"] + s["equip_paid"], axis=0)
    region, first = home(model.case), judged(model.case)[0][0]
    missing = [s[f"shortage_{region}_{skill}"] for skill in ("technicians", "engineers")]
    out[f"shortage_{region}_{first}"] = at(sum(missing), first)
    t = month_of(log, first)
    names = ("training_cost_fall", "training_cost_fall_price", "training_cost_fall_algorithms")
    if t:
        p = s["price_h100_hour"]
        falls = clock.implied_fall(model.clock, p[t], p[0], t)
        out |= dict(zip(names, falls))
        out["training_claim_met"] = (falls[0] >= model.clock.claimed).astype(float)
    else:
        out |= {name: nothing for name in (*names, "training_claim_met")}
    money = returns(log)
    if not model.case.names("plan"):
        money = {name: nothing for name in money}
    return out | money | fabs(log)


def returns(log):
    """§12: returns of all equity."""
    flows, drawn = log.equity_flows, log.outcomes["equity_drawn"]
    with np.errstate(divide="ignore", invalid="ignore"):
        hurdle = np.where(drawn > 0.0, log.hurdle_drawn / drawn, 0.0)
    received = np.sum(flows + log.equity_calls, axis=0)
    rate = finance.ranked(finance.irr(flows)[0], drawn, received)
    loss = (received < drawn - EPSILON).astype(float)
    payback = finance.payback(flows, log.equity_calls)
    return {
        "irr": rate,
        "irr_hurdle": hurdle,
        "irr_over_hurdle": (rate >= hurdle - EPSILON).astype(float),
        "npv": log.outcomes["npv"],
        "moic": log.outcomes["moic"],
        "equity_loss": np.where(drawn > 0.0, loss, np.nan),
        "payback_months": np.where(np.isfinite(payback), payback, np.nan),
        "largest_exposure": log.outcomes["largest_cumulative_draw"],
        "dscr_min": debt_cover(log),
        "terminal_value": log.outcomes["terminal_value"],
        **{name: log.outcomes[name] for name in BREAK_EVEN},
    }


def payback_ties(log):
    """Months of payback if what is drawn and received were equal but for rounding, either way."""
    for slack in (-1e-11, 1e-11):
        month = finance.payback(log.equity_flows, log.equity_calls, slack)
        yield np.where(np.isfinite(month), month, np.nan)


def debt_cover(log):
    """The smallest of `Σ(revenue - bills paid other than debt service)/Σ(interest and principal due)` over each
    twelve months, windows without debt service left out."""
    earned = log.series["revenue"] - log.ledger["other_bills_paid"]
    due = log.ledger["debt_service_due"]
    least = np.full(log.D, np.inf)
    for t in range(12, log.T + 1):
        service = np.sum(due[t - 12 : t], axis=0)
        cover = np.sum(earned[t - 12 : t], axis=0)
        some = service > EPSILON
        least = np.where(some, np.minimum(least, cover / np.where(some, service, 1.0)), least)
    return np.where(np.isfinite(least), least, np.nan)


def fabs(log):
    """Slip of the middle fab and the month of the first; logic and memory count together."""
    P = log.model.projects
    group = np.flatnonzero((P.kind == FAB) | (P.kind == HBM))
    nothing = np.full(log.D, np.nan)
    if len(group) == 0:
        return {"fab_slip_median": nothing, "first_fab_online": nothing}
    half, planned = log.half_month[:, group], log.planned_half_month[group]
    # What the plan itself does not bring to half of its capacity within the run has no slip.
    dated = planned < log.T
    slip = np.sort(half[:, dated] - planned[None, dated], axis=1)
    n = slip.shape[1]
    middle = slip[:, n // 2] if n else nothing
    first = np.min(half, axis=1)
    return {
        "fab_slip_median": np.where(np.isfinite(middle), middle, np.nan),
        "first_fab_online": np.where(np.isfinite(first), first, np.nan),
    }


def of_plan(case):
    """Outcomes of the plan, and those of a run that they are of the plan."""
    names = {f"plan_h100e_{date}": f"delivered_h100e_{date}" for date in dated(case, ("each", "end"))}
    for date in dated(case, ("each",)):
        names[f"plan_datacentre_gw_{date}"] = f"datacentre_gw_{date}"
    for date in dated(case, ("last",)):
        names[f"plan_price_{date}"] = f"price_{date}"
    return names | {
        "plan_capital_drawn_end": "capital_drawn_end",
        "plan_irr": "irr",
        "plan_npv": "npv",
        "plan_moic": "moic",
        "plan_equity_loss": "equity_loss",
    }


def shares(case):
    """Shares of the plan, and the outcomes that they are shares of."""
    names = {f"delivered_share_{date}": f"delivered_h100e_{date}" for date in dated(case, ("each", "end"))}
    for date in dated(case, ("each",)):
        names[f"delivered_gw_share_{date}"] = f"delivered_gw_{date}"
    return names


def with_plan(case, run, plan):
    """Outcomes of a run with those that set it against the plan; both from `of_run`."""
    out = dict(run)

    def share(a, b):
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(b <= 0.0, 1.0, np.minimum(1.0, pos(a) / np.where(b > 0.0, b, 1.0)))
        return np.where(np.isnan(b), np.nan, value)

    for name, own in shares(case).items():
        out[name] = share(run[own], plan[own])
    return out | {name: plan[own] for name, own in of_plan(case).items()}

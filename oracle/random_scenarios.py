"""Random scenarios for the comparison of the two implementations: valid, and far from what anyone would plan.

    python random_scenarios.py DIR [N]      # writes random-0.toml … random-(N-1).toml

Each builds on the embedded world. Plan, investors, support and events are new; of the world's numbers many are set anew,
often to an end of what is allowed; some have distributions with odd shapes. The same seed gives the same file on every
machine: only whole numbers of Python's own generator, whose sequence is fixed, are drawn.
"""

import random
import sys
from pathlib import Path

WORLD, START_YEAR, START_MONTH = "2024-02", 2024, 2
GROUPS = (
    "capital",
    "facilities",
    "equipment",
    "talent",
    "yield",
    "packaging",
    "power",
    "geopolitics",
)
REGIONS = ("us", "taiwan", "japan", "gulf")
KINDS = ("fab", "hbm", "packaging", "datacentre")
OPERATOR = {"fab": "foundry", "hbm": "memory", "packaging": "foundry"}
CAPACITY = {
    "fab": (2, 40, "kwspm"),
    "hbm": (5, 90, "kwspm"),
    "packaging": (1, 40, "kwpm"),
    "datacentre": (0.2, 6, "GW"),
}
CLASSES = ("euv", "duv", "front_end", "packaging_tools", "hbm_tools")
POWER = ("own", "service", "grid")
BOUND = 0.0
"""Least threshold of installation and qualification. At 0 itself the engine and the document count the posts of engineers
differently (docs/validation.md)."""
NUMBERS = (
    # Path, unit, ordinary range, ends of what is allowed (or nearly so).
    ("uncertainty.global_share", "", 0, 0.5, (0, 0.6)),
    ("uncertainty.region_share", "", 0, 0.5, (0, 0.4)),
    ("uncertainty.overrun_time_coupling", "", 0, 1, (0, 3)),
    ("uncertainty.duration_sd", "", 0, 0.5, (0, 1)),
    ("uncertainty.campus_duration_sd", "", 0, 0.6, (0, 1)),
    ("capital.gearing", "", 0.3, 0.8, (0, 0.95)),
    ("capital.cover", "", 0.1, 0.9, (0, 1)),
    ("capital.retained", "", 0.1, 0.9, (0, 1)),
    ("capital.opening_cash", "bn$", 0, 50, (0,)),
    ("capital.carry", "", 0, 0.3, (0, 1)),
    ("capital.inflation", "%/yr", 0, 6, (-5, 30)),
    ("cost.escalation", "%/yr", -1, 4, (-10, 15)),
    ("kind.fab.install", "months", 4, 24, (1,)),
    ("kind.fab.qualify", "months", 2, 14, (1,)),
    ("kind.fab.ramp", "months", 4, 24, (1,)),
    ("kind.fab.install_from", "", 0.2, 0.9, (BOUND, 0.999)),
    ("kind.fab.qualify_from", "", 0.1, 0.9, (BOUND, 1)),
    ("kind.fab.building_share", "", 0.1, 0.6, (0,)),
    ("kind.fab.permit_spend", "", 0, 0.2, (0, 1)),
    ("kind.hbm.install", "months", 4, 24, (1,)),
    ("kind.hbm.install_from", "", 0.2, 0.9, (BOUND, 0.999)),
    ("kind.hbm.qualify_from", "", 0.1, 0.9, (BOUND, 1)),
    ("kind.packaging.install", "months", 2, 12, (1,)),
    ("kind.packaging.qualify_from", "", 0.1, 0.9, (BOUND, 1)),
    ("kind.datacentre.install_from", "", 0.2, 0.9, (BOUND, 0.999)),
    ("kind.datacentre.building_share", "", 0.1, 0.9, (0, 1)),
    ("kind.datacentre.trades", "FTE yr/GW", 4000, 20000, (0, 100000)),
    ("kind.datacentre.pace_scale", "", 0.3, 1.2, (0, 2)),
    ("kind.datacentre.catch_up", "", 1, 3, (1, 1000)),
    ("kind.datacentre.own_share", "", 0.1, 0.9, (0, 1)),
    ("kind.datacentre.own_pace", "GW/month", 0.01, 0.2, (0, 100)),
    ("kind.datacentre.service_share", "", 0.05, 0.5, (0, 1)),
    ("kind.datacentre.conversion.build", "", 0.1, 1, (0.01, 10)),
    ("kind.datacentre.conversion.own", "", 0.1, 1, (0.01, 10)),
    ("kind.datacentre.expansion.build", "", 0.5, 1.2, (0.01, 10)),
    ("kind.datacentre.expansion.own", "", 0.5, 1.2, (0.01, 10)),
    ("deploy.power_supply", "GW/yr", 0.5, 20, (0, 1000)),
    ("deploy.power_supply_growth", "%/yr", 5, 40, (-20, 100)),
    ("kind.fab.utilisation", "", 0.5, 1, (0, 1)),
    ("kind.fab.team_weight", "", 0.2, 2, (0, 30)),
    ("operator.foundry.teams", "", 0.5, 8, (0,)),
    ("operator.foundry.experience_rate", "kwafer/month", 0, 60, (0,)),
    ("equipment.euv.growth", "%/yr", 5, 40, (-10, 0)),
    ("equipment.euv.orders_growth", "%/yr", -5, 20, (-30, 60)),
    # Below a step of a month, suppliers that follow their backlog swing from one end to the other and amplify rounding.
    ("equipment.front_end.backlog_time", "months", 2, 12, (1, 60)),
    ("equipment.duv.expansion_delay", "yr", 0.5, 4, (0.25, 50)),
    ("equipment.deposit", "", 0.05, 0.6, (0, 1)),
    ("equipment.priority", "", 0.2, 3, (0, 1000)),
    ("talent.us.pull", "", 0.3, 4, (0, 1000)),
    ("region.us.plant.crew", "", 0.3, 3, (0, 100)),
    ("region.us.datacentre.crew", "", 0.3, 3, (0, 100)),
    ("talent.us.trades.reach", "%/yr", 0, 60, (0, 500)),
    ("talent.us.engineers.reach", "%/yr", 0, 40, (0, 500)),
    ("talent.us.technicians.reach", "%/yr", 0, 40, (0, 500)),
    ("talent.openings", "", 0.01, 0.2, (0, 1)),
    ("talent.premium", "", 0, 1, (0, 10)),
    ("talent.premium_answer", "", 0, 4, (0, 20)),
    ("talent.premium_time", "yr", 0.2, 3, (0.1, 50)),
    ("talent.building_pay", "", 0, 0.6, (0, 1)),
    ("talent.plan_order", "", 0, 1, (0, 1)),
    ("talent.running_first", "", 0.5, 1, (0, 1)),
    ("talent.response", "", 0, 4, (0, 60)),
    ("talent.response_time", "yr", 0.5, 5, (0.1, 50)),
    ("talent.inflow_growth", "%/yr", -4, 6, (-60, 20)),
    ("talent.posts_growth", "%/yr", -2, 6, (-20, 20)),
    ("talent.us.technicians.attrition", "%/yr", 3, 20, (0, 500)),
    ("talent.us.trades.inflow", "FTE/yr", 1000, 60000, (0,)),
    ("talent.us.technicians.academy_seats", "FTE/yr", 0, 4000, (0,)),
    ("talent.academy_cost", "M$/FTE", 0, 0.5, (0,)),
    ("wafers.line_yield", "", 0.7, 1, (0.01, 1)),
    ("wafers.logic.defects_mature", "/cm2", 0.03, 0.1, (0,)),
    ("wafers.logic.learning", "", 0, 0.6, (0, 5)),
    ("wafers.new_fab_penalty", "", 0, 1, (0, 20)),
    ("wafers.new_fab_time", "months", 2, 20, (0.1,)),
    ("wafers.logic.clustering", "", 0.5, 6, (0.05, 1000)),
    ("wafers.logic.salvage", "", 0, 0.8, (0, 1)),
    ("wafers.hbm.start_yield", "", 0.3, 1, (0, 1)),
    ("accelerator.aux", "", 1, 1.6, (1, 4)),
    ("accelerator.assembly_yield", "", 0.6, 1, (0, 1)),
    ("accelerator.merchant_share", "", 0, 0.4, (0, 1)),
    ("accelerator.growth_h100e", "%/yr", 15, 50, (0,)),
    ("accelerator.growth_per_wafer", "%/yr", 5, 30, (0,)),
    ("deploy.life", "yr", 3, 8, (0.25, 60)),
    ("deploy.utilisation", "", 0.4, 0.9, (0.05, 1)),
    ("deploy.server_cost", "bn$/GW", 2, 16, (0,)),
    ("deploy.offer_share", "", 0.1, 0.6, (0, 1)),
    ("deploy.market_share", "", 0, 0.4, (0, 1)),
    ("deploy.fit_out", "months", 1, 8, (1, 60)),
    ("deploy.discount", "", 0, 0.4, (0, 1)),
    ("market.elasticity", "", 0.6, 2, (0.3, 20)),
    ("market.response", "", 0.5, 3, (0, 6)),
    ("market.power.crowding", "", 0, 1, (0, 1)),
    ("market.logic.response", "", 0, 2, (0, 8)),
    ("market.packaging.growth", "%/yr", 5, 80, (0,)),
    ("market.packaging.answer", "", 0, 2, (0, 20)),
    ("market.hbm.answer", "", 0, 2, (0, 20)),
    ("clock.claimed_fall", "", 0.3, 0.9, (0, 1)),
    ("policy.cap_scale", "", 0.3, 2, (0,)),
    ("finance.test", "k$/package", 0, 2, (0,)),
    ("finance.site", "bn$/GW/yr", 0, 0.3, (0,)),
    ("finance.fee", "", 0, 0.3, (0, 1)),
    ("finance.tax", "", 0.1, 0.4, (0, 1)),
    ("finance.discount", "%/yr", 3, 14, (0, 60)),
    ("finance.life.servers", "yr", 2, 6, (0.25, 100)),
)
SPONSORS = (
    ("sponsor.threshold", "", 0.3, 1.2, (0, 10)),
    ("sponsor.spread", "", 0, 0.8, (0, 3)),
    ("sponsor.common", "", 0.2, 0.8, (0, 1)),
    ("sponsor.memory", "yr", 0.5, 5, (0.1, 100)),
    ("sponsor.patience", "yr", 0.5, 5, (0, 100)),
)
WHOLE = (
    ("equipment.euv.lead", "months", 1, 24),
    ("equipment.front_end.lead", "months", 1, 18),
    ("talent.academy_months", "months", 0, 30),
    ("wafers.logic.cycle", "months", 0, 8),
    ("wafers.hbm.cycle", "months", 0, 8),
)


class Dice:
    """Draws of one scenario."""

    def __init__(self, seed):
        self.random = random.Random(f"fabcast-{seed}")

    def whole(self, low, high):
        return self.random.randint(low, high)

    def chance(self, share):
        return self.random.randint(1, 1000) <= 1000 * share

    def one(self, choices):
        return choices[self.random.randrange(len(choices))]

    def some(self, choices, least=1):
        n = self.whole(least, len(choices))
        return sorted(self.random.sample(list(choices), n), key=list(choices).index)

    def number(self, low, high):
        """A number with four digits, every digit sure to be the same everywhere."""
        step = (high - low) / 1000
        return float(f"{low + step * self.whole(0, 1000):.4g}")

    def month(self, first, last):
        at = START_MONTH - 1 + self.whole(first, last)
        return f"{START_YEAR + at // 12}-{at % 12 + 1:02}"

    def quantity(self, value, unit, least=0.0, most=1e9):
        """The text of a value: plain, an interval, or a distribution within `least` and `most`."""
        name = f" {unit}" if unit else ""
        plain = f'"{value:g}{name}"'
        form = self.whole(0, 7)
        down = max(least, value * self.number(0.5, 0.95))
        up = min(most, value * self.number(1.05, 2))
        if form <= 2 or not 0.0 < down * 1.02 < value < up / 1.02:
            return plain
        if form == 3:
            return f'"{value:g}{name} ({down:.4g} to {up:.4g})"'
        if form == 4:
            percent = int(100 * min(1 - down / value, up / value - 1))
            return f'"{value:g}{name} ± {percent} %"' if percent else plain
        if form == 5:
            return f'{{ dist = "uniform", low = "{down:.4g}{name}", high = "{up:.4g}{name}" }}'
        if form == 6:
            ends = f'min = "{down:.4g}{name}", mode = "{value:g}{name}", max = "{up:.4g}{name}"'
            return f'{{ dist = "{self.one(("triangular", "pert"))}", {ends} }}'
        half = 0.5 * (down + value), 0.5 * (value + up)
        bounds = f'truncate = ["{half[0]:.4g}{name}", "{half[1]:.4g}{name}"]'
        return f'{{ value = "{value:g}{name} ({down:.4g} to {up:.4g})", {bounds} }}'


def split(path):
    table, _, leaf = path.rpartition(".")
    return table, leaf


def text(seed):
    """The file of a seed, and the lists of groups to relax in it."""
    dice = Dice(seed)
    tables = {}

    def put(path, value):
        table, leaf = split(path)
        tables.setdefault(table, {})[leaf] = value

    def word(value):
        return '"' + value + '"'

    def words(values):
        return "[" + ", ".join(map(word, values)) + "]"

    months = dice.whole(60, 240)
    at = START_MONTH - 1 + months - 1
    regions = dice.some(REGIONS)
    if dice.chance(0.3):
        # A region of its own, with few hands.
        regions.append("nowhere")
        for skill in ("trades", "technicians", "engineers"):
            for leaf, high in (("staff", 20000), ("posts", 20000)):
                put(f"talent.nowhere.{skill}.{leaf}", f'"{dice.whole(0, high)} FTE"')
            put(f"talent.nowhere.{skill}.inflow", f'"{dice.whole(0, 3000)} FTE/yr"')
            put(f"talent.nowhere.{skill}.attrition", f'"{dice.whole(0, 20)} %/yr"')
        put("talent.nowhere.pull", f"{dice.number(0, 3)}")
        put("talent.nowhere.wage", f'"{dice.number(0, 0.2)} M$/FTE/yr"')
        put("region.nowhere.label", word("Nowhere"))
        for sort in ("plant", "datacentre"):
            for stage in ("permit", "build", *(POWER if sort == "datacentre" else ())):
                put(f"region.nowhere.{sort}.{stage}", f'"{dice.whole(1, 30)} months"')
                put(f"region.nowhere.{sort}.{stage}_planned", f'"{dice.whole(1, 20)} months"')
            put(f"region.nowhere.{sort}.building_cost", f"{dice.number(0.5, 2)}")
    plan(dice, put, word, regions, months)
    investors(dice, put, word)
    support(dice, put, word, words, regions, months)
    events(dice, put, word, regions)
    for path, unit, low, high, ends in NUMBERS:
        if dice.chance(0.45):
            value = dice.one(ends) if dice.chance(0.3) else dice.number(low, high)
            put(path, dice.quantity(value, unit, min(low, *ends), max(high, *ends)))
    for path, unit, low, high in WHOLE:
        if dice.chance(0.5):
            put(path, f'"{dice.whole(low, high)} {unit}"')
    for region in regions:
        if region not in ("nowhere", "taiwan") and dice.chance(0.5):
            stage = dice.one(("permit", "build"))
            low = dice.whole(1, 20)
            interval = f"{low + 4} months ({low} to {low + dice.whole(6, 40)})"
            put(f"region.{region}.datacentre.{stage}", word(interval))
            wait = dice.one(POWER)
            put(f"region.{region}.datacentre.{wait}", word(f"{low} to {low + 40} months"))
            put(f"region.{region}.datacentre.{dice.one(POWER)}_planned", word(f"{dice.one((1, low, 600))} months"))
    if dice.chance(0.7):
        # The first block and the pace differ from campus to campus.
        low = dice.one((1, 20, dice.whole(1, 300)))
        put("kind.datacentre.first_block", word(f"{low + 9} MW ({low} to {low + dice.whole(20, 3000)})"))
        low = dice.one((1, dice.whole(1, 90)))
        put("kind.datacentre.pace", word(f"{low} to {low + dice.whole(1, 900)} MW/month"))
        put("kind.datacentre.pace_planned", word(f"{dice.one((1, dice.whole(10, 200), 90000))} MW/month"))
    taxes(dice, put, word, regions)
    if dice.chance(0.6):
        put(
            "wafers.logic.yield_model",
            word(dice.one(("negative_binomial", "poisson", "murphy", "seeds"))),
        )
    if dice.chance(0.4):
        put("finance.terminal", word(dice.one(("margin", "none"))))
    for n in range(dice.whole(0, 2)):
        name = f"accelerator.generation.late-{n}"
        put(f"{name}.launch", word(f"{dice.whole(1, 60) + 60 * n}.5 months"))
        put(f"{name}.dies", word(f"{dice.number(1, 8)} die/package"))
        put(f"{name}.stacks", word(f"{dice.number(2, 24)} stack/package"))
        put(f"{name}.per_wafer", word(f"{dice.number(2, 30)} package/interposer"))
        put(f"{name}.h100e", word(f"{dice.number(1, 60)} H100e/package"))
        put(f"{name}.power", word(f"{dice.number(0.8, 12)} kW/package"))
    one, other = dice.some(GROUPS), dice.some(GROUPS)
    if dice.chance(0.25):
        put("finance.terminal", word("book"))
    for line in ("logic", "hbm", "packaging"):
        if dice.chance(0.3):
            put(f"finance.reequip.{line}", f"{dice.one((0, dice.number(0, 1), 1))}")
    if dice.chance(0.3):
        put("finance.reequip.every", word(f"{dice.one((0.25, dice.number(1, 8)))} yr"))
    if dice.chance(0.25):
        put("finance.sells", word("parts"))
        put("finance.logic_price", word(f"{dice.one((0, dice.whole(2000, 40000)))} $/wafer"))
        put("finance.logic_price_growth", word(f"{dice.one((-30, 0, dice.whole(-10, 25)))} %/yr"))
    for path, unit, low, high, ends in SPONSORS:
        if dice.chance(0.5):
            value = dice.one(ends) if dice.chance(0.3) else dice.number(low, high)
            put(path, dice.quantity(value, unit, min(low, *ends), max(high, *ends)))
    for table in [name for name in tables if name.startswith("plan.")]:
        if dice.chance(0.2):
            put(f"{table}.sponsor", word("state"))
    one, other = (groups + ["sponsor"] * dice.chance(0.5) for groups in (one, other))
    suppliers(dice, put, word)
    head = [
        "format = 1",
        f'name = "random-{seed}"',
        f'title = "Random scenario {seed}"',
        'description = "Made by oracle/random_scenarios.py."',
        f'world = "{WORLD}"',
        f'start = "{START_YEAR}-{START_MONTH:02}"',
        f'end = "{START_YEAR + at // 12}-{at % 12 + 1:02}"',
        "price_year = 2024",
    ]
    for table, leaves in tables.items():
        head += ["", f"[{table}]", *(f"{leaf} = {value}" for leaf, value in leaves.items())]
    return "\n".join(head) + "\n", [(), tuple(one), tuple(other)]


def plan(dice, put, word, regions, months):
    """Lines of all kinds, with fractions, dates before the start and after the end."""
    kinds = [dice.one(KINDS) for _ in range(dice.whole(1, 4))] + dice.some(KINDS)
    for n, kind in enumerate(kinds):
        line = f"plan.line-{n}"
        low, high, unit = CAPACITY[kind]
        put(f"{line}.kind", word(kind))
        # Taiwan has no data centres.
        there = [r for r in regions if (kind, r) != ("datacentre", "taiwan")] or ["us"]
        put(f"{line}.region", word(dice.one(there)))
        if kind in OPERATOR:
            put(f"{line}.operator", word(OPERATOR[kind]))
        count = dice.one((1, dice.whole(1, 4), dice.number(0.1, 4), 1.0001))
        put(f"{line}.count", f"{count}")
        put(f"{line}.capacity", word(f"{dice.number(low, high)} {unit}"))
        last = months + 12 if dice.chance(0.1) else max(12, months // 2)
        first = dice.whole(-6, last)
        put(f"{line}.first", word(dice.month(first, first)))
        if dice.chance(0.3):
            put(f"{line}.ground", word(dice.month(first - dice.one((0, 1, 20, 90)), first)))
        if kind == "datacentre" and dice.chance(0.6):
            put(f"{line}.site", word(dice.one(("greenfield", "conversion", "expansion"))))
        if dice.chance(0.7):
            put(f"{line}.every", word(f"{dice.one((0, dice.number(0, 12), 1 / 3)):.6g} months"))


def investors(dice, put, word):
    """None, or some; rich or starved; lenders alone too."""
    if dice.chance(0.15):
        return
    equity = 0
    for n in range(dice.whole(1, 5)):
        name = f"capital.investor.investor-{n}"
        debt = dice.chance(0.4)
        preferred = not debt and dice.chance(0.25)
        equity += not debt
        put(f"{name}.label", word(f"Investor {n}"))
        put(f"{name}.kind", word("debt" if debt else "preferred" if preferred else "equity"))
        size = dice.one((dice.number(1, 40), dice.number(20, 400), dice.number(100, 2000), 0))
        put(f"{name}.commitment", dice.quantity(size, "bn$"))
        put(
            f"{name}.closing",
            word(
                dice.one((f"{dice.whole(0, 30)} months", "9 months (3 to 24)", dice.month(0, 40)))
            ),
        )
        put(f"{name}.approval", f"{dice.one((1, 1, dice.number(0, 1), 0))}")
        put(f"{name}.draw_rate", word(f"{dice.one((5, 20, 100, 1200, 0))} %/yr"))
        if dice.chance(0.3):
            put(f"{name}.order", f"{dice.whole(0, 2)}")
        if not debt:
            asked = "coupon" if preferred else "hurdle"
            put(f"{name}.{asked}", word(f"{dice.one((0, 8, 15, 60))} %/yr"))
            if dice.chance(0.3):
                put(f"{name}.rank", f"{dice.whole(0, 2)}")
            continue
        put(f"{name}.rate", word(f"{dice.one((0, 5, 12, 60))} %/yr"))
        if equity and dice.chance(0.2):
            put(f"{name}.bridge_until", word(dice.one((f"{dice.whole(6, 90)} months", dice.month(12, 90)))))
        else:
            put(f"{name}.grace", word(f"{dice.one((0, 1.5, 4, 30))} yr"))
            put(f"{name}.term", word(f"{dice.one((0, 0.5, 7, 15))} yr"))
            loan(dice, put, word, name)
    for leaf, unit, values in (
        ("reserve", " months", (0, 3, 6, 12)),
        ("sweep", "", (0, 0.3, 1)),
        ("lock_up_cover", "", (0, 1.1, 1.5, 4)),
        ("default_cover", "", (0, 0.8, 1.05, 3)),
    ):
        if dice.chance(0.3):
            put(f"capital.{leaf}", word(f"{dice.one(values)}{unit}"))


def loan(dice, put, word, name):
    """Repayment, fees, guarantees and limits of a loan."""
    if dice.chance(0.6):
        repayment = dice.one(("straight", "annuity", "bullet", "sculpted", "sculpted"))
        put(f"{name}.repayment", word(repayment))
        if repayment == "sculpted" and dice.chance(0.6):
            put(f"{name}.target_cover", f"{dice.number(0.9, 3)}")
    if dice.chance(0.4):
        put(f"{name}.grace_interest", word(dice.one(("paid", "capitalised", "capitalised"))))
    if dice.chance(0.4):
        put(f"{name}.commitment_fee", word(f"{dice.one((0, 0.5, 2))} %/yr"))
    if dice.chance(0.3):
        put(f"{name}.guarantee", f"{dice.one((0, 0.8, 1, dice.number(0, 1)))}")
        put(f"{name}.guarantee_fee", word(f"{dice.one((0, 1, 3))} %/yr"))
        if dice.chance(0.7):
            put(f"{name}.guaranteed_rate", word(f"{dice.one((2, 4, 9))} %/yr"))
    if dice.chance(0.25):
        put(f"{name}.export_share", f"{dice.one((0, 0.5, 0.85, 1))}")


def taxes(dice, put, word, regions):
    """Methods of depreciation, rates of regions, limits of losses."""
    for asset in ("building", "tools", "servers"):
        if dice.chance(0.6):
            method = dice.one(("declining", "straight", "macrs5", "japan", "immediate"))
            put(f"finance.depreciation.{asset}", word(method))
    if dice.chance(0.4):
        put("finance.loss_limit", f"{dice.one((0, 0.5, 0.8, 1))}")
    for region in regions:
        if dice.chance(0.3):
            put(f"region.{region}.tax", dice.quantity(dice.number(0, 0.6), "", 0.0, 1.0))


def suppliers(dice, put, word):
    """What the world's orders follow, how suppliers come back, and the cycle of demand."""
    if dice.chance(0.4):
        put("equipment.cycle", dice.quantity(dice.one((0, dice.number(0.05, 0.6), 1)), "", 0.0, 1.0))
    for name in CLASSES:
        place = f"equipment.{name}"
        if dice.chance(0.35):
            response = dice.one((0, dice.number(0.05, 2), 3))
            put(f"{place}.orders_response", dice.quantity(response, "", 0.0, 3.0))
        if dice.chance(0.35):
            put(f"{place}.orders_lag", word(f"{dice.one((1, dice.whole(1, 30), 120))} months"))
        if dice.chance(0.3):
            put(f"{place}.cycle", dice.quantity(dice.one((0, dice.number(0.05, 0.6), 1)), "", 0.0, 1.0))
        if dice.chance(0.4):
            put(f"{place}.recovery", word(f"{dice.one((1, dice.whole(10, 300), 100000))} %/yr"))
        if dice.chance(0.3):
            put(f"{place}.prepared", dice.quantity(dice.one((1, dice.number(1, 3), 100)), "", 1.0, 100.0))
    if dice.chance(0.4):
        put("market.cycle", dice.quantity(dice.one((0, dice.number(0.05, 0.6), 1)), "", 0.0, 1.0))
    if dice.chance(0.4):
        put("market.cycle_correlation", f"{dice.one((-1, 0, dice.number(-1, 1), 1))}")


def support(dice, put, word, words, regions, months):
    """Grants, tax credits and reforms of permits."""
    for n in range(dice.whole(0, 2)):
        name = f"policy.grant.grant-{n}"
        first = dice.whole(-12, 40)
        put(f"{name}.label", word(f"Grant {n}"))
        put(f"{name}.regions", words(dice.some(regions)))
        put(f"{name}.kinds", words(dice.some(KINDS)))
        put(f"{name}.share", f"{dice.number(0, 1)}")
        put(f"{name}.cap", dice.quantity(dice.number(0, 60), "bn$"))
        put(f"{name}.from", word(dice.month(first, first)))
        put(f"{name}.until", word(dice.month(first, first + months)))
        put(f"{name}.delay", word(f"{dice.one((3, 18, 60))} months"))
        put(f"{name}.cancellation", word(f"{dice.one((0, 5, 40, 5000))} %/yr"))
    for n in range(dice.whole(0, 2)):
        name = f"policy.credit.credit-{n}"
        put(f"{name}.regions", words(dice.some(regions)))
        put(f"{name}.kinds", words(dice.some(KINDS)))
        put(f"{name}.rate", f"{dice.number(0, 0.6)}")
        put(f"{name}.from", word(dice.month(-12, 24)))
        put(f"{name}.until", word(dice.month(24, months)))
    for n in range(dice.whole(0, 2)):
        name = f"policy.reform.reform-{n}"
        put(f"{name}.region", word(dice.one(regions)))
        put(f"{name}.speed", f"{dice.one((0, 0.5, 2, 100))}")
        put(f"{name}.from", word(dice.month(0, 90)))


def events(dice, put, word, regions):
    """Events with one effect or several, on every target."""
    targets = {
        "output": regions,
        "supplier": CLASSES,
        "shipments": regions,
        "building": regions,
        "demand": (None,),
        "permits": regions,
        "grants": regions,
        "chips": ("logic", "packaging", "hbm"),
        "tools": CLASSES,
    }
    for n in range(dice.whole(0, 4)):
        name = f"event.event-{n}"
        put(f"{name}.label", word(f"Event {n}"))
        put(f"{name}.hazard", word(f"{dice.one((0, 5, 30, 200, 5000))} %/yr"))
        put(f"{name}.duration", word(f"{dice.one((0, 0.5, 1.5, 6, 24))} months"))
        put(f"{name}.severity", dice.quantity(dice.number(0, 1), "", 0.0, 1.0) if dice.chance(0.7) else "1")
        for k, on in enumerate(dice.some(tuple(targets))[:3]):
            effect = f"{name}.effect.effect-{k}"
            put(f"{effect}.on", word(on))
            of = dice.one(targets[on])
            if of is not None:
                put(f"{effect}.of", word(of))
            if on == "tools":
                put(f"{effect}.to", word(dice.one(regions)))
                if dice.chance(0.5):
                    put(f"{effect}.kind", word(dice.one(tuple(OPERATOR))))
            if dice.chance(0.3):
                put(f"{effect}.severity", f"{dice.number(0, 1)}")
        if dice.chance(0.3):
            put(f"{name}.period.later.from", word(dice.month(1, 100)))
            put(f"{name}.period.later.hazard", word(f"{dice.one((0, 50, 400))} %/yr"))


def write(folder, seed):
    """Writes a scenario; returns its file and the lists of groups to relax in it."""
    file = Path(folder) / f"random-{seed}.toml"
    whole, groups = text(seed)
    file.write_text(whole)
    return file, groups


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    for number in range(int(sys.argv[2]) if len(sys.argv) > 2 else 24):
        write(place, number)

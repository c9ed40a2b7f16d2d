"""Brings a scenario and its draws from the oracle's reader into the records that month.py works on, and runs it."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "oracle"))

import month as step  # noqa: E402
from basics import SERIES  # noqa: E402
from fabcast_oracle import month as oracle_month  # noqa: E402
from fabcast_oracle import projects  # noqa: E402
from fabcast_oracle.basics import CHIPS, CLASSES, FAB, GROUPS, HBM, PACKAGING  # noqa: E402
from fabcast_oracle.events import _hit  # noqa: E402

ON = "output supplier tools shipments building permits investor chips demand grants".split()


def records(fields, n):
    """A structured array of `n` records from arrays whose first axis has `n` entries."""
    # Numba knows no arrays of switches within a record.
    whole = lambda values: values.astype(np.uint8) if values.dtype == bool else values
    fields = {name: whole(np.ascontiguousarray(values)) for name, values in fields.items()}
    kinds = [(name, values.dtype, values.shape[1:]) for name, values in fields.items()]
    table = np.zeros(n, np.dtype(kinds, align=True))
    for name, values in fields.items():
        table[name] = values
    return table


def hits(effect, model):
    """What an effect acts on, as switches over projects, classes, regions, investors, chips or grants."""
    names = {
        "supplier": CLASSES,
        "tools": CLASSES,
        "shipments": model.regions,
        "building": model.regions,
        "permits": model.regions,
        "investor": model.capital.names,
        "chips": CHIPS,
    }
    P, of = model.projects, effect.of
    switches = np.zeros(max(P.J, 32), bool)
    if effect.on in names:
        switches[_hit(effect, names[effect.on])] = True
    elif effect.on == "output":
        for j in range(P.J):
            own = (model.regions[P.region[j]], P.operator_name[j])
            switches[j] = of is None or all(name in own for name in of)
    elif effect.on == "grants":
        for i, grant in enumerate(model.policy.grants):
            switches[i] = of is None or grant.name in of or any(r in of for r in grant.regions)
    return switches


def shared_of(model):
    """What is the same in all draws, as an array of one record."""
    P = model.projects
    effects = [(i, e) for i, event in enumerate(model.events.events) for e in event.effects]
    path = P.planned_path[:, P.kind == projects.DATACENTRE].sum(axis=1)
    to = [model.regions.index(e.to) if e.to in model.regions else 0 for _, e in effects]
    fields = {
        "kind": P.kind,
        "region": P.region,
        "operator": P.operator,
        "tools": P.tools,
        "lines": np.concatenate([model.wafers.logic, model.wafers.memory]),
        "packers": model.wafers.packaging,
        "additions": np.maximum(0.0, path[6:] - path[:-6]),
        "debt": model.capital.debt,
        "lead": np.array(model.equipment.lead),
        "cycle": np.array(model.wafers.cycle),
        "academy": np.int64(model.talent.L),
        "granted": np.array([grant.covers for grant in model.policy.grants]),
        "credited": model.policy.credits[0].covers,
        "effect_event": np.array([i for i, _ in effects]),
        "effect_on": np.array([ON.index(e.on) for _, e in effects]),
        "effect_to": np.array(to),
        "effect_hits": np.array([hits(e, model) for _, e in effects]),
    }
    return records({name: np.asarray(values)[None] for name, values in fields.items()}, 1)


def draws_of(model, events):
    """What differs from draw to draw. `events`: those of the run, so that run and plan are of one form."""
    P, W, D = model.projects, model.wafers, model.case.D
    columns = lambda values: np.stack(values, axis=1)
    fields = {}

    def take(part, names, **renamed):
        for name in names.split():
            fields[name] = getattr(part, name)
        for name, old in renamed.items():
            fields[name] = getattr(part, old)

    take(P, "K D0 D1 D2 D3 D4 D_grid phi theta nu planned order weight e teams g_teams P")
    fields["Bld"] = P.K * P.c * P.beta * P.b * P.overrun
    fields["tool_cost"] = P.K * P.c * (1.0 - P.beta)
    fields["commitment"] = model.commitment
    fields["u_line"] = W.u
    take(model.posts, "n_b n_i n_r n_t")
    take(model.capital, "C T a h rate grace term kappa retained opening gamma approved")
    take(model.equipment, "deposit pi tau_e tau_b g_b", price="P", b_e="b", g_e="g")
    fields["u"] = columns(model.equipment.u)
    names = "W N G alpha seats X wage target g_G kappa_G tau_G seat_cost"
    take(model.talent, names, posts_growth="growth")
    fields["omega"] = model.talent.omega[:, :, 0]
    names = "ly D_s D_inf lam Z_ref psi tau_psi alpha_c n_s eta_h Z0 z g_logic g_memory"
    take(W, names, salvage="v", die_area="A", N_dies="N")
    names = "launch aux g_F g_k g_a y_p s_m F k"
    take(model.accelerators, names, dies="d", stacks="s", per_wafer="i")
    take(model.deploy, "life util c_srv tau_f")
    names = "kw_0 r_GW v_0 v_inf tau_v GWP_0 g_w s_0 k_d s_max epsilon kappa_s tau ell A_0 A_inf k_A kappa_p xi"
    take(model.market, names + " K_pk y_pk g_pk K_hb y_hb g_hb L_0 y_lg g_L kappa_L a_max G_start p_start")
    take(model.market, "mu beta_m disc")
    fields["S_stages"] = columns(model.market.S_stages)
    fields["U_stages"] = columns(model.market.U_stages)
    take(model.clock, "phi_w phi_p u_tr", algorithms="a", run_time="dur")
    names = "test energy load site fee tax"
    take(model.finance, names, merchant_stack="stack", merchant_wafer="wafer", book_life="life")
    fields["fixed"] = columns([model.finance.fixed[k] for k in range(3)])
    fields["reequip"] = columns([model.finance.reequip[kind] for kind in (FAB, HBM, PACKAGING)])
    fields["variable"] = columns([model.finance.variable[k] for k in range(3)])
    grants = model.policy.grants
    for name, old in (("share", "share"), ("cap", "cap"), ("grant_from", "first"), ("cancelled", "cancelled")):
        fields[name] = columns([getattr(grant, old) for grant in grants])
    fields["grant_until"] = columns([grant.last for grant in grants])
    fields["grant_delay"] = columns([grant.delay for grant in grants])
    credit = model.policy.credits[0]
    take(credit, "", credit="rate", credit_from="first", credit_until="last")
    fields["arrival"] = columns([columns(event.first) for event in events])
    fields["duration"] = columns([event.duration for event in events])
    fields["severity"] = columns([e.severity for event in events for e in event.effects])
    return records(fields, D)


class Port:
    """A scenario in all its draws, ready to be run again and again."""

    def __init__(self, case):
        run = oracle_month.read(case, frozenset())
        plan = oracle_month.read(case, frozenset(GROUPS))
        capital, books = run.capital, run.finance
        none = ("reserve", "sweep", "lock_up", "default", "fee", "guarantee", "guarantee_fee")
        plain = (
            not any(np.any(getattr(capital, name)) for name in none)
            and not np.any(capital.preferred | capital.bridge | capital.capitalises)
            and len(set(capital.order)) == 1
            and set(capital.repayment[capital.debt]) <= {"straight"}
            and np.all(np.isinf(capital.export))
            and set(books.method) == {"declining"}
            and np.all(books.limit == 1.0)
            and all(rate is None for rate in books.places)
        )
        known = (
            plain
            and run.wafers.model == "negative_binomial"
            and run.market.t_L == 0.0
            and len(run.policy.credits) == 1
            and run.policy.grants
            and not run.policy.reforms
        )
        if not known:
            raise SystemExit("the port knows the mechanisms of seven-trillion alone")
        self.shared, events = shared_of(run), run.events.events
        self.run, self.plan = draws_of(run, events), draws_of(plan, events)
        regions, classes = run.regions, CLASSES
        self.names = [
            *SERIES,
            *(f"shortage_{r}_{s}" for r in regions for s in ("trades", "technicians", "engineers")),
            *(f"backlog_{e}" for e in classes),
            *(f"supply_{e}" for e in classes),
        ]
        self.out = np.zeros((case.D, 2, len(self.names), case.T))

    def simulate(self):
        """Fills `out`: draw, run or plan, series, month."""
        nothing, everything = np.zeros(8, bool), np.ones(8, bool)
        step.simulate_all(self.shared, self.run, self.plan, nothing, everything, self.out)

    def series(self):
        """Name → (months, draws), those of the plan with `plan_` before their name."""
        of = lambda which, i: np.ascontiguousarray(self.out[:, which, i].T)
        base = {name: of(0, i) for i, name in enumerate(self.names)}
        return base | {f"plan_{name}": of(1, i) for i, name in enumerate(self.names)}

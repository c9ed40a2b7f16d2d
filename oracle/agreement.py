"""When two implementations agree, and when a difference can only be rounding.

**Agreement.** Two series agree in a draw if they differ by at most 1e-9 of their value in every month. A value below a
millionth of the largest one of its draw counts as that millionth: of what is left of a used-up stock only the last digits
of the stock are known. A shortage is what is left where posts and staff cancel, so there the posts are the largest value;
and 1e-11 of a unit (10⁹ $, GW, million H100e) is nothing.

**Rounding.** Both compute in double precision and order their sums differently, so they differ in the last place from the
first month on. Some draws amplify that: where a programme is starved of cash, what is built decides what is earned, and
that what is built next. How far a draw amplifies is measured, not assumed. Each draw that parts is computed again by the
oracle alone, `COPIES` times, with every parameter moved by one unit in the last place, up or down at random. Its
*response* in a series and month is the largest relative move of the oracle's own result up to that month. A draw may
part from the engine by at most `ALLOWANCE` times its response there.

Outcomes are one number per draw and have no history: what is small is judged against the large ones of the other draws.

**Why a wrong equation cannot hide behind this.** It is judged month by month: in the month in which the equation first
matters, the draw has not yet amplified anything by it, the response is that of rounding, and the difference is that of the
equation. Only an error smaller than `ALLOWANCE` times rounding remains unseen, and only in draws that part. The
draws that do not part must agree to 1e-9. Two limits guard the measure itself: a draw that needs an allowance beyond
`LOOSE` (a threshold that flips within rounding) counts as undecided, and not more than `UNDECIDED` of the draws may be; and
`oracle/tests/test_mutants.py` changes single terms of the equations by 1 in 10,000 and wants each refused.
"""

from dataclasses import dataclass, field

import numpy as np

TOLERANCE = 1e-9
"""Largest relative difference of draws that agree."""
DUST = 1e-11
"""Difference that is none in any unit: a hundredth of a dollar, a hundred-thousandth of an H100e."""
FLOOR = 1e-6
"""Share of a series' largest value in a draw below which differences are taken relative to that share."""
COPIES = 3
"""Runs with the last place of the parameters moved, for each draw that parts."""
ALLOWANCE = 100.0
"""Multiple of a draw's own response that it may part by."""
LOOSE = 1e-4
"""Difference from which on a draw counts as undecided, whatever its response."""
UNDECIDED = 0.01
"""Largest share of draws that may be undecided; one draw always may."""


def difference(one, other, usual=None, dust=DUST, behind=0.0):
    """Relative difference of two arrays (months, draws).

    `usual`: the size of an outcome in the other draws. `behind`: the size, by draw, of the stocks that a series is the
    difference of.
    """
    both = np.maximum(np.abs(one), np.abs(other))
    both = np.where(np.isfinite(both), both, 0.0)
    if len(both) == 1 and both.size:
        history = max(1.0, np.quantile(both, 0.9) if usual is None else usual)
    else:
        history = np.maximum(np.max(both, axis=0, keepdims=True, initial=0.0), behind)
    scale = np.maximum(both, FLOOR * history)
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    with np.errstate(invalid="ignore"):
        same |= np.abs(one - other) < dust
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = np.abs(one - other) / np.where(scale > 0.0, scale, 1.0)
    return np.where(same, 0.0, np.where(np.isnan(relative), np.inf, relative))


def moved(case, rows, copies=COPIES, seed=0):
    """A case of the draws `rows`, each `copies` times, every parameter moved by a unit in the last place.

    Left as they are: whole numbers below a thousand, which are dates, counts and switches (staff is counted in thousands
    and is moved), and the centre of what is the same in all draws.
    """
    many = case.select(np.repeat(rows, copies))
    rng = np.random.default_rng(seed)
    for path, values in many.draws.items():
        up = rng.random(len(values)) < 0.5
        next_to = np.nextafter(values, np.where(up, np.inf, -np.inf))
        whole = (values == np.rint(values)) & (np.abs(values) < 1000.0)
        many.draws[path] = np.where(whole, values, next_to)
        if case.leaf(path) is None and np.all(case.draws[path] == case.draws[path][0]):
            many.centres[path] = float(case.draws[path][0])
    return many


def response(still, shaken, copies=COPIES, usual=None, behind=0.0):
    """Largest relative move up to each month, (months, draws), of arrays (months, draws) and (months, draws·copies)."""
    months, draws = still.shape
    size = np.repeat(np.broadcast_to(behind, draws), copies)
    move = difference(np.repeat(still, copies, axis=1), shaken, usual, dust=0.0, behind=size)
    move = move.reshape(months, draws, copies)
    return np.maximum.accumulate(np.max(move, axis=2), axis=0)


@dataclass
class Verdict:
    """How far two runs agree."""

    compared: int = 0
    missing: list = field(default_factory=list)
    """Of the engine, what the oracle has not."""
    worst: tuple = (0.0, "nothing", 0, 0)
    """Largest difference among the draws that agree: size, name, month, draw."""
    parted: list = field(default_factory=list)
    """Draws that part by no more than their response allows."""
    furthest: tuple = (0.0, 0.0, "", 0, 0)
    """The largest difference of these: size, multiple of the response, name, month, draw."""
    most: float = 0.0
    """Largest multiple of the response in these."""
    undecided: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    """Differences that are none of rounding: name, month, draw, the two values, size, response, draws."""
    draws: int = 0

    @property
    def agree(self):
        few = max(1, int(UNDECIDED * self.draws))
        return (
            self.compared > 0
            and not self.missing
            and not self.refused
            and len(self.undecided) <= few
        )


def judge(engine, oracle, shake, tolerance=TOLERANCE, sizes=None):
    """Compares two dictionaries of arrays (months, draws).

    `sizes`: of what stands behind a difference of two stocks, by name and draw.
    `shake(rows)` gives the oracle's arrays for the draws `rows` with the last place moved, (months, rows·copies).
    """
    verdict = Verdict(missing=sorted(set(engine) - set(oracle)))
    common = sorted(set(engine) & set(oracle))
    behind = {name: np.broadcast_to((sizes or {}).get(name, 0.0), oracle[name].shape[1]) for name in common}
    gaps = {name: difference(engine[name], oracle[name], behind=behind[name]) for name in common}
    verdict.compared = len(common)
    verdict.draws = max((gap.shape[1] for gap in gaps.values()), default=0)
    apart = np.zeros(verdict.draws, bool)
    for gap in gaps.values():
        apart |= np.any(gap > tolerance, axis=0)
    for name, gap in gaps.items():
        near = np.where(apart[None, :], 0.0, gap)
        t, d = np.unravel_index(np.argmax(near), near.shape)
        if near[t, d] > verdict.worst[0]:
            verdict.worst = (float(near[t, d]), name, int(t), int(d))
    rows = np.flatnonzero(apart)
    if len(rows) == 0:
        return verdict
    shaken = shake(rows)
    excused, loose = apart.copy(), np.zeros(verdict.draws, bool)
    for name, gap in gaps.items():
        gap = gap[:, rows]
        ours = oracle[name]
        usual = np.quantile(np.nan_to_num(np.abs(ours), posinf=0.0), 0.9) if len(ours) == 1 else None
        answer = response(ours[:, rows], shaken[name], usual=usual, behind=behind[name][rows])
        allowed = np.maximum(tolerance, ALLOWANCE * answer)
        bad = gap > allowed
        for i in np.flatnonzero(np.any(bad, axis=0)):
            t = int(np.argmax(bad[:, i]))
            excused[rows[i]] = False
            d = int(rows[i])
            verdict.refused.append(
                (t, name, d, engine[name][t, d], oracle[name][t, d], gap[t, i], answer[t, i])
            )
        part = np.where(gap > tolerance, gap, 0.0)
        # What is next to nothing beside the other draws is no reason for doubt.
        most = np.quantile(np.nan_to_num(np.max(np.abs(ours), axis=0), posinf=0.0), 0.9)
        with np.errstate(invalid="ignore"):
            # What is beyond all numbers in both is no difference.
            large = np.abs(engine[name][:, rows] - ours[:, rows]) > LOOSE * FLOOR * most
        loose[rows] |= np.any((part > LOOSE) & large, axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            multiple = np.where(part > 0.0, part / answer, 0.0)
        multiple = np.where(np.any(bad, axis=0)[None, :], 0.0, multiple)
        verdict.most = max(verdict.most, float(np.max(multiple, initial=0.0)))
        fine = np.where(np.any(bad, axis=0)[None, :], 0.0, part)
        t, i = np.unravel_index(np.argmax(fine), fine.shape)
        if fine[t, i] > verdict.furthest[0]:
            verdict.furthest = (
                float(fine[t, i]),
                float(multiple[t, i]),
                name,
                int(t),
                int(rows[i]),
            )
    # Outcomes last: what differs first in time tells more.
    verdict.refused.sort(key=lambda row: (len(gaps[row[1]]) == 1, row[0], -row[5]))
    verdict.parted = [int(d) for d in np.flatnonzero(excused)]
    verdict.undecided = [int(d) for d in np.flatnonzero(excused & loose)]
    return verdict


def tell(verdict, out=print, lines=12):
    """Reports a verdict."""
    for name in verdict.missing:
        out(f"  not in the oracle: {name}")
    if verdict.compared == 0:
        out("  nothing was compared")
        return
    draws = {row[2] for row in verdict.refused}
    for t, name, d, engine, oracle, gap, answer in verdict.refused[:lines]:
        out(
            f"  {name}: month {t}, draw {d}: engine {engine:.17g}, oracle {oracle:.17g}; differs by {gap:.3g}, "
            f"response to rounding {answer:.3g}"
        )
    if len(verdict.refused) > lines:
        out(f"  … and {len(verdict.refused) - lines} more; {len(draws)} draws differ")
    gap, name, t, d = verdict.worst
    whole = verdict.draws - len(verdict.parted) - len(draws)
    out(
        f"  {whole} of {verdict.draws} draws agree in {verdict.compared} series and outcomes; worst {gap:.2g}"
        + (f" ({name}, month {t}, draw {d})" if gap else "")
    )
    if verdict.parted:
        gap, multiple, name, t, d = verdict.furthest
        out(
            f"  {len(verdict.parted)} draws part within {ALLOWANCE:.0f} times their response to rounding (most: "
            f"{verdict.most:.2g} times); furthest {gap:.2g} ({name}, month {t}, draw {d}, {multiple:.2g} times)"
        )
    if verdict.undecided:
        out(f"  undecided, beyond {LOOSE:g}: draws {', '.join(map(str, verdict.undecided))}")

"""Would another form of the model of cancellation do better leaving a decade out? Chosen by nested validation.

Run `python oracle/cancellation_study.py` in the root of the repository (numpy; half a minute). The forms differ in
which effects the logistic regression of docs/backtests.md has. For each decade that is held out, a form is chosen by
its Brier score within the other decade alone, once as announced and once leaving one out, and scored on the decade
held out. The last table shows what each form would have scored: to choose by it would be to peek.
"""

import csv
import math
import re

import numpy as np

COUNTRIES = {
    "us": "USA US",
    "taiwan": "Taiwan",
    "japan": "Japan",
    "korea": "South-Korea Korea",
    "china": "China",
    "europe": "Germany Austria Poland Israel Ireland France Italy Spain Netherlands Belgium Czechia UAE Saudi-Arabia",
    "sea": "Singapore Malaysia Vietnam Thailand Philippines Indonesia",
}
REGION = {c.replace("-", " "): region for region, all_of in COUNTRIES.items() for c in all_of.split()}
PARTS = {"": (0, 12), "-H1": (0, 6), "-H2": (6, 6), "-Q1": (0, 3), "-Q2": (3, 3), "-Q3": (6, 3), "-Q4": (9, 3)}
# Standard deviations of the effects of regions, of companies, and of the years to the planned date.
FORMS = {
    "as in fabcast": ((0.35, 0.7, 1.4), (0.5, 1.0, 2.0), 0.5),
    "no effect is possible": ((0.01, 0.35, 0.7, 1.4), (0.01, 0.5, 1.0, 2.0), 0.5),
    "no regions": ((0.01,), (0.5, 1.0, 2.0), 0.5),
    "companies alone": ((0.01,), (0.5, 1.0, 2.0), 0.01),
    "one chance for all": ((0.01,), (0.01,), 0.01),
}


def window(text):
    """First month and the month after the last of a date."""
    text = text.strip()
    if not text:
        return None
    rest = text[4:]
    first, months = PARTS[rest] if rest in PARTS else (int(rest[1:]) - 1, 1)
    start = int(text[:4]) * 12 + first
    return start, start + months


def read():
    """The projects of data/fab_projects.csv."""
    projects = []
    with open("data/fab_projects.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            vintage = window(row["announced"]) or window(row["construction_start"])
            planned = window(row["planned_production_at_announcement"])
            months = (sum(planned) / 2 - vintage[0]) if planned and vintage else 0.0
            as_of, produced = window(row["as_of"]), window(row["actual_production"])
            stopped = row["status"].lower() in ("cancelled", "paused", "failed")
            producing = row["status"].lower() == "producing"
            end = as_of[1] if stopped else (produced or as_of)[1] if producing else math.inf
            projects.append({
                "id": row["id"],
                "region": REGION.get(row["country"], "world"),
                "company": re.split(r"[(/]", row["company"])[0].strip(),
                "years": months / 12 - 3 if months >= 6 else 0.0,
                "vintage": vintage[0] if vintage else None,
                "stopped": stopped,
                "end": end,
            })
    return projects


def decade(project):
    return None if project["vintage"] is None else project["vintage"] // 120


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def chance(known, target, form):
    """Chance of the target, from projects with what is known of them."""
    regions, companies, slope = form
    names = [sorted({p[key] for p, _ in known}) for key in ("region", "company")]
    n = 2 + len(names[0]) + len(names[1])

    def row(project):
        x = np.zeros(n)
        x[:2] = 1, project["years"]
        new = []
        for key, all_of, first in (("region", names[0], 2), ("company", names[1], 2 + len(names[0]))):
            new.append(project[key] not in all_of)
            if not new[-1]:
                x[first + all_of.index(project[key])] = 1
        return x, new

    x = np.array([row(p)[0] for p, _ in known])
    y = np.array([stopped for _, stopped in known], float)
    mean = np.zeros(n)
    mean[0] = -1.6
    chances, evidence = [], []
    for region in regions:
        for company in companies:
            sd = np.array([1.0, slope] + [region] * len(names[0]) + [company] * len(names[1]))
            b = mean.copy()
            for _ in range(60):
                p = sigmoid(x @ b)
                curvature = (x.T * (p * (1 - p))) @ x + np.diag(1 / sd**2)
                step = np.linalg.solve(curvature, x.T @ (y - p) - (b - mean) / sd**2)
                b += step / max(1, np.abs(step).max())
                if np.abs(step).max() < 1e-9:
                    break
            p = sigmoid(x @ b)
            likelihood = (y * np.log(p) + (1 - y) * np.log(1 - p)).sum()
            prior = -(((b - mean) / sd) ** 2).sum() / 2 - np.log(sd).sum()
            evidence.append(likelihood + prior - np.linalg.slogdet(curvature)[1] / 2)
            own, new = row(target)
            variance = own @ np.linalg.solve(curvature, own) + new[0] * region**2 + new[1] * company**2
            chances.append(sigmoid(own @ b / math.sqrt(1 + math.pi * variance / 8)))
    weights = np.exp(np.array(evidence) - max(evidence))
    return float(weights @ np.array(chances) / weights.sum())


def known_to(target, pool, mode):
    """What may be used of the others, and whether each is known to have been stopped."""
    now = target["vintage"] if mode == "as announced" else math.inf
    known = []
    for other in pool:
        if other["id"] == target["id"]:
            continue
        started = other["end"] <= now if other["vintage"] is None else other["vintage"] < now
        in_other = decade(other) is not None and decade(other) != decade(target)
        if started if mode != "leave one decade out" else in_other:
            known.append((other, other["stopped"] and other["end"] <= now))
    return known


def brier(pool, mode, form):
    """Brier score of the form, and of the share of the known projects that were stopped."""
    ours, base = [], []
    for target in pool:
        if target["vintage"] is None and mode != "leave one out":
            continue
        known = known_to(target, pool, mode)
        share = np.mean([stopped for _, stopped in known]) if known else 1 / 6
        ours.append(((chance(known, target, form) if known else share) - target["stopped"]) ** 2)
        base.append((share - target["stopped"]) ** 2)
    return np.mean(ours), np.mean(base)


def main():
    projects = read()
    decades = sorted({decade(p) for p in projects} - {None})
    for inner in ("as announced", "leave one out"):
        losses, base = [], []
        for held_out in decades:
            pool = [p for p in projects if decade(p) not in (None, held_out)]
            within = {name: brier(pool, inner, form)[0] for name, form in FORMS.items()}
            best = min(within, key=within.get)
            known = [(p, p["stopped"]) for p in pool]
            share = np.mean([p["stopped"] for p in pool])
            for target in (p for p in projects if decade(p) == held_out):
                losses.append((chance(known, target, FORMS[best]) - target["stopped"]) ** 2)
                base.append((share - target["stopped"]) ** 2)
            print(f"{held_out}0s held out, form chosen {inner}: {best}")
        print(f"  Brier {np.mean(losses):.4f}, base rate {np.mean(base):.4f}")
    for name, form in FORMS.items():
        modes = ("as announced", "leave one out", "leave one decade out")
        scores = [brier(projects, mode, form) for mode in modes]
        print(f"{name:<24}" + "".join(f"{ours:9.4f} ({base:.4f})" for ours, base in scores))


if __name__ == "__main__":
    main()

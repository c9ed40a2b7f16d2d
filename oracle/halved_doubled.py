"""Whether the default scenario's story holds when each class of parameters is halved or doubled.

    python halved_doubled.py FABCAST_BINARY [SCENARIO] [--draws N]

Every number of the class is multiplied, median and interval alike, and the scenario run with `--set`. What the
bounds of a parameter do not allow is said to be so. Prints a table in Markdown.
"""

import argparse
import json
import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NUMBER = re.compile(r"(?<![A-Za-z_\d.])\d+(?:\.\d+)?(?![A-Za-z_\d])")

CLASSES = [
    ("capital", "commitments", r"capital\.investor\.[^.]*\.commitment"),
    ("capital", "draw rates", r"capital\.investor\.[^.]*\.draw_rate"),
    ("facilities", "permit and building times", r"region\.[^.]*\.(plant|datacentre)\.(permit|build)"),
    ("facilities", "cost of fabs and memory", r"kind\.(fab|hbm)\.unit_cost"),
    ("facilities", "cost of data centres", r"kind\.datacentre\.unit_cost"),
    ("equipment", "scanners and tools per fab", r"equipment\.(euv|duv)\.need\.(fab|hbm)"),
    ("equipment", "fastest growth of suppliers", r"equipment\.[^.]*\.growth"),
    ("talent", "inflow of people", r"talent\.[^.]*\.[^.]*\.inflow"),
    ("talent", "posts per unit", r"kind\.[^.]*\.(trades|technicians|engineers_install|engineers_run)"),
    ("talent", "operators' teams", r"operator\.[^.]*\.teams"),
    ("yield", "defects", r"wafers\.logic\.defects_(start|mature)"),
    ("yield", "qualification and ramp", r"kind\.(fab|hbm|packaging)\.(qualify|ramp)"),
    ("packaging", "merchant share", r"accelerator\.merchant_share"),
    ("packaging", "growth of merchant packaging and memory", r"market\.(packaging|hbm)\.growth"),
    ("power", "wait for the grid", r"region\.[^.]*\.datacentre\.grid"),
    ("power", "the world's additions of power", r"market\.power\.additions(_max)?"),
    ("demand", "growth of demand", r"market\.share_growth"),
    ("demand", "ceiling of demand", r"market\.share_max"),
    ("demand", "rent of a gigawatt", r"market\.rent"),
    ("demand", "price elasticity", r"market\.elasticity"),
    ("technology", "growth per package and per wafer", r"accelerator\.growth_(h100e|per_wafer)"),
    ("deployment", "life of accelerators", r"deploy\.life"),
    ("deployment", "cost of servers", r"deploy\.server_cost"),
    ("finance", "tools that a change of node takes", r"finance\.reequip\.(logic|hbm|packaging)"),
    ("policy", "caps of grants", r"policy\.grant\.[^.]*\.cap"),
    ("geopolitics", "hazards", r"event\.[^.]*\.hazard"),
]


def leaves(tree, path=()):
    """Path and text or number of every value with a number."""
    for name, node in tree.items():
        if isinstance(node, dict) and "value" not in node:
            yield from leaves(node, (*path, name))
        else:
            value = node["value"] if isinstance(node, dict) else node
            if isinstance(value, (int, float, str)) and not isinstance(value, bool):
                yield ".".join((*path, name)), value


def scaled(value, factor):
    """The value times a factor, its interval too."""
    if not isinstance(value, str):
        return repr(float(value) * factor)
    return NUMBER.sub(lambda m: f"{float(m[0]) * factor:.10g}", value)


def run(binary, scenario, draws, sets):
    command = [binary, "run", scenario, "--draws", str(draws), "--format", "json", "--quiet"]
    for path, value in sets:
        command += ["--set", f"{path}={value}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return done.stderr.strip().splitlines()[0]
    return json.loads(done.stdout)


def row(document):
    """Verdict, and medians of what the story is about."""
    if isinstance(document, str):
        return f"| {document.split(': ', 1)[-1]} | | | | | | |"
    verdict, out = document["verdict"], document["outcomes"]

    def median(name, form):
        return form.format(out[name]["p50"]) if name in out else "–"

    irr = out.get("irr")
    return (
        f"| {verdict['label']} | {100 * verdict['probability']:.1f} % "
        f"| {median('delivered_share_2030', '{:.3f}')} | {median('delivered_share_2035', '{:.2f}')} "
        f"| {median('datacentre_gw_2035', '{:.0f}')} | {median('capital_drawn_end', '{:,.0f}')} "
        f"| {100 * irr['p50']:.1f} % ({100 * irr['defined']:.0f} %) |"
        if irr
        else f"| {verdict['label']} | | | | | | |"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("scenario", nargs="?", default="seven-trillion")
    parser.add_argument("--draws", type=int, default=1000)
    options = parser.parse_args()
    shown = subprocess.run(
        [options.binary, "show", options.scenario], capture_output=True, text=True, check=True
    ).stdout
    tree = tomllib.loads(shown)
    world = (ROOT / "worlds" / f"{tree['world']}.toml").read_text()
    values = dict(leaves(tomllib.loads(world))) | dict(leaves(tree))
    print("| class | what | times | verdict | all targets met | share 2030 | share 2035 | GW 2035 | drawn, bn$ | IRR (defined) |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    print("| | as it is | 1 " + row(run(options.binary, options.scenario, options.draws, [])), flush=True)
    for group, what, pattern in CLASSES:
        paths = [path for path in values if re.fullmatch(pattern, path)]
        if not paths:
            raise SystemExit(f"nothing matches {pattern}")
        for factor in (0.5, 2.0):
            sets = [(path, scaled(values[path], factor)) for path in paths]
            document = run(options.binary, options.scenario, options.draws, sets)
            print(f"| {group} | {what} | {factor:g} " + row(document), flush=True)


if __name__ == "__main__":
    main()

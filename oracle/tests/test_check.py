"""Reading a run's directory, and telling where two runs differ."""

import numpy as np
import pyarrow as pa
from centre import sampled
from agreement import difference
from check import Comparison
from engine import series_of_oracle
from fabcast_oracle import run
from pyarrow import parquet
from random_scenarios import text


def toml(node, prefix=""):
    """A scenario as text: tables with their leaves first."""
    leaf = lambda v: not isinstance(v, dict) or "value" in v or "same_as" in v
    lines = [f'"{name}" = {value(v)}' for name, v in node.items() if leaf(v)]
    for name, child in node.items():
        if not leaf(child):
            lines += [f'[{prefix}"{name}"]', toml(child, f'{prefix}"{name}".')]
    return "\n".join(lines)


def value(leaf):
    if isinstance(leaf, dict):
        return "{ " + ", ".join(f"{k} = {value(v)}" for k, v in leaf.items()) + " }"
    if isinstance(leaf, list):
        return "[" + ", ".join(value(v) for v in leaf) + "]"
    if isinstance(leaf, str):
        return '"' + leaf.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    return repr(leaf)


def write(folder, case, log, change=None):
    (folder / "scenario.toml").write_text(toml(case.tree))
    columns = {"draw": np.arange(case.D), **case.draws}
    parquet.write_table(pa.table(columns), folder / "draws.parquet")
    month, draw = np.meshgrid(np.arange(case.T), np.arange(case.D), indexing="ij")
    trace = {"draw": draw.ravel(), "month": month.ravel()}
    for name, series in series_of_oracle(log).items():
        trace[name] = series.ravel() * (1.0001 if name == change else 1.0)
    parquet.write_table(pa.table(trace), folder / "trace.parquet")


def test_a_run_agrees_with_itself_and_not_with_another(tmp_path, capsys):
    case = sampled("seven-trillion", 4, 5)
    # No centre but the text's: a run's directory has no more.
    case.centres = {}
    log = run(case, ("yield",))
    write(tmp_path, case, log)
    verdict = Comparison().compare(tmp_path, ("yield",))
    assert verdict.agree and verdict.compared == len(series_of_oracle(log))
    write(tmp_path, case, log, "own_gw")
    assert not Comparison().compare(tmp_path, ("yield",)).agree
    assert "own_gw: month" in capsys.readouterr().out


def test_random_scenarios_are_the_same_everywhere():
    assert text(3) == text(3) and text(3) != text(4)


def test_differences():
    nan, inf = np.nan, np.inf
    a = np.array([[1.0], [nan], [inf], [1e-11], [nan]])
    b = np.array([[1.0 + 1e-6], [nan], [inf], [0.0], [1.0]])
    assert np.allclose(difference(a, b)[:4, 0], [1e-6, 0.0, 0.0, 1e-5], rtol=1e-3, atol=1e-12)
    assert difference(a, b)[4, 0] == inf


def test_a_difference_of_stocks_is_known_to_their_last_digits():
    one, other = np.array([[0.0], [0.08]]), np.array([[0.0], [0.08 + 1e-10]])
    assert np.isclose(difference(one, other)[1, 0], 1.25e-9, rtol=1e-6)
    assert np.isclose(difference(one, other, behind=np.array([5e5]))[1, 0], 2e-10, rtol=1e-6)
    assert np.isclose(difference(one, other * (1.0 + 1e-4), behind=np.array([5e5]))[1, 0], 1.6e-5, rtol=1e-3)

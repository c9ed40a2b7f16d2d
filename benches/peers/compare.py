"""Times the engine beside its peers on the same draws of seven-trillion, in one run, and prints ratios.

    python benches/peers/compare.py target/release/fabcast [--draws N] [--rounds N] [--oracle-draws N] [--check-only]

Peers: the NumPy oracle (oracle/), and the month step compiled by Numba with `parallel=True` in double precision
(month.py). First the port is checked: every series of 200 draws, of the run and of the plan, against those of the engine
and of the oracle, to 1e-9, as oracle/check.py compares the two. Then all are timed in turn, round after round, and the
least of the rounds counts, so that load on the machine touches them alike.

Each draw is simulated twice, as planned and as it is. The engine samples nothing here (`--draws-from`) and looks for no causes,
but it seeks rates of return and keeps summaries, which the port does not; the oracle seeks no rates. Reading files and compiling
are left out for all.

Processor time is in the table because it says what wall time hides on a busy machine. The first call installs the
packages of requirements.txt into benches/peers/.venv. Exit status: 0 done, 1 the port differs.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ORACLE = HERE.parents[1] / "oracle"
SCENARIO, CHECKED = "seven-trillion", 200


def in_environment():
    """Starts this script again with the pinned packages, which it installs if they are not there."""
    folder, wanted = HERE / ".venv", (HERE / "requirements.txt").read_text()
    python, stamp = folder / "bin" / "python", folder / "installed-requirements.txt"
    if Path(sys.prefix).resolve() == folder.resolve():
        return
    if not (python.exists() and stamp.exists() and stamp.read_text() == wanted):
        print("installing the peers' packages into benches/peers/.venv", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--requirement", HERE / "requirements.txt"], check=True)
        stamp.write_text(wanted)
    os.execv(python, [str(python), __file__, *sys.argv[1:]])


def check(binary, folder):
    """Whether the port's series are those of the engine and of the oracle."""
    import agreement
    import engine
    from fabcast_oracle import Case, run
    from fabcast_oracle.basics import GROUPS
    from port import Port

    failed = engine.simulate(binary, SCENARIO, folder, CHECKED, seed=1)
    if failed:
        raise SystemExit(f"the engine failed: {failed}")
    case = Case.load(folder)
    port = Port(case)
    port.simulate()

    def of_oracle(case):
        both = engine.series_of_oracle(run(case)), engine.series_of_oracle(run(case, GROUPS))
        return both[0] | {f"plan_{name}": values for name, values in both[1].items()}

    ported, right = port.series(), of_oracle(case)
    moved = {}

    def shake(rows):
        key = tuple(rows)
        if key not in moved:
            moved[key] = of_oracle(agreement.moved(case, rows))
        return moved[key]

    holds = True
    for name, theirs in (
        ("oracle", right),
        ("engine", engine.series_of_engine(folder, case.T, case.D)),
    ):
        print(f"the port and the {name}")
        common = {series: theirs[series] for series in ported.keys() & theirs.keys()}
        verdict = agreement.judge(ported, common, shake)
        agreement.tell(verdict)
        missing = sorted(ported.keys() - theirs.keys())
        holds &= verdict.agree and not missing
    return holds


def processor_time(who=resource.RUSAGE_SELF):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def timed(work):
    """Wall and processor time of this process."""
    wall, processor = time.perf_counter(), processor_time()
    work()
    return time.perf_counter() - wall, processor_time() - processor


def engine_time(binary, vectors, threads):
    """Wall time of the simulation alone, and processor time of the whole process."""
    command = [binary, "run", SCENARIO, "--draws-from", str(vectors), "--threads", str(threads)]
    before = processor_time(resource.RUSAGE_CHILDREN)
    said = subprocess.run([*command, "--quiet", "--no-why", "--format", "json"], capture_output=True, check=True)
    processor = processor_time(resource.RUSAGE_CHILDREN) - before
    document = json.loads(said.stdout)
    return document["draws"] / document["draws_per_second"], processor


def compare(binary, folder, draws, rounds, oracle_draws):
    """Least wall and processor time a draw of each contender."""
    import numba
    from fabcast_oracle import Case, run
    from fabcast_oracle.basics import GROUPS
    from port import Port
    from pyarrow import parquet

    command = [binary, "run", SCENARIO, "--draws", str(draws), "--out", str(folder), "--force", "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    vectors, few = folder / "draws.parquet", folder / "few.parquet"
    parquet.write_table(parquet.read_table(vectors).slice(0, 8), few, compression="zstd")
    case = Case.load(folder)
    some = case.select(slice(0, oracle_draws))
    port = Port(case)
    port.simulate()
    threads = min(2, numba.config.NUMBA_NUM_THREADS)

    def of_engine(n):
        wall, processor = engine_time(binary, vectors, n)
        # Reading the file and writing the document are no part of the simulation.
        return wall, processor - engine_time(binary, few, n)[1]

    def of_port(n):
        numba.set_num_threads(n)
        return timed(port.simulate)

    def of_oracle():
        return timed(lambda: (run(some), run(some, GROUPS)))

    contenders = {
        "engine, 1 thread": (lambda: of_engine(1), draws),
        f"engine, {threads} threads": (lambda: of_engine(threads), draws),
        "Numba, 1 thread": (lambda: of_port(1), draws),
        f"Numba, {threads} threads": (lambda: of_port(threads), draws),
        "NumPy": (of_oracle, oracle_draws),
    }
    least = {name: (float("inf"), float("inf")) for name in contenders}
    for n in range(rounds):
        for name, (contender, of) in contenders.items():
            wall, processor = contender()
            least[name] = min(least[name][0], wall / of), min(least[name][1], processor / of)
        print(f"round {n + 1} of {rounds}", file=sys.stderr)
    return least, threads


def tell(least, threads):
    print(f"\n{'':20}{'draws a second':>16}{'processor ms a draw':>22}")
    for name, (wall, processor) in least.items():
        print(f"{name:20}{1.0 / wall:16,.0f}{1e3 * processor:22.3f}")
    one, many = "engine, 1 thread", f"engine, {threads} threads"
    ported = f"Numba, {threads} threads"
    print(f"\n{'ratios':44}{'wall':>8}{'processor':>12}")
    for what, slow, fast in (
        (f"engine, 1 to {threads} threads", one, many),
        (f"NumPy to the engine with {threads} threads", "NumPy", many),
        (f"Numba to the engine, {threads} threads each", ported, many),
        ("Numba to the engine, 1 thread each", "Numba, 1 thread", one),
        (f"NumPy to Numba with {threads} threads", "NumPy", ported),
    ):
        ratios = [a / b for a, b in zip(least[slow], least[fast])]
        print(f"{what:44}{ratios[0]:8.2f}{ratios[1]:12.2f}")


def main():
    parser = argparse.ArgumentParser(description="Times the engine beside its peers.")
    parser.add_argument("binary", type=Path, help="the fabcast to time")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--oracle-draws", type=int, default=200)
    parser.add_argument("--check-only", action="store_true", help="check the port and stop")
    asked = parser.parse_args()
    binary = str(asked.binary.resolve())
    with tempfile.TemporaryDirectory() as scratch:
        if not check(binary, Path(scratch) / "checked"):
            return 1
        if not asked.check_only:
            folder = Path(scratch) / "timed"
            tell(*compare(binary, folder, asked.draws, asked.rounds, asked.oracle_draws))
    return 0


if __name__ == "__main__":
    in_environment()
    sys.path[:0] = [str(HERE), str(ORACLE)]
    sys.exit(main())

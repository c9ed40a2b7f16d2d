//! What a group of eight draws costs, in its parts: `cargo bench -p fabcast`.
//!
//! Under `cargo test` every benchmark runs once, so that none can rot.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use fabcast::ensemble::{Options, simulate_group};
use fabcast::model::dispatch;
use fabcast::model::lanes::{LANES, Lanes, ONE, ZERO};
use fabcast::model::model::Model;
use fabcast::model::relax::Relax;
use fabcast::model::simulate::{Scene, Want};
use fabcast::model::technology;
use fabcast::scenario::load;
use fabcast::sketch::Sketch;

fn model(name: &str) -> Model {
    let scenario = load(name, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    Model::new(&scenario.inputs).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Eight draws with their plan, as `fabcast run` makes them.
fn groups(criterion: &mut Criterion) {
    let mut bench = criterion.benchmark_group("eight draws and their plan");
    bench.throughput(Throughput::Elements(LANES as u64));
    for name in ["seven-trillion", "stargate", "one-fab", "no-programme"] {
        let model = model(name);
        let planned = model.parameters.central();
        let options = Options::default();
        bench.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| simulate_group(&model, &planned, &options, black_box(64), LANES));
        });
    }
    bench.finish();
}

/// The months alone: the plan, and the run.
fn months(criterion: &mut Criterion) {
    let model = model("seven-trillion");
    let planned = model.parameters.central();
    let scene = Scene::new(&model, &planned, 1, 64);
    let mut bench = criterion.benchmark_group("all months of eight draws");
    bench.throughput(Throughput::Elements((LANES * model.months) as u64));
    bench.bench_function("plan", |bencher| {
        bencher.iter(|| scene.run(&Want::all(black_box(Relax::ALL))));
    });
    bench.bench_function("run", |bencher| {
        bencher.iter(|| scene.run(&Want::all(black_box(Relax::NONE))));
    });
    bench.finish();
}

/// What comes before the first month: the random vector, and the outlook of the world.
fn before(criterion: &mut Criterion) {
    let model = model("seven-trillion");
    let mut bench = criterion.benchmark_group("before the first month of eight draws");
    bench.throughput(Throughput::Elements(LANES as u64));
    bench.bench_function("sampling", |bencher| {
        bencher.iter(|| model.parameters.sample(1, black_box(64)));
    });
    let values = model.parameters.sample(1, 64);
    let utilisation = model
        .parameters
        .find("deploy.utilisation")
        .map(|id| values[id]);
    let utilisation = utilisation.expect("every scenario has it");
    bench.bench_function("months ahead", |bencher| {
        bencher.iter(|| {
            let (accelerators, market) = (&model.accelerators, &model.market);
            technology::months_ahead(
                accelerators,
                market,
                black_box(&values),
                utilisation,
                model.months,
            )
        });
    });
    bench.finish();
}

/// Quantiles of a long stream.
fn quantiles(criterion: &mut Criterion) {
    let values: Vec<f64> = (0..10_000)
        .map(|i| f64::from(i * 7_919 % 10_007) * 0.37)
        .collect();
    let mut bench = criterion.benchmark_group("quantiles");
    bench.throughput(Throughput::Elements(values.len() as u64));
    bench.bench_function("10,000 values", |bencher| {
        bencher.iter(|| {
            let mut sketch = Sketch::default();
            black_box(&values)
                .chunks(LANES)
                .for_each(|lanes| sketch.add_all(lanes));
            sketch.quantiles([0.05, 0.5, 0.95])
        });
    });
    bench.finish();
}

/// What the machine could do: products and sums on eight numbers held in registers, and the same on
/// numbers that come from the second-level cache and from memory. Elements are lane operations.
fn machine(criterion: &mut Criterion) {
    let mut bench = criterion.benchmark_group("machine");
    let mut registers = [ONE; ACCUMULATORS];
    bench.throughput(Throughput::Elements(ROUNDS * 2 * ACCUMULATORS as u64));
    bench.bench_function("registers", |bencher| {
        bencher.iter(|| in_registers(black_box(&mut registers)));
    });
    for (name, bytes) in [("200 kB", 200 << 10), ("64 MB", 64 << 20)] {
        let numbers = vec![ONE; bytes / size_of::<Lanes>()];
        bench.throughput(Throughput::Bytes(bytes as u64));
        bench.bench_function(name, |bencher| {
            bencher.iter(|| from_memory(black_box(&numbers)));
        });
    }
    bench.finish();
}

/// As many as there are registers for with AVX2, two each, beside the factors.
const ACCUMULATORS: usize = 6;
const ROUNDS: u64 = 1000;

dispatch! {
    fn in_registers(sums: &mut [Lanes; ACCUMULATORS]) {
        let (factor, term) = (black_box(0.999), black_box(0.001));
        let mut local = *sums;
        for _ in 0..ROUNDS {
            for sum in &mut local {
                *sum = *sum * factor + term;
            }
        }
        *sums = local;
    }
}

dispatch! {
    fn from_memory(numbers: &[Lanes]) -> Lanes {
        let mut sums = [ZERO; 4];
        for four in numbers.chunks_exact(4) {
            for (sum, &number) in sums.iter_mut().zip(four) {
                *sum += number;
            }
        }
        sums[0] + sums[1] + sums[2] + sums[3]
    }
}

criterion_group!(benches, groups, months, before, quantiles, machine);
criterion_main!(benches);

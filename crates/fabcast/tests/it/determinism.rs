//! The same scenario, seed and draw number give the same bits, however the run is cut up.

use std::path::PathBuf;

use fabcast::collect::Months;
use fabcast::document::run::RunDocument;
use fabcast::ensemble::Options;
use fabcast::model::isa::{self, Isa};
use fabcast::model::lanes::{LANES, Lanes};
use fabcast::model::model::Model;
use fabcast::model::parameters::Values;
use fabcast::model::relax::Relax;
use fabcast::model::simulate::{Run, Scene, Want};
use fabcast::run::{Runtime, run, start};
use fabcast::store::Settings;

use crate::common::{bits, groups, model, numbers, opened, scenario};

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("fabcast-it-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    path
}

/// Files of a run without what a clock says: draws, series, summary.
fn files(name: &str, set: &[&str], draws: u64, threads: usize) -> [Vec<u8>; 3] {
    let out = folder(&format!("{name}-{threads}"));
    let options = Options {
        draws,
        threads: Some(threads),
        ..Options::default()
    };
    let scenario = scenario(name, set);
    run(&scenario, &options, Some(&opened(&out)), false, &mut |_| ()).expect("runs");
    let read = |file| std::fs::read(out.join(file)).expect("written");
    let summary = String::from_utf8(read("summary.json")).expect("text");
    let timed = ["\"elapsed_seconds\"", "\"draws_per_second\""];
    let untimed: Vec<&str> = summary
        .lines()
        .filter(|line| !timed.iter().any(|key| line.contains(key)))
        .collect();
    assert_eq!(untimed.len() + timed.len(), summary.lines().count());
    let all = [
        read("draws.parquet"),
        read("series.parquet"),
        untimed.join("\n").into_bytes(),
    ];
    std::fs::remove_dir_all(&out).expect("removed");
    all
}

fn same_files(name: &str, set: &[&str], draws: u64) {
    let expected = files(name, set, draws, 1);
    for threads in [2, 7] {
        let got = files(name, set, draws, threads);
        for (file, (got, expected)) in ["draws", "series", "summary"]
            .iter()
            .zip(got.iter().zip(&expected))
        {
            assert!(
                got == expected,
                "{name}, {draws} draws: {file} differs with {threads} threads"
            );
        }
    }
}

#[test]
fn threads_do_not_matter() {
    same_files("seven-trillion", &[], 300);
}

/// More draws than a row group of the Parquet file and than a quantile keeps one by one; of few months.
#[test]
fn threads_do_not_matter_to_a_long_run() {
    same_files("one-fab", &["end=2028-06"], 4_700);
}

#[test]
fn a_draw_alone_is_the_draw_of_a_long_run() {
    let model = model("seven-trillion", &[]);
    let long = groups(
        &model,
        &Options {
            draws: 1_000,
            ..Options::default()
        },
    );
    for draw in [7, 500, 999_u64] {
        let group = &long[draw as usize / LANES];
        assert_eq!(group.first, draw / LANES as u64 * LANES as u64);
        let alone = groups(
            &model,
            &Options {
                first: draw,
                draws: 1,
                ..Options::default()
            },
        );
        assert_eq!((alone.len(), alone[0].first, alone[0].lanes), (1, draw, 1));
        let expected = bits(&alone[0], 0);
        assert!(
            bits(group, draw as usize % LANES) == expected,
            "draw {draw}"
        );
        assert!(
            bits(group, (draw as usize + 1) % LANES) != expected,
            "all draws are alike"
        );
    }
}

/// One test, because the instruction set is chosen for the whole process. `stargate` buys
/// accelerators on the market, `seven-trillion` does everything else.
#[test]
fn instruction_sets_do_not_matter() {
    let widest = isa::isa();
    for name in ["seven-trillion", "stargate"] {
        let model = model(name, &[]);
        let options = Options {
            draws: 24,
            threads: Some(1),
            ..Options::default()
        };
        let expected: Vec<_> = groups(&model, &options).iter().map(all_bits).collect();
        for set in [Isa::Portable, Isa::Avx2, Isa::Avx512] {
            isa::limit(set);
            let used = isa::isa();
            assert_eq!(used, set.min(widest), "the limit holds");
            let got: Vec<_> = groups(&model, &options).iter().map(all_bits).collect();
            assert_eq!(isa::isa(), used, "nothing else sets it");
            assert!(got == expected, "{name}: {used:?} differs from {widest:?}");
        }
        isa::limit(widest);
    }
}

fn all_bits(group: &fabcast::ensemble::Group) -> Vec<u64> {
    let values = group
        .values
        .as_slice()
        .iter()
        .flat_map(|value| value.0.map(f64::to_bits));
    values
        .chain((0..group.lanes).flat_map(|lane| bits(group, lane)))
        .collect()
}

#[test]
fn a_new_parameter_moves_no_other() {
    let before = model("seven-trillion", &[]);
    let text = "format = 1\nname = \"more\"\nextends = \"seven-trillion\"\n\
        [event.aaa]\nlabel = \"First of all names\"\nhazard = \"10 %/yr (5 to 20)\"\n\
        duration = \"3 months (1 to 6)\"\nseverity = 0.5\n\
        [event.aaa.effect.output]\non = \"output\"\nof = \"us\"\n\
        [plan.another]\nkind = \"fab\"\nregion = \"us\"\noperator = \"foundry\"\ncount = 1\n\
        capacity = \"30 kwspm\"\nfirst = \"0 months\"\n";
    let sets = ["market.rent=12 bn$/GW/yr (8 to 20)".to_owned()];
    let more =
        fabcast::scenario::load_text("more.toml", text, &sets).unwrap_or_else(|e| panic!("{e}"));
    let after = crate::common::model_of(&more);
    assert!(after.parameters.list().len() >= before.parameters.list().len() + 6);
    let [old, new] = [&before, &after].map(|model| model.parameters.sample(3, 40));
    let mut compared = 0;
    for (path, id) in before.parameters.paths() {
        let other = after.parameters.find(path).expect("nothing was taken away");
        let same = old[id].0.map(f64::to_bits) == new[other].0.map(f64::to_bits);
        assert_eq!(same, path != "market.rent", "{path}");
        compared += 1;
    }
    assert!(compared > 500, "{compared}");
}

fn pick(values: &Values, from: impl Fn(usize) -> usize) -> Values {
    let picked = values
        .as_slice()
        .iter()
        .map(|v| Lanes(std::array::from_fn(|lane| v.0[from(lane)])));
    Values::from_lanes(picked.collect())
}

fn lane_bits(run: &Run, lane: usize) -> Vec<u64> {
    numbers(run, lane).into_iter().map(f64::to_bits).collect()
}

#[test]
fn the_neighbours_of_a_lane_do_not_matter() {
    for name in ["seven-trillion", "stargate", "one-fab"] {
        let model = model(name, &[]);
        let planned = model.parameters.central();
        let values = model.parameters.sample(1, 64);
        let both = |model: &Model, values: Values| {
            let scene = Scene::with_values(model, &planned, values);
            let plan = scene.run(&Want::all(Relax::ALL));
            let run = scene.run(&Want::all(Relax::NONE));
            [plan, run]
        };
        let expected = both(&model, values.clone());
        let rotated = both(&model, pick(&values, |lane| (lane + 3) % LANES));
        for (expected, rotated) in expected.iter().zip(&rotated) {
            for lane in 0..LANES {
                let same = lane_bits(rotated, lane) == lane_bits(expected, (lane + 3) % LANES);
                assert!(same, "{name}: lane {lane} among others");
            }
        }
        for chosen in [0, 5] {
            let alike = both(&model, pick(&values, |_| chosen));
            for (expected, alike) in expected.iter().zip(&alike) {
                for lane in 0..LANES {
                    let same = lane_bits(alike, lane) == lane_bits(expected, chosen);
                    assert!(same, "{name}: lane {chosen} among its likes");
                }
            }
        }
    }
}

#[test]
fn series_at_year_ends_are_those_of_all_months() {
    // The last month is kept though it ends no year.
    let scenario = scenario("one-fab", &["end=2034-06"]);
    let settings = Settings {
        draws: 48,
        seed: 1,
        ..Settings::default()
    };
    let document = |months| {
        let runtime = Runtime {
            months,
            ..Runtime::default()
        };
        let output = start(&scenario, &settings, runtime, None, &mut |_| ());
        output.expect("runs").document
    };
    let (all, ends) = (document(Months::All), document(Months::YearEnds));
    let months = &all.series["delivered_h100e"].months;
    let is_kept = |&i: &usize| months[i].ends_with("-12") || i + 1 == months.len();
    let kept: Vec<usize> = (0..months.len()).filter(is_kept).collect();
    assert!(kept.len() > 5 && kept.len() < months.len() / 8);
    assert!(all.series.keys().eq(ends.series.keys()));
    for (name, series) in &ends.series {
        let whole = &all.series[name];
        let of = |values: &[f64]| {
            kept.iter()
                .map(|&i| values[i].to_bits())
                .collect::<Vec<_>>()
        };
        let bits = |values: &[f64]| values.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        let names: Vec<&String> = kept.iter().map(|&i| &whole.months[i]).collect();
        assert!(series.months.iter().eq(names), "{name}");
        for (part, whole) in [
            (&series.quantiles.p10, &whole.quantiles.p10),
            (&series.quantiles.p50, &whole.quantiles.p50),
            (&series.quantiles.p90, &whole.quantiles.p90),
            (&series.standard_errors.p50, &whole.standard_errors.p50),
        ] {
            assert_eq!(bits(part), of(whole), "{name}");
        }
    }
    // All else is the same.
    assert_eq!(numbers_of(&all), numbers_of(&ends));
}

/// A document without its series and what a clock says.
fn numbers_of(document: &RunDocument) -> String {
    let mut document = document.clone();
    document.series.clear();
    (document.elapsed_seconds, document.draws_per_second) = (0.0, 0.0);
    serde_json::to_string(&document).expect("a document is JSON")
}

//! The laws of the model's §15, in every draw and month of random scenarios.
//!
//! A case is an embedded scenario, or a random plan with random investors, on the embedded
//! world. Any of its numbers is then set anew from its row of the parameter table, often to an
//! end of what the row allows; what the scenario language refuses is no case. `PROPTEST_CASES`
//! and `PROPTEST_RNG_SEED` try others.

use std::fmt::Write as _;
use std::sync::OnceLock;

use fabcast::model::flows::ALL_KINDS;
use fabcast::model::lanes::Lanes;
use fabcast::model::model::Model;
use fabcast::model::parameter::Form;
use fabcast::model::parameters::Values;
use fabcast::model::record::{Series, series_info};
use fabcast::model::relax::{ALL_GROUPS, Group, Relax};
use fabcast::model::simulate::{Run, Scene, Want};
use fabcast::scenario::{Entry, Scenario};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError};

use crate::common::scenario;

const BASES: [&str; 4] = ["one-fab", "stargate", "seven-trillion", "no-programme"];
const KINDS: [(&str, &str, &str); 4] = [
    ("fab", "foundry", "kwspm"),
    ("hbm", "memory", "kwspm"),
    ("packaging", "foundry", "kwpm"),
    ("datacentre", "", "GW"),
];
const REGIONS: [&str; 4] = ["us", "taiwan", "japan", "gulf"];

/// A number of the scenario set anew.
#[derive(Clone, Debug)]
struct Knob {
    /// Which of the scenario's numbers, from 0 to 1.
    which: f64,
    /// Where in the range of the row, from 0 to 1.
    place: f64,
    /// 0: the lower end; 1: the upper end; 2: with an interval; else: a plain number.
    form: u8,
}

/// A line of a random plan.
#[derive(Clone, Debug)]
struct Line {
    kind: usize,
    region: usize,
    count: f64,
    capacity: f64,
    first: u32,
    every: f64,
}

/// An investor of a random plan.
#[derive(Clone, Debug)]
struct Investor {
    lends: bool,
    commitment: f64,
    closing: u32,
    approval: f64,
    draw_rate: f64,
    rate: f64,
    grace: f64,
    term: f64,
}

#[derive(Clone, Debug)]
struct Case {
    base: usize,
    months: u32,
    lines: Vec<Line>,
    investors: Vec<Investor>,
    market_share: f64,
    knobs: Vec<Knob>,
    relax: u16,
    seed: u64,
    /// Whether every parameter of every draw is near an end of its distribution.
    corner: bool,
}

fn line() -> impl Strategy<Value = Line> {
    let place = (0..4_usize, 0..4_usize);
    (place, 0.2..6.0, 0.5..80.0, 0..40_u32, 0.0..9.0).prop_map(
        |((kind, region), count, capacity, first, every)| {
            // Taiwan has no data centres.
            let region = if kind == 3 && region == 1 { 0 } else { region };
            let capacity = if kind == 3 { capacity / 10.0 } else { capacity };
            Line {
                kind,
                region,
                count,
                capacity,
                first,
                every,
            }
        },
    )
}

fn investor() -> impl Strategy<Value = Investor> {
    let money = (any::<bool>(), 0.5..400.0, 0..40_u32, 0.3..1.0);
    (money, 0.02..6.0, 0.0..0.3, 0.0..5.0, 0.0..12.0).prop_map(
        |((lends, commitment, closing, approval), draw_rate, rate, grace, term)| Investor {
            lends,
            commitment,
            closing,
            approval,
            draw_rate,
            rate,
            grace,
            term,
        },
    )
}

fn knob() -> impl Strategy<Value = Knob> {
    (0.0..1.0, 0.0..1.0, 0..12_u8).prop_map(|(which, place, form)| Knob { which, place, form })
}

fn case() -> impl Strategy<Value = Case> {
    let plan = (
        // An embedded scenario in half of the cases.
        prop_oneof![Just(Vec::new()), proptest::collection::vec(line(), 1..9)],
        proptest::collection::vec(investor(), 0..4),
        prop_oneof![Just(0.0), 0.0..1.0],
    );
    let run = (any::<u16>(), any::<u64>(), proptest::bool::weighted(0.3));
    (
        0..4_usize,
        60..204_u32,
        plan,
        proptest::collection::vec(knob(), 0..40),
        run,
    )
        .prop_map(
            |(base, months, (lines, investors, market_share), knobs, (relax, seed, corner))| Case {
                base,
                months,
                lines,
                investors,
                market_share,
                knobs,
                relax,
                seed,
                corner,
            },
        )
}

impl Case {
    /// The scenario file, before the knobs.
    fn text(&self) -> String {
        let end = 2024 * 12 + 1 + self.months;
        let end = format!("{:04}-{:02}", end / 12, end % 12 + 1);
        if self.lines.is_empty() {
            let base = BASES[self.base];
            return format!("format = 1\nname = \"case\"\nextends = \"{base}\"\nend = \"{end}\"\n");
        }
        let mut text = format!(
            "format = 1\nname = \"case\"\ntitle = \"Case\"\nworld = \"2024-02\"\n\
             start = \"2024-02\"\nend = \"{end}\"\nprice_year = 2024\n\
             [deploy]\nmarket_share = {:.3}\n",
            self.market_share
        );
        for (i, line) in self.lines.iter().enumerate() {
            let (kind, operator, unit) = KINDS[line.kind];
            let region = REGIONS[line.region];
            write_line(
                &mut text,
                &format!("[plan.line-{i}]\nkind = \"{kind}\"\nregion = \"{region}\""),
            );
            if !operator.is_empty() {
                write_line(&mut text, &format!("operator = \"{operator}\""));
            }
            let Line {
                count,
                capacity,
                first,
                every,
                ..
            } = line;
            write_line(
                &mut text,
                &format!("count = {count:.3}\ncapacity = \"{capacity:.3} {unit}\""),
            );
            write_line(
                &mut text,
                &format!("first = \"{first} months\"\nevery = \"{every:.2} months\""),
            );
        }
        for (i, investor) in self.investors.iter().enumerate() {
            // Debt alone is refused.
            let lends = investor.lends && i > 0;
            let Investor {
                commitment,
                closing,
                approval,
                draw_rate,
                rate,
                grace,
                term,
                ..
            } = investor;
            let kind = if lends { "debt" } else { "equity" };
            write_line(
                &mut text,
                &format!("[capital.investor.i{i}]\nlabel = \"I\"\nkind = \"{kind}\""),
            );
            write_line(&mut text, &format!("commitment = \"{commitment:.2} bn$\""));
            write_line(
                &mut text,
                &format!("closing = \"{closing} months\"\napproval = {approval:.3}"),
            );
            write_line(&mut text, &format!("draw_rate = \"{draw_rate:.3} /yr\""));
            if lends {
                write_line(&mut text, &format!("rate = \"{rate:.3} /yr\""));
                write_line(
                    &mut text,
                    &format!("grace = \"{grace:.2} yr\"\nterm = \"{term:.2} yr\""),
                );
            } else {
                write_line(&mut text, &format!("hurdle = \"{rate:.3} /yr\""));
            }
        }
        text
    }

    /// The scenario; knobs that the language refuses, alone or together, are left out.
    fn scenario(&self) -> (Scenario, Vec<String>) {
        let text = self.text();
        let read = |sets: &[String]| fabcast::scenario::load_text("case.toml", &text, sets);
        let base = if self.lines.is_empty() {
            self.base
        } else {
            BASES.len() - 1
        };
        let numeric: Vec<&Entry> = entries(base)
            .iter()
            .filter(|entry| is_numeric(entry.row.form))
            .collect();
        let chosen = self
            .knobs
            .iter()
            .map(|knob| (knob, (knob.which * numeric.len() as f64) as usize));
        let mut sets: Vec<String> = chosen
            .filter_map(|(knob, i)| knob.set(numeric[i]))
            .collect();
        loop {
            match read(&sets) {
                Ok(scenario) => return (scenario, sets),
                Err(faults) if sets.is_empty() => panic!("{faults}\n{text}"),
                Err(_) => sets.truncate(sets.len() / 2),
            }
        }
    }

    fn relax(&self) -> Relax {
        let lifted = ALL_GROUPS
            .iter()
            .filter(|&&group| self.relax >> group as u16 & 1 == 1);
        lifted.fold(Relax::NONE, |relax, &group| relax.with(group))
    }

    fn values(&self, model: &Model) -> Values {
        let sampled = model.parameters.sample(self.seed, 0);
        if !self.corner {
            return sampled;
        }
        let list = model.parameters.list();
        let corners = list
            .iter()
            .zip(sampled.as_slice())
            .map(|(parameter, value)| {
                let end = |x: f64| {
                    if parameter.distribution.cdf(x) < 0.5 {
                        0.002
                    } else {
                        0.998
                    }
                };
                if parameter.distribution.is_constant() {
                    *value
                } else {
                    parameter.distribution.quantile(Lanes(value.0.map(end)))
                }
            });
        Values::from_lanes(corners.collect())
    }
}

/// Values of an embedded scenario, read once.
fn entries(base: usize) -> &'static [Entry] {
    static ENTRIES: [OnceLock<Vec<Entry>>; BASES.len()] = [const { OnceLock::new() }; BASES.len()];
    ENTRIES[base].get_or_init(|| scenario(BASES[base], &[]).entries)
}

/// Values that others must agree with: set anew alone, they mostly make no scenario.
const TIED: [&str; 5] = [
    "market.start.power_",
    "market.start.ai_power",
    "market.share_",
    "uncertainty.global_share",
    ".need.",
];

fn write_line(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}

fn is_numeric(form: Form) -> bool {
    matches!(
        form,
        Form::Quantity | Form::Spread | Form::Whole | Form::When
    )
}

impl Knob {
    /// The `--set` argument that this knob makes of an entry; none where there is no range.
    fn set(&self, entry: &Entry) -> Option<String> {
        let row = entry.row;
        let centre = match &entry.leaf {
            fabcast::model::inputs::Leaf::Quantity(distribution) => distribution.centre(),
            fabcast::model::inputs::Leaf::Spread { median, .. } => *median,
            fabcast::model::inputs::Leaf::Whole(n) => f64::from(*n),
            _ => return None,
        };
        if TIED.iter().any(|part| entry.path.contains(part)) {
            return None;
        }
        if entry.path.ends_with(".count") && entry.path.starts_with("plan.") {
            return Some(format!("{}={:.2}", entry.path, self.place * 5.0));
        }
        let spread = fabcast::model::math::scalar::pow(10.0, 1.4 * self.place - 0.7);
        let value = match self.form {
            0 if row.min.is_finite() && row.form != Form::When => row.min,
            1 if row.max <= 1.0 => row.max,
            _ if row.max <= 1.0 && row.min >= 0.0 => self.place * (row.max - row.min) + row.min,
            _ if centre == 0.0 => self.place * 10.0,
            _ => centre * spread,
        };
        let value = value.clamp(row.min, row.max);
        let value = if matches!(row.form, Form::Whole | Form::When) {
            value.round()
        } else {
            value
        };
        let unit = if entry.unit == "1" {
            String::new()
        } else {
            format!(" {}", entry.unit)
        };
        let with_interval = self.form == 2
            && matches!(row.form, Form::Quantity | Form::Spread)
            && value > 0.0
            && value * 1.4 <= row.max
            && value * 0.7 >= row.min;
        Some(if with_interval {
            format!(
                "{}={value}{unit} ({} to {})",
                entry.path,
                value * 0.7,
                value * 1.4
            )
        } else {
            format!("{}={value}{unit}", entry.path)
        })
    }
}

/// A run in which every law holds.
fn lawful(model: &Model, scene: &Scene, relax: Relax) -> Result<Run, TestCaseError> {
    let run = scene.run(&Want::all(relax).audited(true));
    let broken: Vec<_> = run.violations.iter().take(5).collect();
    prop_assert!(broken.is_empty(), "relaxed {relax:?}: {broken:?}");
    numbers_are_sound(model, &run)?;
    stocks_only_grow(model, &run)?;
    investors_keep_their_terms(model, scene, &run, relax)?;
    Ok(run)
}

/// Nothing that is reported is negative, infinite or no number.
fn numbers_are_sound(model: &Model, run: &Run) -> Result<(), TestCaseError> {
    for (position, info) in series_info(model).iter().enumerate() {
        for (month, value) in run.record.series(position).iter().enumerate() {
            let sound = value.0.iter().all(|&x| x.is_finite() && x >= 0.0);
            prop_assert!(sound, "{} in month {month}: {value:?}", info.name);
        }
    }
    Ok(())
}

/// What is counted from the start never falls, and no more starts than is planned.
fn stocks_only_grow(model: &Model, run: &Run) -> Result<(), TestCaseError> {
    let counted = [
        Series::CapitalDrawn,
        Series::Distributions,
        Series::Grants,
        Series::CapexPaid,
        Series::ProjectsStarted,
        Series::ProjectsCancelled,
    ];
    for series in counted {
        for (month, pair) in run.record.of(series).windows(2).enumerate() {
            let grows = pair[1].ge(pair[0]).all();
            prop_assert!(grows, "{series:?} falls after month {month}: {pair:?}");
        }
    }
    let projects = Lanes::splat(model.projects.list.len() as f64);
    let started = run.record.of(Series::ProjectsStarted);
    let cancelled = run.record.of(Series::ProjectsCancelled);
    let mut both = started.iter().zip(cancelled);
    prop_assert!(both.all(|(a, b)| (*a + *b).le(projects).all()));
    for (project, started) in model.projects.list.iter().zip(&run.starts) {
        let due = Lanes::splat(f64::from(project.planned_start));
        prop_assert!(
            (!started.lt(due)).all(),
            "{} starts early: {started:?}",
            project.name
        );
    }
    let parts = [Series::OwnH100e, Series::SoldH100e, Series::DeliveredH100e];
    let [own, sold, both] = parts.map(|series| run.record.of(series));
    for ((own, sold), both) in own.iter().zip(sold).zip(both) {
        prop_assert_eq!(*own + *sold, *both);
    }
    Ok(())
}

/// No investor gives more than was committed, sooner than agreed or faster; lenders follow equity.
fn investors_keep_their_terms(
    model: &Model,
    scene: &Scene,
    run: &Run,
    relax: Relax,
) -> Result<(), TestCaseError> {
    if relax.lifts(Group::Capital) {
        return Ok(());
    }
    let grants = run.record.of(Series::Grants);
    let investors = &model.capital.investors;
    let named = investors
        .iter()
        .zip(&run.draws)
        .filter(|(investor, _)| investor.commitment().is_some());
    let mut equity = vec![Lanes::splat(0.0); model.months];
    for (investor, draws) in named.clone() {
        let of = |leaf: &str| {
            let path = format!("capital.investor.{}.{leaf}", investor.name);
            model.parameters.find(&path).map(|id| scene.values[id])
        };
        let [commitment, closing, rate] = ["commitment", "closing", "draw_rate"]
            .map(|leaf| of(leaf).expect("every investor has these"));
        let mut sum = Lanes::splat(0.0);
        for (month, &draw) in draws.iter().enumerate() {
            sum += draw;
            let most = commitment * rate / 12.0 * (1.0 + 1e-12);
            prop_assert!(
                draw.le(most).all(),
                "{} in month {month}: {draw:?}",
                investor.name
            );
            let open = closing.le(Lanes::splat(month as f64));
            prop_assert!(
                (open | draw.le(Lanes::splat(0.0))).all(),
                "{} before closing",
                investor.name
            );
            if !investor.lends {
                equity[month] += sum;
            }
        }
        prop_assert!(
            sum.le(commitment * (1.0 + 1e-12)).all(),
            "{} overdrawn",
            investor.name
        );
        if !relax.lifts(Group::Geopolitics) {
            let gives = investor.approved(&scene.values) | sum.le(Lanes::splat(0.0));
            prop_assert!(gives.all(), "{} was not approved", investor.name);
        }
    }
    for (_, draws) in named.filter(|(investor, _)| investor.lends) {
        for month in 1..model.months {
            let behind = (equity[month - 1] + grants[month - 1]).gt(Lanes::splat(0.0));
            let none = draws[month].le(Lanes::splat(0.0));
            prop_assert!((behind | none).all(), "debt before equity in month {month}");
        }
    }
    Ok(())
}

/// With every limit lifted what stands is what was planned, followed project by project.
fn keeps_its_dates(model: &Model, values: &Values) -> Result<(), TestCaseError> {
    // Without its book the plan is simulated like any other run.
    let followed = Model {
        book: None,
        ..model.clone()
    };
    let planned = model.parameters.central();
    let scene = Scene::with_values(&followed, &planned, values.clone());
    let run = scene.run(&Want::all(Relax::ALL));
    let kinds = [
        Series::LogicCapacity,
        Series::HbmCapacity,
        Series::PackagingCapacity,
        Series::DatacentreGw,
    ];
    for (kind, series) in ALL_KINDS.into_iter().zip(kinds) {
        let list = || model.projects.list.iter().filter(|p| p.kind == kind);
        let size: f64 = list().map(|project| project.capacity).sum();
        for (month, stands) in run.record.of(series).iter().enumerate() {
            let planned: f64 = list().map(|project| project.planned_path[month]).sum();
            let apart = (*stands - Lanes::splat(planned)).abs();
            prop_assert!(
                apart.le(Lanes::splat(1e-9 * size)).all(),
                "{kind:?} in month {month}: {stands:?} of {planned}"
            );
        }
    }
    for (project, online) in model.projects.list.iter().zip(&run.online) {
        let planned = project.planned_online(model.months);
        let known = planned.map_or(f64::NAN, |month| month as f64).to_bits();
        let same = online.0.iter().all(|month| month.to_bits() == known);
        prop_assert!(same, "{}: {online:?} for {planned:?}", project.name);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(64),
        rng_seed: std::env::var("PROPTEST_RNG_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok())
            .map_or(RngSeed::Fixed(15), RngSeed::Fixed),
        ..ProptestConfig::default()
    })]

    #[test]
    fn hold_in_every_draw_and_month(case in case()) {
        let (scenario, sets) = case.scenario();
        let model = Model::new(&scenario.inputs).expect("the language refuses what the engine does");
        let lawful = |scene: &Scene, relax| {
            let told = |fault| TestCaseError::fail(format!("{fault}\n{}{}", case.text(), sets.join("\n")));
            lawful(&model, scene, relax).map_err(told)
        };
        let planned = model.parameters.central();
        let scene = Scene::with_values(&model, &planned, case.values(&model));
        lawful(&scene, Relax::ALL)?;
        keeps_its_dates(&model, &scene.values)?;
        lawful(&scene, Relax::NONE)?;
        lawful(&scene, case.relax())?;
        let central = Scene::with_values(&model, &planned, planned.clone());
        lawful(&central, Relax::NONE)?;
    }
}

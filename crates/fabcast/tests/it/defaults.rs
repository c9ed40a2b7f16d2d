//! The embedded scenarios against what their defaults are meant to give; `docs/validation.md` has
//! the figures.

use fabcast::ensemble::Options;
use fabcast::model::flows::{ALL_KINDS, Kind};
use fabcast::model::inputs::Date;
use fabcast::model::lanes::{Lanes, ONE};
use fabcast::model::model::Model;
use fabcast::model::projects::ProjectTerms;
use fabcast::model::record::Series;
use fabcast::model::relax::Relax;
use fabcast::model::simulate::{Run, Scene, Want};
use fabcast::model::technology;

use crate::common::{each_draw, mean, median, model, outcome};

/// Hours in a year.
const HOURS: f64 = 8_766.0;

/// The central run, with all groups relaxed or none.
fn central(model: &Model, relax: Relax) -> Run {
    let planned = model.parameters.central();
    Scene::with_values(model, &planned, planned.clone()).run(&Want::all(relax))
}

fn centre(model: &Model, path: &str) -> f64 {
    model
        .parameters
        .centre(model.parameters.find(path).expect("a parameter"))
}

/// A series at the end of a year.
fn december(model: &Model, run: &Run, series: Series, year: i32) -> f64 {
    let month = model
        .month_index(Date { year, month: 12 })
        .expect("simulated");
    run.record.of(series)[month].0[0]
}

/// Mean of a series over the months of a year that are simulated.
fn year_of(model: &Model, run: &Run, series: Series, year: i32) -> f64 {
    let months = (1..=12).filter_map(|month| model.month_index(Date { year, month }));
    let values: Vec<f64> = months
        .map(|month| run.record.of(series)[month].0[0])
        .collect();
    mean(&values)
}

/// Prints a figure and holds it to what it should be.
#[track_caller]
fn near(what: &str, got: f64, expected: f64, share: f64) {
    let off = got / expected - 1.0;
    println!(
        "{what}: {got:.4}, expected {expected} ({:+.1} %)",
        100.0 * off
    );
    assert!(off.abs() <= share, "{what}: {got}, expected {expected}");
}

/// The first years as users see them: medians of the ensemble beside what was observed, and the place of
/// the observed among the draws. The record of 2024 to 2026 was known when the priors were set.
#[test]
fn the_ensemble_holds_the_first_years() {
    let model = model("no-programme", &[]);
    let options = Options {
        draws: 1_000,
        ..Options::default()
    };
    let over = |series, year, rest: f64| {
        let model = &model;
        move |run: &Run, lane: usize| {
            let months = (1..=12).filter_map(|month| model.month_index(Date { year, month }));
            let values: Vec<f64> = months
                .map(|month| run.record.of(series)[month].0[lane])
                .collect();
            // January 2024 lies before the first month.
            (values.iter().sum::<f64>() + rest) / 12.0
        }
    };
    let end = |series, year| {
        let month = model.month_index(Date { year, month: 12 });
        let month = month.expect("simulated");
        move |run: &Run, lane: usize| run.record.of(series)[month].0[lane]
    };
    type Figure<'a> = Box<dyn Fn(&Run, usize) -> f64 + Sync + 'a>;
    let cases: [(&str, Figure, f64, f64); 4] = [
        (
            "shipments 2024 [M H100e]",
            Box::new(over(Series::OthersPurchases, 2024, 2.7)),
            4.93,
            0.15,
        ),
        (
            "shipments 2025 [M H100e]",
            Box::new(over(Series::OthersPurchases, 2025, 0.0)),
            13.2,
            0.15,
        ),
        (
            "shipments 2026 [M H100e]",
            Box::new(over(Series::OthersPurchases, 2026, 0.0)),
            25.0,
            0.25,
        ),
        (
            "AI power, end of 2025 [GW]",
            Box::new(end(Series::AiPower, 2025)),
            31.0,
            0.30,
        ),
    ];
    let drawn = each_draw(&model, &options, |group, lane| {
        cases
            .each_ref()
            .map(|(_, figure, ..)| figure(&group.base, lane))
    });
    for (place, (what, _, observed, share)) in cases.iter().enumerate() {
        let values: Vec<f64> = drawn.iter().map(|draw| draw[place]).collect();
        let below = values.iter().filter(|&x| x < observed).count() as f64 / values.len() as f64;
        println!("{what}: observed {observed} at {below:.2} of the draws");
        near(what, median(&values), *observed, *share);
        assert!((0.1..0.9).contains(&below), "{what}: outside 80 %: {below}");
    }
}

/// The decades after, at the centre: the figures of the calibration, and ranges held plausible.
#[test]
fn the_world_alone_stays_plausible() {
    let model = model("no-programme", &[]);
    let run = central(&model, Relax::NONE);
    let of = |series, year| year_of(&model, &run, series, year);
    let (product, growth) = (
        centre(&model, "market.product"),
        centre(&model, "market.product_growth"),
    );
    let hours = HOURS * centre(&model, "deploy.utilisation");
    let cases = [
        (2030, 1.4, 1.82, (90.0, 260.0), 201.5, (0.4, 1.9), 0.79),
        (2035, 1.6, 2.36, (120.0, 510.0), 359.1, (0.08, 0.6), 0.168),
        (2040, 1.6, 2.71, (110.0, 710.0), 431.8, (0.02, 0.2), 0.0459),
    ];
    for (year, share, spending, power_range, power, price_range, price) in cases {
        let spent = of(Series::Price, year) * hours * of(Series::OthersH100e, year) / 1e6;
        near(&format!("rent {year} [T$]"), spent, spending, 0.04);
        let grown = fabcast::model::math::scalar::pow(1.0 + growth, f64::from(year) + 0.5 - 2024.1);
        let of_product = 100.0 * spent * 1e3 / (product * grown);
        near(
            &format!("rent {year} [% of product]"),
            of_product,
            share,
            0.05,
        );
        assert!((0.5..3.0).contains(&of_product));
        let gigawatts = december(&model, &run, Series::AiPower, year);
        near(&format!("power {year} [GW]"), gigawatts, power, 0.01);
        assert!((power_range.0..power_range.1).contains(&gigawatts));
        near(
            &format!("price {year}"),
            of(Series::Price, year),
            price,
            0.02,
        );
        assert!((price_range.0..price_range.1).contains(&of(Series::Price, year)));
    }
    near(
        "shipments 2030",
        of(Series::OthersPurchases, 2030),
        194.6,
        0.01,
    );
}

/// People missing in the US at the end of 2030 with no programme: 67,000 are published.
#[test]
fn the_shortage_of_people_is_the_published_one() {
    let model = model("no-programme", &[]);
    let central = central(&model, Relax::NONE);
    let central = outcome(&model, &central, "shortage_us_2030");
    near("US shortage 2030", central.0[0], 67_000.0, 0.03);
    let options = Options {
        draws: 1_000,
        ..Options::default()
    };
    let drawn = each_draw(&model, &options, |group, lane| {
        outcome(&model, &group.base, "shortage_us_2030").0[lane]
    });
    let within = drawn.iter().filter(|&&x| x < 67_000.0).count();
    assert!(
        (100..900).contains(&within),
        "the published figure is outside 80 % of draws: {within}"
    );
}

/// The price stays near what calls forth new supply: not outside 0.3 to 5 of it in the median run.
#[test]
fn the_price_keeps_its_band() {
    let model = model("no-programme", &[]);
    let utilisation = model
        .parameters
        .find("deploy.utilisation")
        .expect("a parameter");
    let options = Options {
        draws: 1_000,
        ..Options::default()
    };
    let ratios: Vec<Vec<f64>> = each_draw(&model, &options, |group, lane| {
        let utilisation = group.values[utilisation];
        let ahead = technology::months_ahead(
            &model.accelerators,
            &model.market,
            &group.values,
            utilisation,
            model.months,
        );
        let price = group.base.record.of(Series::Price).iter();
        price
            .zip(&ahead)
            .map(|(p, ahead)| p.0[lane] / ahead.outlook.reference.0[lane])
            .collect()
    });
    for month in 0..model.months {
        let middle = median(&ratios.iter().map(|draw| draw[month]).collect::<Vec<_>>());
        assert!(
            (0.3..5.0).contains(&middle),
            "median of p/c in month {month}: {middle}"
        );
    }
    let share_of = |outside: &dyn Fn(f64) -> bool| {
        let n = ratios
            .iter()
            .filter(|draw| draw.iter().any(|&x| outside(x)))
            .count();
        100.0 * n as f64 / ratios.len() as f64
    };
    let (above, below) = (share_of(&|x| x > 5.0), share_of(&|x| x < 0.3));
    println!("p/c above 5 at some time: {above:.1} % of draws; below 0.3: {below:.1} %");
    assert!(above < 10.0 && below < 10.0, "{above} {below}");
}

/// The plan of seven trillion, executed on its own dates.
#[test]
fn the_plan_is_what_it_promises() {
    let alone = model("no-programme", &[]);
    let world = central(&alone, Relax::NONE);
    let model = model("seven-trillion", &[]);
    let counts = ALL_KINDS.map(|kind| {
        model
            .projects
            .list
            .iter()
            .filter(|p| p.kind == kind)
            .count()
    });
    assert_eq!(model.projects.list.len(), 165);
    assert_eq!(counts[Kind::Fab as usize] + counts[Kind::Hbm as usize], 36);
    assert_eq!(
        (
            counts[Kind::Packaging as usize],
            counts[Kind::Datacentre as usize]
        ),
        (14, 115)
    );
    near("plan cost [bn$]", model.plan_cost(), 7_000.0, 0.03);
    near(
        "plan cost, as designed [bn$]",
        model.plan_cost(),
        6_980.0,
        0.001,
    );
    near("planned gigawatts", model.planned_gigawatts(), 230.0, 1e-9);

    // As it was designed: with nothing bought from others, and halls full when finished.
    let designed = ["deploy.market_share=0", "deploy.fit_out=1 month"];
    let model = crate::common::model("seven-trillion", &designed);
    let plan = central(&model, Relax::ALL);
    let of = |series, year| december(&model, &plan, series, year);
    for (year, gigawatts) in [(2029, 63.7), (2030, 93.1), (2035, 226.8)] {
        near(
            &format!("finished {year} [GW]"),
            of(Series::DatacentreGw, year),
            gigawatts,
            0.01,
        );
    }
    for (year, bn, price, rent) in [(2030, 0.21, -13.5, 0.55), (2035, 2.45, -22.0, 1.3)] {
        near(
            &format!("delivered {year} [bn H100e]"),
            of(Series::DeliveredH100e, year) / 1e3,
            bn,
            0.05,
        );
        let ratio = of(Series::Price, year) / december(&alone, &world, Series::Price, year);
        let fall = 100.0 * (ratio - 1.0);
        println!("price {year} against no programme: {fall:.1} %, expected {price} %");
        assert!((fall - price).abs() < 1.5, "{fall}");
        let hours = HOURS * centre(&model, "deploy.utilisation");
        let months = (1..=12).filter_map(|month| model.month_index(Date { year, month }));
        let monthly = months.map(|month| {
            let of = |series| plan.record.of(series)[month].0[0];
            of(Series::Price) * of(Series::OwnH100e) * hours / 12.0 / 1e6
        });
        near(&format!("rent over {year} [T$]"), monthly.sum(), rent, 0.06);
    }
    near(
        "of them sold 2035",
        of(Series::SoldH100e, 2035) / 1e3,
        0.6,
        0.10,
    );
}

/// Earliest moment, in every draw, at which each project can have half of its capacity and the
/// first wafers can be sold or put into halls: nothing is there before.
#[test]
fn nothing_exists_before_it_could() {
    // Nothing is bought from others, who have chips from the start.
    let model = model("seven-trillion", &["deploy.market_share=0"]);
    let options = Options {
        draws: 400,
        ..Options::default()
    };
    let planned = model.parameters.central();
    let list = &model.projects.list;
    let mut margins = Vec::new();
    let (mut ready, mut first) = (Vec::new(), Vec::new());
    let groups = crate::common::groups(&model, &options);
    for group in &groups {
        let terms = ProjectTerms::new(&model.projects, &group.values, &planned, Relax::NONE);
        let mut wafers = Lanes::splat(f64::INFINITY);
        for (j, (project, term)) in list.iter().zip(&terms.list).enumerate() {
            let kind = &terms.kinds[project.kind as usize];
            let start = f64::from(project.planned_start);
            let permit = 1.0 / term.permit_rate;
            let is_campus = project.kind == Kind::Datacentre;
            let site = if is_campus { ONE } else { kind.install_from } / term.build_rate;
            let tools = term.qualify_from / (project.capacity * kind.install_rate);
            // A stage begins the month after the one before; counting whole stages from the start
            // of the first month, the last month is one less.
            let qualified = start + permit + site + tools + 1.0 / kind.qualify_rate - 1.0;
            // A campus has at least its first block by then.
            let half = if is_campus {
                start + permit + site - 1.0
            } else {
                qualified + 0.5 / kind.ramp_rate
            };
            let online = group.base.online[j];
            // Never (NaN) is late enough.
            for lane in 0..group.lanes {
                let margin = online.0[lane] - half.0[lane];
                assert!(
                    margin.is_nan() || margin >= 0.0,
                    "{}: {online:?} before {half:?}",
                    project.name
                );
                if margin.is_finite() {
                    margins.push(margin);
                }
            }
            if project.kind == Kind::Fab {
                wafers = wafers.min(qualified + model.wafers.logic_cycle as f64);
            }
        }
        let delivered = group.base.record.of(Series::DeliveredH100e);
        for lane in 0..group.lanes {
            let month = delivered.iter().position(|x| x.0[lane] > 0.0);
            let month = month.map_or(f64::INFINITY, |month| month as f64);
            assert!(
                month >= wafers.0[lane],
                "delivered in month {month}, first wafers in {wafers:?}"
            );
            ready.push(wafers.0[lane]);
            first.push(month);
        }
    }
    let least = margins.iter().copied().fold(f64::INFINITY, f64::min);
    let earliest = first.iter().copied().fold(f64::INFINITY, f64::min);
    println!(
        "closest to the bound: {least:.1} months; median margin {:.1}",
        median(&margins)
    );
    println!(
        "wafers at the earliest: median {:.0}; delivered: median {:.0}",
        median(&ready),
        median(&first)
    );
    println!("earliest delivery of all draws: month {earliest}");
    // The bound is one that can nearly be reached, or it would prove nothing.
    assert!(least < 12.0, "{least}");
}

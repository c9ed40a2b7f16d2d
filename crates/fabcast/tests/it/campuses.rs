//! Campuses grow by blocks of halls and have power from two sources (model §2).

use fabcast::ensemble::Options;
use fabcast::model::lanes::{LANES, Lanes};
use fabcast::model::model::Model;
use fabcast::model::record::Series;
use fabcast::model::relax::{Group, Relax};
use fabcast::model::simulate::{Run, Scene, Want};

use crate::common::{each_draw, median, model};

/// One campus of 2 GW in the United States, from the first month.
const CAMPUS: [&str; 5] = [
    "plan.datacentre-us.first=0 months",
    "plan.datacentre-us.count=1",
    "plan.datacentre-gulf.count=0",
    "plan.datacentre-japan.count=0",
    "deploy.power_supply=1000 GW/yr",
];

fn one_campus(more: &[&str]) -> Model {
    let sets: Vec<&str> = CAMPUS.iter().chain(more).copied().collect();
    // The plan, too, is run project by project, not taken from its book.
    Model {
        book: None,
        ..model("seven-trillion", &sets)
    }
}

/// Planned path of the campus.
fn path(more: &[&str]) -> Vec<f64> {
    let model = one_campus(more);
    let campus = (model.projects.list.iter()).find(|project| project.name == "datacentre-us.1");
    campus.expect("in the plan").planned_path.clone()
}

fn assert_months(path: &[f64], months: &[(usize, f64)]) {
    for &(month, gigawatts) in months {
        let is = path[month];
        assert!((is - gigawatts).abs() < 1e-9, "month {month}: {is}");
    }
}

/// Planned in the United States: permit 3, first block of 0.1 GW after 20, then 0.085 GW a month, of which at most
/// half as much again is fitted out; own generation 12 months after the permit, first service 15, grid 18.
#[test]
fn halls_come_block_by_block() {
    // The permit is there at the end of month 2, the first block at the end of month 22. Halls of month 23: 0.185.
    // Power is there for all of it.
    let path = path(&[]);
    let first = [(22, 0.0), (23, 0.1275), (24, 0.255), (25, 0.355)];
    assert_months(&path, &first);
    assert_months(&path, &[(44, 0.1 + 22.0 * 0.085), (45, 2.0)]);
    assert_eq!(path[45], 2.0);
}

#[test]
fn a_large_campus_has_more_than_one_crew() {
    // r = 0.085·(8/2)^0.75
    let path = path(&["plan.datacentre-us.capacity=8 GW"]);
    let pace = 0.085 * 8.0_f64.sqrt();
    assert!((path[40] - path[39] - pace).abs() < 1e-12);
}

#[test]
fn power_comes_from_two_sources() {
    let late = [
        "region.us.datacentre.service_planned=40 months",
        "region.us.datacentre.grid_planned=60 months",
    ];
    let path = path(&late);
    // Own generation, 0.04 GW a month from month 14 on, binds in month 30 and ends at 0.8 GW; first service of
    // 0.2 GW in month 42, the whole grid in month 62.
    assert_months(
        &path,
        &[(23, 0.1275), (30, 16.0 * 0.04), (41, 0.8), (42, 0.9275)],
    );
    assert_months(&path, &[(43, 1.0), (61, 1.0), (62, 1.1275), (69, 2.0)]);
}

#[test]
fn a_conversion_is_quick() {
    // 6 months to the first block, and 3 to own generation: month 9 has 0.16 GW of it, month 10 0.2.
    let path = path(&[
        "plan.datacentre-us.site=conversion",
        "region.us.datacentre.service_planned=60 months",
        "region.us.datacentre.grid_planned=60 months",
    ]);
    assert_months(&path, &[(8, 0.0), (9, 0.1275), (10, 0.2)]);
}

#[test]
fn ground_that_is_broken_before_is_found() {
    // Month 10: 14 of 20 months of the first block have passed in month 24.
    let first = "plan.datacentre-us.first=24 months";
    let after = path(&[first, "plan.datacentre-us.ground=2024-12"]);
    assert_months(&after, &[(23, 0.0), (29, 0.0), (30, 0.1275)]);
    // Month -13: 17 months of halls at the end of month 23, all of them fitted out.
    let before = path(&[first, "plan.datacentre-us.ground=2023-01"]);
    assert_months(&before, &[(23, 0.0), (24, 0.1 + 18.0 * 0.085)]);
}

fn run(model: &Model, first: u64, relax: Relax) -> Run {
    let planned = model.parameters.central();
    Scene::new(model, &planned, 1, first).run(&Want::all(relax))
}

/// With all groups lifted a campus follows its planned path, in every draw and month.
#[test]
fn all_groups_lifted_is_the_plan() {
    let sites: [&[&str]; 5] = [
        &[],
        &["plan.datacentre-us.capacity=7 GW"],
        &["plan.datacentre-us.capacity=50 MW"],
        &[
            "plan.datacentre-us.site=conversion",
            "region.us.datacentre.grid_planned=60 months",
        ],
        &[
            "plan.datacentre-us.first=9 months",
            "plan.datacentre-us.ground=2023-01",
        ],
    ];
    for more in sites {
        let model = one_campus(more);
        let promised = path(more);
        for first in [0, 8] {
            let lifted = run(&model, first, Relax::ALL);
            for (month, built) in lifted.record.of(Series::DatacentreGw).iter().enumerate() {
                let apart = |gigawatts: f64| (gigawatts - promised[month]).abs() > 1e-9;
                assert!(
                    !built.0.iter().any(|&it| apart(it)),
                    "{more:?}, month {month}: {built:?}"
                );
            }
        }
    }
}

/// Makers put no more into service than they can, unless their queue is lifted.
#[test]
fn the_queue_of_makers_binds() {
    let sets = [
        "deploy.power_supply=1.2 GW/yr",
        "deploy.power_supply_growth=0 %/yr",
    ];
    let model = model("seven-trillion", &sets);
    let most = |relax| {
        let run = run(&model, 0, relax);
        let built = run.record.of(Series::DatacentreGw);
        let growth = built.windows(2).map(|pair| pair[1] - pair[0]);
        growth.fold(Lanes::splat(0.0), Lanes::max)
    };
    let (queue, lifted) = (most(Relax::NONE), most(Relax::NONE.with(Group::Power)));
    for lane in 0..LANES {
        // A campus within 10⁻⁹ of its end is finished.
        assert!((queue.0[lane] - 0.1).abs() < 1e-8, "{queue:?}");
        assert!(lifted.0[lane] > 0.2, "{lifted:?}");
    }
}

/// Months from ground to first power of one campus, and its best year, beside the record: 16, 27, 49 months and 79 MW
/// a month (`campus.ground_to_power.us`, `campus.pace.best`).
#[test]
fn one_campus_beside_the_record() {
    let model = one_campus(&[]);
    let options = Options {
        draws: 400,
        relax: Relax::NONE.with(Group::Capital).with(Group::Talent),
        ..Options::default()
    };
    let found = each_draw(&model, &options, |group, lane| {
        let built = group.base.record.of(Series::DatacentreGw);
        let at = |month: usize| built[month].0[lane];
        let first = (0..built.len()).find(|&month| at(month) > 0.0);
        let year = (12..built.len()).map(|month| (at(month) - at(month - 12)) / 12.0 * 1e3);
        (
            first.map_or(f64::NAN, |month| month as f64),
            year.fold(0.0, f64::max),
        )
    });
    // The permit takes 3 months at the median.
    let months = median(&found.iter().map(|found| found.0 - 3.0).collect::<Vec<_>>());
    let best = median(&found.iter().map(|found| found.1).collect::<Vec<_>>());
    println!("ground to first power {months} months, best year {best:.0} MW a month");
    assert!((20.0..=30.0).contains(&months), "{months}");
    assert!((65.0..=95.0).contains(&best), "{best}");
}

//! How long wafer fabs take, by region, against published figures (model §2).
//!
//! The sources do not measure the same thing and contradict each other, so that each comparison
//! says what is set against what; `docs/validation.md` has the table.
//!
//! - CSET (VerWey 2021, "No Permits, No Fabs"): start of construction to start of production,
//!   about 635 fabs of all kinds built 1990-2020; rows `build.fab.days.*`.
//! - Exyte (2025): permit and design to a building that takes wafers, for a practised builder;
//!   rows `fab.build_time.*`, of which building alone is 24 months in the US and 13 in Taiwan.

use fabcast::data::row;
use fabcast::model::flows::Kind;
use fabcast::model::lanes::ONE;
use fabcast::model::projects::ProjectTerms;
use fabcast::model::relax::Relax;

use crate::common::{median, model};

/// Days in a month.
const DAYS: f64 = 30.44;

/// Medians over many projects and draws \[months\].
#[derive(Debug)]
struct Medians {
    /// Permit and design, cost overruns included.
    permit: f64,
    /// Building as it is sampled, before a cost overrun lengthens it.
    build: f64,
    /// Building as it is simulated.
    stretched: f64,
    /// Permit and building until the first tool: `D0 + φ·D1`.
    first_tool: f64,
    /// Permit and building until the end.
    whole: f64,
    /// Start of building to the first month of the ramp.
    production: f64,
}

fn medians(region: &str) -> Medians {
    let sets = [
        format!("plan.fab.region={region}"),
        "plan.fab.count=40".to_owned(),
        "plan.fab.every=1 month".to_owned(),
    ];
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    let of = |sets: &[&str]| {
        let model = model("one-fab", sets);
        let planned = model.parameters.central();
        let mut columns: [Vec<f64>; 5] = Default::default();
        for first in (0..800).step_by(8) {
            let values = model.parameters.sample(1, first);
            let terms = ProjectTerms::new(&model.projects, &values, &planned, Relax::NONE);
            let kind = &terms.kinds[Kind::Fab as usize];
            for term in &terms.list {
                let (permit, build) = (ONE / term.permit_rate, ONE / term.build_rate);
                let tools = build * kind.install_from;
                // Until a quarter of the tools stand, then qualification.
                let quarter = model.projects.list[0].capacity;
                let install = (ONE / kind.install_rate) * term.qualify_from / quarter;
                let production = tools + install + ONE / kind.qualify_rate;
                let all = [permit, build, permit + tools, permit + build, production];
                for (column, value) in columns.iter_mut().zip(all) {
                    column.extend_from_slice(&value.0);
                }
            }
        }
        columns.map(|column| median(&column))
    };
    let [permit, stretched, first_tool, whole, production] = of(&sets);
    let mut uncoupled = sets;
    uncoupled.push("uncertainty.overrun_time_coupling=0");
    let [_, build, ..] = of(&uncoupled);
    Medians {
        permit,
        build,
        stretched,
        first_tool,
        whole,
        production,
    }
}

fn data(id: &str) -> f64 {
    let row = row(id).unwrap_or_else(|| panic!("{id} is not in the data"));
    row.central
        .parse()
        .unwrap_or_else(|_| panic!("{id}: {}", row.central))
}

#[track_caller]
fn within(what: &str, got: f64, published: f64, share: f64) {
    let off = got / published - 1.0;
    println!(
        "{what}: {got:.1} months, published {published:.1} ({:+.0} %)",
        100.0 * off
    );
    assert!(
        off.abs() <= share,
        "{what}: {got:.1} months, published {published:.1}"
    );
}

#[test]
fn medians_are_near_the_published_ones() {
    let [us, taiwan, japan] = ["us", "taiwan", "japan"].map(medians);
    println!("us {us:.1?}\ntaiwan {taiwan:.1?}\njapan {japan:.1?}");
    let cset = |region: &str| data(&format!("build.fab.days.{region}")) / DAYS;
    // Building alone: the middle of what is published of it. In the US the decade after 2010 (918
    // days) and Exyte's 24 months; in Taiwan CSET and Exyte's 13; in Japan CSET alone.
    within("us building", us.build, (918.0 / DAYS + 24.0) / 2.0, 0.10);
    within(
        "taiwan building",
        taiwan.build,
        (cset("taiwan") + 13.0) / 2.0,
        0.10,
    );
    within("japan building", japan.build, cset("japan"), 0.10);
    // As simulated, overruns included. In Taiwan the model stands between sources that are 8 months apart.
    within(
        "us building, as simulated",
        us.stretched,
        918.0 / DAYS,
        0.10,
    );
    within(
        "japan building, as simulated",
        japan.stretched,
        cset("japan"),
        0.10,
    );
    assert!(taiwan.stretched > 13.0 && taiwan.stretched < cset("taiwan"));
    // As simulated, overruns of their own included: hardly longer, since the median overrun takes no time.
    for (region, medians) in [("us", &us), ("taiwan", &taiwan), ("japan", &japan)] {
        within(
            &format!("{region} building, overruns included"),
            medians.stretched,
            medians.build,
            0.05,
        );
    }
    // Permit and building until wafers could be taken in, as Exyte counts: the US agree, in Taiwan
    // Exyte is shorter than any other source.
    within(
        "us permit to first tool",
        us.first_tool,
        data("fab.build_time.us"),
        0.10,
    );
    within(
        "taiwan permit to first tool",
        taiwan.first_tool,
        data("fab.build_time.taiwan"),
        0.15,
    );
    // The order of the regions is that of the sources.
    assert!(us.stretched > japan.stretched && us.permit > 1.5 * taiwan.permit);
    assert!(us.whole > us.first_tool && taiwan.whole < us.first_tool);
    // Start of building to production: longer than CSET's mean of all fabs since 1990, shorter
    // than the fabs finished lately in the United States (about 40, 43 and 49 months).
    for (region, medians) in [("us", &us), ("taiwan", &taiwan), ("japan", &japan)] {
        let ratio = medians.production / cset(region);
        println!(
            "{region} building to production: {:.1} months, CSET {:.1}",
            medians.production,
            cset(region)
        );
        assert!((1.0..1.6).contains(&ratio), "{region}: {ratio}");
    }
    assert!(us.production < 40.0);
}

//! Sponsors (model §2): who waits before ground and before tools, and gives up.

use fabcast::model::lanes::Lanes;
use fabcast::model::math::scalar::ln;
use fabcast::model::model::Model;
use fabcast::model::record::Series;
use fabcast::model::relax::{Group, Relax};
use fabcast::model::simulate::{Run, Scene, Want};
use fabcast::model::technology::reference_price_at_start;

use crate::common::{model, numbers, outcome};

fn bits(run: &Run, lane: usize) -> Vec<u64> {
    numbers(run, lane).into_iter().map(f64::to_bits).collect()
}

fn run(model: &Model, seed: u64, relax: Relax) -> Run {
    let planned = model.parameters.central();
    let scene = Scene::new(model, &planned, seed, 0);
    scene.run(&Want::all(relax).audited(true))
}

/// Nobody is ever satisfied: the price would have to be ten times the reference price.
const NEVER: &str = "sponsor.threshold = 10";

#[test]
fn what_has_waited_too_long_is_cancelled() {
    let model = model("one-fab", &[NEVER, "sponsor.patience = \"2 years\""]);
    let run = run(&model, 1, Relax::NONE);
    assert_eq!(run.violations, []);
    assert!(run.starts[0].0.iter().all(|month| month.is_nan()));
    let planned = model.projects.list[0].planned_start as usize;
    let cancelled = run.record.of(Series::ProjectsCancelled);
    assert_eq!(cancelled[planned + 22], Lanes::splat(0.0));
    assert_eq!(
        cancelled[planned + 23],
        Lanes::splat(1.0),
        "after 24 months"
    );
    assert_eq!(
        outcome(&model, &run, "capital_drawn_end"),
        Lanes::splat(0.0)
    );
    assert_eq!(
        outcome(&model, &run, "projects_cancelled_end"),
        Lanes::splat(1.0)
    );
}

#[test]
fn a_state_does_not_ask() {
    let never = model("one-fab", &[NEVER, "plan.fab.sponsor = \"state\""]);
    let always = model("one-fab", &["sponsor.threshold = 0"]);
    let [never, always] = [&never, &always].map(|model| run(model, 3, Relax::NONE));
    for lane in 0..8 {
        assert!(bits(&never, lane) == bits(&always, lane), "draw {lane}");
    }
}

#[test]
fn lifting_the_sponsors_is_as_if_they_never_asked() {
    let asked = model("seven-trillion", &["end = 2032-12"]);
    let never = model(
        "seven-trillion",
        &["end = 2032-12", "sponsor.threshold = 0"],
    );
    let lifted = Relax::NONE.with(Group::Sponsor);
    let (lifted, free, held) = (
        run(&asked, 2, lifted),
        run(&never, 2, Relax::NONE),
        run(&asked, 2, Relax::NONE),
    );
    let same = |run: &Run| {
        let series = |run: &Run| run.record.of(Series::DeliveredH100e).to_vec();
        series(run) == series(&free)
    };
    assert!(same(&lifted));
    assert!(!same(&held), "some sponsor asks");
}

/// Where ground was broken the sponsor asks only before tools: the building stands, and nothing is in it.
#[test]
fn a_plant_waits_as_a_shell() {
    let ground = "plan.fab.ground = \"2024-06\"";
    let model = model("one-fab", &[NEVER, ground]);
    let mut want = Want::all(Relax::NONE).with_projects();
    want.audit = true;
    let planned = model.parameters.central();
    let run = Scene::new(&model, &planned, 5, 0).run(&want);
    assert_eq!(run.violations, []);
    assert_eq!(
        outcome(&model, &run, "projects_started_end"),
        Lanes::splat(1.0)
    );
    assert_eq!(
        outcome(&model, &run, "projects_cancelled_end"),
        Lanes::splat(0.0)
    );
    assert_eq!(outcome(&model, &run, "logic_kwspm_end"), Lanes::splat(0.0));
    let spent = outcome(&model, &run, "capex_end");
    assert!(
        spent.gt(Lanes::splat(0.5)).all(),
        "the building is paid: {spent:?}"
    );
    let held = &run.watch.expect("watched").held[0];
    assert!(held[Group::Sponsor as usize] > 50, "{held:?}");
}

/// The rule itself, from the values of the draws: a fab starts in its planned month exactly where its sponsor sees a
/// price above the threshold, if money waits for it.
#[test]
fn the_first_review_is_the_rule() {
    let sets = [
        "plan.fab.first = \"0 months\"",
        "end = 2026-12",
        "capital.opening_cash = \"100 bn$\"",
    ];
    let model = model("one-fab", &sets);
    let planned = model.parameters.central();
    let (mut went, mut waited) = (0, 0);
    for seed in 1..=16 {
        let scene = Scene::new(&model, &planned, seed, 0);
        let of = |path: &str| {
            let id = model
                .parameters
                .find(path)
                .unwrap_or_else(|| panic!("no {path}"));
            scene.values[id].0
        };
        let [least, spread, common] =
            ["threshold", "spread", "common"].map(|leaf| of(&format!("sponsor.{leaf}")));
        let (state, own) = (
            of("latent.sponsor.operator.foundry.0"),
            of("latent.sponsor.project.fab.1"),
        );
        let run = scene.run(&Want::all(Relax::NONE.with(Group::Capital)));
        let utilisation = Lanes(of("deploy.utilisation"));
        let reference = reference_price_at_start(&model.market, &scene.values, utilisation);
        let price = of("market.start.price").map(ln);
        for lane in 0..8 {
            let (c, s) = (common[lane], spread[lane]);
            let seen = s * (c.sqrt() * state[lane] + (1.0 - c).sqrt() * own[lane]);
            let over = price[lane] - ln(reference.0[lane]);
            let goes_ahead = over + seen >= ln(least[lane]);
            assert_eq!(
                run.starts[0].0[lane] == 0.0,
                goes_ahead,
                "seed {seed}, draw {lane}"
            );
            if goes_ahead { went += 1 } else { waited += 1 }
        }
    }
    assert!(
        went > 60 && waited > 5,
        "{went} went ahead, {waited} waited"
    );
}

/// What waits for its sponsor holds up nobody: in some draw the second of two fabs starts before the first.
#[test]
fn who_waits_lets_others_pass() {
    let sets = [
        "plan.fab.count = 2",
        "plan.fab.every = \"1 month\"",
        "end = 2028-12",
    ];
    let model = model("one-fab", &sets);
    let planned: Vec<f64> = (model.projects.list.iter())
        .map(|project| f64::from(project.planned_start))
        .collect();
    let mut passed = 0;
    for seed in 1..=16 {
        let run = run(&model, seed, Relax::NONE.with(Group::Capital));
        for lane in 0..8 {
            let [first, second] = [0, 1].map(|j| run.starts[j].0[lane]);
            passed += usize::from(second == planned[1] && (first.is_nan() || first > second));
        }
    }
    assert!(passed > 3, "{passed} of 128");
}

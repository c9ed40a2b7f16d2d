//! Investors: what they get adds up, and rates do not depend on the currency.

use fabcast::document::investors::{FILE, InvestorsDocument};
use fabcast::ensemble::Options;
use fabcast::finance::rate::{present_value, rate_of};
use fabcast::investors::{self, Flows, investors, measures, net_flows};
use fabcast::output::report;
use fabcast_model::lanes::{LANES, Lanes};
use fabcast_model::model::Model;
use fabcast_model::parameters::Values;
use fabcast_model::relax::Relax;
use fabcast_model::simulate::{Run, Scene, Want};

use crate::common::opened;

const SCENARIOS: [&str; 3] = ["one-fab", "stargate", "seven-trillion"];

fn model_of(name: &str) -> Model {
    let scenario = fabcast::load(name, &[]).expect("valid");
    Model::new(&scenario.inputs).expect("a model")
}

fn run(model: &Model, first: u64) -> Run {
    let planned = model.parameters.central();
    Scene::new(model, &planned, 1, first).run(&Want::all(Relax::NONE))
}

fn near(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * scale.max(1.0)
}

#[test]
fn equity_together_is_what_the_outcomes_say() {
    for name in SCENARIOS {
        let model = model_of(name);
        let run = run(&model, 0);
        let all = measures(&run);
        let moic = run.outcomes.of("moic").expect("an outcome");
        for lane in 0..LANES {
            let (mut drawn, mut received) = (0.0, 0.0);
            for (one, terms) in all.iter().zip(&run.ledger.investors) {
                if !terms.lends {
                    drawn += one.drawn.0[lane];
                    received += one.received.0[lane];
                }
            }
            if drawn > 0.0 {
                let (got, said) = (received / drawn, moic.0[lane]);
                assert!(near(got, said, said), "{name} {lane}: {got} {said}");
            }
        }
    }
}

#[test]
fn the_balance_sheet_balances_in_every_month() {
    for name in SCENARIOS {
        let model = model_of(name);
        for first in [0, 8] {
            let run = run(&model, first);
            for lane in 0..LANES {
                balances(name, &run, lane);
            }
        }
    }
}

/// Cash and book values against debt, what is owed, and equity, month by month.
fn balances(name: &str, run: &Run, lane: usize) {
    let ledger = &run.ledger;
    let at = |lanes: Lanes| lanes.0[lane];
    let lends = |i: usize| ledger.investors[i].lends;
    let mut book = [0.0; 3];
    let (mut debt, mut arrears, mut equity) = (0.0, 0.0, at(ledger.opening_cash));
    let (mut cost_before, mut tax_before) = (0.0, 0.0);
    for (t, month) in ledger.months.iter().enumerate() {
        let (mut drawn_debt, mut drawn_equity) = (0.0, 0.0);
        for (i, draws) in run.draws.iter().enumerate() {
            *(if lends(i) {
                &mut drawn_debt
            } else {
                &mut drawn_equity
            }) += at(draws[t]);
        }
        let (share, interest, principal) =
            (at(month.share), at(month.interest), at(month.principal));
        let mut depreciation = 0.0;
        let [building, tools, servers] = month.capex;
        let capital = [building, tools + month.reequipment(), servers];
        for ((book, paid), rate) in book.iter_mut().zip(capital).zip(ledger.rates.decline) {
            *book += at(paid);
            let written = *book * at(rate);
            *book -= written;
            depreciation += written;
        }
        debt += drawn_debt + (1.0 - share) * interest - share * principal;
        arrears = (1.0 - share) * (cost_before + tax_before + arrears);
        let (cost, tax) = (at(month.incurred()), at(month.tax));
        equity += drawn_equity + at(month.grants) + at(month.revenue())
            - (cost - at(month.reequipment()))
            - depreciation
            - interest
            - tax
            - at(month.distributed);
        let owned = at(month.cash) + book.iter().sum::<f64>();
        let owed = debt + arrears + cost + tax + equity;
        assert!(
            near(owned, owed, owned.abs() + debt),
            "{name}, draw {lane}, month {t}: {owned} {owed}"
        );
        (cost_before, tax_before) = (cost, tax);
    }
}

#[test]
fn what_is_distributed_is_received() {
    for name in SCENARIOS {
        let model = model_of(name);
        let run = run(&model, 0);
        let flows = net_flows(&run);
        let ledger = &run.ledger;
        for lane in 0..LANES {
            let mut received = 0.0;
            for (i, terms) in ledger.investors.iter().enumerate() {
                if !terms.lends {
                    let net: f64 = flows[i].iter().map(|flow| flow.0[lane]).sum();
                    let drawn: f64 = run.draws[i].iter().map(|draw| draw.0[lane]).sum();
                    received += net + drawn;
                }
            }
            let paid: f64 = ledger.months.iter().map(|m| m.distributed.0[lane]).sum();
            let paid = paid + ledger.terminal.equity.0[lane];
            // The sponsor's carry is the only difference.
            let carry = paid - received;
            assert!(
                carry >= -1e-9 * paid.max(1.0),
                "{name} {lane}: {paid} {received}"
            );
            assert!(
                carry <= ledger.rates.carry.0[lane] * paid + 1e-9,
                "{name} {lane}: {carry}"
            );
        }
    }
}

/// The same values with twice as many dollars for everything.
fn doubled(model: &Model, values: &Values) -> Values {
    let lanes = values.as_slice().iter().zip(model.parameters.list());
    let scaled = lanes.map(|(&value, parameter)| match parameter.unit.contains('$') {
        true => value * 2.0,
        false => value,
    });
    Values::from_lanes(scaled.collect())
}

#[test]
fn twice_the_currency_leaves_every_rate() {
    for name in SCENARIOS {
        let model = model_of(name);
        let planned = model.parameters.central();
        let values = model.parameters.sample(1, 0);
        let twice = doubled(&model, &values);
        let planned_twice = doubled(&model, &planned);
        let once = Scene::with_values(&model, &planned, values).run(&Want::all(Relax::NONE));
        let other = Scene::with_values(&model, &planned_twice, twice).run(&Want::all(Relax::NONE));
        for (a, b) in measures(&once).iter().zip(&measures(&other)) {
            for lane in 0..LANES {
                let pairs = [
                    (a.rate, b.rate, 1.0),
                    (a.moic, b.moic, 1.0),
                    (a.drawn, b.drawn, 2.0),
                    (a.exposure, b.exposure, 2.0),
                ];
                for (x, y, factor) in pairs {
                    let (x, y) = (x.0[lane] * factor, y.0[lane]);
                    let alike = x == y || x.is_nan() && y.is_nan();
                    let same = alike || (x - y).abs() <= 1e-6 * x.abs().max(1.0);
                    assert!(same, "{name}, draw {lane}: {x} {y}");
                }
            }
        }
        let rate = |run: &Run| run.outcomes.of("irr").expect("an outcome");
        for lane in 0..LANES {
            let (x, y) = (rate(&once).0[lane], rate(&other).0[lane]);
            assert!(
                x == y || x.is_nan() && y.is_nan() || (x - y).abs() < 1e-6,
                "{name}, draw {lane}: {x} {y}"
            );
        }
    }
}

#[test]
fn results_do_not_depend_on_the_threads() {
    let scenario = fabcast::load("one-fab", &[]).expect("valid");
    let events = investors::every_event(&scenario).expect("events");
    let document = |threads: usize| {
        let options = Options {
            draws: 20,
            threads: Some(threads),
            ..Options::default()
        };
        let (mut document, interrupted) =
            investors(&scenario, &options, &events, &mut |_| ()).expect("a document");
        assert!(!interrupted);
        document.elapsed_seconds = 0.0;
        serde_json::to_string(&document).expect("JSON")
    };
    assert_eq!(document(1), document(3));
}

#[test]
fn a_lender_that_is_paid_gets_its_rate() {
    let scenario = fabcast::load("one-fab", &[]).expect("valid");
    let options = Options {
        draws: 64,
        ..Options::default()
    };
    let (document, _) = investors(&scenario, &options, &[], &mut |_| ()).expect("a document");
    let lenders: Vec<_> = document
        .investors
        .iter()
        .filter(|one| one.kind == "debt")
        .collect();
    assert!(!lenders.is_empty());
    for lender in lenders {
        assert!(
            (lender.irr.quantiles.p90 - lender.hurdle.quantiles.p50).abs() < 1e-6,
            "{lender:?}"
        );
        assert!(lender.below_hurdle.probability < 0.5);
    }
}

fn document_of(name: &str, draws: u64) -> InvestorsDocument {
    let scenario = fabcast::load(name, &[]).expect("valid");
    let options = Options {
        draws,
        ..Options::default()
    };
    investors(&scenario, &options, &[], &mut |_| ())
        .expect("a document")
        .0
}

#[test]
fn every_future_is_somewhere_in_the_distribution_of_returns() {
    let document = document_of("stargate", 200);
    for one in document.investors.iter().chain(&document.all_equity) {
        let bins: f64 = one.irr_bins.iter().map(|bin| bin[1]).sum();
        let all = bins + one.no_rate + one.nothing_back.probability;
        assert!((all - 1.0).abs() < 1e-12, "{}: {all}", one.label);
    }
}

#[test]
fn all_equity_is_what_a_run_speaks_of() {
    let model = model_of("stargate");
    let run = run(&model, 0);
    let all = Flows::of_all_equity(&run)
        .expect("several investors")
        .measures();
    for (name, got) in [
        ("irr", all.rate),
        ("moic", all.moic),
        ("largest_exposure", all.exposure),
    ] {
        let said = run.outcomes.of(name).expect("an outcome");
        for lane in 0..LANES {
            let (got, said) = (got.0[lane], said.0[lane]);
            let same = got == said || near(got, said, said);
            assert!(
                same || got.is_nan() && said.is_nan(),
                "{name} {lane}: {got} {said}"
            );
        }
    }
}

#[test]
fn a_profile_crosses_zero_at_every_root() {
    let document = document_of("stargate", 200);
    let several = document
        .several_roots
        .expect("some future has several roots");
    assert!(several.roots.len() > 1 && several.roots.contains(&several.reported));
    let crossings = several
        .profile
        .windows(2)
        .filter(|pair| (pair[0][1] > 0.0) != (pair[1][1] > 0.0));
    let crossings: Vec<_> = crossings.collect();
    assert_eq!(crossings.len(), several.roots.len());
    for (pair, root) in crossings.iter().zip(&several.roots) {
        assert!(
            pair[0][0] <= *root && *root <= pair[1][0],
            "{root}: {pair:?}"
        );
    }
    // The draw it names has these roots.
    let model = model_of("stargate");
    let scene = run(&model, several.draw);
    let flows = Flows::of_all_equity(&scene)
        .expect("several investors")
        .timed(0);
    let gross: f64 = flows.iter().map(|flow| flow.amount.abs()).sum();
    for root in &several.roots {
        assert!(present_value(&flows, *root).abs() < 1e-6 * gross, "{root}");
    }
}

#[test]
fn the_report_shows_the_investors_and_nobody_elses() {
    let folder = std::env::temp_dir().join(format!("fabcast-investors-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let document = document_of("stargate", 64);
    let left_out = report::write_analysis(&opened(&folder), FILE, &document).expect("a report");
    assert!(left_out.is_empty(), "{left_out:?}");
    let page = std::fs::read_to_string(folder.join(report::REPORT)).expect("a page");
    let mut shown = vec![
        "capital-stack",
        "calendar-all",
        "curve-all",
        "rates-all",
        "dscr",
    ];
    let names: Vec<String> = document
        .investors
        .iter()
        .flat_map(|one| ["calendar", "curve", "rates"].map(|kind| format!("{kind}-{}", one.name)))
        .collect();
    shown.extend(names.iter().map(String::as_str));
    for id in shown {
        assert!(
            page.contains(&format!("<div class=\"chart\" id=\"{id}-figure\"")),
            "{id}"
        );
    }
    // The document reads back as it was, and that of other values is left out.
    let json = std::fs::read_to_string(folder.join(FILE)).expect("a document");
    let read: InvestorsDocument = serde_json::from_str(&json).expect("reads back");
    assert_eq!(fabcast::output::json::render(&read), json);
    let other = fabcast::load("stargate", &["finance.tax=30 %".to_owned()]).expect("valid");
    let options = Options {
        draws: 16,
        ..Options::default()
    };
    let ran = fabcast::run::run(&other, &options, Some(&opened(&folder)), false, &mut |_| {});
    let left_out = ran.expect("runs").left_out;
    assert!(
        left_out.len() == 1 && left_out[0].contains("values of the scenario"),
        "{left_out:?}"
    );
    let page = std::fs::read_to_string(folder.join(report::REPORT)).expect("a page");
    assert!(!page.contains("<section id=\"investors\""));
    let _ = std::fs::remove_dir_all(&folder);
}

/// The engine looks at a grid, `finance` proves that no root is missed; both report the same.
#[test]
fn the_engine_reports_the_root_that_the_rule_names() {
    let draws = 48;
    for name in SCENARIOS {
        let model = model_of(name);
        let mut apart = Vec::new();
        for first in (0..draws).step_by(LANES) {
            let run = run(&model, first);
            let Some(flows) = Flows::of_all_equity(&run) else {
                continue;
            };
            let measures = flows.measures();
            for lane in 0..LANES {
                let found = rate_of(&flows.timed(lane));
                let (got, known) = (measures.rate.0[lane], found.rate.unwrap_or(f64::NAN));
                let ranked = got == -1.0 || !got.is_finite();
                if !(ranked && known.is_nan() || (got - known).abs() < 1e-6) {
                    apart.push((first + lane as u64, got, known));
                }
            }
        }
        assert!(apart.is_empty(), "{name}: {apart:?}");
    }
}

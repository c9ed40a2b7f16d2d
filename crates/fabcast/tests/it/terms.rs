//! Terms of loans and equity, covenants and tax (model §1, §12), against closed forms and laws, and on
//! the documented example `docs/financed-campus.toml`.

use fabcast::finance::rate::present_value;
use fabcast::finance::roots::Timed;
use fabcast::investors::{loan_cover, measures, multiples};
use fabcast::model::capital::{CapitalState, CapitalTerms};
use fabcast::model::finance::{Books, FinanceTerms, waterfall};
use fabcast::model::lanes::{LANES, Lanes, ONE, ZERO};
use fabcast::model::math::scalar::pow;
use fabcast::model::model::Model;
use fabcast::model::parameters::Values;
use fabcast::model::record::Series;
use fabcast::model::relax::{Group, Relax};
use fabcast::model::simulate::{Run, Scene, Want};

use crate::common::{close, model, model_of, outcome};

/// The documented example.
fn example(sets: &[&str]) -> Model {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/financed-campus.toml"
    );
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    let scenario = fabcast::load(path, &sets).unwrap_or_else(|faults| panic!("{faults}"));
    model_of(&scenario)
}

fn audited(scene: &Scene, relax: Relax) -> Run {
    let run = scene.run(&Want::all(relax).audited(true));
    let broken: Vec<_> = run.violations.iter().take(5).collect();
    assert!(broken.is_empty(), "{relax:?}: {broken:?}");
    run
}

#[test]
fn the_books_of_the_example_balance_whatever_is_relaxed() {
    let model = example(&[]);
    let planned = model.parameters.central();
    for first in [0, 8, 16] {
        let scene = Scene::new(&model, &planned, 1, first);
        audited(&scene, Relax::ALL);
        audited(&scene, Relax::NONE);
        audited(&scene, Relax::NONE.with(Group::Capital));
    }
}

/// Every value that is money, twice.
fn doubled(model: &Model, values: &Values) -> Values {
    let list = model.parameters.list().iter().zip(values.as_slice());
    let twice = list.map(|(parameter, &value)| {
        let money = parameter.unit.starts_with("bn$") || parameter.unit.starts_with('$');
        if money { value * 2.0 } else { value }
    });
    Values::from_lanes(twice.collect())
}

#[test]
fn twice_the_money_leaves_every_rate_as_it_is() {
    for model in [
        example(&[]),
        model("one-fab", &[]),
        model("seven-trillion", &[]),
    ] {
        let planned = model.parameters.central();
        let values = model.parameters.sample(3, 0);
        let twice = doubled(&model, &values);
        let (planned_twice, scene) = (
            doubled(&model, &planned),
            Scene::with_values(&model, &planned, values),
        );
        let rich = Scene::with_values(&model, &planned_twice, twice);
        let (run, rich) = (
            scene.run(&Want::all(Relax::NONE)),
            rich.run(&Want::all(Relax::NONE)),
        );
        let of = |run: &Run, name: &str| outcome(&model, run, name).0;
        for (names, factor) in [
            (
                &[
                    "irr",
                    "irr_hurdle",
                    "moic",
                    "payback_months",
                    "dscr_min",
                    "delivered_h100e_end",
                    "projects_started_end",
                ][..],
                1.0,
            ),
            (&["npv", "capital_drawn_end", "distributed_end"], 2.0),
        ] {
            for name in names {
                for (a, b) in of(&run, name).into_iter().zip(of(&rich, name)) {
                    let same = close(factor * a, b, 1e-7) || (a.is_nan() && b.is_nan());
                    assert!(same || (a - b).abs() < 1e-9, "{name}: {a} and {b}");
                }
            }
        }
    }
}

/// A loan alone: what it pays of 100 drawn in the first month, and what is owed after each month.
/// `cash` is what is there before debt service in a month.
fn loan(sets: &[&str], months: usize, cash: f64) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let model = model("one-fab", sets);
    let values = model.parameters.central();
    let terms = CapitalTerms::new(&model.capital, &values, ONE, Relax::NONE);
    let lends = |i: &fabcast::model::capital::Investor| i.lends;
    let at = model
        .capital
        .investors
        .iter()
        .position(lends)
        .expect("banks");
    let mut state = CapitalState::new(&model.capital, &values);
    let mut books = Books::EMPTY;
    let commitment = terms.investors[at].commitment;
    let account = &mut state.accounts[at];
    account.debt = Lanes::splat(100.0);
    account.drawn = commitment * 0.5;
    account.first_draw = ZERO;
    account.growth = terms.investors[at].loan.growth;
    books.revenue = Lanes::splat(cash);
    let (mut service, mut principal, mut owed) = (Vec::new(), Vec::new(), Vec::new());
    for month in 0..months {
        let bills = books.bills(&state, &terms, month);
        let paid = books.pay(&mut state, &terms, month, bills, ONE);
        service.push(paid.debt_service.0[0]);
        principal.push(paid.repaid.0[0]);
        owed.push(state.accounts[at].debt.0[0]);
    }
    (service, principal, owed)
}

const RATE: [&str; 4] = [
    "capital.investor.banks.rate=8 %/yr",
    "capital.investor.banks.grace=1 yr",
    "capital.investor.banks.term=10 yr",
    "capital.inflation=0 %/yr",
];

fn with(more: &[&'static str]) -> Vec<&'static str> {
    RATE.iter().chain(more).copied().collect()
}

#[test]
fn an_annuity_pays_the_same_every_month() {
    let sets = with(&["capital.investor.banks.repayment=annuity"]);
    let (service, _, owed) = loan(&sets, 132, 0.0);
    let monthly = pow(1.08, 1.0 / 12.0) - 1.0;
    let payment = 100.0 * monthly / (1.0 - pow(1.08, -10.0));
    for (month, &service) in service.iter().enumerate() {
        let wanted = if month < 12 { 100.0 * monthly } else { payment };
        assert!(
            close(service, wanted, 1e-10),
            "{month}: {service}, not {wanted}"
        );
    }
    assert!(owed[131].abs() < 1e-9, "{}", owed[131]);
}

#[test]
fn a_bullet_is_repaid_at_maturity() {
    let sets = with(&["capital.investor.banks.repayment=bullet"]);
    let (_, principal, owed) = loan(&sets, 133, 0.0);
    let whole: Vec<usize> = (0..133).filter(|&m| principal[m] > 0.0).collect();
    assert_eq!(whole, [131]);
    assert!(close(principal[131], 100.0, 1e-12) && owed[131] == 0.0);
}

#[test]
fn sculpted_repayments_hit_the_target_cover() {
    let sets = with(&[
        "capital.investor.banks.repayment=sculpted",
        "capital.investor.banks.target_cover=1.4",
    ]);
    let (service, _, owed) = loan(&sets, 132, 1.5);
    let monthly = pow(1.08, 1.0 / 12.0) - 1.0;
    for month in 12..131 {
        assert!(owed[month] > 0.0);
        assert!(close(1.5 / service[month], 1.4, 1e-12), "{month}");
    }
    // What is left then is due at once.
    let left = owed[130];
    assert!(close(service[131], left * (1.0 + monthly), 1e-12) && owed[131].abs() < 1e-9);
}

#[test]
fn interest_of_the_grace_joins_the_debt() {
    let sets = with(&["capital.investor.banks.grace_interest=capitalised"]);
    let (service, _, owed) = loan(&sets, 12, 0.0);
    assert!(service.iter().all(|&service| service == 0.0));
    assert!(close(owed[11], 108.0, 1e-12), "{}", owed[11]);
}

#[test]
fn a_commitment_costs_its_fee_and_a_guarantee_lowers_the_rate() {
    let model = model("one-fab", &[]);
    let id = model.parameters.find("capital.investor.banks.commitment");
    let half = 0.5 * model.parameters.centre(id.expect("a commitment"));
    let sets = with(&[
        "capital.investor.banks.closing=0 months",
        "capital.investor.banks.commitment_fee=0.6 %/yr",
        "capital.investor.banks.guarantee=0.75",
        "capital.investor.banks.guaranteed_rate=4 %/yr",
        "capital.investor.banks.guarantee_fee=1.2 %/yr",
    ]);
    let (service, ..) = loan(&sets, 1, 0.0);
    let interest = 100.0 * (pow(1.05, 1.0 / 12.0) - 1.0);
    let wanted = interest + half * 0.006 / 12.0 + 100.0 * 0.75 * 0.012 / 12.0;
    assert!(close(service[0], wanted, 1e-12), "{} {wanted}", service[0]);
}

#[test]
fn preferred_equity_is_served_first_and_classes_in_turn() {
    let model = example(&["finance.terminal=none"]);
    let values = model.parameters.central();
    let terms = CapitalTerms::new(&model.capital, &values, ONE, Relax::NONE);
    let capital = &model.capital;
    let finance = FinanceTerms::new(&model.finance, capital.retained(), capital.carry(), &values);
    let at = |name: &str| {
        let found = capital.investors.iter().position(|i| i.name == name);
        found.expect("an investor")
    };
    let (preferred, a, b) = (at("preferred"), at("class-a"), at("class-b"));
    let paid = |amount: f64| {
        let mut state = CapitalState::new(capital, &values);
        for (i, hurdle) in [(preferred, 10.0), (a, 30.0), (b, 20.0)] {
            state.accounts[i].hurdle = Lanes::splat(hurdle);
            state.accounts[i].drawn = Lanes::splat(hurdle);
        }
        waterfall(&mut state, &terms, &finance, Lanes::splat(amount));
        [preferred, a, b].map(|i| state.accounts[i].received.0[0])
    };
    assert_eq!(paid(7.0), [7.0, 0.0, 0.0]);
    assert_eq!(paid(25.0), [10.0, 15.0, 0.0]);
    assert_eq!(paid(52.0), [10.0, 30.0, 12.0]);
    // Above the accounts preferred equity has no part.
    let carry = values[capital.carry()].0[0];
    let [p, a, b] = paid(160.0);
    assert_eq!(p, 10.0);
    assert!(close(a, 30.0 + 60.0 * (1.0 - carry), 1e-12));
    assert!(close(b, 20.0 + 40.0 * (1.0 - carry), 1e-12));
}

#[test]
fn a_bridge_comes_first_and_is_called_in_its_month() {
    let model = example(&["capital.investor.bridge.bridge_until=2026-02"]);
    let planned = model.parameters.central();
    let run = audited(&Scene::new(&model, &planned, 1, 0), Relax::NONE);
    let find = |name: &str| model.capital.investors.iter().position(|i| i.name == name);
    let draws = |name: &str| &run.draws[find(name).expect("an investor")];
    let first = |name: &str| draws(name).iter().position(|d| d.gt(ZERO).any());
    assert!(first("bridge") < first("class-a"));
    let month = 24;
    for lane in 0..LANES {
        let lent: f64 = draws("bridge").iter().map(|d| d.0[lane]).sum();
        let called = run.ledger.months[month].called.0[lane];
        assert!(lent > 0.0 && close(called, lent, 1e-9), "{lent} {called}");
        let after = draws("bridge")[month..].iter().map(|d| d.0[lane]);
        assert_eq!(after.sum::<f64>(), 0.0);
    }
}

/// The bills of the month of a first draw are looked at before and after it.
#[test]
fn books_balance_without_a_grace() {
    // The bank capitalises interest and asks for a commitment fee.
    let model = example(&["capital.investor.bank.grace=0 yr"]);
    let planned = model.parameters.central();
    audited(&Scene::new(&model, &planned, 1, 0), Relax::NONE);
}

#[test]
fn covenants_hold_back_cash_and_loans() {
    let sets = ["capital.lock_up_cover=1.6", "capital.default_cover=1.5"];
    let model = example(&sets);
    let planned = model.parameters.central();
    let (mut locked, mut stopped, mut reserved, mut swept) = (0, 0, 0, 0);
    for first in (0..64).step_by(8) {
        let run = audited(&Scene::new(&model, &planned, 1, first), Relax::NONE);
        let months = &run.ledger.months;
        for (t, month) in months.iter().enumerate() {
            for lane in 0..LANES {
                let at = |x: Lanes| x.0[lane];
                let due: f64 = (t.saturating_sub(11)..=t)
                    .map(|s| at(months[s].service))
                    .sum();
                let target = 0.5 * due;
                assert!(at(month.reserve) <= target * (1.0 + 1e-12));
                assert!(
                    at(month.reserve)
                        <= at(month.cash) + at(month.distributed) + at(month.swept) + 1e-9
                );
                // What is kept is not given away.
                if at(month.distributed) + at(month.swept) > 0.0 {
                    assert!(at(month.cash) >= at(month.reserve) * (1.0 - 1e-12) - 1e-9);
                }
                reserved += usize::from(at(month.reserve) > 0.0);
                swept += usize::from(at(month.swept) > 0.0);
                if at(month.locked) > 0.0 {
                    locked += 1;
                    assert_eq!(at(month.distributed) + at(month.swept), 0.0);
                }
                if t > 0 && at(months[t - 1].stopped) > 0.0 {
                    stopped += 1;
                    for (investor, draws) in run.ledger.investors.iter().zip(&run.draws) {
                        let lender = investor.lends && investor.loan.bridge.is_none();
                        assert!(!lender || at(draws[t]) == 0.0);
                    }
                }
            }
        }
    }
    let seen = [locked, stopped, reserved, swept];
    assert!(seen.iter().all(|&n| n > 0), "{seen:?}");
}

#[test]
fn export_credit_pays_for_its_share_of_equipment_alone() {
    let drawn = |sets: &[&str]| {
        let model = example(sets);
        let investors = &model.capital.investors;
        let position = investors.iter().position(|i| i.name == "export-credit");
        let planned = model.parameters.central();
        let scene = Scene::with_values(&model, &planned, planned.clone());
        let run = scene.run(&Want::all(Relax::NONE));
        let draws = &run.draws[position.expect("an investor")];
        draws.iter().map(|draw| draw.0[0]).sum::<f64>()
    };
    let [none, some, most] = ["0", "0.02", "0.85"].map(|share| {
        drawn(&[&format!(
            "capital.investor.export-credit.export_share={share}"
        )])
    });
    assert_eq!(none, 0.0);
    assert!(0.0 < some && some < most, "{some} {most}");
}

#[test]
fn the_value_at_the_end_shrinks_as_the_reference_price_but_not_of_parts() {
    for (sells, shrinks) in [("accelerators", 1.0), ("parts", 0.0)] {
        let model = model("one-fab", &[&format!("finance.sells={sells}")]);
        let planned = model.parameters.central();
        let values = model.parameters.sample(1, 0);
        let of = |path: &str| values[model.parameters.find(path).expect("a parameter")].0;
        let [discount, inflation, power, compute] = [
            "finance.discount",
            "capital.inflation",
            "accelerator.growth_power",
            "accelerator.growth_h100e",
        ]
        .map(of);
        let run = Scene::with_values(&model, &planned, values.clone()).run(&Want::all(Relax::NONE));
        for lane in 0..LANES {
            let real = (1.0 + discount[lane]) / (1.0 + inflation[lane]) - 1.0;
            let fall = 1.0 - (1.0 + power[lane]) / (1.0 + compute[lane]);
            let z = real + shrinks * fall;
            assert!(close(run.ledger.terminal.decline.0[lane], z, 1e-12));
        }
    }
}

#[test]
fn multiples_add_up_and_the_index_of_the_rate_gives_one() {
    let model = example(&[]);
    let planned = model.parameters.central();
    let scene = Scene::new(&model, &planned, 1, 0);
    let run = audited(&scene, Relax::NONE);
    let measures = measures(&run);
    let mut n = 0;
    for (i, one) in measures.iter().enumerate() {
        let found = multiples(&run, one.rate);
        let [dpi, rvpi, pme] = found[i];
        for lane in 0..LANES {
            if one.drawn.0[lane] > 0.0 {
                let both = dpi.0[lane] + rvpi.0[lane];
                assert!(close(both, one.moic.0[lane], 1e-12));
                let rate = one.rate.0[lane];
                // At its own rate of return an investor is as well off as with the index.
                if rate > -0.5 {
                    n += 1;
                    assert!(close(pme.0[lane], 1.0, 1e-6), "{rate}: {}", pme.0[lane]);
                }
            }
        }
    }
    assert!(n > 8, "{n}");
}

/// A single loan that takes all of its cash: what it pays is worth what is owed.
#[test]
fn loan_life_cover_is_the_worth_of_the_cash_over_the_debt() {
    let model = example(&[]);
    let planned = model.parameters.central();
    let run = audited(&Scene::new(&model, &planned, 1, 0), Relax::NONE);
    let [llcr, plcr] = loan_cover(&run);
    let debt = run.record.of(Series::Debt);
    for lane in 0..LANES {
        let owed: Vec<f64> = debt.iter().map(|d| d.0[lane]).collect();
        let most = owed.iter().copied().fold(0.0, f64::max);
        let at = owed.iter().position(|&d| d == most).expect("a month");
        let last = owed.iter().rposition(|&d| d > 1e-9).expect("a month") + 1;
        let (mut rate, mut lent) = (0.0, 0.0);
        for (terms, draws) in run.ledger.investors.iter().zip(&run.draws) {
            let drawn: f64 = draws.iter().map(|d| d.0[lane]).sum();
            if terms.lends {
                rate += terms.rate.0[lane] * drawn;
                lent += drawn;
            }
        }
        let flow = |t: usize| Timed {
            time: (t - at) as f64 / 12.0,
            amount: run.ledger.months[t].available().0[lane],
        };
        let flows: Vec<Timed> = (at + 1..=last.min(owed.len() - 1)).map(flow).collect();
        let value = present_value(&flows, rate / lent) / most;
        assert!(close(value, llcr.0[lane], 1e-9), "{value} {}", llcr.0[lane]);
        assert!(plcr.0[lane].is_finite());
    }
}

/// The books of a programme that pays tax in two places, and its terms.
fn taxed(sets: &[&str]) -> (Model, FinanceTerms) {
    let model = model("one-fab", sets);
    let values = model.parameters.central();
    let (retained, carry) = (model.capital.retained(), model.capital.carry());
    let terms = FinanceTerms::new(&model.finance, retained, carry, &values);
    (model, terms)
}

#[test]
fn profit_is_taxed_where_the_plants_stand() {
    let (model, terms) = taxed(&[
        "finance.tax=20 %",
        "region.us.tax=10 %",
        "region.taiwan.tax=30 %",
    ]);
    let profit = Lanes::splat(8.0);
    let mut here = vec![[ZERO; 4]; model.regions.len()];
    let mut books = Books::EMPTY;
    let tax = books.tax(&terms, 0, profit, [ZERO; 3], &here);
    assert_eq!(tax.0[0], 0.2 * 8.0, "nothing stands anywhere yet");
    for (region, built) in [("us", 1.0), ("taiwan", 3.0)] {
        let place = model.regions.iter().position(|name| name == region);
        here[place.expect("a region")][0] = Lanes::splat(built);
    }
    let tax = books.tax(&terms, 1, profit, [ZERO; 3], &here);
    assert!(
        close(tax.0[0], (0.1 * 1.0 + 0.3 * 3.0) / 4.0 * 8.0, 1e-14),
        "{tax:?}"
    );
    // What was built before counts on, and the rest of the world has the common rate.
    let tax = books.tax(&terms, 2, profit, [ZERO; 3], &vec![[ZERO; 4]; here.len()]);
    assert!(close(tax.0[0], 0.25 * 8.0, 1e-14), "{tax:?}");
}

#[test]
fn losses_relieve_no_more_than_their_limit() {
    let (model, terms) = taxed(&["finance.tax=20 %", "finance.loss_limit=50 %"]);
    let nowhere = vec![[ZERO; 4]; model.regions.len()];
    let mut books = Books::EMPTY;
    let mut tax = |month, profit: f64| {
        books.operating = Lanes::splat((-profit).max(0.0));
        let revenue = Lanes::splat(profit.max(0.0));
        books.tax(&terms, month, revenue, [ZERO; 3], &nowhere).0[0]
    };
    assert_eq!(tax(0, -100.0), 0.0);
    assert_eq!(tax(1, 50.0), 0.2 * 25.0);
    // 75 are left of the loss, less than half of the profit.
    assert_eq!(tax(2, 1000.0), 0.2 * 925.0);
    assert_eq!(tax(3, 10.0), 0.2 * 10.0);
}

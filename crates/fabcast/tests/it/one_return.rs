//! Every door tells the same return, over all futures (docs/finance.md).

use fabcast::analysis::Sample;
use fabcast::analysis::absorb::absorb;
use fabcast::analysis::compare::{Side, compare};
use fabcast::document::Quantiles;
use fabcast::document::run::RunDocument;
use fabcast::ensemble::Options;
use fabcast::format::Measure;
use fabcast::investors::investors;
use fabcast::output::{html, report};
use fabcast::run::run;
use fabcast::workbook::{Draw, Results, build};

use crate::common::{close, each_draw, median, model_of, opened, outcome, scenario};

const DRAWS: u64 = 48;

fn same(a: f64, b: f64) -> bool {
    a == b || close(a, b, 1e-12)
}

#[test]
fn run_page_investors_absorb_compare_and_workbook_agree() {
    let scenario = scenario("stargate", &[]);
    let options = Options {
        draws: DRAWS,
        ..Options::default()
    };
    let ran = run(&scenario, &options, None, false, &mut |_| {}).expect("runs");
    let of = |name: &str| &ran.document.outcomes[name];
    let (irr, moic, loss) = (of("irr"), of("moic"), of("equity_loss"));
    // What the convention is for: some futures have no rate, and the low quantiles fall there.
    assert!(irr.defined == 1.0 && irr.beyond.below > 0.05, "{irr:?}");
    assert_eq!(irr.quantiles.p5, f64::NEG_INFINITY);
    assert!(irr.mean.is_nan() && moic.quantiles.p50.is_finite());

    let page = html::render(&ran.document);
    let rate = Measure::of(&irr.unit);
    let told = rate.range(irr.quantiles.p10, irr.quantiles.p90);
    assert!(page.contains(&told), "{told}");
    assert!(page.contains(&rate.write(irr.quantiles.p50)));

    let (investors, _) = investors(&scenario, &options, &[], &mut |_| ()).expect("a document");
    let all = investors.all_equity.expect("several investors");
    let pairs = |quantiles: Quantiles, other: Quantiles| {
        let pairs = quantiles.each().map(|x| *x).into_iter();
        pairs.zip(other.each().map(|x| *x)).all(|(a, b)| same(a, b))
    };
    assert!(pairs(all.irr.quantiles, irr.quantiles), "{all:?} {irr:?}");
    assert!(pairs(all.moic.quantiles, moic.quantiles));
    assert!(same(all.irr.beyond.below, irr.beyond.below));
    assert!(same(all.no_rate, irr.beyond.below + irr.beyond.above));
    assert!(same(all.loss.probability, loss.mean));
    let over = of("irr_over_hurdle").mean;
    assert!(same(1.0 - all.below_hurdle.probability, over));

    let sample = Sample {
        draws: DRAWS,
        seed: options.seed,
        threads: None,
        stop: None,
    };
    let absorbed = absorb(&scenario, None, &sample, &mut |_| {}).expect("a document");
    let whole = absorbed.points.iter().find(|point| point.share == 1.0);
    let whole = &whole.expect("the budget itself").outcomes["irr"];
    let of_budget = [whole.p10, whole.p25, whole.p50, whole.p75, whole.p90];
    let of_run = &irr.quantiles.each().map(|x| *x)[1..6];
    assert!(of_budget.iter().zip(of_run).all(|(a, b)| same(*a, *b)));
    assert!(same(whole.beyond.below, irr.beyond.below));
    // Its page has a line of medians where the mean has no meaning.
    let folder = std::env::temp_dir().join(format!("fabcast-return-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    report::write_analysis(&opened(&folder), "absorb.json", &absorbed).expect("written");
    let page = std::fs::read_to_string(folder.join(report::REPORT)).expect("a page");
    let _ = std::fs::remove_dir_all(&folder);
    let told = rate.write(irr.quantiles.p50);
    let told = format!("{}: {told} at the full budget (median)", irr.label);
    assert!(page.contains(&told), "{told}");

    let side = |name: &str| Side {
        name: name.to_owned(),
        scenario: scenario.clone(),
    };
    let compared = compare(&[side("a"), side("b")], &sample, &mut |_| {}).expect("a document");
    let rates = &compared.outcomes["irr"];
    assert!(same(rates.values[1].quantiles.p10, irr.quantiles.p10));
    assert!(same(rates.values[1].quantiles.p50, irr.quantiles.p50));
    assert!(same(rates.common, 1.0 - irr.beyond.below));

    // A future with a rate and one without, in the workbook.
    let model = model_of(&scenario);
    let draws = each_draw(&model, &options, |group, lane| {
        ["irr", "moic"].map(|name| outcome(&model, &group.base, name).0[lane])
    });
    let rates: Vec<f64> = draws.iter().map(|draw| draw[0]).collect();
    assert!(same(median(&rates), irr.quantiles.p50));
    for wanted in [true, false] {
        let number = rates.iter().position(|rate| rate.is_finite() == wanted);
        let number = number.expect("both kinds");
        let draw = Draw {
            number: number as u64,
            median: false,
        };
        let built = build(&scenario, &model, &options, draw, Results::Written).expect("a workbook");
        let first: Vec<f64> = built
            .cells
            .iter()
            .filter(|cell| cell.sheet == built.cells[0].sheet)
            .map(|cell| cell.value)
            .collect();
        let [rate, multiple] = draws[number];
        assert!(first.iter().any(|cell| close(*cell, multiple, 1e-9)));
        let has_rate = rate.is_finite() && first.iter().any(|cell| close(*cell, rate, 1e-9));
        assert_eq!(has_rate, wanted, "draw {number}: {rate}");
    }
}

/// A fab earns what its wafers are sold for; the price of the accelerator is mostly its designer's.
#[test]
fn a_fab_does_not_earn_the_margin_of_who_designs() {
    let options = Options {
        draws: 200,
        ..Options::default()
    };
    let told = |sets: &[&str]| {
        let scenario = scenario("one-fab", sets);
        run(&scenario, &options, None, false, &mut |_| {})
            .expect("runs")
            .document
    };
    let (foundry, designer) = (told(&[]), told(&["finance.sells=accelerators"]));
    let moic = |document: &RunDocument| document.outcomes["moic"].quantiles.p50;
    let rate = |document: &RunDocument| document.outcomes["irr"].quantiles.p50;
    println!("foundry {} {}", moic(&foundry), rate(&foundry));
    println!("designer {} {}", moic(&designer), rate(&designer));
    assert!((1.0..4.0).contains(&moic(&foundry)) && moic(&designer) > 6.0);
    // Between nothing and what the leading foundry earns on its capital, 20 % nominal (`roic.tsmc.2024`).
    assert!((0.0..0.185).contains(&rate(&foundry)) && rate(&designer) > 0.25);
    // Nothing physical depends on who is paid.
    let delivered = |document: &RunDocument| document.outcomes["delivered_h100e_2035"].mean;
    let [one, other] = [delivered(&foundry), delivered(&designer)];
    println!("delivered {one} {other}");
    assert!(close(one, other, 0.05));
}

//! Break-even: at the price and at the utilisation that are named, what is earned pays for the rest.

use fabcast_model::lanes::{LANES, Lanes};
use fabcast_model::model::Model;
use fabcast_model::relax::Relax;
use fabcast_model::simulate::{Run, Scene, Want};

/// Present value of a run at its hurdle with its rent and its sales times factors, and of what is
/// spent alone.
fn value(run: &Run, hurdle: f64, lane: usize, rent: f64, sales: f64) -> (f64, f64) {
    let at = |lanes: Lanes| lanes.0[lane];
    let months = &run.ledger.months;
    let (mut value, mut spent, mut margin) = (0.0, 0.0, 0.0);
    for (t, month) in months.iter().enumerate() {
        let discount = fabcast_model::math::scalar::pow(1.0 + hurdle, -(t as f64) / 12.0);
        let earned = rent * at(month.rent) + sales * at(month.sales);
        let paid: f64 = month.capex.iter().map(|class| at(*class)).sum();
        value += discount * (earned - at(month.incurred()) - paid + at(month.grants));
        spent += discount * (at(month.incurred()) + paid);
        if t + 12 >= months.len() {
            margin += earned - at(month.incurred());
        }
        if t + 1 == months.len() {
            let end = &run.ledger.terminal;
            value += discount * (at(end.annuity) * margin.max(0.0) + at(end.book));
        }
    }
    (value, spent)
}

#[test]
fn what_breaks_even_is_worth_nothing_and_no_less() {
    let (mut prices, mut utilisations) = (0, 0);
    let names = ["one-fab", "stargate", "seven-trillion"];
    for (name, terminal) in names
        .into_iter()
        .flat_map(|name| ["margin", "book"].map(|t| (name, t)))
    {
        let sets = [format!("finance.terminal={terminal}")];
        let scenario = fabcast::load(name, &sets).expect("valid");
        let model = Model::new(&scenario.inputs).expect("a model");
        let planned = model.parameters.central();
        let scene = Scene::new(&model, &planned, 1, 0);
        let run = scene.run(&Want::all(Relax::NONE));
        let of = |name: &str| run.outcomes.of(name).expect("an outcome");
        for lane in 0..LANES {
            let at = |name: &str| of(name).0[lane];
            let hurdle = at("irr_hurdle");
            let factor = at("break_even_price") / at("price_earned");
            if factor.is_nan() {
                continue;
            }
            let shares = at("revenue_needed") / at("revenue_expected");
            assert!(
                (shares - factor).abs() < 1e-9 * factor.max(1.0),
                "{name} {lane}"
            );
            let (worth, spent) = value(&run, hurdle, lane, factor, factor);
            if factor > 0.0 {
                prices += 1;
                assert!(
                    worth.abs() < 1e-9 * spent,
                    "{name} {lane}: {worth} of {spent}"
                );
            } else {
                assert!(worth >= -1e-9 * spent, "{name} {lane}: {worth} of {spent}");
            }
            // The mean price lies between the lowest and the highest of the run.
            let path = run.record.of(fabcast_model::record::Series::Price);
            let path = path.iter().map(|price| price.0[lane]);
            let (low, high) = path.fold((f64::MAX, 0.0_f64), |(a, b), p| (a.min(p), b.max(p)));
            assert!((low..=high).contains(&at("price_earned")), "{name} {lane}");
            let utilisation = at("break_even_utilisation");
            if utilisation > 0.0 {
                utilisations += 1;
                let mut names = model.parameters.list().iter();
                let place = names.position(|parameter| parameter.path == "deploy.utilisation");
                let own = scene.values.as_slice()[place.expect("a parameter")].0[lane];
                let (worth, spent) = value(&run, hurdle, lane, utilisation / own, 1.0);
                assert!(utilisation <= 1.0, "{name} {lane}");
                assert!(
                    worth.abs() < 1e-9 * spent,
                    "{name} {lane}: {worth} of {spent}"
                );
            }
        }
    }
    assert!(prices > 24 && utilisations > 8, "{prices} {utilisations}");
}

#[test]
fn without_a_programme_nothing_breaks_even() {
    let scenario = fabcast::load("no-programme", &[]).expect("valid");
    let model = Model::new(&scenario.inputs).expect("a model");
    let planned = model.parameters.central();
    let run = Scene::new(&model, &planned, 1, 0).run(&Want::all(Relax::NONE));
    for name in [
        "break_even_price",
        "break_even_utilisation",
        "revenue_needed",
    ] {
        let value = run.outcomes.of(name).expect("an outcome");
        assert!(value.0.iter().all(|x| x.is_nan()), "{name}");
    }
}

//! Lifting limits helps (model §15): all of them in nearly every draw, each of them on average.

use fabcast::ensemble::Options;
use fabcast::model::relax::{ALL_GROUPS, Group, Relax};
use fabcast::run::{RunError, Runtime, start};
use fabcast::single;
use fabcast::store::{NoGroup, Settings};

use crate::common::{each_draw, mean, model, outcome, scenario};

const DRAWS: u64 = 2_000;

/// Delivered at the end of 2030, 2035 and the last year [M H100e], and gigawatts in 2035.
fn delivered(relax: Relax) -> Vec<[f64; 4]> {
    let model = model("seven-trillion", &[]);
    let options = Options {
        draws: DRAWS,
        relax,
        ..Options::default()
    };
    each_draw(&model, &options, |group, lane| {
        let names = [
            "delivered_h100e_2030",
            "delivered_h100e_2035",
            "delivered_h100e_end",
            "delivered_gw_2035",
        ];
        names.map(|name| outcome(&model, &group.base, name).0[lane])
    })
}

#[test]
fn lifting_limits_helps() {
    let base = delivered(Relax::NONE);
    let all = delivered(Relax::ALL);
    let share = |of: &dyn Fn(&[f64; 4], &[f64; 4]) -> bool, lifted: &[[f64; 4]]| {
        lifted
            .iter()
            .zip(&base)
            .filter(|(lifted, base)| of(lifted, base))
            .count() as f64
            / base.len() as f64
    };
    let column = |draws: &[[f64; 4]], i: usize| draws.iter().map(|x| x[i]).collect::<Vec<_>>();
    let means = |draws: &[[f64; 4]]| [0, 1, 2, 3].map(|i| mean(&column(draws, i)));

    let raised = [0, 1, 2, 3].map(|i| share(&|lifted, base| lifted[i] > base[i], &all));
    println!("all lifted: raised in {raised:?} of draws (2030, 2035, end, GW 2035)");
    assert_eq!(raised[0], 1.0, "2030: {raised:?}");
    // A late fleet is a newer one, and can overtake in H100e.
    assert!(raised[1] >= 0.98, "2035: {raised:?}");

    let of_base = means(&base);
    println!("base: {of_base:.1?}; all: {:.1?}", means(&all));
    println!(
        "| group | mean 2030 | mean 2035 | mean end | draws lowered 2035 | by over 5 % | largest loss |"
    );
    let mut exceptions = Vec::new();
    for group in ALL_GROUPS {
        let alone = delivered(Relax::NONE.with(group));
        let of_alone = means(&alone);
        let gain = |i: usize| 100.0 * (of_alone[i] / of_base[i] - 1.0);
        let lowered = share(&|lifted, base| lifted[1] < base[1] * (1.0 - 1e-9), &alone);
        let much = share(&|lifted, base| lifted[1] < base[1] * 0.95, &alone);
        // Relative to the plan, so that a draw that hardly delivers does not count as all lost.
        let loss = alone
            .iter()
            .zip(base.iter().zip(&all))
            .map(|(x, (base, all))| (base[1] - x[1]) / all[1]);
        let loss = loss.fold(0.0, f64::max);
        println!(
            "| {} | {:+.0} % | {:+.1} % | {:+.1} % | {:.0} % | {:.1} % | {:.1} % of plan |",
            group.name(),
            gain(0),
            gain(1),
            gain(2),
            100.0 * lowered,
            100.0 * much,
            100.0 * loss
        );
        // Halls that are connected sooner are filled with older chips (model §16).
        let sooner = group == Group::Power;
        for (i, date) in [(1, "2035"), (2, "the end")] {
            if of_alone[i] <= of_base[i] && !(sooner && i == 2) {
                exceptions.push(format!("{} at {date}: {:+.2} %", group.name(), gain(i)));
            }
        }
    }
    assert!(exceptions.is_empty(), "lower on average: {exceptions:?}");
}

#[test]
fn groups_that_do_not_exist_are_refused() {
    let settings = |relax: &[&str]| Settings {
        draws: 8,
        relax: relax.iter().map(|&name| name.to_owned()).collect(),
        ..Settings::default()
    };
    let known = settings(&["power", "capital"]).relaxed();
    assert_eq!(
        known,
        Ok(Relax::NONE.with(Group::Capital).with(Group::Power))
    );

    let wrong = settings(&["power", "Pakaging", "everything"]);
    let scenario = scenario("one-fab", &["end=2024-06"]);
    let run = start(&scenario, &wrong, Runtime::default(), None, &mut |_| ()).err();
    let draw = single::draw(&scenario, &wrong, 0).err();
    for error in [run, draw] {
        let error = error.expect("refused");
        assert!(error.is_usage());
        let expected = "there is no group of limits `Pakaging`; did you mean `packaging`?\n\
                        there is no group of limits `everything`\n\n\
                        Groups are capital, facilities, equipment, talent, yield, packaging, power, geopolitics, sponsor.";
        assert_eq!(error.to_string(), expected);
        let RunError::Groups(unknown) = error else {
            panic!("another kind: {error}");
        };
        let nearest: Vec<Option<&str>> = unknown
            .iter()
            .map(|group: &NoGroup| group.nearest)
            .collect();
        assert_eq!(nearest, [Some("packaging"), None]);
    }
}

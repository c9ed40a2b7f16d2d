use super::roots::{Timed, roots};
use super::*;

fn rate(flows: &[f64]) -> f64 {
    irr(flows).rate.expect("a rate")
}

#[test]
fn examples_of_excels_documentation() {
    let flows = [-70_000.0, 12_000.0, 15_000.0, 18_000.0, 21_000.0, 26_000.0];
    assert_eq!(format!("{:.4}", rate(&flows[..5])), "-0.0212");
    assert_eq!(format!("{:.4}", rate(&flows)), "0.0866");
    let flows = [-10_000.0, 3_000.0, 4_200.0, 6_800.0];
    assert_eq!(
        format!("{:.2}", npv(0.10, &flows, First::NextPeriod)),
        "1188.44"
    );
    assert_eq!(format!("{:.2}", npv(0.10, &flows, First::Now)), "1307.29");
    let flows = [-120_000.0, 39_000.0, 30_000.0, 21_000.0, 37_000.0, 46_000.0];
    let modified = mirr(&flows, 0.10, 0.12).expect("both ways");
    assert_eq!(format!("{modified:.4}"), "0.1261");
    let dated = file::read("1-Jan-08,-10000\n1-Mar-2008,2750", file::DateOrder::Clear);
    assert!(dated.is_err(), "a year of two digits is no year");
    let dated = file::read(
        "2008-01-01,-10000\n2008-03-01,2750\n2008-10-30,4250\n2009-02-15,3250\n2009-04-01,2750",
        file::DateOrder::Clear,
    )
    .expect("readable");
    assert_eq!(
        format!("{:.9}", xirr(&dated).rate.expect("a rate")),
        "0.373362534"
    );
    assert_eq!(format!("{:.2}", xnpv(0.09, &dated)), "2086.65");
}

#[test]
fn traps() {
    let mut loan = vec![-37_155.0];
    loan.extend([560.0; 144]);
    let monthly_rate = rate(&loan);
    assert!((monthly_rate - 0.012_581_796_355_58).abs() < 1e-13);
    assert!((monthly(yearly(monthly_rate)) - monthly_rate).abs() < 1e-14);
    let many = [
        -1_678.87, 771.96, 1_814.05, 3_520.30, 3_552.95, 3_584.99, 4_789.91, -1.0,
    ];
    assert!((rate(&many) - 1.004_269_848_720).abs() < 1e-12);
    let two = irr(&[-50.0, -100.0, 600.0, 300.0, -100.0]);
    let found: Vec<f64> = two.roots.iter().map(|root| root.rate).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!((found[0] + 0.768_895_47).abs() < 1e-8 && (found[1] - 1.854_4).abs() < 1e-4);
    // The flows add up to a gain, and 185 % is where the value falls through zero.
    assert_eq!(two.rate, Ok(found[1]));
}

#[test]
fn monthly_discounting_of_vensim() {
    // 100 at month 12 and 3 a month from then on, 10 % a year over 12 (SDEverywhere, models/npv, MIT).
    let flows = |until: usize| -> Vec<f64> {
        (0..=until)
            .map(|month| match month {
                ..12 => 0.0,
                12 => -97.0,
                _ => 3.0,
            })
            .collect()
    };
    let value = |until| npv(0.1 / 12.0, &flows(until), First::Now);
    assert!((value(12) + 87.805_6).abs() < 1e-4, "{}", value(12));
    assert!(
        (value(100) - 81.074_331_689_47).abs() < 1e-10,
        "{}",
        value(100)
    );
}

#[test]
fn all_roots_are_found() {
    // Π (1 - vᵢ·(1+rᵢ)) has exactly the roots rᵢ.
    for wanted in [
        vec![-0.5, 0.0, 0.1, 0.11, 0.5, 3.0],
        vec![-0.9, -0.1, 40.0],
        vec![0.07],
        vec![0.1, 0.1 + 1e-4],
    ] {
        let mut coefficients = vec![-1.0];
        for root in &wanted {
            let mut next = coefficients.clone();
            next.push(0.0);
            for (i, &c) in coefficients.iter().enumerate() {
                next[i + 1] -= c * (1.0 + root);
            }
            coefficients = next;
        }
        let found = irr(&coefficients).roots;
        assert_eq!(found.len(), wanted.len(), "{wanted:?}: {found:?}");
        for (found, wanted) in found.iter().zip(&wanted) {
            assert!((found.rate - wanted).abs() < 1e-8, "{found:?} {wanted}");
        }
    }
}

#[test]
fn a_value_that_touches_zero_has_one_root() {
    // (1 - 1.1 v)²
    let found = irr(&[-1.0, 2.2, -1.21]).roots;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!((found[0].rate - 0.1).abs() < 1e-5);
}

#[test]
fn without_a_rate_there_is_a_reason() {
    assert_eq!(irr(&[]).rate, Err(NoRate::NoFlows));
    assert_eq!(irr(&[0.0, 0.0]).rate, Err(NoRate::NoFlows));
    assert_eq!(irr(&[-5.0]).rate, Err(NoRate::NoSignChange));
    assert_eq!(irr(&[-5.0, 0.0, -1.0]).rate, Err(NoRate::NoSignChange));
    assert_eq!(irr(&[5.0, 1.0]).rate, Err(NoRate::NoSignChange));
    assert_eq!(irr(&[-1.0, 2.0, -2.0]).rate, Err(NoRate::NoRootInRange));
    let day = Date::constant(2024, 2, 1);
    let one_day = [-100.0, 120.0].map(|amount| Flow { date: day, amount });
    assert_eq!(xirr(&one_day).rate, Err(NoRate::AllOnOneDay));
}

#[test]
fn a_rate_of_many_powers_of_ten_is_no_rate() {
    // 345 in, 565 out a day later: (565/345)³⁶⁵ is 10⁷⁸.
    let amounts = [
        187.5, -30.0, 187.5, 187.5, 187.5, -188.0, -188.0, -188.0, -188.0, -188.0,
    ];
    let flows: Vec<Flow> = amounts
        .into_iter()
        .enumerate()
        .map(|(i, amount)| Flow {
            date: Date::constant(2020, 5, if i < 3 { 27 } else { 28 }),
            amount,
        })
        .collect();
    assert_eq!(xirr(&flows).rate, Err(NoRate::NoRootInRange));
}

#[test]
fn the_size_of_the_currency_does_not_matter() {
    let flows = [-70_000.0, 12_000.0, 15_000.0, 18_000.0, 21_000.0, 26_000.0];
    for scale in [2.0, 1e-9, 1e12, -1.0, 1e-300, 2e303] {
        let scaled = flows.map(|flow| flow * scale);
        let rate = rate(&scaled);
        assert!(
            (rate - 0.086_630_948_036_53).abs() < 1e-12,
            "{scale}: {rate}"
        );
    }
}

#[test]
fn paybacks_and_multiples() {
    let timed = |flows: &[f64]| -> Vec<Timed> {
        flows
            .iter()
            .enumerate()
            .map(|(i, &amount)| Timed {
                time: i as f64,
                amount,
            })
            .collect()
    };
    // Textbook: 100 paid, 40 a year: 2.5 years; at 10 % after 36.36, 69.42 and 99.47 the fourth.
    let project = timed(&[-100.0, 40.0, 40.0, 40.0, 40.0]);
    let simple = payback(&project, 0.0).expect("back");
    assert_eq!((simple.time, simple.interpolated), (3.0, 2.5));
    let discounted = payback(&project, 0.1).expect("back");
    assert_eq!(discounted.time, 4.0);
    assert!((discounted.interpolated - 3.019_2).abs() < 1e-3);
    // Money that goes out again is not back.
    let again = payback(&timed(&[-100.0, 150.0, -80.0, 40.0]), 0.0).expect("back");
    assert_eq!(again.time, 3.0);
    assert_eq!(payback(&timed(&[-100.0, 99.0]), 0.0), None);
    assert_eq!(
        value::largest_exposure(&timed(&[-100.0, 150.0, -170.0])),
        120.0
    );
    let fund = Multiples::of([-60.0, -40.0, 30.0, 50.0], 70.0);
    assert_eq!(
        (fund.dpi(), fund.rvpi(), fund.tvpi()),
        (Some(0.8), Some(0.7), Some(1.5))
    );
    assert_eq!(Multiples::of([5.0], 0.0).moic(), None);
}

#[test]
fn the_range_is_searched_to_its_ends() {
    for wanted in [-0.999_999, 1e8] {
        let flows = [
            Timed {
                time: 0.0,
                amount: -1.0,
            },
            Timed {
                time: 0.5,
                amount: fabcast_model::math::scalar::pow(1.0 + wanted, 0.5),
            },
        ];
        let found = roots(&flows).expect("searched");
        assert_eq!(found.len(), 1);
        assert!((found[0].rate / wanted - 1.0).abs() < 1e-9, "{found:?}");
    }
}

/// The fault that a text has, as it is shown.
fn fault(text: &str) -> String {
    let faults = file::read(text, file::DateOrder::Clear).expect_err("refused");
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults[0].to_string()
}

#[test]
fn amounts_that_add_up_to_more_than_there_is_are_refused_at_their_line() {
    let flows = "2024-01-01,1e308\n2024-01-01,-1e308\n";
    assert!(file::read(flows, file::DateOrder::Clear).is_ok());
    for more in ["2024-01-01,1e308", "2025-01-01,-1e308"] {
        let says = fault(&format!("{flows}{more}\n2024-01-01,5\n"));
        assert!(
            says.contains("add up to more than 1.8e308") && says.contains(&format!("3 | {more}")),
            "{says}"
        );
    }
}

#[test]
fn long_files_and_lines_are_bounded() {
    let many = "2024-01-01,5\n".repeat(file::MOST_FLOWS);
    let read = file::read(&format!("date,amount\n{many}"), file::DateOrder::Clear);
    assert_eq!(read.expect("read").len(), file::MOST_FLOWS);
    let says = fault(&format!("{many}2024-01-01,5\n"));
    assert!(says.contains("more than 200,000 flows"), "{says}");
    // A column of each of a million fields was counted from the start of the line.
    let says = fault(&format!("date,amount\n{}", "1,".repeat(1_000_000)));
    assert!(says.contains("more than 1,000 fields"), "{says}");
    assert!(says.len() < 1_000, "{says}");
    let says = fault(&format!("2024-01-01,{}", "é".repeat(1_000_000)));
    assert!(
        says.contains("ééé…` is no amount") && says.len() < 2_000,
        "{says}"
    );
    let faults = file::read(&"x\n".repeat(100_000), file::DateOrder::Clear);
    assert_eq!(faults.expect_err("refused").len(), file::MOST_FAULTS);
}

#[test]
fn a_long_line_is_shown_where_it_is_wrong() {
    let before = "a".repeat(300);
    let says = fault(&format!(
        "date,remark,amount\n2024-01-01,{before},x,{before}"
    ));
    let lines: Vec<&str> = says.lines().collect();
    assert_eq!(lines.len(), 5, "{says}");
    let says = fault(&format!("date,remark,amount\n2024-01-01,{before},xyz"));
    let lines: Vec<&str> = says.lines().collect();
    assert!(
        lines[2].starts_with("2 | …aaa") && lines[2].ends_with("a,xyz"),
        "{says}"
    );
    let column = |text: &str, of: char| text.chars().position(|c| c == of);
    assert_eq!(column(lines[2], 'x'), column(lines[3], '^'), "{says}");
}

#[test]
fn a_search_for_rates_ends() {
    // (1 - v)²⁰ is no more than rounding over a wide range of rates: halving it to its end would take years.
    let mut flows = vec![1.0];
    for k in 0..20 {
        let last = flows[k] * -((20 - k) as f64) / (k + 1) as f64;
        flows.push(last);
    }
    assert_eq!(flows[10], 184_756.0);
    assert_eq!(irr(&flows).rate, Err(NoRate::NotSearched));
    // Many flows without a pattern are searched to the end.
    let mut state = 9_u64;
    let many: Vec<f64> = (0..2_000)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 40) as f64 / f64::from(1 << 23) - 1.0
        })
        .collect();
    assert_ne!(irr(&many).rate, Err(NoRate::NotSearched));
}

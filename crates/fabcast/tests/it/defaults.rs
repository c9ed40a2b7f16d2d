//! x
use crate::common::*;
use fabcast::ensemble::Options;
use fabcast::model::record::Series;
#[test]
fn probe() {
    let m = model("no-programme", &[]);
    let g = &groups(
        &m,
        &Options {
            draws: 1,
            central: true,
            ..Options::default()
        },
    )[0];
    for s in [
        Series::OthersPurchases,
        Series::Price,
        Series::AiPower,
        Series::OthersH100e,
    ] {
        let x: Vec<f64> = g.base.record.of(s).iter().map(|v| v.0[0]).collect();
        for y in [2024, 2025, 2026, 2027, 2030, 2035, 2040] {
            let a = if y == 2024 { 0 } else { 11 + (y - 2025) * 12 };
            let b = 11 + (y - 2024) * 12;
            println!(
                "{s:?} {y} mean {:.4} first {:.4} mid {:.4} last {:.4}",
                mean(&x[a..b]),
                x[a],
                x[a + 5],
                x[b - 1]
            );
        }
    }
}

//! Cash flows with known rates and present values (`xirr/README.md`).

use std::path::Path;

use fabcast::finance::file::{DateOrder, read};
use fabcast::finance::{returns, xirr, xnpv};

#[test]
fn every_file_has_its_known_rate() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/xirr");
    let expected = std::fs::read_to_string(folder.join("expected.csv")).expect("readable");
    let mut faults = Vec::new();
    let mut n_files = 0;
    for line in expected.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let text = std::fs::read_to_string(folder.join(fields[0])).expect("readable");
        let flows = read(&text, DateOrder::Clear).expect(fields[0]);
        n_files += 1;
        if flows.len().to_string() != fields[3] {
            faults.push(format!(
                "{}: {} flows, not {}",
                fields[0],
                flows.len(),
                fields[3]
            ));
        }
        let found = xirr(&flows);
        let agrees = match (fields[1].parse::<f64>(), found.rate) {
            (Ok(wanted), Ok(rate)) => (rate - wanted).abs() < 1e-6,
            (Err(_), Err(_)) => true,
            _ => false,
        };
        if !agrees {
            faults.push(format!("{}: {found:?}, not {}", fields[0], fields[1]));
        }
        let wanted: f64 = fields[2].parse().expect("a number");
        let value = xnpv(0.1, &flows);
        if (value - wanted).abs() > 1e-6 * wanted.abs().max(1.0) {
            faults.push(format!("{}: XNPV {value}, not {wanted}", fields[0]));
        }
        // The definition: nothing is left at the rate.
        let gross: f64 = flows.iter().map(|flow| flow.amount.abs()).sum();
        for root in &found.roots {
            let left = xnpv(root.rate, &flows).abs();
            if left > 1e-6 * gross {
                faults.push(format!("{}: {left} left at {root:?}", fields[0]));
            }
        }
    }
    assert_eq!(n_files, 38);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_order_of_the_lines_does_not_matter() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/xirr");
    let text = std::fs::read_to_string(folder.join("rw-100.csv")).expect("readable");
    let forward = read(&text, DateOrder::Clear).expect("flows");
    let mut backward = forward.clone();
    backward.reverse();
    let rate = |flows: &[_]| {
        returns(flows, 0.1, 0.0)
            .expect("flows")
            .xirr
            .expect("a rate")
    };
    assert!((rate(&forward) - rate(&backward)).abs() < 1e-12);
}

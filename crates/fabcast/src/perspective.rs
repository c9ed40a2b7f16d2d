//! The programme in perspective (model §11): reference magnitudes and multiples of them.

use fabcast_document::run::Magnitude;

const TABLE: &str = include_str!("../../../data/perspective.csv");

/// The table of reference magnitudes, with a budget [10⁹ USD] as a multiple of each.
pub fn perspective(budget: f64) -> Vec<Magnitude> {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let rows = reader.records().filter_map(Result::ok);
    rows.filter_map(|row| {
        let field = |i: usize| row.get(i).unwrap_or("").to_owned();
        let value: f64 = row.get(2)?.parse().ok()?;
        Some(Magnitude {
            id: field(0),
            label: field(1),
            value,
            multiple: budget / value,
            as_of: field(4),
            source: field(5),
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_trillion_exceeds_the_federal_budget_of_2023() {
        let table = perspective(7_000.0);
        let outlays = table
            .iter()
            .find(|row| row.id == "scale.us.outlays.fy2023")
            .expect("row");
        assert!((outlays.multiple - 7_000.0 / 6_134.0).abs() < 1e-12);
        assert!(
            table.len() >= 10
                && table
                    .iter()
                    .all(|row| row.value > 0.0 && !row.source.is_empty())
        );
    }
}

use fabcast_document::run::*;

use super::MONTHS;

/// The default plan, with invented delays.
pub fn projects() -> Vec<ProjectSummary> {
    #[expect(clippy::type_complexity, reason = "a table")]
    let lines: [(&str, &str, &str, usize, f64, &str, f64, f64, f64, f64); 14] = [
        (
            "fab-us", "fab", "us", 5, 30.0, "kwspm", 12.0, 8.0, 19.5, 56.0,
        ),
        (
            "fab-taiwan",
            "fab",
            "taiwan",
            3,
            30.0,
            "kwspm",
            12.0,
            10.0,
            15.6,
            45.0,
        ),
        (
            "fab-japan",
            "fab",
            "japan",
            3,
            30.0,
            "kwspm",
            18.0,
            10.0,
            16.2,
            47.0,
        ),
        (
            "fab-gulf", "fab", "gulf", 1, 30.0, "kwspm", 36.0, 0.0, 18.3, 58.0,
        ),
        (
            "hbm-us", "hbm", "us", 9, 60.0, "kwspm", 15.0, 5.0, 24.8, 50.0,
        ),
        (
            "hbm-japan",
            "hbm",
            "japan",
            10,
            60.0,
            "kwspm",
            12.0,
            5.0,
            20.5,
            42.0,
        ),
        (
            "hbm-taiwan",
            "hbm",
            "taiwan",
            5,
            60.0,
            "kwspm",
            12.0,
            8.0,
            19.8,
            40.0,
        ),
        (
            "packaging-us",
            "packaging",
            "us",
            6,
            25.0,
            "kwpm",
            15.0,
            6.0,
            3.75,
            40.0,
        ),
        (
            "packaging-taiwan",
            "packaging",
            "taiwan",
            4,
            25.0,
            "kwpm",
            12.0,
            8.0,
            3.0,
            30.0,
        ),
        (
            "packaging-japan",
            "packaging",
            "japan",
            3,
            25.0,
            "kwpm",
            18.0,
            10.0,
            3.1,
            32.0,
        ),
        (
            "packaging-gulf",
            "packaging",
            "gulf",
            1,
            25.0,
            "kwpm",
            36.0,
            0.0,
            3.5,
            41.0,
        ),
        (
            "datacentre-us",
            "datacentre",
            "us",
            64,
            2.0,
            "GW",
            12.0,
            1.5,
            32.0,
            35.0,
        ),
        (
            "datacentre-gulf",
            "datacentre",
            "gulf",
            41,
            2.0,
            "GW",
            12.0,
            2.25,
            35.3,
            34.0,
        ),
        (
            "datacentre-japan",
            "datacentre",
            "japan",
            10,
            2.0,
            "GW",
            18.0,
            9.0,
            40.0,
            36.0,
        ),
    ];
    let mut projects = Vec::new();
    for (line, kind, region, count, capacity, unit, first, every, cost, takes) in lines {
        for number in 0..count {
            let planned = (first + number as f64 * every).floor();
            let place = number as f64 / count as f64;
            let quantile = |value: f64| (value < MONTHS as f64).then_some(value);
            projects.push(ProjectSummary {
                name: format!("{line}.{}", number + 1),
                kind: kind.into(),
                region: region.into(),
                capacity,
                unit: unit.into(),
                planned_cost: cost,
                planned_start: planned,
                planned_online: quantile(planned + takes),
                start: [
                    planned + 2.0,
                    planned + 8.0 + 10.0 * place,
                    planned + 20.0 + 40.0 * place,
                ]
                .map(quantile),
                online: [
                    planned + takes + 8.0,
                    planned + takes * 1.3 + 14.0 + 26.0 * place,
                    planned + takes * 1.7 + 40.0 + 60.0 * place,
                ]
                .map(quantile),
                never: (0.02 + 0.4 * place * place).min(0.9),
            });
        }
    }
    projects
}

/// The default capital stack, with invented calls.
pub fn investors() -> Vec<InvestorSummary> {
    [
        ("gulf", "Gulf sovereign funds", "equity", 1500.0, 0.8, 75.0),
        (
            "asian-technology",
            "Asian technology investor",
            "equity",
            300.0,
            0.9,
            45.0,
        ),
        (
            "operator",
            "Operator and chip makers",
            "equity",
            400.0,
            1.0,
            40.0,
        ),
        (
            "other-funds",
            "Other sovereign and pension funds",
            "equity",
            800.0,
            0.9,
            56.0,
        ),
        ("clouds", "Cloud companies", "equity", 1000.0, 0.95, 120.0),
        ("banks", "Banks and bonds", "debt", 2900.0, 1.0, 290.0),
    ]
    .map(
        |(name, label, kind, commitment, approved, most)| InvestorSummary {
            name: name.into(),
            label: label.into(),
            kind: kind.into(),
            commitment: [commitment * 0.5, commitment, commitment * 1.4],
            approved,
            drawn: [0.3, 0.62, 0.9].map(|share| share * commitment),
            calls: (0..17)
                .map(|year| {
                    let call = most * 0.8 * (-((year as f64 - 7.5) / 4.0_f64).powi(2)).exp();
                    (
                        (2024 + year).to_string(),
                        if year == 0 { 0.0 } else { call },
                    )
                })
                .collect(),
        },
    )
    .into()
}

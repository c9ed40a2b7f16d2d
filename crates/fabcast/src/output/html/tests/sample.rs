//! A run document with invented numbers in the size and shape of a real one.

#![expect(clippy::disallowed_methods, reason = "invented curves")]

use std::collections::BTreeMap;

use fabcast_document::cause::{CauseOf, CausePart, Why};
use fabcast_document::run::*;
use fabcast_document::{Estimate, Middle, Quantiles};

mod plan;

use plan::{investors, projects};

/// Months of the run: 2024-02 to 2040-12.
pub const MONTHS: usize = 203;

/// A full run of the default programme: 165 projects, 6 investors, about 50 series.
pub fn programme() -> RunDocument {
    RunDocument {
        scenario: ScenarioInfo {
            name: "seven-trillion".into(),
            title: "Seven trillion dollars".into(),
            digest: "0123456789abcdef".into(),
            description: "The build-out reported in February 2024: up to 7 trillion dollars for dozens of fabs, their memory and packaging, and 230 GW of data centres.".into(),
            world: "2024-02".into(),
            start: "2024-02".into(),
            end: "2040-12".into(),
            judged: vec![2030, 2035],
            budget: 7000.0,
            plan_cost: 6980.0,
            project_counts: [("fab", 12), ("hbm", 24), ("packaging", 14), ("datacentre", 115)]
                .map(|(kind, count)| (kind.into(), count))
                .into(),
        },
        engine_version: "0.1.0".into(),
        seed: 1,
        draws: 10_000,
        draws_asked: 10_000,
        complete: true,
        design: "random".into(),
        until: vec![],
        relaxed: vec![],
        elapsed_seconds: 8.31,
        draws_per_second: 1203.4,
        verdict: Verdict {
            label: "fantasy".into(),
            probability: 0.0041,
            standard_error: 0.000_64,
            interval: [0.003, 0.0056],
            sentence: "As asked, the programme is a fantasy: in the median future a third of the planned compute is in service in 2035, and 4 futures in 1,000 meet every target.".into(),
            targets: [
                ("delivered_share_2030", "at least 90 % of plan delivered by December 2030", 0.0, 0.0),
                ("delivered_share_2035", "at least 90 % of plan delivered by December 2035", 0.0163, 0.0013),
                ("irr_over_hurdle", "internal rate of return of all equity at or above the hurdle rate of 10 %", 0.214, 0.0041),
            ]
            .map(|(name, text, probability, standard_error)| TargetResult {
                name: name.into(),
                text: text.into(),
                probability,
                standard_error,
                interval: [probability - 2.0 * standard_error, probability + 2.0 * standard_error],
            })
            .into(),
        },
        outcomes: outcomes(),
        series: series(),
        cause: Some(why().outcomes["delivered_h100e"].parts.clone()),
        why: Some(why()),
        projects: projects(),
        reference_classes: Vec::new(),
        investors: investors(),
        perspective: perspective(),
        assumptions: assumptions(),
        warnings: vec![
            "The commitments are what the programme asks for, not what anybody has promised.".into(),
            "In 0.4 % of draws the price leaves the range in which it is calibrated.".into(),
        ],
    }
}

pub fn outcome(unit: &str, label: &str, p50: f64, spread: f64, defined: f64) -> Outcome {
    Outcome {
        unit: unit.into(),
        label: label.into(),
        mean: p50 + 0.1 * spread,
        sd: spread * 0.8,
        standard_error: spread * 0.008,
        defined,
        beyond: fabcast_document::Beyond::default(),
        quantiles: [-1.3, -1.0, -0.5, 0.0, 0.55, 1.2, 1.7]
            .map(|z| p50 + z * spread)
            .into(),
        intervals: Quantiles::default(),
    }
}

fn outcomes() -> BTreeMap<String, Outcome> {
    [
        (
            "delivered_share_2030",
            outcome(
                "fraction",
                "Delivered share of plan, December 2030",
                0.031,
                0.02,
                1.0,
            ),
        ),
        (
            "delivered_share_2035",
            outcome(
                "fraction",
                "Delivered share of plan, December 2035",
                0.352,
                0.19,
                1.0,
            ),
        ),
        (
            "delivered_share_end",
            outcome(
                "fraction",
                "Delivered share of plan, December 2040",
                0.712,
                0.15,
                1.0,
            ),
        ),
        (
            "datacentre_gw_2035",
            outcome(
                "GW",
                "Data-centre power finished by December 2035",
                104.0,
                40.0,
                1.0,
            ),
        ),
        (
            "capital_drawn_2035",
            outcome(
                "10^9 USD",
                "Capital drawn by December 2035",
                4510.0,
                900.0,
                1.0,
            ),
        ),
        (
            "irr",
            outcome(
                "1/year",
                "Internal rate of return, all equity",
                0.041,
                0.06,
                0.87,
            ),
        ),
        (
            "npv",
            outcome("10^9 USD", "Net present value", -412.0, 630.0, 1.0),
        ),
        (
            "moic",
            outcome("1", "Money returned per dollar paid in", 1.34, 0.4, 1.0),
        ),
        (
            "slip_median",
            outcome("months", "Delay of the middle project", 34.0, 12.0, 0.93),
        ),
        (
            "largest_run_flop",
            outcome("FLOP", "Largest training run by 2035", 6.1e29, 3e29, 1.0),
        ),
    ]
    .map(|(name, outcome)| (name.to_owned(), outcome))
    .into()
}

/// Quantiles around a median that grows from nothing, wider the later.
pub fn fan(unit: &str, label: &str, spread: f64, median: impl Fn(f64) -> f64) -> Series {
    let values = |z: f64| -> Vec<f64> {
        (0..MONTHS)
            .map(|month| {
                let share = month as f64 / MONTHS as f64;
                median(month as f64) * (z * spread * (0.3 + 0.7 * share)).exp()
            })
            .collect()
    };
    Series {
        unit: unit.into(),
        label: label.into(),
        months: (0..MONTHS)
            .map(|month| format!("{}-{:02}", 2024 + (month + 1) / 12, (month + 1) % 12 + 1))
            .collect(),
        quantiles: [-1.64, -1.28, -0.67, 0.0, 0.67, 1.28, 1.64]
            .map(values)
            .into(),
        standard_errors: Middle::default(),
        reading: Some(Reading {
            month: "2035-12".into(),
            share_of_plan: None,
        }),
    }
}

fn growth(top: f64, middle: f64, width: f64) -> impl Fn(f64) -> f64 {
    move |month| {
        let curve = |month: f64| top / (1.0 + (-(month - middle) / width).exp());
        (curve(month) - curve(20.0)).max(0.0)
    }
}

fn series() -> BTreeMap<String, Series> {
    let mut series = BTreeMap::new();
    let mut add = |name: &str, one: Series| {
        series.insert(name.to_owned(), one);
    };
    for (prefix, share, delay) in [("", 0.75, 35.0), ("plan_", 1.0, 0.0)] {
        for (name, unit, label, top, middle) in [
            (
                "logic_capacity_kwspm",
                "kwspm",
                "Logic capacity",
                360.0,
                85.0,
            ),
            (
                "hbm_capacity_kwspm",
                "kwspm",
                "Memory capacity",
                1440.0,
                75.0,
            ),
            (
                "packaging_capacity_kwpm",
                "kwpm",
                "Packaging capacity",
                350.0,
                65.0,
            ),
            (
                "delivered_h100e",
                "H100e",
                "Compute in service",
                3.6e9,
                130.0,
            ),
            ("datacentre_gw", "GW", "Data-centre power", 230.0, 95.0),
            ("capital_drawn", "10^9 USD", "Capital drawn", 6900.0, 90.0),
            ("revenue", "10^9 USD/year", "Revenue", 1500.0, 120.0),
        ] {
            let mut one = fan(unit, label, 0.35, growth(top * share, middle + delay, 18.0));
            if let Some(reading) = &mut one.reading
                && prefix.is_empty()
                && name != "revenue"
            {
                reading.share_of_plan = Some(0.62);
            }
            add(&format!("{prefix}{name}"), one);
        }
        add(
            &format!("{prefix}price_h100_hour"),
            fan(
                "USD/h",
                "Price of an H100-equivalent hour",
                0.5,
                move |month| 3.79 * (-month / (46.0 - 3.0 * share)).exp(),
            ),
        );
        add(
            &format!("{prefix}others_h100e"),
            fan("H100e", "Compute of everybody else", 0.5, move |month| {
                3e6 * ((month / 22.0).min(7.2) * share.powf(0.1)).exp()
            }),
        );
    }
    add(
        "implied_training_cost_fall",
        fan("1/year", "Implied fall of training cost", 0.05, |month| {
            0.74 - 0.05 * (-month / 30.0).exp()
        }),
    );
    for (region, size) in [("us", 1.0), ("japan", 0.35), ("taiwan", 0.2), ("gulf", 0.3)] {
        for (skill, share, middle) in [
            ("trades", 0.9, 60.0),
            ("technicians", 0.5, 90.0),
            ("engineers", 0.7, 80.0),
        ] {
            add(
                &format!("shortage_{region}_{skill}"),
                fan("FTE", "", 0.4, move |month| {
                    size * share * 120_000.0 * (-((month - middle) / 45.0_f64).powi(2)).exp()
                }),
            );
        }
    }
    for (class, unit, size) in [
        ("euv", "tools", 140.0),
        ("duv", "tools", 320.0),
        ("front_end", "10^9 USD", 60.0),
        ("hbm_tools", "10^9 USD", 14.0),
        ("packaging_tools", "10^9 USD", 9.0),
    ] {
        add(
            &format!("backlog_{class}"),
            fan(unit, "", 0.4, move |month| {
                size * (-((month - 55.0) / 30.0_f64).powi(2)).exp()
            }),
        );
    }
    for (name, unit, label) in [
        ("wafers_out", "10^3 wafers", "Wafers out a month"),
        ("accelerators_made", "units", "Accelerators made a month"),
        ("flop_per_second", "FLOP/s", "Computing power in service"),
        ("stock_gw", "GW", "Accelerators waiting for halls"),
    ] {
        add(
            name,
            fan(
                unit,
                label,
                0.4,
                growth(if unit == "FLOP/s" { 2e24 } else { 250.0 }, 100.0, 20.0),
            ),
        );
    }
    add(
        "cash_arrears",
        fan("10^9 USD", "Unpaid bills", 0.4, |_| 0.0),
    );
    series
}

fn why() -> Why {
    let weights = [
        ("capital", [0.22, 0.41]),
        ("facilities", [0.09, 0.05]),
        ("equipment", [-0.04, 0.06]),
        ("talent", [0.58, 0.35]),
        ("yield", [0.03, 0.08]),
        ("packaging", [0.0, 0.0]),
        ("power", [0.08, 0.03]),
        ("geopolitics", [0.04, 0.02]),
    ];
    let of = |unit: &str, label: &str, plan: [f64; 2], missing: f64| {
        let years = ["2030", "2035"];
        let each = |of: &dyn Fn(usize) -> Estimate| {
            let years = years.iter().enumerate();
            years.map(|(y, year)| ((*year).to_owned(), of(y))).collect()
        };
        let about = |mean: f64| Estimate {
            mean,
            standard_error: 0.02 * mean,
        };
        let part = |share: f64, y: usize| CausePart {
            part: share * plan[y] * missing,
            standard_error: 0.01 * plan[y],
            share,
        };
        CauseOf {
            unit: unit.into(),
            label: label.into(),
            plan: each(&|y| about(plan[y])),
            gap: each(&|y| about(plan[y] * missing)),
            parts: weights
                .iter()
                .map(|(group, shares)| {
                    let years = years.iter().enumerate();
                    let years = years.map(|(y, year)| ((*year).to_owned(), part(shares[y], y)));
                    ((*group).to_owned(), years.collect())
                })
                .collect(),
        }
    };
    let compute = of("million H100e", "Compute delivered", [190.0, 2_000.0], 0.8);
    let power = of("GW", "Compute delivered, power", [130.0, 620.0], 0.5);
    Why {
        draws: 128,
        outcome: "delivered_h100e".into(),
        year: Some("2030".into()),
        alone: BTreeMap::new(),
        hint: Some("talent".into()),
        adds: BTreeMap::new(),
        outcomes: [("delivered_h100e", compute), ("delivered_gw", power)]
            .map(|(name, of)| (name.into(), of))
            .into(),
    }
}

fn perspective() -> Vec<Magnitude> {
    [
        ("world-product", "Product of the world, a year", 108_700.0),
        ("us-gdp", "Product of the United States, a year", 28_800.0),
        (
            "us-outlays",
            "Federal outlays of the United States, fiscal year 2023",
            6_135.0,
        ),
        (
            "alphabet-amazon-meta-tesla",
            "Market value of Alphabet, Amazon, Meta and Tesla together",
            5_420.0,
        ),
        (
            "gulf-assets",
            "Assets of Gulf sovereign wealth funds",
            4_100.0,
        ),
        ("semi-sales", "World chip sales, 2023", 527.0),
        ("apollo", "Apollo programme, in today's money", 280.0),
        (
            "china-chips",
            "China's spending on semiconductors, 2021 and 2022",
            290.0,
        ),
        ("interstate", "Interstate highways, in today's money", 620.0),
        (
            "semi-capex",
            "Capital spending of all chip makers, 2023",
            169.0,
        ),
        (
            "swf-deployed",
            "What all sovereign funds placed in a year, 2023",
            127.0,
        ),
        (
            "chips-act",
            "CHIPS and Science Act, appropriations for chips",
            52.7,
        ),
        ("gpt4", "Training of GPT-4", 0.1),
    ]
    .map(|(id, label, value)| Magnitude {
        id: id.into(),
        label: label.into(),
        value,
        multiple: 7000.0 / value,
        as_of: "2023-12".into(),
        source: "Treasury statement, https://example.org/statement".into(),
    })
    .into()
}

fn assumptions() -> Vec<Assumption> {
    let levels = ["high", "medium", "low", "assumption"];
    let topics = [
        "permit time of a fab",
        "defect density at start",
        "share of grid delay",
        "pay of technicians",
        "EUV price",
        "discount rate",
    ];
    (0..312_usize)
        .map(|index| Assumption {
            path: format!("region.us.parameter_{index}"),
            label: format!("{} {}", ["Typical", "Largest", "Yearly"][index % 3], topics[index % topics.len()]),
            section: format!("§{}", index % 14),
            value: format!("{} months ({} to {})", 10 + index % 7, 6 + index % 3, 20 + index % 9),
            uncertain: index % 3 != 0,
            source: if levels[index % 4] == "assumption" {
                "no fab precedent: times of the United States plus imported trades".into()
            } else {
                format!("fab.build_time.{index}: Exyte, comparison of fab construction times, https://example.org/{index}")
            },
            as_of: "2024-02".into(),
            confidence: levels[index % 4].into(),
            note: if index % 5 == 0 { "The published interval is wider; the upper half is used.".into() } else { String::new() },
            origin: "2024-02".into(),
        })
        .collect()
}

//! What is estimated from the whole record, by class, and as data.

use std::fmt::Write;

use fabcast_document::backtest::Estimate;
use fabcast_document::backtest::campuses::Parameter;
use fabcast_model::math::scalar::exp;

use super::model::{self, Learned};
use super::record::{At, Campus, REGIONS, SITES};
use super::regression::{Piece, Prior, Regression};
use crate::backtest::calendar::month;

/// Priors of the logarithm of each median: so wide that an estimate is that of its own campuses, and its
/// error says how few they are.
const PRIORS: [(&str, Prior); 3] = [
    ("first_power", [3.2, 1.0]),
    ("first_block", [4.4, 1.5]),
    ("pace", [2.5, 1.5]),
];
/// Power from which a campus counts as large \[MW\].
const LARGE: f64 = 400.0;
/// Known values from which an estimate is of more than low confidence.
const FEW: usize = 5;

/// A class of campuses: key, name, and whether a campus is in it.
type Class = (String, String, Box<dyn Fn(&Campus) -> bool>);

fn classes() -> Vec<Class> {
    let region = |campus: &Campus| match REGIONS[campus.region].0 {
        name @ ("us" | "gulf") => name,
        _ => "others",
    };
    let mut classes: Vec<Class> = vec![(
        "all".to_owned(),
        "all campuses".to_owned(),
        Box::new(|_| true),
    )];
    for site in SITES {
        let is_site = move |campus: &Campus| campus.site_name() == site;
        classes.push((
            site.to_owned(),
            format!("{site}, all regions"),
            Box::new(is_site),
        ));
    }
    for (key, name) in [
        ("us", "United States"),
        ("gulf", "Gulf"),
        ("others", "other regions"),
    ] {
        let is_there = move |campus: &Campus| region(campus) == key;
        classes.push((key.to_owned(), name.to_owned(), Box::new(is_there)));
        for site in SITES {
            let is_both = move |c: &Campus| region(c) == key && c.site_name() == site;
            classes.push((
                format!("{key}.{site}"),
                format!("{site}, {name}"),
                Box::new(is_both),
            ));
        }
    }
    classes
}

/// Everything that is estimated from a record.
pub fn fit(record: &[Campus]) -> Vec<Parameter> {
    let mut rows = Vec::new();
    for (quantity, prior) in PRIORS {
        let (what, unit): (&str, &str) = match quantity {
            "first_power" => ("months from the ground to first power", "months"),
            "first_block" => ("power of the first block", "MW"),
            _ => ("power added a month after the first block", "MW/month"),
        };
        let piece = |campus: &Campus| match quantity {
            "first_power" => model::from_ground(campus, None),
            "first_block" => model::first_block(campus, None),
            _ => model::pace(campus),
        };
        let is_large = |campus: &Campus| campus.mw.iter().any(|(_, mw)| *mw >= LARGE);
        let mut classes = classes();
        if quantity == "pace" {
            let name = format!("campuses that have reached {LARGE} MW");
            classes.push(("large".to_owned(), name, Box::new(is_large)));
        }
        for (key, name, within) in classes {
            let of_class = record
                .iter()
                .filter(|campus| within(campus))
                .filter_map(piece);
            let pieces: Vec<Piece> = of_class
                .map(|piece| Piece {
                    x: vec![1.0],
                    ..piece
                })
                .collect();
            if pieces.is_empty() {
                continue;
            }
            rows.extend(estimates(
                (quantity, what, unit),
                (&key, &name),
                &pieces,
                prior,
            ));
        }
    }
    rows.extend(promises(record));
    rows
}

/// Median and spread of a class.
fn estimates(
    (quantity, what, unit): (&str, &str, &str),
    (key, name): (&str, &str),
    pieces: &[Piece],
    prior: Prior,
) -> [Parameter; 2] {
    let fitted = Regression::new(pieces, &[prior]);
    let log = fitted.combination(&[1.0]);
    let median = exp(log.estimate);
    let known = pieces
        .iter()
        .filter(|p| p.from.is_finite() && p.to.is_finite())
        .count();
    let from = format!("{known} known, {} bounded", pieces.len() - known);
    [
        Parameter {
            id: format!("fit.campus.{quantity}.{key}"),
            what: format!("{what}, median, {name}"),
            unit: unit.to_owned(),
            value: Estimate {
                estimate: median,
                standard_error: median * log.standard_error,
            },
            from: from.clone(),
        },
        Parameter {
            id: format!("fit.campus.{quantity}_sd.{key}"),
            what: format!("{what}, spread of its logarithm, {name}"),
            unit: "ln".to_owned(),
            value: fitted.sd(),
            from,
        },
    ]
}

/// What promises are worth, as of the announcement.
fn promises(record: &[Campus]) -> [Parameter; 3] {
    let all: Vec<&Campus> = record.iter().collect();
    let learned = Learned::new(&all, At::Announcement, None).promise;
    let row = |id: &str, what: &str, unit: &str, value: Estimate| Parameter {
        id: format!("fit.campus.promise.{id}"),
        what: what.to_owned(),
        unit: unit.to_owned(),
        value,
        from: format!("{} campuses with a promised date", learned.n),
    };
    [
        row(
            "late",
            "log of actual over expected months with a promised date",
            "ln",
            learned.combination(&[1.0, 0.0]),
        ),
        row(
            "weight",
            "weight of the promised date against the usual time",
            "share",
            learned.combination(&[0.0, 1.0]),
        ),
        row(
            "sd",
            "spread of the same between campuses",
            "ln",
            learned.sd(),
        ),
    ]
}

/// `data/campus_fit.csv`: the parameters as data with their standard errors.
pub fn parameters_csv(record: &[Campus]) -> String {
    let mut out =
        String::from("id,description,unit,central,standard_error,as_of,source,confidence,note\n");
    let last = record
        .iter()
        .map(|campus| campus.as_of.to)
        .max()
        .unwrap_or(1);
    for row in fit(record) {
        let known = row
            .from
            .split(' ')
            .next()
            .and_then(|n| n.parse::<usize>().ok());
        let confidence = if known.unwrap_or(0) < FEW {
            "low"
        } else {
            "medium"
        };
        let _ = writeln!(
            out,
            "{},\"{}\",{},{:.4},{:.4},{},\"Fitted by fabcast to data/dc_projects.csv, docs/backtests.md\",\
             {confidence},\"{}\"",
            row.id,
            row.what,
            row.unit,
            row.value.estimate,
            row.value.standard_error,
            month(last - 1),
            row.from
        );
    }
    out
}

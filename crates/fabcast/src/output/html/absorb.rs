//! The section on what money brings.

use super::chart::curve::Curves;
use super::chart::rows::{Row, Rows};
use super::chart::{Figure, Key, Size, Table};
use super::section::{Section, grid, note_list, titled, wide};
use super::text::{self as words, absorb as text, gap};
use crate::format::Measure;
use fabcast_document::Estimate;
use fabcast_document::absorb::{AbsorbDocument, Half, PointOutcome};
use fabcast_model::relax::ALL_GROUPS;

/// By group: six looks, the last ones again.
const LINES: [&str; 9] = [
    "line s1", "line s2", "line s3", "line s4", "line s5", "line s6", "line s1", "line s2",
    "line s3",
];

/// What the report says of money.
pub fn sections(document: &AbsorbDocument) -> Vec<Section> {
    let Some(main) = curve(document, &document.headline, &document.sentence, Size::Wide) else {
        return Vec::new();
    };
    let mut body = wide(&main);
    let names: Vec<&String> = document.points[0].outcomes.keys().collect();
    let small = names
        .iter()
        .filter(|name| ***name != document.headline)
        .filter_map(|name| {
            let full = full(document, name)?;
            let (value, of_median) = middle(document, name);
            let value = Measure::of(&full.unit).write(value(full));
            let finding = text::small_finding(&full.label, &value, of_median);
            curve(document, name, &finding, Size::Small)
        });
    body += &titled(text::OTHERS, "");
    body += &grid(small.collect());
    if let Some(figure) = relaxed(document) {
        body += &wide(&figure);
    }
    if let Some(figure) = prices(document) {
        body += &wide(&figure);
    }
    body += &note_list(gap::NOTES, &document.warnings);
    vec![Section {
        id: "absorb",
        title: text::TITLE,
        intro: text::INTRO,
        body,
    }]
}

/// An outcome at the full budget.
fn full<'a>(document: &'a AbsorbDocument, name: &str) -> Option<&'a PointOutcome> {
    let point = document.points.iter().find(|point| point.share == 1.0)?;
    point.outcomes.get(name)
}

/// What the line of an outcome shows, and whether that is its median: the mean, where it has one at every size.
fn middle(document: &AbsorbDocument, name: &str) -> (fn(&PointOutcome) -> f64, bool) {
    let of_points = document.points.iter();
    let mut outcomes = of_points.filter_map(|point| point.outcomes.get(name));
    match outcomes.all(|outcome| outcome.mean.is_finite()) {
        true => (|outcome| outcome.mean, false),
        false => (|outcome| outcome.p50, true),
    }
}

fn curve(document: &AbsorbDocument, name: &str, finding: &str, size: Size) -> Option<Figure> {
    let outcomes: Vec<&PointOutcome> = document
        .points
        .iter()
        .map(|point| point.outcomes.get(name))
        .collect::<Option<_>>()?;
    let measure = Measure::of(&outcomes.first()?.unit);
    let of = |f: fn(&PointOutcome) -> f64| outcomes.iter().map(|o| f(o)).collect::<Vec<f64>>();
    let budgets: Vec<f64> = document.points.iter().map(|point| point.budget).collect();
    let money = Measure::money();
    let (middle, of_median) = middle(document, name);
    let told = |i: usize| {
        text::at_budget(
            &money.write(budgets[i]),
            &measure.write(middle(outcomes[i])),
        )
    };
    let told: Vec<String> = (0..budgets.len()).step_by(4).map(told).collect();
    let description = text::describe(&outcomes[0].label, &told);
    let mut marks = Vec::new();
    if name == document.headline
        && let Some(half) = document.half.budget
    {
        marks.push((half, text::HALF.to_owned()));
    }
    let id = format!("absorb-{name}");
    // What holds or does not has a mean and no bands.
    let holds_or_not = |o: &&PointOutcome| {
        [o.p10, o.p25, o.p75, o.p90]
            .iter()
            .all(|q| [0.0, 1.0].contains(q))
    };
    let mut bands = vec![
        (of(|o| o.p10), of(|o| o.p90)),
        (of(|o| o.p25), of(|o| o.p75)),
    ];
    if outcomes.iter().all(holds_or_not) {
        bands.clear();
    }
    let lines = [("median", String::new(), of(middle))];
    let chart = Curves {
        id: &id,
        title: finding,
        description: &description,
        measure: &measure,
        budgets: &budgets,
        bands: &bands,
        lines: &lines,
        marks: &marks,
    };
    let rows = budgets.iter().zip(&outcomes).map(|(&budget, outcome)| {
        let range = measure.range(outcome.p10, outcome.p90);
        vec![
            money.write(budget),
            match of_median {
                true => measure.write(outcome.p50),
                false => measure.with_error(outcome.mean, outcome.standard_error),
            },
            range,
        ]
    });
    let is_main = size == Size::Wide;
    Some(Figure {
        id: format!("{id}-figure"),
        finding: finding.to_owned(),
        lead: if is_main {
            text::LEAD.to_owned()
        } else {
            String::new()
        },
        keys: Vec::new(),
        wide: chart.draw(size),
        narrow: if is_main {
            chart.draw(Size::Narrow)
        } else {
            String::new()
        },
        table: Some(Table {
            summary: match of_median {
                true => text::TABLE_OF_MEDIANS.to_owned(),
                false => text::TABLE.to_owned(),
            },
            head: vec![
                text::BUDGET.to_owned(),
                outcomes[0].label.clone(),
                words::BAND_80_ONLY.to_owned(),
            ],
            rows: rows.collect(),
        }),
    })
}

/// The budget of half the price in words.
fn half(half: &Half) -> String {
    let money = Measure::money();
    match (half.budget, half.interval) {
        (None, _) => text::NEVER.to_owned(),
        (Some(at), [Some(low), Some(high)]) => {
            words::median_and_range(&money.write(at), &money.write(low), &money.write(high))
        }
        (Some(at), _) => money.write(at),
    }
}

fn relaxed(document: &AbsorbDocument) -> Option<Figure> {
    let headline = full(document, &document.headline)?;
    let measure = Measure::of(&headline.unit);
    let groups = ALL_GROUPS
        .iter()
        .enumerate()
        .filter_map(|(g, group)| Some((g, group.name(), document.lifted.get(group.name())?)));
    let groups: Vec<_> = groups.collect();
    let most = groups
        .iter()
        .max_by(|a, b| a.2.adds.mean.total_cmp(&b.2.adds.mean))?;
    let adds = |e: &Estimate| measure.with_error(e.mean, e.standard_error);
    let finding = text::relaxed_finding(
        &words::group(most.1).to_lowercase(),
        &measure.write(most.2.adds.mean),
    );
    let mut lines: Vec<(&'static str, String, Vec<f64>)> = groups
        .iter()
        .map(|(g, group, curve)| {
            let values = curve.points.iter().map(|point| point.mean).collect();
            (LINES[*g], words::group(group), values)
        })
        .collect();
    let means = document.points.iter().filter_map(|point| {
        point
            .outcomes
            .get(&document.headline)
            .map(|outcome| outcome.mean)
    });
    lines.push(("median", text::AS_IS.to_owned(), means.collect()));
    let budgets: Vec<f64> = document.points.iter().map(|point| point.budget).collect();
    let told: Vec<String> = groups
        .iter()
        .map(|(_, group, curve)| text::at_budget(&words::group(group), &adds(&curve.adds)))
        .collect();
    let description = text::describe(&headline.label, &told);
    let chart = Curves {
        id: "absorb-relaxed",
        title: &finding,
        description: &description,
        measure: &measure,
        budgets: &budgets,
        bands: &[],
        lines: &lines,
        marks: &[],
    };
    let rows = groups
        .iter()
        .map(|(_, group, curve)| vec![words::group(group), adds(&curve.adds), half(&curve.half)]);
    Some(Figure {
        id: "absorb-limits".to_owned(),
        lead: text::RELAXED_LEAD.to_owned(),
        keys: Vec::<Key>::new(),
        wide: chart.draw(Size::Wide),
        narrow: chart.draw(Size::Narrow),
        table: Some(Table {
            summary: text::RELAXED_TABLE.to_owned(),
            head: text::RELAXED_HEAD.map(str::to_owned).into(),
            rows: rows.collect(),
        }),
        finding,
    })
}

fn prices(document: &AbsorbDocument) -> Option<Figure> {
    let headline = full(document, &document.headline)?;
    let (measure, money) = (Measure::of(&headline.unit), Measure::money());
    let rows: Vec<Row> = document
        .prices
        .iter()
        .map(|price| Row {
            label: words::capitalised(&price.label),
            amount: price.delivered.mean,
            interval: Some(price.delivered.interval()),
            distinct: price.delivered.is_distinct(),
            says: measure.write(price.delivered.mean),
        })
        .collect();
    let best = document
        .prices
        .iter()
        .filter(|price| price.delivered.is_distinct() && price.delivered.mean > 0.0)
        .max_by(|a, b| a.delivered.mean.total_cmp(&b.delivered.mean));
    let finding = match best {
        Some(price) => text::prices_finding(&price.label, &measure.write(price.delivered.mean)),
        None => text::PRICES_NONE.to_owned(),
    };
    let told: Vec<String> = rows
        .iter()
        .map(|row| text::at_budget(&row.label, &row.says))
        .collect();
    let description = text::describe(&headline.label, &told);
    let chart = Rows {
        id: "absorb-prices",
        title: &finding,
        description: &description,
        measure: &measure,
        rows: &rows,
    };
    if rows.is_empty() {
        return None;
    }
    let table = document.prices.iter().map(|price| {
        vec![
            words::capitalised(&price.label),
            measure.with_error(price.delivered.mean, price.delivered.standard_error),
            money.with_error(price.npv.mean, price.npv.standard_error),
        ]
    });
    Some(Figure {
        id: "absorb-shadow-prices".to_owned(),
        lead: text::PRICES_LEAD.to_owned(),
        keys: Vec::new(),
        wide: chart.draw(Size::Wide),
        narrow: chart.draw(Size::Narrow),
        table: Some(Table {
            summary: text::PRICES_TABLE.to_owned(),
            head: text::PRICES_HEAD.map(str::to_owned).into(),
            rows: table.collect(),
        }),
        finding,
    })
}

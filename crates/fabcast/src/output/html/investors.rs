//! The section on the investors.

mod money;

use fabcast_document::investors::{Investor, InvestorsDocument};

use super::chart::bands::Bands;
use super::chart::histogram::Histogram;
use super::chart::profile::Profile;
use super::chart::{Figure, Key, Size, Table, slug};
use super::section::{Section, grid, grid_with, open_table, titled, wide};
use super::text::{self as words, investors as text};
use crate::format::{self, Measure, percent};

/// What the report says of the investors.
pub fn sections(document: &InvestorsDocument) -> Vec<Section> {
    let drawn = document.investors.iter().chain(&document.all_equity);
    let body = if drawn.clone().any(takes_part) {
        body(document)
    } else {
        titled(text::NOBODY, "")
    };
    vec![Section {
        id: "investors",
        title: text::TITLE,
        intro: text::INTRO,
        body,
    }]
}

fn takes_part(one: &Investor) -> bool {
    one.takes_part.probability > 0.0
}

/// All equity, or the only investor, and then each of several.
fn first_and_others(document: &InvestorsDocument) -> (Option<&Investor>, Vec<&Investor>) {
    let mut each: Vec<&Investor> = document
        .investors
        .iter()
        .filter(|i| takes_part(i))
        .collect();
    match &document.all_equity {
        Some(all) if takes_part(all) => (Some(all), each),
        _ if each.is_empty() => (None, each),
        _ => (Some(each.remove(0)), each),
    }
}

fn body(document: &InvestorsDocument) -> String {
    let (first, others) = first_and_others(document);
    let mut body = wide(&money::stack(document));
    body += &wide(&money::calendar(
        "all",
        &document.calendar,
        None,
        Size::Wide,
    ));
    let calendars = document.investors.iter().filter(|one| takes_part(one));
    let calendars: Vec<Figure> = calendars
        .map(|one| money::calendar(&one.name, &one.years, Some(&one.label), Size::Small))
        .collect();
    if calendars.len() > 1 {
        body += &grid_with("", &[], text::CALENDAR_FOLD, calendars);
    }
    body += &first.map_or_else(String::new, |one| wide(&curve(document, one, Size::Wide)));
    let curves = others.iter().map(|one| curve(document, one, Size::Small));
    body += &grid(curves.collect());
    body += &first.map_or_else(String::new, |one| wide(&rates(one, Size::Wide)));
    body += &grid(others.iter().map(|one| rates(one, Size::Small)).collect());
    body += &cover(document).map_or_else(String::new, |figure| wide(&figure));
    body += &match profile(document) {
        Some(figure) => wide(&figure),
        None => titled(text::ONE_ROOT, text::ONE_ROOT_LEAD),
    };
    if let Some(loans) = &document.loan_cover {
        body += &titled(text::LENDERS, &text::lenders(loans));
        body += &open_table(&money::lenders(loans));
    }
    body += &titled(text::RISKS, "");
    body += &open_table(&money::risks(document));
    if !document.variants.is_empty() {
        body += &titled(text::COSTS, text::COSTS_LEAD);
        body += &open_table(&money::costs(document));
    }
    body
}

/// The narrow drawing of a wide figure.
fn narrow(size: Size, draw: impl Fn(Size) -> String) -> String {
    match size {
        Size::Wide => draw(Size::Narrow),
        _ => String::new(),
    }
}

fn keys(size: Size) -> Vec<Key> {
    match size {
        Size::Wide => vec![
            Key::new("k-median", words::MEDIAN),
            Key::new("k-50", words::BAND_50),
            Key::new("k-80", words::BAND_80_ONLY),
        ],
        _ => Vec::new(),
    }
}

fn lead(size: Size, lead: &str) -> String {
    match size {
        Size::Wide => lead.to_owned(),
        _ => String::new(),
    }
}

fn id(kind: &str, one: &Investor) -> String {
    format!(
        "{kind}-{}",
        slug(if one.name.is_empty() {
            "all"
        } else {
            &one.name
        })
    )
}

fn calendar_of(document: &InvestorsDocument) -> Vec<f64> {
    let start = document
        .months
        .first()
        .and_then(|month| format::month_of(month));
    let months = (0..document.months.len()).map(|i| start.unwrap_or(0.0) + i as f64);
    months.collect()
}

/// The J-curve of an investor.
fn curve(document: &InvestorsDocument, one: &Investor, size: Size) -> Figure {
    let money = Measure::money();
    let months = calendar_of(document);
    let p = &one.position;
    let lowest = (0..months.len().min(p.p50.len())).min_by(|&a, &b| p.p50[a].total_cmp(&p.p50[b]));
    let (at, low) = lowest.map_or((0, f64::NAN), |i| (i, p.p50[i]));
    let date = |i: usize| {
        months
            .get(i)
            .map_or_else(String::new, |m| format::month_name(*m))
    };
    let back = one.break_even[1].map(|month| date(month as usize));
    let finding = text::curve_finding(&one.label, &money.write(-low), &date(at), back.as_deref());
    let last = months.len().saturating_sub(1);
    let value = |line: &[f64], i: usize| line.get(i).copied().unwrap_or(f64::NAN);
    let shown: Vec<usize> = (0..months.len())
        .filter(|&i| i == last || months[i].rem_euclid(12.0) == 11.0)
        .collect();
    let told: Vec<String> = shown
        .iter()
        .step_by(4)
        .map(|&i| {
            let range = money.range(value(&p.p10, i), value(&p.p90, i));
            text::curve_point(&date(i), &money.write(value(&p.p50, i)), &range)
        })
        .collect();
    let description = text::describe(&told);
    let bands = [(&p.p10[..], &p.p90[..]), (&p.p25[..], &p.p75[..])];
    let id = id("curve", one);
    let chart = Bands {
        id: &id,
        title: &finding,
        description: &description,
        measure: &money,
        unit: "",
        months: &months,
        bands: &bands,
        median: &p.p50,
        reference: None,
        limits: (f64::NEG_INFINITY, f64::INFINITY),
    };
    let rows = shown.iter().map(|&i| {
        let quantiles = [&p.p10, &p.p25, &p.p50, &p.p75, &p.p90];
        let cells = quantiles.map(|line| money.number(value(line, i)));
        std::iter::once(date(i)).chain(cells).collect()
    });
    let head = ["10 %", "25 %", "50 %", "75 %", "90 %"].map(str::to_owned);
    let table = Table {
        summary: format!("{}, {}", text::CURVE_TABLE, money.unit()),
        head: std::iter::once(words::MONTH.to_owned())
            .chain(head)
            .collect(),
        rows: rows.collect(),
    };
    Figure {
        id: format!("{id}-figure"),
        wide: chart.draw(size),
        narrow: narrow(size, |size| chart.draw(size)),
        lead: lead(size, text::CURVE_LEAD),
        keys: keys(size),
        table: Some(table),
        finding,
    }
}

/// The distribution of an investor's return.
fn rates(one: &Investor, size: Size) -> Figure {
    let share = Measure::share();
    let finding = text::rate_finding(
        &one.label,
        &Measure::rate().write(one.irr.quantiles.p50),
        &percent(one.hurdle.quantiles.p50),
        &percent(one.below_hurdle.probability),
        &percent(one.no_rate),
    );
    let beside = [
        (text::NOTHING_BACK, one.nothing_back.probability),
        (text::NO_RATE, one.no_rate),
    ];
    let bins = one
        .irr_bins
        .iter()
        .map(|[low, of]| (share.range(*low, low + one.irr_bin_width), *of));
    let all: Vec<(String, f64)> = beside
        .iter()
        .map(|(name, of)| ((*name).to_owned(), *of))
        .chain(bins)
        .collect();
    let told: Vec<String> = all
        .iter()
        .map(|(range, of)| text::bar_says(range, &percent(*of)))
        .collect();
    let description = text::describe(&told);
    let id = id("rates", one);
    let chart = Histogram {
        id: &id,
        title: &finding,
        description: &description,
        bins: &one.irr_bins,
        width: one.irr_bin_width,
        hurdle: one.hurdle.quantiles.p50,
        beside: &beside,
    };
    let rows = all
        .iter()
        .map(|(range, of)| vec![range.clone(), percent(*of)]);
    Figure {
        id: format!("{id}-figure"),
        wide: chart.draw(size),
        narrow: narrow(size, |size| chart.draw(size)),
        lead: lead(size, text::RATES_LEAD),
        keys: Vec::new(),
        table: Some(Table {
            summary: text::RATE_TABLE.to_owned(),
            head: text::RATE_HEAD.map(str::to_owned).into(),
            rows: rows.collect(),
        }),
        finding,
    }
}

/// Cover of debt service by year; `None` without lenders.
fn cover(document: &InvestorsDocument) -> Option<Figure> {
    /// Debt is a trifle beyond.
    const MOST: f64 = 6.0;
    let years = &document.dscr;
    if years.len() < 2 {
        return None;
    }
    let ratio = Measure::of("ratio");
    let short: Vec<String> = years
        .iter()
        .filter(|year| year.quantiles.p50 < 1.0)
        .map(|year| year.year.to_string())
        .collect();
    let finding = text::dscr_short(&short);
    // A year stands in its middle.
    let months: Vec<f64> = years
        .iter()
        .map(|y| f64::from(y.year) * 12.0 + 6.0)
        .collect();
    let line = |of: fn(&fabcast_document::investors::Dscr) -> f64| -> Vec<f64> {
        years.iter().map(of).collect()
    };
    let [p10, p25, p50, p75, p90] = [
        line(|y| y.quantiles.p10),
        line(|y| y.quantiles.p25),
        line(|y| y.quantiles.p50),
        line(|y| y.quantiles.p75),
        line(|y| y.quantiles.p90),
    ];
    let told: Vec<String> = years
        .iter()
        .map(|y| {
            let range = ratio.range(y.quantiles.p10, y.quantiles.p90);
            text::curve_point(&y.year.to_string(), &ratio.write(y.quantiles.p50), &range)
        })
        .collect();
    let description = text::describe(&told);
    let bands = [(&p10[..], &p90[..]), (&p25[..], &p75[..])];
    let chart = Bands {
        id: "dscr",
        title: &finding,
        description: &description,
        measure: &ratio,
        unit: text::DSCR_UNIT,
        months: &months,
        bands: &bands,
        median: &p50,
        reference: Some((1.0, text::DSCR_ONE)),
        limits: (-MOST / 3.0, MOST),
    };
    let rows = years.iter().map(|y| {
        let cells = [
            y.quantiles.p10,
            y.quantiles.p25,
            y.quantiles.p50,
            y.quantiles.p75,
            y.quantiles.p90,
        ]
        .map(|value| ratio.number(value));
        [y.year.to_string(), percent(y.with_service)]
            .into_iter()
            .chain(cells)
            .collect()
    });
    Some(Figure {
        id: "dscr-figure".to_owned(),
        wide: chart.draw(Size::Wide),
        narrow: chart.draw(Size::Narrow),
        lead: text::DSCR_LEAD.to_owned(),
        keys: keys(Size::Wide),
        table: Some(Table {
            summary: text::DSCR_TABLE.to_owned(),
            head: text::DSCR_HEAD.map(str::to_owned).into(),
            rows: rows.collect(),
        }),
        finding,
    })
}

/// Present value against the rate where several rates make it zero.
fn profile(document: &InvestorsDocument) -> Option<Figure> {
    let several = document.several_roots.as_ref()?;
    let money = Measure::money();
    let roots: Vec<String> = several.roots.iter().map(|root| percent(*root)).collect();
    let reported = percent(several.reported);
    let finding = text::profile_finding(&several.label, several.draw, &roots, &reported);
    let description = text::describe(std::slice::from_ref(&finding));
    let chart = Profile {
        id: "npv-profile",
        title: &finding,
        description: &description,
        points: &several.profile,
        roots: &several.roots,
        reported: several.reported,
    };
    let investors = document.all_equity.iter().chain(&document.investors);
    let often: Vec<String> = investors
        .filter(|one| one.several_roots.probability > 0.0)
        .map(|one| format!("{} {}", one.label, percent(one.several_roots.probability)))
        .collect();
    let rows = several.profile.iter().step_by(10);
    let rows = rows.map(|[rate, value]| vec![percent(*rate), money.write(*value)]);
    Some(Figure {
        id: "npv-profile-figure".to_owned(),
        wide: chart.draw(Size::Wide),
        narrow: chart.draw(Size::Narrow),
        lead: format!("{} {}", text::PROFILE_LEAD, text::how_often(&often)),
        keys: Vec::new(),
        table: Some(Table {
            summary: text::PROFILE_TABLE.to_owned(),
            head: text::PROFILE_HEAD.map(str::to_owned).into(),
            rows: rows.collect(),
        }),
        finding,
    })
}

//! What a story says.

use std::collections::BTreeMap;

use crate::format::{Measure, percent};

/// Names of the stages, in order.
pub const STAGES: [&str; 6] = [
    "start",
    "permit",
    "building",
    "tools",
    "production",
    "half_capacity",
];

fn late(months: i32) -> String {
    match months {
        0 => "as planned".to_owned(),
        1 => "a month late".to_owned(),
        -1 => "a month early".to_owned(),
        n if n < 0 => format!("{} months early", -n),
        n => format!("{n} months late"),
    }
}

pub fn closing(label: &str, money: &str, months: i32) -> String {
    format!("{label}: closed {}, {money}", late(months))
}

pub fn refused(label: &str, money: &str) -> String {
    format!("{label}: refused, {money} are missing")
}

pub fn never_closes(label: &str, money: &str) -> String {
    format!("{label}: not closed before the end, {money} are missing")
}

pub fn event(label: &str, until: Option<&str>) -> String {
    match until {
        Some(until) => format!("{label}, until {until}"),
        None => format!("{label}, to the end"),
    }
}

fn kind(kind: &str) -> &str {
    match kind {
        "fab" => "wafer fab",
        "hbm" => "memory plant",
        "packaging" => "packaging plant",
        "datacentre" => "campus",
        other => other,
    }
}

pub fn first(of: &str, name: &str, months: Option<i32>) -> String {
    let late = months.map_or_else(|| "not in the plan by the end".to_owned(), late);
    format!("first {} produces ({name}), {late}", kind(of))
}

pub fn short(need: &str, count: usize, met: f64) -> String {
    let what = match need {
        "operate" => "the bills",
        "equip" => "servers",
        "order" => "deposits on tools",
        "tools" => "tools",
        _ => "building",
    };
    let months = match count {
        1 => "1 month".to_owned(),
        n => format!("{n} months from here on"),
    };
    format!(
        "too little money for {what}: {months}, {} of the need paid",
        percent(met)
    )
}

pub fn target(label: &str, met: bool, value: &str, needed: &str) -> String {
    let word = if met { "met" } else { "missed" };
    format!("target {word}: {label} ({value}, at least {needed} asked for)")
}

pub const PAYBACK: &str = "the owners have back what they paid in";

/// Opening of the sentence for what is counted, as compute.
pub fn of_planned(label: &str, measure: &Measure, plan: f64, delivered: f64) -> String {
    format!(
        "{label}: {} planned, {} came of it",
        measure.write(plan),
        measure.write(delivered)
    )
}

/// Parts of a gap, the largest first.
pub fn parts(parts: &BTreeMap<String, f64>, gap: f64) -> String {
    let mut shares: Vec<(&String, f64)> = parts.iter().map(|(g, p)| (g, p / gap)).collect();
    shares.retain(|(_, share)| *share > 0.02);
    shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    shares.truncate(4);
    let told: Vec<String> = shares
        .iter()
        .enumerate()
        .map(|(place, (group, share))| match place {
            0 => format!("{group} explains {} of the gap", percent(*share)),
            _ => format!("{group} {}", percent(*share)),
        })
        .collect();
    told.join(", ")
}

pub fn verdict(met: usize, all: usize) -> String {
    match (met, all) {
        (_, 0) => "The scenario has no targets.".to_owned(),
        (met, all) if met == all => "Every target is met in this future.".to_owned(),
        (0, _) => "No target is met in this future.".to_owned(),
        (met, all) => format!("{met} of {all} targets are met in this future."),
    }
}

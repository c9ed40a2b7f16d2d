//! The plan: what is built where by whom, and what it costs (model §2).

use super::View;
use crate::diagnostic::{Report, faults, relations};
use fabcast_model::inputs::Leaf;
use fabcast_model::table::row_of;

/// Most projects that can be simulated.
const MOST_PROJECTS: f64 = 20_000.0;
/// Difference of cost and budget that is worth a word.
const WORTH_A_WORD: f64 = 0.03;

/// Every line of the plan must be possible, and the whole must come to the budget.
pub(super) fn check(view: &View<'_>, report: &mut Report) {
    let lines = view.names("plan");
    let mut count = 0.0;
    for name in &lines {
        line(view, name, report);
        count += view
            .centre(&format!("plan.{name}.count"))
            .unwrap_or(0.0)
            .ceil();
    }
    if count > MOST_PROJECTS {
        let largest = lines.iter().max_by(|a, b| {
            let of = |name: &str| view.centre(&format!("plan.{name}.count")).unwrap_or(0.0);
            of(a).total_cmp(&of(b))
        });
        let path = format!("plan.{}.count", largest.map_or("", String::as_str));
        report.push(relations::too_many_projects(
            view.span(&path),
            count,
            MOST_PROJECTS,
        ));
    }
    promised(view, report);
    operators(view, report);
    if !report.has_errors() {
        budget(view, &lines, report);
    }
}

/// What a plan promises takes no random number.
fn promised(view: &View<'_>, report: &mut Report) {
    for (path, value) in view.values {
        let promise = path.starts_with("plan.") || path.ends_with("_planned");
        if let Leaf::Quantity(distribution) = &value.leaf
            && promise
            && !distribution.is_constant()
            && let Some(row) = row_of(path)
        {
            report.push(faults::no_distribution(value.span, path, row));
        }
    }
}

fn line(view: &View<'_>, name: &str, report: &mut Report) {
    let path = |leaf: &str| format!("plan.{name}.{leaf}");
    let Some(kind) = view.text(&path("kind")) else {
        return;
    };
    let Some(unit) = capacity_unit(kind) else {
        return;
    };
    if let Some(capacity) = view.at(&path("capacity"))
        && capacity.unit != unit
    {
        report.push(relations::capacity_unit(
            capacity.span,
            kind,
            &capacity.unit,
            unit,
        ));
    }
    if let Some(region) = view.text(&path("region"))
        && view.names("region").iter().any(|name| name == region)
    {
        let lacking: Vec<String> = needs_of(kind)
            .iter()
            .map(|leaf| format!("region.{region}.{leaf}"))
            .filter(|path| !view.has(path))
            .collect();
        if !lacking.is_empty() {
            report.push(relations::region_lacks(
                view.span(&path("region")),
                region,
                kind,
                &lacking,
            ));
        }
    }
    operator(view, name, kind, report);
    if let Some(first) = view.centre(&path("first")) {
        let last = view.months as f64 - 1.0;
        if first > last {
            report.push(relations::starts_after_end(view.span(&path("first")), name));
        } else if first < 0.0 {
            report.push(relations::starts_before(view.span(&path("first")), name));
        }
        if let Some(ground) = view.centre(&path("ground"))
            && ground > first
        {
            report.push(relations::ground_after_start(
                view.span(&path("ground")),
                name,
            ));
        }
    }
    if let Some(site) = view.text(&path("site"))
        && kind != "datacentre"
        && site != "greenfield"
    {
        report.push(relations::site_of_plant(
            view.span(&path("site")),
            kind,
            site,
        ));
    }
}

/// Unit of the capacity of a kind of project.
fn capacity_unit(kind: &str) -> Option<&'static str> {
    match kind {
        "fab" | "hbm" => Some("kwspm"),
        "packaging" => Some("kwpm"),
        "datacentre" => Some("GW"),
        _ => None,
    }
}

/// What a region must say before such a project can stand there.
fn needs_of(kind: &str) -> &'static [&'static str] {
    match kind {
        "datacentre" => &[
            "datacentre.permit",
            "datacentre.permit_planned",
            "datacentre.build",
            "datacentre.build_planned",
            "datacentre.own",
            "datacentre.own_planned",
            "datacentre.service",
            "datacentre.service_planned",
            "datacentre.grid",
            "datacentre.grid_planned",
            "datacentre.building_cost",
        ],
        _ => &[
            "plant.permit",
            "plant.permit_planned",
            "plant.build",
            "plant.build_planned",
            "plant.building_cost",
        ],
    }
}

fn operator(view: &View<'_>, line: &str, kind: &str, report: &mut Report) {
    let path = format!("plan.{line}.operator");
    match (view.text(&path), kind) {
        (Some(_), "datacentre") => {
            report.push(relations::operator_of_datacentre(view.span(&path)));
        }
        (None, "datacentre") => {}
        (None, _) if view.has(&path) => {}
        (None, _) => {
            let operators = view.names("operator");
            let span = view.span(&format!("plan.{line}.kind"));
            report.push(relations::no_operator(span, line, kind, &operators));
        }
        (Some(operator), _) => {
            let kinds = view.at(&format!("operator.{operator}.kinds"));
            if let Some(kinds) = kinds
                && !kinds.names().iter().any(|other| other == kind)
            {
                report.push(relations::operator_cannot(
                    view.span(&path),
                    operator,
                    kind,
                    kinds.names(),
                ));
            }
        }
    }
}

/// Operators of fabs come with experience.
fn operators(view: &View<'_>, report: &mut Report) {
    for name in view.names("operator") {
        let path = |leaf: &str| format!("operator.{name}.{leaf}");
        let Some(kinds) = view.at(&path("kinds")) else {
            continue;
        };
        if kinds.names().iter().any(|kind| kind == "fab") {
            let lacking: Vec<&str> = ["experience", "experience_rate"]
                .into_iter()
                .filter(|leaf| !view.has(&path(leaf)))
                .collect();
            if !lacking.is_empty() {
                report.push(relations::no_experience(kinds.span, &name, &lacking));
            }
        }
    }
}

/// Cost of the plan at the centre [bn$]: its projects and the first servers.
fn planned_cost(view: &View<'_>, lines: &[String]) -> Option<f64> {
    let mut sum = 0.0;
    for name in lines {
        let plan = |leaf: &str| view.centre(&format!("plan.{name}.{leaf}"));
        let kind = view.text(&format!("plan.{name}.kind"))?;
        let region = view.text(&format!("plan.{name}.region"))?;
        let site = if kind == "datacentre" {
            "datacentre"
        } else {
            "plant"
        };
        let building = view.centre(&format!("kind.{kind}.building_share"))?;
        let factor = view.centre(&format!("region.{region}.{site}.building_cost"))?;
        let mut unit_cost =
            view.centre(&format!("kind.{kind}.unit_cost"))? * (building * factor + 1.0 - building);
        if kind == "datacentre" {
            unit_cost += view.centre("deploy.server_cost")?;
        }
        sum += plan("count")? * plan("capacity")? * unit_cost;
    }
    Some(sum)
}

fn budget(view: &View<'_>, lines: &[String], report: &mut Report) {
    let Some((budget, span, text)) = &view.budget else {
        return;
    };
    let Some(cost) = planned_cost(view, lines) else {
        return;
    };
    if *budget > 0.0 && !lines.is_empty() {
        let ratio = cost / budget;
        if !(0.5..=2.0).contains(&ratio) {
            report.push(relations::far_from_budget(*span, text, cost, *budget));
        } else if (ratio - 1.0).abs() > WORTH_A_WORD {
            report.push(relations::off_budget(*span, text, cost, *budget));
        }
    }
}

//! Risk events and what they act on (model §13), and targets (model §14).

use fabcast_model::parameter::{CHIPS, CLASSES};

use super::View;
use crate::diagnostic::{Report, checks, relations};
use crate::typing;

/// What an event acts on must exist.
pub(super) fn check(view: &View<'_>, report: &mut Report) {
    for event in view.names("event") {
        // A hazard of 0 stands in where none is written.
        let written =
            |leaf: &str| typing::node_at(view.tree, &format!("event.{event}.{leaf}")).is_some();
        if !written("hazard") && !written("date") {
            let span = view.span(&format!("event.{event}"));
            report.push(relations::event_without_time(span, &event));
        }
        let effects = view.names(&format!("event.{event}.effect"));
        if effects.is_empty() {
            report.push(relations::no_effect(
                view.span(&format!("event.{event}")),
                &event,
            ));
        }
        for effect in effects {
            target(view, &format!("event.{event}.effect.{effect}"), report);
        }
    }
}

fn target(view: &View<'_>, path: &str, report: &mut Report) {
    let (on, of) = (format!("{path}.on"), format!("{path}.of"));
    let Some(acts_on) = view.text(&on) else {
        return;
    };
    let to = format!("{path}.to");
    if acts_on != "tools" && view.has(&to) {
        report.push(relations::only_tools_go_to(view.span(&to), acts_on));
    }
    if acts_on == "tools" && !view.has(&to) {
        let (kind, names) = ("region", view.names("region"));
        report.push(relations::tools_to_where(view.span(&on), kind, &names));
    }
    let (kind, names) = match acts_on {
        "demand" => {
            if view.has(&of) {
                report.push(relations::demand_of_nothing(view.span(&of)));
            }
            return;
        }
        "supplier" | "tools" => (
            "class of equipment",
            CLASSES.iter().map(|c| (*c).to_owned()).collect(),
        ),
        "chips" => (
            "part of the world's accelerators",
            CHIPS.iter().map(|c| (*c).to_owned()).collect(),
        ),
        "investor" => ("investor", view.names("capital.investor")),
        "output" | "shipments" | "building" | "permits" | "grants" => {
            ("region", view.names("region"))
        }
        _ => return,
    };
    match view.text(&of) {
        Some(name) if names.iter().any(|other| other == name) => {}
        Some(name) => report.push(checks::unknown_name(view.span(&of), name, kind, &names)),
        None if view.has(&of) => {}
        None => report.push(relations::effect_of_what(
            view.span(&on),
            acts_on,
            kind,
            &names,
        )),
    }
}

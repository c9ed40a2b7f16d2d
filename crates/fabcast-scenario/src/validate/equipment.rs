//! Tools of a plant against what may be spent on them (model §3).

use fabcast_model::parameter::CLASSES;

use super::View;
use crate::diagnostic::{Report, relations};

/// The tools that are counted must leave something for the class that takes the rest.
pub(super) fn check(view: &View<'_>, report: &mut Report) {
    for kind in ["fab", "hbm", "packaging"] {
        let remainder_path = format!("kind.{kind}.remainder");
        let Some(remainder) = view.text(&remainder_path) else {
            continue;
        };
        let own = format!("equipment.{remainder}.need.{kind}");
        if view.at(&own).is_some() {
            report.push(relations::need_of_remainder(
                view.span(&own),
                &own,
                &remainder_path,
            ));
        }
        let mut cost = 0.0;
        let mut dearest = (0.0, String::new());
        for class in CLASSES.iter().filter(|class| **class != remainder) {
            let path = format!("equipment.{class}.need.{kind}");
            let Some(need) = view.centre(&path) else {
                continue;
            };
            let price = view
                .centre(&format!("equipment.{class}.price"))
                .unwrap_or(1.0);
            cost += need * price;
            if need * price > dearest.0 {
                dearest = (need * price, path);
            }
        }
        let share = view.centre(&format!("kind.{kind}.building_share"));
        let unit_cost = view.centre(&format!("kind.{kind}.unit_cost"));
        let (Some(share), Some(unit_cost)) = (share, unit_cost) else {
            continue;
        };
        let tools = (1.0 - share) * unit_cost;
        if cost > tools * (1.0 + 1e-9) {
            report.push(relations::tools_above_share(
                view.span(&dearest.1),
                kind,
                cost,
                tools,
            ));
        }
    }
}

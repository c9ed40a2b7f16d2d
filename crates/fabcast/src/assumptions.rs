//! Every value of a scenario with where it comes from.

use fabcast_document::run::Assumption;
use fabcast_model::inputs::Leaf;
use fabcast_scenario::Scenario;

/// The table of assumptions, in the order of the model document.
pub fn assumptions(scenario: &Scenario) -> Vec<Assumption> {
    let mut table: Vec<(u8, Assumption)> = scenario
        .entries
        .iter()
        .filter(|entry| !matches!(entry.leaf, Leaf::Text(_) | Leaf::Names(_)))
        .map(|entry| {
            let uncertain = match &entry.leaf {
                Leaf::Quantity(distribution) => !distribution.is_constant(),
                Leaf::Spread { sd, .. } => *sd != Some([0.0; 2]),
                Leaf::Same(_) => true,
                _ => false,
            };
            let mut from = entry.source.clone();
            if !entry.later_evidence.is_empty() {
                from.push(format!(
                    "later evidence: {}",
                    entry.later_evidence.join(", ")
                ));
            }
            from.extend((entry.assumption.iter()).map(|reason| format!("assumption: {reason}")));
            let assumption = Assumption {
                path: entry.path.clone(),
                label: entry.row.what.to_owned(),
                section: format!("§{}", entry.row.section),
                value: entry.written.clone(),
                uncertain,
                source: from.join("; "),
                as_of: entry.as_of.clone().unwrap_or_default(),
                confidence: entry.confidence.clone().unwrap_or_default(),
                note: entry.note.clone().unwrap_or_default(),
                origin: entry.origin.clone(),
            };
            (entry.row.section, assumption)
        })
        .collect();
    table.sort_by_key(|(section, _)| *section);
    table
        .into_iter()
        .map(|(_, assumption)| assumption)
        .collect()
}

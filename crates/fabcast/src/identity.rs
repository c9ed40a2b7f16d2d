//! By what a scenario is known in a document.

use fabcast_document::ScenarioId;
use fabcast_model::uncertainty::name_hash;
use fabcast_scenario::Scenario;

/// Name, title and digest of a scenario.
pub fn id(scenario: &Scenario) -> ScenarioId {
    ScenarioId {
        name: scenario.meta.name.clone(),
        title: scenario.meta.title.clone(),
        digest: digest(scenario),
    }
}

/// Sixteen hexadecimal digits for the resolved scenario.
pub fn digest(scenario: &Scenario) -> String {
    format!("{:016x}", name_hash(&scenario.to_toml()))
}

//! What a document speaks of.

use serde::{Deserialize, Serialize};

/// The scenario that a document speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ScenarioId {
    /// Identifier, for example `seven-trillion`.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// Digest of the resolved scenario: equal where every value and source is.
    #[serde(default)]
    pub digest: String,
}

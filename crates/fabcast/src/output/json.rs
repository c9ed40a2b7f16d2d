//! Documents as JSON.

use serde::Serialize;

/// A document as one JSON value; what is no number is `null`.
pub fn render(document: &impl Serialize) -> String {
    // No document holds a map with keys other than strings, so each always serialises.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

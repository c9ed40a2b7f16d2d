//! Documents as JSON.

/// The document as one JSON value; what is no number is `null`.
pub fn render(document: &impl serde::Serialize) -> String {
    // The document holds no map with keys other than strings, so it always serialises.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

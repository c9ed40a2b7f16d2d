//! Words of the investors' document.

/// Label of a project that is not built.
pub fn not_built(line: &str) -> String {
    format!("One project of {line} is not built")
}

/// Label of all equity together.
pub const ALL_EQUITY: &str = "All equity";

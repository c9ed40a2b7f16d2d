//! Files of a run: the document, its views, and the draws.

pub mod draws;
pub mod html;
pub mod json;
pub mod parquet;
pub mod report;
pub mod trace;

pub use crate::folder::OutputError;
use crate::folder::{Folder, names};

/// Removes the results of an earlier run, so that none reads as if it were of the next.
///
/// # Errors
/// When one cannot be removed.
pub fn remove_results(folder: &Folder) -> Result<(), OutputError> {
    names::RESULTS
        .iter()
        .try_for_each(|name| folder.remove(name))
}

//! Names of what a run writes into its folder; each analysis has one more, in its document.

/// The document of the run.
pub const RUN: &str = "summary.json";
/// One page of the run and of every analysis.
pub const REPORT: &str = "report.html";
/// The resolved scenario of the run.
pub const SCENARIO: &str = "scenario.toml";
/// A row per draw.
pub const DRAWS: &str = "draws.parquet";
/// Quantiles by month.
pub const SERIES: &str = "series.parquet";
/// A row per draw and month.
pub const TRACE: &str = "trace.parquet";
/// One draw with live formulas.
pub const WORKBOOK: &str = "workbook.xlsx";

/// Results of a run, which must not outlive it when another one is written to the same folder.
pub const RESULTS: [&str; 6] = [RUN, REPORT, DRAWS, SERIES, TRACE, WORKBOOK];

/// Folder of the parts of a run that goes on.
pub const PARTS: &str = "parts";
/// What was asked for.
pub(crate) const SETTINGS: &str = "run.json";
/// The running summaries.
pub(crate) const STATE: &str = "state.bin";
/// The last state that is on the disk for certain.
pub(crate) const DURABLE: &str = "state.durable.bin";
/// Beginning of the names of parts of the rows of draws.
pub(crate) const ROWS: &str = "draws-";
/// Beginning of the names of parts of the trace.
pub(crate) const TRACES: &str = "trace-";

/// Whether a file in the folder of parts is one that a run writes there, whole or unfinished.
pub(crate) fn is_part(name: &str) -> bool {
    let name = name.strip_suffix(super::passing::ENDING).unwrap_or(name);
    let of_draws = [ROWS, TRACES].iter().any(|start| {
        let rest = name.strip_prefix(start);
        let numbers = rest.and_then(|rest| rest.strip_suffix(".parquet"));
        numbers.is_some_and(|numbers| {
            let is_number = |byte: u8| byte.is_ascii_digit() || byte == b'-';
            !numbers.is_empty() && numbers.bytes().all(is_number)
        })
    });
    of_draws || [SETTINGS, STATE, DURABLE].contains(&name)
}

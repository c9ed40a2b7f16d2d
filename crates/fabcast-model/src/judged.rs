//! When and where a scenario is judged (model §14).

/// Years at whose end a scenario is judged.
pub const YEARS: [i32; 2] = [2030, 2035];

/// The region whose people runs report, if the scenario has it.
const HOME: &str = "us";

/// Position of the region whose people runs report.
pub fn home(regions: &[String]) -> usize {
    let home = regions.iter().position(|region| region == HOME);
    home.unwrap_or(0)
}

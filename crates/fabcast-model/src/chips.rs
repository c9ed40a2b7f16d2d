//! Die geometry and yield (model §5), usable on their own.

use crate::lanes::{Lanes, ONE};
use crate::math;

/// Diameter of a wafer \[mm\].
pub const WAFER_MM: f64 = 300.0;

/// How defects turn into dead dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YieldModel {
    /// `(1 + A·D0/α)^(-α)`: defects in clusters.
    NegativeBinomial,
    /// `exp(-A·D0)`: defects independent of each other.
    Poisson,
    /// `((1 - exp(-A·D0))/(A·D0))²`: defect density triangular over wafers.
    Murphy,
    /// `1/(1 + A·D0)`: defect density exponential over wafers.
    Seeds,
}

impl YieldModel {
    /// Every model, in the order of the parameter table.
    pub const ALL: [YieldModel; 4] = [
        YieldModel::NegativeBinomial,
        YieldModel::Poisson,
        YieldModel::Murphy,
        YieldModel::Seeds,
    ];

    /// Name in scenarios.
    pub fn name(self) -> &'static str {
        match self {
            YieldModel::NegativeBinomial => "negative_binomial",
            YieldModel::Poisson => "poisson",
            YieldModel::Murphy => "murphy",
            YieldModel::Seeds => "seeds",
        }
    }
}

/// Whole dies on a wafer, `N(A) = (π(d/2)²/A - πd/√(2A))⁺`, `d = 300 - 2·edge` (model §5).
///
/// `area` \[mm²\] > 0, `edge` \[mm\]; the result is an average, not a whole number.
/// Source: de Vries 2005, "Investigation of gross die per wafer formulas".
/// ```
/// use fabcast_model::{chips::dies_per_wafer, lanes::Lanes};
/// let dies = dies_per_wafer(Lanes::splat(814.0), Lanes::splat(3.0)).0[0];
/// assert!((dies - 60.5).abs() < 0.1);
/// ```
#[inline(always)]
pub fn dies_per_wafer(area: Lanes, edge: Lanes) -> Lanes {
    let pi = std::f64::consts::PI;
    let d = (WAFER_MM - 2.0 * edge).positive();
    (d * d * (pi / 4.0) / area - pi * d / (2.0 * area).sqrt()).positive()
}

/// Share of dies that work (model §5).
///
/// `area` \[mm²\], `density` \[1/cm²\] ≥ 0, `clustering` > 0 (used by the negative binomial alone);
/// the result is in (0, 1].
/// ```
/// use fabcast_model::{chips::{YieldModel, die_yield}, lanes::Lanes};
/// let at = |x| Lanes::splat(x);
/// let y = die_yield(YieldModel::NegativeBinomial, at(814.0), at(0.1), at(10.0)).0[0];
/// assert!((y - 0.4572).abs() < 1e-4);
/// ```
#[inline(always)]
pub fn die_yield(model: YieldModel, area: Lanes, density: Lanes, clustering: Lanes) -> Lanes {
    let faults = area * density / 100.0; // 100 mm² = 1 cm²
    match model {
        YieldModel::NegativeBinomial => math::pow(ONE + faults / clustering, -clustering),
        YieldModel::Poisson => math::exp(-faults),
        YieldModel::Murphy => {
            let share = (ONE - math::exp(-faults)) / faults;
            faults
                .lt(Lanes::splat(1e-6))
                .select(ONE - faults, share * share)
        }
        YieldModel::Seeds => ONE / (ONE + faults),
    }
}

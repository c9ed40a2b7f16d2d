//! Returns of cash flows, with the conventions of Excel and of private equity.
//!
//! Amounts paid are negative, amounts received positive; any currency. Rates are per period, or per
//! year of 365 days for dated flows, as fractions: 0.1 is 10 %. Conventions and sources:
//! `docs/finance.md`.
//!
//! | Excel | here |
//! |---|---|
//! | `IRR` | [`irr`] |
//! | `XIRR` | [`xirr`] |
//! | `NPV` | [`npv`] with [`First::NextPeriod`] |
//! | `XNPV` | [`xnpv`] |
//! | `MIRR` | [`mirr`] |

pub mod dated;
pub mod file;
pub mod rate;
pub mod returns;
pub mod roots;
mod text;
pub mod value;

#[cfg(test)]
mod tests;

pub use dated::{Date, Flow};
pub use rate::{NoRate, Rate, irr, xirr};
pub use returns::{Returns, returns};
pub use value::{First, Multiples, Payback, mirr, monthly, npv, payback, xnpv, yearly};

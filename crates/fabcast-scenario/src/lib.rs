//! The scenario language of fabcast: text to checked inputs, and back.
//!
//! A scenario is a TOML file on top of a *world*, the shared facts of a vintage. Its texts
//! are read into trees that know the place of everything ([`load`]), merged, and held
//! against the one table of parameters in `fabcast-model`: units, bounds, names, defaults.
//! What comes out is [`Scenario`]: the engine's inputs, and for every value its source and
//! origin. What is wrong comes out as [`Diagnostics`]: everything at once, each fault under
//! the line that it is about, with a way to put it right.
//!
//! This crate reads the files that a scenario names and nothing else, and with [`Access::Embedded`] none at
//! all; it starts no thread.
//!
//! ```
//! let sets = ["plan.fab.count=2".to_owned(), "market.rent=8 to 15 bn$/GW/yr".to_owned()];
//! let scenario = fabcast_scenario::load("one-fab", &sets).unwrap();
//! assert_eq!(scenario.entry("market.rent").unwrap().origin, "--set");
//!
//! let wrong = ["deploy.life=5 GW".to_owned()];
//! let errors = fabcast_scenario::load("one-fab", &wrong).unwrap_err();
//! assert!(errors.to_string().starts_with("error[unit]: `deploy.life` cannot be measured in `GW`"));
//! ```

#![forbid(unsafe_code)]

mod assemble;
pub mod catalogue;
mod csv;
pub mod diagnostic;
mod disk;
mod engine;
mod head;
mod load;
mod number;
mod parse;
mod reference;
mod resolve;
mod scenario;
mod schema;
mod shape;
mod source;
mod starter;
mod suggest;
mod syntax;
mod tree;
mod typing;
mod validate;
mod value;

pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use load::{Given, load, load_text, read};
pub use number::number_text;
pub use reference::reference_markdown;
pub use scenario::{Entry, Location, Meta, Scenario};
pub use schema::schema;
pub use source::Access;
pub use starter::starter;
pub use syntax::example::example;
pub use syntax::unit;

//! In which futures a plan works: boxes of inputs (PRIM), how far they can be trusted, and a tree
//! (CART) as a second view.

mod cart;
mod choice;
mod dimensions;
mod prim;
mod run;
mod text;

pub use cart::{Node, tree};
pub use choice::{quasi_p, reproducibility};
pub use prim::{Box, Data, prim};
pub use run::{DiscoverError, Options, Source, discover};

#[cfg(test)]
mod tests;

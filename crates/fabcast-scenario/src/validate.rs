//! Checks between values, by subsystem of the model.

mod capital;
pub(crate) mod correlation;
mod equipment;
mod events;
mod market;
mod names;
mod policy;
mod projects;
pub(crate) mod same;
pub(crate) mod sources;
mod talent;
mod technology;
mod uncertainty;

use fabcast_model::inputs::Leaf;

use crate::diagnostic::Report;
use crate::source::{Sources, Span};
use crate::tree::Table;
use crate::typing::{self, Values};
use crate::value::Typed;

/// A scenario as the checks see it.
pub(crate) struct View<'a> {
    /// Every value that could be read.
    pub values: &'a Values,
    /// The merged tree.
    pub tree: &'a Table,
    /// Every text.
    pub sources: &'a Sources,
    /// Number of months.
    pub months: usize,
    /// Budget [bn$], with its place and text.
    pub budget: Option<(f64, Span, String)>,
    /// The scenario's own text.
    pub main: usize,
}

/// Every check between values.
pub(crate) fn everything(view: &View<'_>, report: &mut Report) {
    names::check(view, report);
    uncertainty::check(view, report);
    capital::check(view, report);
    projects::check(view, report);
    equipment::check(view, report);
    talent::check(view, report);
    technology::check(view, report);
    market::check(view, report);
    policy::check(view, report);
    events::check(view, report);
}

impl View<'_> {
    /// The value at a path.
    pub fn at(&self, path: &str) -> Option<&Typed> {
        self.values.get(path)
    }

    /// Value of the central run at a path, if there is one.
    pub fn centre(&self, path: &str) -> Option<f64> {
        let typed = self.at(path)?;
        match &typed.leaf {
            Leaf::Same(target) => self.at(target)?.centre(),
            _ => typed.centre(),
        }
    }

    /// Word or name at a path.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.at(path)?.text()
    }

    /// Whether the scenario writes something at a path, readable or not.
    pub fn has(&self, path: &str) -> bool {
        self.values.contains_key(path) || typing::node_at(self.tree, path).is_some()
    }

    /// Names of the entries under a path.
    pub fn names(&self, path: &str) -> Vec<String> {
        typing::entries(self.tree, path)
    }

    /// Place of a value, or of the header of an entry.
    pub fn span(&self, path: &str) -> Span {
        match self.at(path) {
            Some(typed) => typed.span,
            None if typing::node_at(self.tree, path).is_some() => {
                typing::header(self.tree, path, self.sources)
            }
            None => Span::start_of(self.main),
        }
    }
}

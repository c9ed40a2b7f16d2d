//! A scenario held against what the engine needs of its values together.

use std::collections::BTreeMap;

use fabcast_model::model::Model;

use crate::diagnostic::{Diagnostics, Report, checks};
use crate::scenario::Scenario;
use crate::source::Span;

impl Scenario {
    /// Puts the scenario into the engine. What each value may be is known by then; what the engine needs of them
    /// together is not, such as all durations of a region that has one.
    ///
    /// # Errors
    /// Every value that the engine lacks or cannot use, at the nearest place that is written.
    ///
    /// ```
    /// let text = "format = 1\nname = \"x\"\nextends = \"one-fab\"\n[region.india]\nlabel = \"India\"\n\
    ///             [region.india.datacentre]\npermit = { value = \"12 months\", assumption = \"a year\" }\n";
    /// let scenario = fabcast_scenario::load_text("x.toml", text, &[]).unwrap();
    /// let errors = scenario.check_engine().unwrap_err();
    /// assert!(errors.to_string().contains("`region.india.datacentre` lacks `permit_planned`, `build`"));
    /// ```
    pub fn check_engine(&self) -> Result<(), Diagnostics> {
        let Err(faults) = Model::new(&self.inputs) else {
            return Ok(());
        };
        let mut report = Report::default();
        let mut lacking: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for fault in &faults {
            match (self.entry(&fault.path), fault.path.rsplit_once('.')) {
                (None, Some((owner, name))) => lacking.entry(owner).or_default().push(name),
                _ => {
                    let place = self.nearest(&fault.path);
                    report.push(checks::not_for_engine(place, &fault.path, &fault.expected));
                }
            }
        }
        for (owner, names) in lacking {
            report.push(checks::missing_in_entry(
                self.nearest(owner),
                owner,
                &names,
                &[],
            ));
        }
        Err(report.finish(&self.sources, self.main))
    }

    /// Where the value is written whose path has most in common with one.
    fn nearest(&self, path: &str) -> Span {
        let in_common = |other: &str| {
            let pairs = path.split('.').zip(other.split('.'));
            pairs.take_while(|(one, other)| one == other).count()
        };
        // Of several the one that is written first.
        let written = self.entries.iter().filter(|entry| entry.location.is_some());
        let nearest = written.min_by_key(|entry| (usize::MAX - in_common(&entry.path), entry.span));
        match nearest.filter(|entry| in_common(&entry.path) > 0) {
            Some(entry) => entry.span,
            None => Span::start_of(self.main),
        }
    }
}

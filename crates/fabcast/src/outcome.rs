//! The outcomes that are asked of every draw: those that every run reports, and those that a target or a
//! question names.

use fabcast_model::inputs::{Date, Leaf};
use fabcast_model::judged::{YEARS, home};
use fabcast_model::lanes::Lanes;
use fabcast_model::model::Model;
use fabcast_model::outcome::Outcome;
use fabcast_model::simulate::Run;
use fabcast_scenario::Scenario;

use crate::nearest::nearest_name;

pub use fabcast_model::outcome::{OutcomeInfo as Info, stems};

/// Outcomes in an order of their own: what [`List::values`] gives stands at the same positions.
#[derive(Clone, Debug)]
pub struct List {
    outcomes: Vec<Outcome>,
    infos: Vec<Info>,
    regions: Vec<String>,
    clock: i32,
    start: Date,
    months: usize,
}

impl List {
    /// What every run of a model reports.
    pub fn of(model: &Model) -> List {
        let mut list = List {
            outcomes: Vec::new(),
            infos: Vec::new(),
            regions: model.regions.clone(),
            clock: model.reported[0],
            start: model.start,
            months: model.months,
        };
        for outcome in Outcome::reported(model) {
            list.push(outcome);
        }
        list
    }

    fn push(&mut self, outcome: Outcome) {
        self.infos.push(outcome.info(&self.regions, self.clock));
        self.outcomes.push(outcome);
    }

    /// Position of an outcome, which is added if it is new; none if there is no outcome of that name, or its
    /// date is not simulated.
    pub fn add(&mut self, name: &str) -> Option<usize> {
        let outcome = Outcome::parse(name, &self.regions)?;
        let is_within = outcome.is_within(self.start, self.months);
        match self.find(outcome) {
            None if is_within => self.add_any(name),
            known => known,
        }
    }

    /// The same whether its date is simulated or not: a target that comes too late is not met.
    pub fn add_any(&mut self, name: &str) -> Option<usize> {
        let outcome = Outcome::parse(name, &self.regions)?;
        Some(self.find(outcome).unwrap_or_else(|| {
            self.push(outcome);
            self.outcomes.len() - 1
        }))
    }

    /// Position of an outcome, if it is in the list.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.find(Outcome::parse(name, &self.regions)?)
    }

    fn find(&self, outcome: Outcome) -> Option<usize> {
        self.outcomes.iter().position(|other| *other == outcome)
    }

    /// The outcomes, in order.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// Names, units and labels, in order.
    pub fn infos(&self) -> &[Info] {
        &self.infos
    }

    /// The name that is spelled most like this one.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        nearest_name(name, self.infos.iter().map(|info| info.name.as_str()))
    }

    /// Every outcome of eight draws; NaN where there is none.
    pub fn values(&self, model: &Model, base: &Run, plan: Option<&Run>) -> Vec<Lanes> {
        self.values_with(model, base, &self.of_plan(model, plan))
    }

    /// What [`List::values_with`] needs of the plan.
    pub fn of_plan(&self, model: &Model, plan: Option<&Run>) -> Vec<Lanes> {
        let outcomes = self.outcomes.iter();
        outcomes
            .map(|outcome| outcome.of_plan(model, plan))
            .collect()
    }

    /// Every outcome of eight draws, when the plan is gone but for what [`List::of_plan`] took from it.
    pub fn values_with(&self, model: &Model, base: &Run, of_plan: &[Lanes]) -> Vec<Lanes> {
        let outcomes = self.outcomes.iter().zip(of_plan);
        outcomes
            .map(|(outcome, &of_plan)| outcome.value(model, base, of_plan))
            .collect()
    }
}

/// Name, unit and label of an outcome of a model.
pub fn info(outcome: &Outcome, model: &Model) -> Info {
    outcome.info(&model.regions, model.reported[0])
}

/// Outcomes that runs of a scenario report, and those that its targets name, as they name them.
pub fn nameable(scenario: &Scenario) -> Vec<Info> {
    let regions = scenario.inputs.names("region");
    let reported = Outcome::reported_in(&regions, home(&regions), &YEARS);
    let reported = reported
        .iter()
        .map(|outcome| outcome.info(&regions, YEARS[0]));
    let leaves = scenario.inputs.leaves.iter();
    let named = leaves.filter_map(|(path, leaf)| match leaf {
        Leaf::Text(name) if path.starts_with("target.") && path.ends_with(".outcome") => {
            let outcome = Outcome::parse(name, &regions)?;
            Some(Info {
                name: name.clone(),
                ..outcome.info(&regions, YEARS[0])
            })
        }
        _ => None,
    });
    reported.chain(named).collect()
}

/// Whether a name is that of an outcome of some scenario, whatever its regions.
pub fn is_name(name: &str) -> bool {
    let region = name
        .strip_prefix("plan_")
        .unwrap_or(name)
        .strip_prefix("shortage_")
        .and_then(|rest| rest.rsplit_once('_'))
        .map(|(region, _)| region.to_owned());
    Outcome::parse(name, region.as_slice()).is_some()
}

/// The unit of an outcome as scenarios write it.
pub fn written_unit(unit: &'static str) -> &'static str {
    match unit {
        "million H100e" => "M H100e",
        "10^9 USD" => "bn$",
        "10^9 USD/year" => "bn$/yr",
        "1/year" => "1/yr",
        "USD/hour" => "$/H100e/h",
        "months" => "month",
        "fraction" | "ratio" | "projects" | "FLOP" => "1",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(scenario: &str) -> List {
        let scenario = crate::load(scenario, &[]).expect("an embedded scenario");
        List::of(&Model::new(&scenario.inputs).expect("a sound scenario"))
    }

    #[test]
    fn every_name_stands_for_its_own_outcome() {
        let mut list = list("seven-trillion");
        for name in [
            "delivered_h100e_2028",
            "delivered_share_2029",
            "delivered_gw_share_end",
            "datacentre_gw_share_2031",
            "plan_h100e_2027",
            "plan_logic_kwspm_end",
            "plan_payback_months",
            "shortage_gulf_2028",
            "shortage_us_technicians_end",
            "plan_shortage_japan_2033",
            "debt_2029",
            "backlog_euv_2027",
        ] {
            assert!(list.position(name).is_none(), "{name} is reported");
            assert!(list.add(name).is_some(), "{name}");
        }
        for (position, info) in list.infos().iter().enumerate() {
            assert_eq!(list.position(&info.name), Some(position), "{}", info.name);
            assert!(is_name(&info.name), "{}", info.name);
        }
    }

    #[test]
    fn names_of_one_outcome_are_one() {
        let mut list = list("one-fab");
        let n = list.infos().len();
        for (name, other) in [
            ("plan_delivered_h100e_2030", "plan_h100e_2030"),
            ("delivered_h100e_share_end", "delivered_share_end"),
            ("price_h100_hour_2035", "price_2035"),
            ("logic_capacity_kwspm_end", "logic_kwspm_end"),
        ] {
            assert_eq!(list.add(name), list.position(other), "{name}");
        }
        assert_eq!(list.infos().len(), n);
    }

    #[test]
    fn what_is_no_outcome() {
        let mut list = list("one-fab");
        for name in [
            "",
            "end",
            "2030",
            "delivered_h100e",
            "delivered_h100e_30",
            "delivered_h100e_2003",
            "delivered_h100e_2036",
            "delivered_h100e_+203",
            "delivered_h100e_2030_end",
            "plan_plan_npv",
            "plan_delivered_share_2030",
            "npv_2030",
            "npv_share",
            "shortage_moon_2030",
        ] {
            assert_eq!(list.add(name), None, "{name}");
        }
    }
}

//! A scenario ready to be simulated.

use crate::capital::Capital;
use crate::compute::{Clock, Deployment};
use crate::demand::Market;
use crate::events::Events;
use crate::fabs::Wafers;
use crate::finance::Finance;
use crate::flows::{Kind, RESERVE_MONTHS};
use crate::inputs::{Date, Inputs};
use crate::judged::{self, Judged};
use crate::parameters::Parameters;
use crate::policy::Policy;
use crate::projects::book::Book;
use crate::projects::sponsor::Sponsors;
use crate::projects::{ProjectTerms, Projects};
use crate::reader::{Fault, Reader};
use crate::relax::{ALL_GROUPS, Group, Relax};
use crate::supply_chain::Equipment;
use crate::table::row_of;
use crate::talent::Talent;
use crate::technology::Accelerators;

/// A scenario ready to be simulated: structure, and where in the random vector each value is.
#[derive(Clone, Debug)]
pub struct Model {
    /// First month.
    pub start: Date,
    /// Number of months `T`.
    pub months: usize,
    /// The random vector.
    pub parameters: Parameters,
    /// Names of the regions.
    pub regions: Vec<String>,
    /// Years at whose end it is judged, in order, all of them simulated.
    pub judged: Vec<i32>,
    /// Years at whose end runs report outcomes, in order; at least one, simulated or not.
    pub reported: Vec<i32>,
    /// Region whose people runs report.
    pub home: usize,
    /// §1.
    pub capital: Capital,
    /// §2.
    pub projects: Projects,
    /// §2: who pays for them.
    pub sponsors: Sponsors,
    /// §3.
    pub equipment: Equipment,
    /// §4.
    pub talent: Talent,
    /// §5.
    pub wafers: Wafers,
    /// §6.
    pub accelerators: Accelerators,
    /// §7.
    pub deployment: Deployment,
    /// §9.
    pub clock: Clock,
    /// §8.
    pub market: Market,
    /// §10.
    pub policy: Policy,
    /// §12.
    pub finance: Finance,
    /// §13.
    pub events: Events,
    /// `Σ Â_j(t)` of data centres \[GW\], for `t = 0 … T+5`.
    pub planned_datacentres: Vec<f64>,
    /// The plan's progress; none without a plan.
    pub book: Option<Book>,
}

impl Model {
    /// Puts a scenario's leaves in their places.
    ///
    /// # Errors
    /// Every leaf that is missing or of the wrong form. A scenario that has passed the
    /// reader's checks has none.
    pub fn new(inputs: &Inputs) -> Result<Model, Vec<Fault>> {
        let mut reader = Reader::new(inputs, row_of);
        let regions = reader.names("region");
        let investors = reader.names("capital.investor");
        let capital = Capital::read(&mut reader, &investors);
        let projects = Projects::read(&mut reader, inputs, &regions);
        let sponsors = Sponsors::read(&mut reader, inputs, &projects);
        let equipment = Equipment::read(&mut reader);
        let talent = Talent::read(&mut reader, &regions);
        let wafers = Wafers::read(&mut reader, &[]);
        let accelerators = Accelerators::read(&mut reader);
        let deployment = Deployment::read(&mut reader, &[]);
        let clock = Clock::read(&mut reader, &[]);
        let market = Market::read(&mut reader);
        let policy = Policy::read(&mut reader);
        let finance = Finance::read(&mut reader, &regions);
        let events = Events::read(&mut reader, &regions, &investors);
        for group in &inputs.correlations {
            if let Err(error) = reader.parameters.join(group) {
                reader.fault(&format!("correlation.{}", group.name), &error.to_string());
            }
        }
        if !reader.faults.is_empty() {
            return Err(reader.faults);
        }
        let mut planned_datacentres = vec![0.0; inputs.months + RESERVE_MONTHS];
        for project in projects.list.iter().filter(|p| p.kind == Kind::Datacentre) {
            for (sum, planned) in planned_datacentres.iter_mut().zip(&project.planned_path) {
                *sum += planned;
            }
        }
        let book = Book::new(&projects, inputs.months);
        let dates = Judged::new(inputs, !projects.list.is_empty());
        let home = match dates.own {
            true => projects.home(regions.len()),
            false => judged::home(&regions),
        };
        Ok(Model {
            start: inputs.start,
            months: inputs.months,
            judged: dates.judged,
            reported: dates.reported,
            home,
            parameters: reader.parameters,
            regions,
            capital,
            projects,
            sponsors,
            equipment,
            talent,
            wafers,
            accelerators,
            deployment,
            clock,
            market,
            policy,
            finance,
            events,
            planned_datacentres,
            book,
        })
    }

    /// Index of a calendar month, if it is simulated.
    pub fn month_index(&self, date: Date) -> Option<usize> {
        let index = usize::try_from(self.start.months_until(date)).ok()?;
        (index < self.months).then_some(index)
    }

    /// Whether there is anything to build.
    pub fn has_programme(&self) -> bool {
        !self.projects.list.is_empty()
    }

    /// Groups of limits that something in the plan can meet; to lift the others changes nothing (model §14).
    pub fn acting(&self) -> Relax {
        let builds = |is: fn(Kind) -> bool| self.projects.list.iter().any(|p| is(p.kind));
        let mut acting = Relax::NONE;
        for group in ALL_GROUPS {
            let acts = match group {
                Group::Power => builds(|kind| kind == Kind::Datacentre),
                Group::Yield => builds(Kind::makes_wafers),
                Group::Equipment | Group::Packaging => builds(Kind::has_tools),
                Group::Capital | Group::Facilities | Group::Talent | Group::Geopolitics => {
                    self.has_programme()
                }
                Group::Sponsor => self.sponsors.any(),
            };
            if acts {
                acting = acting.with(group);
            }
        }
        acting
    }

    /// Planned cost of each project at the centre, without servers [10⁹ USD].
    pub fn planned_costs(&self) -> Vec<f64> {
        let central = self.parameters.central();
        let terms = ProjectTerms::new(&self.projects, &central, &central, Relax::ALL);
        terms
            .list
            .iter()
            .map(|project| project.planned_cost.0[0])
            .collect()
    }

    /// Planned cost of the plan at the centre, first servers included: what is set against the
    /// budget (model §2) [10⁹ USD].
    pub fn plan_cost(&self) -> f64 {
        let servers = self.parameters.centre(self.deployment.server_cost);
        self.planned_costs().iter().sum::<f64>() + servers * self.planned_gigawatts()
    }

    /// GW of data centres in the plan.
    pub fn planned_gigawatts(&self) -> f64 {
        let plan = self.projects.list.iter();
        plan.filter(|p| p.kind == Kind::Datacentre)
            .map(|p| p.capacity)
            .sum()
    }

    /// Planned capacity of a kind in use at the end of a month, by the plan's own dates.
    pub fn planned_capacity(&self, kind: Kind, month: usize) -> f64 {
        let plan = self.projects.list.iter();
        plan.filter(|p| p.kind == kind)
            .map(|p| p.planned_path[month])
            .sum()
    }
}

//! Projects (model §2): one chain of activities for every plant.
//!
//! ```text
//! start ─> permit ─> build ─> install ─> qualify ─> ramp ─> usable A = min(inst, ramp·K)
//!            D0        D1        D2         D3       D4
//! ```

pub mod book;
mod card;
pub mod chain;
pub mod live;
pub mod planned;
pub mod stage;
mod stages;
mod survey;
pub mod typical;
mod vote;

use self::book::UnitCost;
pub use self::card::Card;
use self::planned::{PlannedChain, planned_path};
use crate::flows::{ALL_KINDS, Kind, NEAR, RESERVE_MONTHS, TOOLED, ToolBudget};
use crate::inputs::Inputs;
use crate::lanes::{Lanes, Mask, ONE, ZERO};
use crate::math;
use crate::parameter::{CLASSES, KINDS};
use crate::parameters::{ParamId, Values};
use crate::reader::{Reader, Spread, class_position};
use crate::relax::{Group, Relax};

/// What all projects of a kind share.
#[derive(Clone, Debug)]
pub struct KindParameters {
    pub(crate) unit_cost: ParamId,
    pub(crate) building_share: ParamId,
    pub(crate) permit_spend: ParamId,
    pub(crate) overrun: Spread,
    pub(crate) install: ParamId,
    pub(crate) qualify: ParamId,
    pub(crate) ramp: ParamId,
    pub(crate) install_from: ParamId,
    pub(crate) qualify_from: ParamId,
    pub(crate) team_weight: ParamId,
    pub(crate) utilisation: ParamId,
    pub(crate) trades: ParamId,
    pub(crate) engineers_install: ParamId,
    pub(crate) engineers_run: ParamId,
    pub(crate) technicians: ParamId,
    /// Class of equipment that takes what is left of the tool cost.
    pub(crate) remainder: Option<usize>,
}

/// How long things take and what they cost in a region, for a family of kinds.
#[derive(Clone, Debug)]
pub struct SiteParameters {
    pub(crate) permit: Spread,
    pub(crate) permit_planned: f64,
    pub(crate) build: Spread,
    pub(crate) build_planned: f64,
    pub(crate) grid: Option<(Spread, f64)>,
    pub(crate) building_cost: ParamId,
}

/// Who runs fabs.
#[derive(Clone, Debug)]
pub struct Operator {
    /// Name in the scenario.
    pub name: String,
    pub(crate) teams: ParamId,
    pub(crate) team_growth: ParamId,
    pub(crate) experience: ParamId,
    pub(crate) experience_rate: ParamId,
}

/// One plant of the plan.
#[derive(Clone, Debug)]
pub struct Project {
    /// `line.number`, counted from 1.
    pub name: String,
    /// Kind.
    pub kind: Kind,
    /// Index of the region.
    pub region: usize,
    /// Index of the operator; none for data centres.
    pub operator: Option<usize>,
    /// Planned capacity `K` in the kind's unit.
    pub capacity: f64,
    /// Planned start [months since the scenario's start].
    pub planned_start: i32,
    /// Planned path `Â_j(t)` for `t = 0 … T+5`: the chain run alone with planned durations.
    pub planned_path: Vec<f64>,
    /// The plan's own durations and dates.
    pub chain: PlannedChain,
    pub(crate) latent: [ParamId; 3],
}

impl Project {
    /// First month in which half of the capacity is usable on the plan's own dates.
    pub fn planned_online(&self, months: usize) -> Option<usize> {
        self.planned_path[..months]
            .iter()
            .position(|&a| a >= self.capacity * (0.5 - NEAR))
    }
}

/// Everything that §2 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Projects {
    pub(crate) kinds: [KindParameters; 4],
    /// Per region: plants and data centres, where the scenario describes them.
    pub(crate) sites: Vec<[Option<SiteParameters>; 2]>,
    /// Who runs fabs.
    pub operators: Vec<Operator>,
    /// In plan order: planned start, then place in the file.
    pub list: Vec<Project>,
    /// What every step asks of them, in the same order.
    pub(crate) cards: Vec<Card>,
    /// Planned path by month, then by project in the same order.
    planned: Vec<f64>,
    pub(crate) world_latent: [ParamId; 3],
    pub(crate) region_latent: Vec<[ParamId; 3]>,
    global_share: ParamId,
    region_share: ParamId,
    overrun_time_coupling: ParamId,
    duration_sd: ParamId,
}

/// Families of latent factors: each has its own world, region and project factor.
const LATENT: [&str; 3] = ["duration", "overrun", "grid"];

impl Projects {
    pub(crate) fn read(reader: &mut Reader, inputs: &Inputs, regions: &[String]) -> Projects {
        let kinds = KINDS.map(|kind| KindParameters::read(reader, kind));
        let sites = regions
            .iter()
            .map(|region| read_sites(reader, region))
            .collect();
        let operator_names = reader.names("operator");
        let operators = operator_names
            .iter()
            .map(|name| Operator {
                name: name.clone(),
                teams: reader.quantity(&format!("operator.{name}.teams")),
                team_growth: reader.quantity(&format!("operator.{name}.team_growth")),
                experience: reader.or_zero(&format!("operator.{name}.experience")),
                experience_rate: reader.or_zero(&format!("operator.{name}.experience_rate")),
            })
            .collect();
        let world_latent = LATENT.map(|l| reader.latent_normal(&format!("{l}.world")));
        let region_latent = regions
            .iter()
            .map(|r| LATENT.map(|l| reader.latent_normal(&format!("{l}.region.{r}"))))
            .collect();
        let mut projects = Projects {
            kinds,
            sites,
            operators,
            list: Vec::new(),
            cards: Vec::new(),
            planned: Vec::new(),
            world_latent,
            region_latent,
            global_share: reader.quantity("uncertainty.global_share"),
            region_share: reader.quantity("uncertainty.region_share"),
            overrun_time_coupling: reader.quantity("uncertainty.overrun_time_coupling"),
            duration_sd: reader.quantity("uncertainty.duration_sd"),
        };
        for line in &inputs.plan_order {
            projects.read_line(reader, inputs, line, regions, &operator_names);
        }
        projects.list.sort_by_key(|project| project.planned_start);
        projects.cards = projects.list.iter().map(Card::of).collect();
        projects.planned = (0..inputs.months)
            .flat_map(|month| projects.list.iter().map(move |p| p.planned_path[month]))
            .collect();
        projects
    }

    /// Planned path `Â_j(t)` of every project in a month (model §14), in the kind's unit.
    #[inline(always)]
    pub(crate) fn planned(&self, month: usize) -> &[f64] {
        &self.planned[month * self.list.len()..][..self.list.len()]
    }

    fn read_line(
        &mut self,
        reader: &mut Reader,
        inputs: &Inputs,
        line: &str,
        regions: &[String],
        operators: &[String],
    ) {
        let path = |leaf: &str| format!("plan.{line}.{leaf}");
        let kind = ALL_KINDS[reader.position(&path("kind"), &KINDS)];
        let region = reader.position(&path("region"), regions);
        let operator = kind
            .has_tools()
            .then(|| reader.position(&path("operator"), operators));
        let capacity = reader.centre(&path("capacity"));
        let count = reader.centre(&path("count"));
        let first = reader.centre(&path("first"));
        let every = reader.centre(&path("every"));
        let family = usize::from(!kind.has_tools());
        let Some(site) = self
            .sites
            .get(region)
            .and_then(|sites| sites[family].clone())
        else {
            let wanted = format!("a region with `{}` durations", FAMILIES[family]);
            reader.fault(&path("region"), &wanted);
            return;
        };
        let mut number = 0;
        // A remainder of less than a rounding is none.
        while (number as f64) < count - NEAR {
            let share = (count - number as f64).min(1.0);
            let planned_start = (first + number as f64 * every + NEAR).floor() as i32;
            let name = format!("{line}.{}", number + 1);
            let latent = LATENT.map(|l| match (l, kind) {
                ("grid", Kind::Fab | Kind::Hbm | Kind::Packaging) => ParamId(0),
                _ => reader.latent_normal(&format!("{l}.project.{name}")),
            });
            let centre = |id| reader.parameters.centre(id);
            let kind_parameters = &self.kinds[kind as usize];
            let chain = PlannedChain {
                capacity: capacity * share,
                start: planned_start,
                permit: site.permit_planned,
                build: site.build_planned,
                grid: site.grid.map(|(_, planned)| planned),
                install: centre(kind_parameters.install),
                qualify: centre(kind_parameters.qualify),
                ramp: centre(kind_parameters.ramp),
                install_from: centre(kind_parameters.install_from),
                qualify_from: centre(kind_parameters.qualify_from),
            };
            self.list.push(Project {
                name,
                kind,
                region,
                operator,
                capacity: capacity * share,
                planned_start,
                planned_path: planned_path(&chain, inputs.months + RESERVE_MONTHS),
                chain,
                latent,
            });
            number += 1;
        }
    }
}

const FAMILIES: [&str; 2] = ["plant", "datacentre"];

fn read_sites(reader: &mut Reader, region: &str) -> [Option<SiteParameters>; 2] {
    FAMILIES.map(|family| {
        let path = |leaf: &str| format!("region.{region}.{family}.{leaf}");
        reader.inputs.leaves.get(&path("permit"))?;
        Some(SiteParameters {
            permit: reader.spread(&path("permit")),
            permit_planned: reader.centre(&path("permit_planned")),
            build: reader.spread(&path("build")),
            build_planned: reader.centre(&path("build_planned")),
            grid: (family == "datacentre").then(|| {
                (
                    reader.spread(&path("grid")),
                    reader.centre(&path("grid_planned")),
                )
            }),
            building_cost: reader.quantity(&path("building_cost")),
        })
    })
}

impl KindParameters {
    fn read(reader: &mut Reader, kind: &str) -> KindParameters {
        let path = |leaf: &str| format!("kind.{kind}.{leaf}");
        let has_tools = kind != "datacentre";
        let if_tools = |reader: &mut Reader, leaf: &str| {
            if has_tools {
                reader.quantity(&path(leaf))
            } else {
                ParamId(0)
            }
        };
        KindParameters {
            team_weight: if_tools(reader, "team_weight"),
            utilisation: if_tools(reader, "utilisation"),
            unit_cost: reader.quantity(&path("unit_cost")),
            building_share: reader.quantity(&path("building_share")),
            permit_spend: reader.quantity(&path("permit_spend")),
            overrun: reader.spread(&path("overrun")),
            install: reader.quantity(&path("install")),
            qualify: reader.quantity(&path("qualify")),
            ramp: reader.quantity(&path("ramp")),
            install_from: reader.quantity(&path("install_from")),
            qualify_from: reader.quantity(&path("qualify_from")),
            trades: reader.quantity(&path("trades")),
            engineers_install: reader.quantity(&path("engineers_install")),
            engineers_run: reader.quantity(&path("engineers_run")),
            technicians: reader.quantity(&path("technicians")),
            remainder: has_tools.then(|| {
                let position = reader.position(&path("remainder"), &CLASSES);
                class_position(CLASSES[position]).unwrap_or(0)
            }),
        }
    }
}

/// What a run uses of §2: the draw's values, with the relaxed groups at their plan.
#[derive(Clone, Debug)]
pub struct ProjectTerms {
    /// Per project.
    pub list: Vec<ProjectTerm>,
    /// Per kind.
    pub kinds: [KindTerms; 4],
}

/// One project in a run.
#[derive(Clone, Debug)]
pub struct ProjectTerm {
    /// `1/(D0·(overrun/median)^η)`: share of the permit stage done a month.
    pub permit_rate: Lanes,
    /// `1/(D1·(overrun/median)^η)`: share of the building done a month.
    pub build_rate: Lanes,
    /// `θ·K`: capacity installed at which qualification begins.
    pub qualify_from: Lanes,
    /// Months from permit to grid connection (0 for plants).
    pub grid: Lanes,
    /// Building cost before escalation, `K·c·β·b·overrun` [10⁹ USD].
    pub building: Lanes,
    /// Tool cost before escalation, `K·c·(1-β)` [10⁹ USD].
    pub tools: Lanes,
    /// Planned capex `P_j = K·c·(β·b + 1-β)` [10⁹ USD].
    pub planned_cost: Lanes,
    /// `ν·building/D0`: cost of a month of work on the permit, before escalation [10⁹ USD].
    pub permit_cost: Lanes,
    /// `(1-ν)·building/D1`: cost of a month of building, likewise.
    pub build_cost: Lanes,
    /// Planned over actual months of permit and of building.
    pub pace: [Lanes; 2],
}

/// One kind in a run.
#[derive(Clone, Debug)]
pub struct KindTerms {
    /// `1/D2`.
    pub install_rate: Lanes,
    /// `1/D3`.
    pub qualify_rate: Lanes,
    /// `1/D4`.
    pub ramp_rate: Lanes,
    /// Planned over actual `D2, D3, D4`.
    pub pace: [Lanes; 3],
    /// `φ`.
    pub install_from: Lanes,
    /// `1/(1-φ)`.
    pub per_room: Lanes,
    /// `ν`.
    pub permit_spend: Lanes,
    /// Weight for teams.
    pub team_weight: Lanes,
    /// `u`.
    pub utilisation: Lanes,
}

impl ProjectTerms {
    /// Cost of a unit of capacity by region and kind, where the scenario describes the sites.
    pub fn unit_costs(projects: &Projects, values: &Values) -> Vec<[UnitCost; 4]> {
        let of = |sites: &[Option<SiteParameters>; 2], kind: Kind| {
            let Some(site) = &sites[usize::from(!kind.has_tools())] else {
                return UnitCost::NONE;
            };
            let ids = &projects.kinds[kind as usize];
            let (cost, share) = (values[ids.unit_cost], values[ids.building_share]);
            UnitCost {
                building: cost * share * values[site.building_cost],
                tools: cost * (ONE - share),
            }
        };
        projects
            .sites
            .iter()
            .map(|sites| ALL_KINDS.map(|kind| of(sites, kind)))
            .collect()
    }

    /// What the tools of each tooled kind may cost.
    pub fn tool_budgets(projects: &Projects, values: &Values) -> [ToolBudget; 3] {
        TOOLED.map(|kind| {
            let ids = &projects.kinds[kind as usize];
            ToolBudget {
                budget: (ONE - values[ids.building_share]) * values[ids.unit_cost],
                remainder: ids.remainder,
            }
        })
    }

    /// Durations, costs and shares of this run's draws.
    pub fn new(projects: &Projects, values: &Values, planned: &Values, relax: Relax) -> Self {
        let kinds = ALL_KINDS.map(|kind| projects.kind_terms(kind, values, planned, relax));
        let list = projects
            .list
            .iter()
            .map(|project| projects.project_terms(project, values, relax))
            .collect();
        ProjectTerms { list, kinds }
    }
}

impl Projects {
    fn kind_terms(&self, kind: Kind, values: &Values, planned: &Values, relax: Relax) -> KindTerms {
        let ids = &self.kinds[kind as usize];
        let chosen = if relax.lifts(Group::Yield) {
            planned
        } else {
            values
        };
        let optional = |id: ParamId, from: &Values| if kind.has_tools() { from[id] } else { ZERO };
        let months = [ids.install, ids.qualify, ids.ramp].map(|id| chosen[id].max(ONE));
        let pace = [ids.install, ids.qualify, ids.ramp].map(|id| planned[id].max(ONE));
        KindTerms {
            install_rate: ONE / months[0],
            qualify_rate: ONE / months[1],
            ramp_rate: ONE / months[2],
            pace: [
                pace[0] / months[0],
                pace[1] / months[1],
                pace[2] / months[2],
            ],
            install_from: values[ids.install_from],
            per_room: ONE / (ONE - values[ids.install_from]),
            permit_spend: values[ids.permit_spend],
            team_weight: optional(ids.team_weight, values),
            utilisation: optional(ids.utilisation, chosen),
        }
    }

    /// `z_j = √ρ_g·G + √ρ_r·R_region + √(1-ρ_g-ρ_r)·ε_j` (model §0).
    fn latent(&self, project: &Project, family: usize, values: &Values) -> Lanes {
        let (global, region) = (values[self.global_share], values[self.region_share]);
        global.sqrt() * values[self.world_latent[family]]
            + region.sqrt() * values[self.region_latent[project.region][family]]
            + (ONE - global - region).positive().sqrt() * values[project.latent[family]]
    }

    fn project_terms(&self, project: &Project, values: &Values, relax: Relax) -> ProjectTerm {
        let kind = &self.kinds[project.kind as usize];
        let family = usize::from(!project.kind.has_tools());
        let site = self.sites[project.region][family]
            .as_ref()
            .expect("checked when read");
        let z = self.latent(project, 0, values);
        // median·exp(s·z), each side of the median with its own s
        let realised = |spread: Spread, sd: Lanes, z: Lanes| {
            let [below, above] = spread.sd.map_or([sd; 2], |sides| sides.map(Lanes::splat));
            spread.median * math::exp(z.ge(ZERO).select(above, below) * z)
        };
        let sd = values[self.duration_sd];
        let overrun = if relax.lifts(Group::Facilities) {
            ONE
        } else {
            realised(kind.overrun, ZERO, self.latent(project, 1, values))
        };
        let (permit, build) = if relax.lifts(Group::Facilities) {
            (
                Lanes::splat(site.permit_planned),
                Lanes::splat(site.build_planned),
            )
        } else {
            // What costs more than such projects do also takes longer than they do.
            let beyond = overrun / Lanes::splat(kind.overrun.median);
            let longer = math::pow(beyond, values[self.overrun_time_coupling]);
            (
                (realised(site.permit, sd, z) * longer).max(ONE),
                (realised(site.build, sd, z) * longer).max(ONE),
            )
        };
        let grid = match site.grid {
            None => ZERO,
            Some((_, planned)) if relax.lifts(Group::Power) => Lanes::splat(planned),
            Some((spread, _)) => realised(spread, sd, self.latent(project, 2, values)).max(ONE),
        };
        let cost = project.capacity * values[kind.unit_cost];
        let (share, factor) = (values[kind.building_share], values[site.building_cost]);
        let building = cost * share * factor * overrun;
        let spend = values[kind.permit_spend];
        ProjectTerm {
            permit_cost: spend * building / permit,
            build_cost: (ONE - spend) * building / build,
            pace: [site.permit_planned / permit, site.build_planned / build],
            permit_rate: ONE / permit,
            build_rate: ONE / build,
            qualify_from: project.capacity * values[kind.qualify_from],
            grid,
            building,
            tools: cost * (ONE - share),
            planned_cost: cost * (share * factor + ONE - share),
        }
    }
}

/// How far a project has come; state.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// `p0`, share of the permit stage done.
    pub permit: Lanes,
    /// `p1`, share of the building done.
    pub build: Lanes,
    /// `inst`, capacity installed, in the kind's unit.
    pub installed: Lanes,
    /// `q`, share of the qualification done.
    pub qualify: Lanes,
    /// `ramp`, share of the ramp done.
    pub ramp: Lanes,
    /// First month with `p0 = 1`; +∞ before.
    pub permitted_in: Lanes,
    /// Usable capacity `A_j = min(inst, ramp·K)`.
    pub usable: Lanes,
}

impl Progress {
    /// Nothing done.
    pub const NONE: Progress = Progress {
        permit: ZERO,
        build: ZERO,
        installed: ZERO,
        qualify: ZERO,
        ramp: ZERO,
        permitted_in: Lanes::splat(f64::INFINITY),
        usable: ZERO,
    };
}

/// A progress capped at its end; what is within [`NEAR`] of it is there.
#[inline(always)]
pub fn capped(progress: Lanes, end: Lanes) -> Lanes {
    progress.ge(end * (1.0 - NEAR)).select(end, progress)
}

/// Whether a progress has reached a threshold, rounding apart.
#[inline(always)]
pub fn reached(progress: Lanes, threshold: Lanes) -> Mask {
    progress.ge(threshold - NEAR)
}

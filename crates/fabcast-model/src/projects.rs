//! Projects (model §2): one chain of activities for every plant.
//!
//! ```text
//! start ─> permit ─> build ─> install ─> qualify ─> ramp ─> usable A = min(inst, ramp·K)
//!            D0        D1        D2         D3       D4
//! ```
//!
//! Campuses of data centres grow by halls and power instead: `campus.rs`.

pub mod book;
mod campus;
mod card;
pub mod chain;
pub mod crews;
pub mod live;
pub mod planned;
mod progress;
pub mod sponsor;
pub mod stage;
mod stages;
mod survey;
pub mod typical;
mod waits;

use self::book::UnitCost;
pub use self::campus::PlannedCampus;
pub(crate) use self::campus::{CampusParameters, Power};
use self::campus::{CampusTerm, SITES, Shared, realised, site_factor};
pub use self::card::Card;
pub(crate) use self::chain::PostParameters;
use self::planned::{PlannedChain, planned_path};
pub use self::progress::{Progress, capped, reached};
pub(crate) use self::sponsor::{Payer, SponsorParameters};
use crate::declare::{fixed, parameters};
use crate::flows::{ALL_KINDS, Kind, NEAR, RESERVE_MONTHS, TOOLED, ToolBudget};
use crate::inputs::Inputs;
use crate::lanes::{Lanes, ONE, ZERO};
use crate::math;
use crate::parameter::{CLASSES, KINDS};
use crate::parameters::{ParamId, Values};
use crate::reader::{Reader, Spread};
use crate::relax::{Group, Relax};

parameters! {
    /// How far projects share their luck.
    pub struct Uncertainty {
        global_share: ParamId = share("uncertainty.global_share", 0, "ρ_g", "share of a project's delay common to the world");
        region_share: ParamId = share("uncertainty.region_share", 0, "ρ_r", "share of a project's delay common to its region");
        overrun_time_coupling: ParamId = q("uncertainty.overrun_time_coupling", "1", 0, "η", "how far a cost overrun lengthens permit and building").within(0.0, 3.0);
        duration_sd: ParamId = q("uncertainty.duration_sd", "1", 0, "s", "sd of ln duration of plants where no interval is given").within(0.0, 2.0).constant();
        campus_duration_sd: ParamId = q("uncertainty.campus_duration_sd", "1", 0, "s", "the same of data centres").within(0.0, 2.0).constant();
    }
}

parameters! {
    /// What all projects of a kind share; data centres have no tools, teams and wafers.
    pub struct KindParameters {
        unit_cost: ParamId = q("kind.{fab,hbm}.unit_cost", "bn$/kwspm", 2, "c", "cost of a unit of capacity, building and tools"),
            q("kind.packaging.unit_cost", "bn$/kwpm", 2, "c", "cost of a unit of capacity, building and tools"),
            q("kind.datacentre.unit_cost", "bn$/GW", 2, "c", "cost of a gigawatt, without accelerators, servers and network");
        building_share: ParamId = share("kind.*.building_share", 2, "β", "share of the cost that is building");
        permit_spend: ParamId = share("kind.*.permit_spend", 2, "ν", "share of the building cost paid with the permit stage");
        overrun: Spread = spread("kind.*.overrun", "1", 2, "overrun", "actual over planned cost of building").within(0.1, 20.0).constant();
        install: Option<ParamId> = q("kind.{fab,hbm,packaging}.install", "month", 2, "D2", "installation of all tools").within(1.0, 600.0);
        qualify: Option<ParamId> = q("kind.{fab,hbm,packaging}.qualify", "month", 2, "D3", "qualification").within(1.0, 600.0);
        ramp: Option<ParamId> = q("kind.{fab,hbm,packaging}.ramp", "month", 2, "D4", "ramp to full output").within(1.0, 600.0);
        install_from: ParamId = q("kind.{fab,hbm,packaging}.install_from", "1", 2, "φ", "progress of building at which installation begins").within(0.0, 0.999),
            q("kind.datacentre.install_from", "1", 2, "φ", "progress of the first block at which its engineers are hired").within(0.0, 0.999);
        qualify_from: Option<ParamId> = share("kind.{fab,hbm,packaging}.qualify_from", 2, "θ", "share of the capacity installed at which qualification begins");
        team_weight: Option<ParamId> = q("kind.{fab,hbm,packaging}.team_weight", "1", 2, "weight", "operator teams that a project needs");
        utilisation: Option<ParamId> = share("kind.{fab,hbm,packaging}.utilisation", 5, "u", "wafer starts over usable capacity");
    }
}

/// A class of equipment, by its position among [`CLASSES`].
#[derive(Clone, Copy, Debug)]
struct Class(usize);

fixed!(
    /// None where there are no tools.
    Option<Class>,
    |reader, path| reader.row_of(path).map(|_| {
        let position = reader.position(path, &CLASSES);
        Class(position)
    })
);

parameters! {
    /// What is left of the tool cost of a kind.
    pub struct Remainder {
        class: Option<Class> = word("kind.{fab,hbm,packaging}.remainder", Form::Word(&["front_end", "packaging_tools", "hbm_tools"]), 3, "", "equipment class that takes what is left of the tool cost");
    }
}

parameters! {
    /// How long things take and what they cost in a region, for plants or data centres.
    pub struct SiteParameters {
        permit: Spread = spread("region.*.plant.permit", "month", 2, "D0", "permit and design of a fab, memory or packaging plant").within(1.0, 600.0).absent(),
            spread("region.*.datacentre.permit", "month", 2, "D0", "permit and design of a data centre").within(1.0, 600.0).absent().constant();
        permit_planned: f64 = q("region.*.plant.permit_planned", "month", 2, "D0", "the same, as the plan promises").within(1.0, 600.0).absent(),
            q("region.*.datacentre.permit_planned", "month", 2, "D0", "the same, as the plan promises").within(1.0, 600.0).absent();
        build: Spread = spread("region.*.plant.build", "month", 2, "D1", "building of a fab, memory or packaging plant").within(1.0, 600.0).absent(),
            spread("region.*.datacentre.build", "month", 2, "D1", "from ground to the first block of a data centre").within(1.0, 600.0).absent().constant();
        build_planned: f64 = q("region.*.plant.build_planned", "month", 2, "D1", "the same, as the plan promises").within(1.0, 600.0).absent(),
            q("region.*.datacentre.build_planned", "month", 2, "D1", "the same, as the plan promises").within(1.0, 600.0).absent();
        building_cost: ParamId = q("region.*.plant.building_cost", "1", 2, "b", "building cost over Taiwan's").within(0.01, 100.0).absent(),
            q("region.*.datacentre.building_cost", "1", 2, "b", "building cost over the US'").within(0.01, 100.0).absent();
        crew: ParamId = q("region.*.plant.crew", "1", 4, "κ_b", "building crew of the same work, against the kind's").within(0.0, 100.0).or("1").constant(),
            q("region.*.datacentre.crew", "1", 4, "κ_b", "building crew of the same work, against the kind's").within(0.0, 100.0).or("1").constant();
    }
}

/// A region's conditions for plants or data centres.
#[derive(Clone, Debug)]
pub struct Conditions {
    site: SiteParameters,
    power: Option<Power>,
}

parameters! {
    /// Who runs fabs.
    pub struct OperatorParameters {
        pub(crate) teams: ParamId = q("operator.*.teams", "1", 2, "teams_o(0)", "qualifications that the operator can run at once at the start");
        pub(crate) team_growth: ParamId = growth("operator.*.team_growth", 2, "g_teams", "growth of the operator's teams");
        pub(crate) experience: ParamId = q("operator.*.experience", "kwafer", 5, "Z(0)", "wafers made with the process before the start").absent();
        pub(crate) experience_rate: ParamId = q("operator.*.experience_rate", "kwafer/month", 5, "z(t)", "wafers a month from the operator's other fabs").absent();
    }
}

parameters! {
    /// A line of the plan.
    pub struct Line [
        word("plan.*.kind", Form::Word(&KINDS), 2, "", "kind of project"),
        word("plan.*.region", Form::Name("region"), 2, "", "region"),
        word("plan.*.operator", Form::Name("operator"), 2, "o", "operator; none for data centres").absent(),
    ] {
        count: f64 = q("plan.*.count", "1", 2, "", "number of projects; a fraction makes the last one smaller");
        capacity: f64 = q("plan.*.capacity", "kwspm|kwpm|GW", 2, "K", "capacity of each project").within(1e-9, 1e6);
        first: f64 = when("plan.*.first", 2, "", "planned start of the first project");
        every: f64 = q("plan.*.every", "month", 2, "", "months between planned starts").or("0 months");
        site: usize = word("plan.*.site", Form::Word(&SITES), 2, "", "ground of data centres").or("greenfield");
        ground: Option<f64> = when("plan.*.ground", 2, "", "month in which ground was broken on the first site, not after `first`").absent();
    }
}

/// Who runs fabs.
#[derive(Clone, Debug)]
pub struct Operator {
    /// Name in the scenario.
    pub name: String,
    pub(crate) parameters: OperatorParameters,
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
    /// Kind of ground, by its place among the words of `plan.*.site`.
    pub(crate) site: usize,
    /// Planned path `Â_j(t)` for `t = 0 … T+5`: the chain run alone with planned durations.
    pub planned_path: Vec<f64>,
    /// The plan's own durations and dates.
    pub chain: PlannedChain,
    pub(crate) latent: [ParamId; N_LATENT],
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
    kinds: [KindParameters; 4],
    posts: [PostParameters; 4],
    remainders: [Remainder; 4],
    /// Per region: plants and data centres, where the scenario describes them.
    sites: Vec<[Option<Conditions>; 2]>,
    /// Who runs fabs.
    pub operators: Vec<Operator>,
    /// In plan order: planned start, then place in the file.
    pub list: Vec<Project>,
    /// What every step asks of them, in the same order.
    pub(crate) cards: Vec<Card>,
    /// Planned path by month, then by project in the same order.
    planned: Vec<f64>,
    world_latent: [ParamId; N_LATENT],
    region_latent: Vec<[ParamId; N_LATENT]>,
    uncertainty: Uncertainty,
    campuses: CampusParameters,
}

const N_LATENT: usize = 5;

/// Families of latent factors: each has its own world, region and project factor. The last three are those
/// of data centres alone.
const LATENT: [&str; N_LATENT] = ["duration", "overrun", "grid", "halls", "own"];

impl Projects {
    /// Position of the region where most projects stand; of equals the first.
    pub(crate) fn home(&self, regions: usize) -> usize {
        let count = |region: &usize| self.list.iter().filter(|p| p.region == *region).count();
        (0..regions).rev().max_by_key(count).unwrap_or(0)
    }

    pub(crate) fn read(reader: &mut Reader, inputs: &Inputs, regions: &[String]) -> Projects {
        let kinds = KINDS.map(|kind| KindParameters::read(reader, &[kind]));
        let posts = KINDS.map(|kind| PostParameters::read(reader, &[kind]));
        let remainders = KINDS.map(|kind| Remainder::read(reader, &[kind]));
        let sites = regions
            .iter()
            .map(|region| read_sites(reader, region))
            .collect();
        let operator_names = reader.names("operator");
        let operators = operator_names
            .iter()
            .map(|name| Operator {
                name: name.clone(),
                parameters: OperatorParameters::read(reader, &[name]),
            })
            .collect();
        let world_latent = LATENT.map(|l| reader.latent_normal(&format!("{l}.world")));
        let region_latent = regions
            .iter()
            .map(|r| LATENT.map(|l| reader.latent_normal(&format!("{l}.region.{r}"))))
            .collect();
        let mut projects = Projects {
            kinds,
            posts,
            remainders,
            sites,
            operators,
            list: Vec::new(),
            cards: Vec::new(),
            planned: Vec::new(),
            world_latent,
            region_latent,
            uncertainty: Uncertainty::read(reader, &[]),
            campuses: CampusParameters::read(reader, &[]),
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
        let Line {
            count,
            capacity,
            first,
            every,
            site: ground_kind,
            ground,
        } = Line::read(reader, &[line]);
        let family = usize::from(!kind.has_tools());
        let Some(Conditions { site, power }) = self
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
                ("grid" | "halls" | "own", Kind::Fab | Kind::Hbm | Kind::Packaging) => ParamId(0),
                _ => reader.latent_normal(&format!("{l}.project.{name}")),
            });
            let centre = |id: ParamId| reader.parameters.centre(id);
            let of_plants = |id: Option<ParamId>| id.map_or(0.0, centre);
            let kind_parameters = &self.kinds[kind as usize];
            let capacity = capacity * share;
            let campus = power.as_ref().map(|power| {
                let parameters = &reader.parameters;
                Projects::planned_campus(&self.campuses, power, parameters, capacity, ground_kind)
            });
            let of_site =
                site_factor(&self.campuses.site_build, ground_kind).filter(|_| campus.is_some());
            let chain = PlannedChain {
                capacity,
                start: planned_start,
                ground: ground.map(|month| (month + number as f64 * every + NEAR).floor() as i32),
                permit: site.permit_planned,
                build: (site.build_planned * of_site.map_or(1.0, centre)).max(1.0),
                campus,
                install: of_plants(kind_parameters.install),
                qualify: of_plants(kind_parameters.qualify),
                ramp: of_plants(kind_parameters.ramp),
                install_from: centre(kind_parameters.install_from),
                qualify_from: of_plants(kind_parameters.qualify_from),
            };
            self.list.push(Project {
                name,
                kind,
                region,
                operator,
                capacity,
                planned_start,
                site: ground_kind,
                planned_path: planned_path(&chain, inputs.months + RESERVE_MONTHS),
                chain,
                latent,
            });
            number += 1;
        }
    }
}

const FAMILIES: [&str; 2] = ["plant", "datacentre"];

fn read_sites(reader: &mut Reader, region: &str) -> [Option<Conditions>; 2] {
    FAMILIES.map(|family| {
        let permit = format!("region.{region}.{family}.permit");
        reader.inputs.leaves.get(&permit)?;
        Some(Conditions {
            site: SiteParameters::read(reader, &[region, family]),
            power: (family == "datacentre").then(|| Power::read(reader, &[region])),
        })
    })
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
    /// Building cost before escalation, `K·c·β·b·overrun` [10⁹ USD].
    pub building: Lanes,
    /// Tool cost before escalation, `K·c·(1-β)` [10⁹ USD].
    pub tools: Lanes,
    /// Planned capex `P_j = K·c·(β·b + 1-β)` [10⁹ USD].
    pub planned_cost: Lanes,
    /// `ν·building/D0`: cost of a month of work on the permit, before escalation [10⁹ USD].
    pub permit_cost: Lanes,
    /// `(1-ν)·building/D1`: cost of a month of building, likewise; of a campus that of the first block.
    pub build_cost: Lanes,
    /// What a campus has beyond that.
    pub(crate) campus: Option<Box<CampusTerm>>,
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
        let of = |sites: &[Option<Conditions>; 2], kind: Kind| {
            let Some(Conditions { site, .. }) = &sites[usize::from(!kind.has_tools())] else {
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

    /// `n_b·κ_b`: building crew of a unit of capacity, by region and kind \[FTE\].
    pub fn crews(projects: &Projects, values: &Values) -> Vec<[Lanes; 4]> {
        let of = |sites: &[Option<Conditions>; 2], kind: Kind| {
            let conditions = &sites[usize::from(!kind.has_tools())];
            let region = conditions.as_ref().map_or(ONE, |c| values[c.site.crew]);
            values[projects.posts[kind as usize].trades] * region
        };
        let sites = projects.sites.iter();
        sites
            .map(|sites| ALL_KINDS.map(|kind| of(sites, kind)))
            .collect()
    }

    /// What the tools of each tooled kind may cost.
    pub fn tool_budgets(projects: &Projects, values: &Values) -> [ToolBudget; 3] {
        TOOLED.map(|kind| {
            let ids = &projects.kinds[kind as usize];
            ToolBudget {
                budget: (ONE - values[ids.building_share]) * values[ids.unit_cost],
                remainder: projects.remainders[kind as usize]
                    .class
                    .map(|class| class.0),
            }
        })
    }

    /// Durations, costs and shares of this run's draws.
    pub fn new(projects: &Projects, values: &Values, planned: &Values, relax: Relax) -> Self {
        let kinds = ALL_KINDS.map(|kind| projects.kind_terms(kind, values, planned, relax));
        let list = projects
            .list
            .iter()
            .map(|project| projects.project_terms(project, values, planned, relax))
            .collect();
        ProjectTerms { list, kinds }
    }
}

impl Projects {
    fn kind_terms(&self, kind: Kind, values: &Values, planned: &Values, relax: Relax) -> KindTerms {
        let ids = &self.kinds[kind as usize];
        let lifted = |group| match relax.lifts(group) {
            true => planned,
            false => values,
        };
        let optional = |id: Option<ParamId>, from: &Values| id.map_or(ZERO, |id| from[id]);
        let chosen = lifted(Group::of_equipping(kind));
        // Of data centres 1, which nothing asks for.
        let months = [ids.install, ids.qualify, ids.ramp].map(|id| optional(id, chosen).max(ONE));
        let pace = [ids.install, ids.qualify, ids.ramp].map(|id| optional(id, planned).max(ONE));
        KindTerms {
            install_rate: ONE / months[0],
            qualify_rate: ONE / months[1],
            ramp_rate: ONE / months[2],
            pace: [
                pace[0] / months[0],
                pace[1] / months[1],
                pace[2] / months[2],
            ],
            install_from: chosen[ids.install_from],
            per_room: ONE / (ONE - chosen[ids.install_from]),
            permit_spend: values[ids.permit_spend],
            team_weight: optional(ids.team_weight, values),
            utilisation: optional(ids.utilisation, lifted(Group::of_running(kind))),
        }
    }

    /// `z_j = √ρ_g·G + √ρ_r·R_region + √(1-ρ_g-ρ_r)·ε_j` (model §0).
    fn latent(&self, project: &Project, family: usize, values: &Values) -> Lanes {
        let (global, region) = (
            values[self.uncertainty.global_share],
            values[self.uncertainty.region_share],
        );
        global.sqrt() * values[self.world_latent[family]]
            + region.sqrt() * values[self.region_latent[project.region][family]]
            + (ONE - global - region).positive().sqrt() * values[project.latent[family]]
    }

    fn project_terms(
        &self,
        project: &Project,
        values: &Values,
        planned: &Values,
        relax: Relax,
    ) -> ProjectTerm {
        let kind = &self.kinds[project.kind as usize];
        let family = usize::from(!project.kind.has_tools());
        let Conditions { site, power } = self.sites[project.region][family]
            .as_ref()
            .expect("checked when read");
        let z = self.latent(project, 0, values);
        let sd = values[match project.kind.has_tools() {
            true => self.uncertainty.duration_sd,
            false => self.uncertainty.campus_duration_sd,
        }];
        let overrun = if relax.lifts(Group::Facilities) {
            ONE
        } else {
            realised(kind.overrun, ZERO, self.latent(project, 1, values))
        };
        let of_site =
            site_factor(&self.campuses.site_build, project.site).filter(|_| power.is_some());
        let (permit, build) = if relax.lifts(Group::Facilities) {
            (
                Lanes::splat(site.permit_planned),
                Lanes::splat(project.chain.build),
            )
        } else {
            // What costs more than such projects do also takes longer than they do.
            let beyond = overrun / Lanes::splat(kind.overrun.median);
            let longer = math::pow(beyond, values[self.uncertainty.overrun_time_coupling]);
            let build = realised(site.build, sd, z) * longer;
            (
                (realised(site.permit, sd, z) * longer).max(ONE),
                of_site.map_or(build, |id| build * values[id]).max(ONE),
            )
        };
        let cost = project.capacity * values[kind.unit_cost];
        let (share, factor) = (values[kind.building_share], values[site.building_cost]);
        let building = cost * share * factor * overrun;
        let spend = values[kind.permit_spend];
        let lifted = relax.lifts(Group::of_equipping(project.kind));
        let equipped = if lifted { planned } else { values };
        let campus = power.as_ref().map(|power| {
            let shared = Shared {
                build,
                building: (ONE - spend) * building,
                duration_sd: sd,
            };
            Box::new(self.campus_term(project, power, values, relax, &shared))
        });
        let build_cost = (ONE - spend) * building / build;
        ProjectTerm {
            permit_cost: spend * building / permit,
            build_cost: match &campus {
                Some(campus) => build_cost * campus.at_first_block,
                None => build_cost,
            },
            pace: [site.permit_planned / permit, project.chain.build / build],
            permit_rate: ONE / permit,
            build_rate: ONE / build,
            qualify_from: kind
                .qualify_from
                .map_or(ZERO, |id| project.capacity * equipped[id]),
            building,
            tools: cost * (ONE - share),
            planned_cost: cost * (share * factor + ONE - share),
            campus,
        }
    }
}

//! Sponsors (model §2): they ask whether it pays before ground is broken and again before tools are ordered,
//! wait while it does not, and cancel what has waited too long.

use super::Projects;
use crate::declare::parameters;
use crate::flows::NEAR;
use crate::inputs::Inputs;
use crate::lanes::{Lanes, ONE, Set, ZERO};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;
use crate::relax::{Group, Relax};

/// Months for which a sponsor's state holds: boards review what waits twice a year.
const REVIEW: usize = 6;

parameters! {
    /// How sponsors decide.
    pub(crate) struct SponsorParameters {
        threshold: ParamId = q("sponsor.threshold", "1", 2, "x_min", "price over the reference price, as its sponsor sees it, below which a project waits").within(0.0, 10.0).or("0").constant();
        spread: ParamId = q("sponsor.spread", "1", 2, "σ_s", "sd of the logarithm of how sponsors see the price").within(0.0, 3.0).or("0").constant();
        common: ParamId = share("sponsor.common", 2, "c_s", "share of its variance that all projects of a sponsor have in common").or("0.5").constant();
        memory: ParamId = q("sponsor.memory", "yr", 2, "τ_s", "time in which a sponsor's state fades").within(0.1, 100.0).or("2 years").constant();
        patience: ParamId = q("sponsor.patience", "yr", 2, "τ_w", "time after which a project that waits for its sponsor is cancelled").within(0.0, 100.0).or("100 years").constant();
    }

    /// The same in a run.
    struct Rule {}
}

parameters! {
    /// Who pays for a line of the plan.
    pub(crate) struct Payer {
        sponsor: usize = word("plan.*.sponsor", Form::Word(&SPONSORS), 2, "", "whether its sponsor asks if it pays").or("commercial");
    }
}

/// Every project's sponsor.
#[derive(Clone, Debug)]
pub struct Sponsors {
    parameters: SponsorParameters,
    /// By project, in plan order.
    projects: Vec<Sponsored>,
    /// State of each sponsor by half-year.
    states: Vec<Vec<ParamId>>,
}

#[derive(Clone, Copy, Debug)]
struct Sponsored {
    /// Index of the sponsor, if it asks: the operator, of campuses the line.
    sponsor: Option<usize>,
    /// Whether it asks before ground: not where ground was broken before.
    before_ground: bool,
    latent: ParamId,
}

impl Sponsors {
    pub(crate) fn read(reader: &mut Reader, inputs: &Inputs, projects: &Projects) -> Sponsors {
        let parameters = SponsorParameters::read(reader, &[]);
        let threshold = &reader.parameters.list()[parameters.threshold.index()];
        // Nobody says no: then no state needs to be drawn.
        let never = threshold.distribution.is_constant() && threshold.centre <= 0.0;
        let mut names: Vec<String> = Vec::new();
        let mut list = Vec::with_capacity(projects.list.len());
        for project in &projects.list {
            let line = project.name.split('.').next().unwrap_or_default();
            let asks = Payer::read(reader, &[line]).sponsor == 0 && !never;
            let name = match project.operator {
                Some(operator) => format!("operator.{}", projects.operators[operator].name),
                None => format!("line.{line}"),
            };
            let sponsor = asks.then(|| {
                names.iter().position(|n| *n == name).unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                })
            });
            list.push(Sponsored {
                sponsor,
                before_ground: project.chain.ground.is_none(),
                latent: match asks {
                    true => reader.latent_normal(&format!("sponsor.project.{}", project.name)),
                    false => ParamId(0),
                },
            });
        }
        let reviews = inputs.months.div_ceil(REVIEW);
        let states = names.iter().map(|name| {
            let latent = |n| reader.latent_normal(&format!("sponsor.{name}.{n}"));
            (0..reviews).map(latent).collect()
        });
        Sponsors {
            parameters,
            states: states.collect(),
            projects: list,
        }
    }

    /// Whether some sponsor asks.
    pub(crate) fn any(&self) -> bool {
        !self.states.is_empty()
    }
}

/// What a run uses of sponsors.
#[derive(Clone, Debug)]
pub struct SponsorTerms {
    /// `x_min - 10⁻⁹`; none where no sponsor of these draws ever says no.
    threshold: Option<Lanes>,
    /// Months after which a project that waits is cancelled.
    patience: Lanes,
    /// `exp(σ_s·√(1-c_s)·z_j)` by project.
    own: Vec<Lanes>,
    /// `exp(σ_s·√c_s·a)` by sponsor and half-year.
    states: Vec<Vec<Lanes>>,
}

impl SponsorTerms {
    /// How sponsors see the market in this run's draws.
    pub(crate) fn new(sponsors: &Sponsors, values: &Values, relax: Relax) -> SponsorTerms {
        let Rule {
            threshold,
            spread,
            common,
            memory,
            patience,
        } = sponsors.parameters.terms(values);
        let asks = !relax.lifts(Group::Sponsor) && sponsors.any() && threshold.gt(ZERO).any();
        if !asks {
            return SponsorTerms {
                threshold: None,
                patience: ZERO,
                own: Vec::new(),
                states: Vec::new(),
            };
        }
        let [of_sponsor, of_project] = [common, ONE - common].map(|share| spread * share.sqrt());
        let kept = math::exp(Lanes::splat(-(REVIEW as f64) / 12.0) / memory);
        let new = (ONE - kept * kept).positive().sqrt();
        let state = |normals: &Vec<ParamId>| {
            // a_0 = z_0, a_h = φ·a_(h-1) + √(1-φ²)·z_h: of the same variance from the start
            let mut last = None;
            let half_year = |&id: &ParamId| {
                let a = last.map_or(values[id], |a| kept * a + new * values[id]);
                last = Some(a);
                math::exp(of_sponsor * a)
            };
            normals.iter().map(half_year).collect()
        };
        SponsorTerms {
            threshold: Some(threshold - NEAR),
            patience: patience * 12.0 - NEAR,
            own: (sponsors.projects.iter())
                .map(|project| match project.sponsor {
                    Some(_) => math::exp(of_project * values[project.latent]),
                    None => ONE,
                })
                .collect(),
            states: sponsors.states.iter().map(state).collect(),
        }
    }
}

/// Sponsors in a month, at last month's price over the reference price `x`.
#[derive(Clone, Copy, Debug)]
pub struct Review<'a> {
    /// Who they are.
    pub sponsors: &'a Sponsors,
    /// How they see the market.
    pub terms: &'a SponsorTerms,
    /// `t`: the month, from 0.
    pub t: usize,
    /// `x`.
    pub price: Lanes,
}

impl Review<'_> {
    /// In which draws the sponsor of project `j` goes ahead: `x·exp(s_j) ≥ x_min`.
    #[inline(always)]
    pub fn goes_ahead(&self, j: usize) -> Set {
        let Some(threshold) = self.terms.threshold else {
            return Set::ALL;
        };
        let Some(sponsor) = self.sponsors.projects[j].sponsor else {
            return Set::ALL;
        };
        let seen = self.terms.states[sponsor][self.t / REVIEW] * self.terms.own[j];
        (self.price * seen).ge(threshold).set()
    }
}

/// Which projects have started, wait for their sponsor or were cancelled; state.
#[derive(Clone, Debug)]
pub struct Starts {
    started: Vec<Set>,
    cancelled: Vec<Set>,
    /// Projects that wait for their sponsor this month.
    waiting: Vec<Set>,
    /// Months for which each has waited for its sponsor so far.
    waited: Vec<Lanes>,
    /// All before it have started or were cancelled in all draws.
    open_from: usize,
    /// Number of projects cancelled so far.
    pub n_cancelled: Lanes,
    /// Those that start this month.
    pub now: Vec<(usize, Set)>,
}

impl Starts {
    /// Nothing has started.
    pub fn new(projects: usize) -> Starts {
        Starts {
            started: vec![Set::NONE; projects],
            cancelled: vec![Set::NONE; projects],
            waiting: vec![Set::NONE; projects],
            waited: vec![ZERO; projects],
            open_from: 0,
            n_cancelled: ZERO,
            now: Vec::new(),
        }
    }

    /// First project that has not started, and was not cancelled, in all draws.
    pub fn open_from(&self) -> usize {
        self.open_from
    }

    /// In which draws a due project asks to be started; what its sponsor holds back waits, or is cancelled.
    #[inline(always)]
    pub fn asks(&mut self, j: usize, review: &Review) -> Set {
        let open = !(self.started[j] | self.cancelled[j]);
        if !open.any() {
            return Set::NONE;
        }
        if !review.sponsors.projects[j].before_ground {
            return open;
        }
        let goes_ahead = review.goes_ahead(j);
        let waits = open & !goes_ahead;
        self.waiting[j] = waits;
        if waits.any() {
            self.waited[j] += waits.of(ONE);
            let lost = waits & self.waited[j].ge(review.terms.patience).set();
            self.cancelled[j] = self.cancelled[j] | lost;
            self.n_cancelled += lost.of(ONE);
        }
        open & goes_ahead
    }

    /// A project starts in some draws.
    #[inline(always)]
    pub fn start(&mut self, j: usize, draws: Set) {
        self.started[j] = self.started[j] | draws;
        self.now.push((j, draws));
    }

    /// Passes over the first projects for which nothing is left to decide.
    #[inline(always)]
    pub fn close(&mut self) {
        let decided = |j: usize| (self.started[j] | self.cancelled[j]).all();
        while self.open_from < self.started.len() && decided(self.open_from) {
            self.open_from += 1;
        }
    }

    /// Whether a project of the first lane waits for its sponsor, or was cancelled.
    pub fn held_by_sponsor(&self, j: usize) -> bool {
        let held = self.waiting[j] | self.cancelled[j];
        held.of(ONE).0[0] > 0.0
    }
}

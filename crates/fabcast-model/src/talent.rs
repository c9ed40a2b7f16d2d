//! Talent (model §4): pools by region and skill, shared with other employers.

use crate::delay::DELTA;
use crate::flows::{N_SKILLS, TRADES};
use crate::lanes::{Lanes, ONE, ZERO, part, ratio};
use crate::math;
use crate::parameter::SKILLS;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

/// A skill in a region.
#[derive(Clone, Debug)]
pub struct PoolParameters {
    staff: ParamId,
    posts: ParamId,
    inflow: ParamId,
    attrition: ParamId,
    academy_seats: ParamId,
}

/// What §4 needs from the scenario for a region.
#[derive(Clone, Debug)]
pub struct RegionTalent {
    pools: [PoolParameters; N_SKILLS],
    pull: ParamId,
    transfers: ParamId,
    wage: ParamId,
}

/// What §4 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Talent {
    /// Per region; none where the scenario describes no labour market.
    pub regions: Vec<Option<RegionTalent>>,
    target_date: ParamId,
    posts_growth: ParamId,
    inflow_growth: ParamId,
    response: ParamId,
    response_time: ParamId,
    academy_months: usize,
    academy_cost: ParamId,
}

impl Talent {
    pub(crate) fn read(reader: &mut Reader, regions: &[String]) -> Talent {
        let described = reader.names("talent");
        let regions = regions
            .iter()
            .map(|region| {
                described.contains(region).then(|| RegionTalent {
                    pools: SKILLS.map(|skill| {
                        let path = |leaf: &str| format!("talent.{region}.{skill}.{leaf}");
                        PoolParameters {
                            staff: reader.quantity(&path("staff")),
                            posts: reader.quantity(&path("posts")),
                            inflow: reader.quantity(&path("inflow")),
                            attrition: reader.quantity(&path("attrition")),
                            academy_seats: reader.quantity(&path("academy_seats")),
                        }
                    }),
                    pull: reader.quantity(&format!("talent.{region}.pull")),
                    transfers: reader.quantity(&format!("talent.{region}.transfers")),
                    wage: reader.quantity(&format!("talent.{region}.wage")),
                })
            })
            .collect();
        Talent {
            regions,
            target_date: reader.quantity("talent.target_date"),
            posts_growth: reader.quantity("talent.posts_growth"),
            inflow_growth: reader.quantity("talent.inflow_growth"),
            response: reader.quantity("talent.response"),
            response_time: reader.quantity("talent.response_time"),
            academy_months: reader.whole("talent.academy_months"),
            academy_cost: reader.quantity("talent.academy_cost"),
        }
    }
}

/// One labour market; state.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    /// `E`: the programme's staff \[FTE\].
    pub programme: Lanes,
    /// `W`: others' staff \[FTE\].
    pub others: Lanes,
    /// `σ_run = ratio(E, R_run)`: share of the posts of running projects that are filled.
    pub running: Lanes,
    /// `σ = ratio((E-R_run)⁺, R-R_run)`: share of all other posts that are filled.
    pub staffing: Lanes,
    /// `v`: smoothed share of all posts that is unfilled.
    unfilled: Lanes,
    /// `(N-W)⁺ + (R-E)⁺` \[FTE\].
    pub shortage: Lanes,
    /// Hired, left: this month's flows of the programme's staff.
    pub hired: Lanes,
    /// Left this month.
    pub left: Lanes,
    terms: PoolTerms,
}

#[derive(Clone, Copy, Debug)]
struct PoolTerms {
    posts_start: Lanes,
    posts_target: Lanes,
    applicants: Lanes,
    stay: Lanes,
    pull: Lanes,
    transfers: Lanes,
    graduates: Lanes,
}

/// All labour markets of a region; state.
#[derive(Clone, Copy, Debug)]
pub struct RegionPools {
    /// By skill.
    pub pools: [Pool; N_SKILLS],
    /// Yearly pay of a post [10⁹ USD].
    pub wage: Lanes,
}

/// All labour markets; state.
#[derive(Clone, Debug)]
pub struct TalentState {
    /// Per region.
    pub regions: Vec<RegionPools>,
    /// Cost of all academy seats a month [10⁹ USD].
    pub academy_bill: Lanes,
    academy_months: usize,
    target: Lanes,
    growth: Lanes,
    inflow_growth: Lanes,
    response: Lanes,
    /// `Δ/τ_G`.
    smoothing: Lanes,
}

impl TalentState {
    /// Every pool at the start: the programme employs nobody, others have filled their posts.
    pub fn new(talent: &Talent, values: &Values) -> TalentState {
        let mut academy_bill = ZERO;
        let regions = talent
            .regions
            .iter()
            .map(|region| {
                let Some(region) = region else {
                    return RegionPools {
                        pools: [Pool::UNLIMITED; N_SKILLS],
                        wage: ZERO,
                    };
                };
                let pools = std::array::from_fn(|skill| {
                    let ids = &region.pools[skill];
                    let seats = values[ids.academy_seats];
                    academy_bill += seats * DELTA * values[talent.academy_cost];
                    let transfers = if skill == TRADES {
                        ZERO
                    } else {
                        values[region.transfers] * DELTA
                    };
                    Pool {
                        programme: ZERO,
                        others: values[ids.staff],
                        running: ONE,
                        staffing: ONE,
                        unfilled: ZERO,
                        shortage: ZERO,
                        hired: ZERO,
                        left: ZERO,
                        terms: PoolTerms {
                            posts_start: values[ids.staff],
                            posts_target: values[ids.posts],
                            applicants: values[ids.inflow] * DELTA,
                            stay: (ONE - values[ids.attrition] * DELTA).positive(),
                            pull: values[region.pull],
                            transfers,
                            graduates: seats * DELTA,
                        },
                    }
                });
                RegionPools {
                    pools,
                    wage: values[region.wage],
                }
            })
            .collect();
        TalentState {
            regions,
            academy_bill,
            academy_months: talent.academy_months,
            target: values[talent.target_date],
            growth: math::ln(ONE + values[talent.posts_growth]),
            inflow_growth: math::ln(ONE + values[talent.inflow_growth]),
            response: values[talent.response],
            smoothing: Lanes::splat(DELTA) / values[talent.response_time],
        }
    }

    /// One month of hiring against the programme's posts, those of running projects among them
    /// (model §4).
    #[inline(always)]
    pub fn hire(
        &mut self,
        month: usize,
        posts: &[[Lanes; N_SKILLS]],
        running: &[[Lanes; N_SKILLS]],
    ) {
        let t = Lanes::splat(month as f64);
        // N(t): a straight line to the target date, then steady growth.
        let way = self.target.gt(ZERO).select((t / self.target).clip(), ONE);
        let after = math::exp((t - self.target).positive() * DELTA * self.growth);
        let graduating = month >= self.academy_months;
        // (1+g_G)^y
        let cohort = math::exp((t + 0.5) * DELTA * self.inflow_growth);
        for ((region, posts), running) in self.regions.iter_mut().zip(posts).zip(running) {
            for ((pool, &wanted), &running) in region.pools.iter_mut().zip(posts).zip(running) {
                let terms = pool.terms;
                let others_posts =
                    (terms.posts_start + (terms.posts_target - terms.posts_start) * way) * after;
                let graduates = if graduating { terms.graduates } else { ZERO };
                // G·(1+g_G)^y·(1 + κ_G·v)
                let applicants = terms.applicants * cohort * (ONE + self.response * pool.unfilled);
                pool.hire(wanted, running, others_posts, applicants, graduates);
                let short = part(pool.shortage, others_posts + wanted);
                pool.unfilled += (short - pool.unfilled) * self.smoothing;
            }
        }
    }
}

impl Pool {
    /// A region whose labour market is not described never lacks hands.
    const UNLIMITED: Pool = Pool {
        programme: ZERO,
        others: ZERO,
        running: ONE,
        staffing: ONE,
        unfilled: ZERO,
        shortage: ZERO,
        hired: ZERO,
        left: ZERO,
        terms: PoolTerms {
            posts_start: ZERO,
            posts_target: ZERO,
            applicants: Lanes::splat(1e15),
            stay: ONE,
            pull: ONE,
            transfers: ZERO,
            graduates: ZERO,
        },
    };

    #[inline(always)]
    fn hire(
        &mut self,
        wanted: Lanes,
        running: Lanes,
        others_posts: Lanes,
        applicants: Lanes,
        graduates: Lanes,
    ) {
        let PoolTerms {
            stay,
            pull,
            transfers,
            ..
        } = self.terms;
        let staying = self.programme * stay;
        self.left = self.programme - staying;
        let others_staying = self.others * stay;
        let gap = (wanted - staying).positive();
        let others_gap = (others_posts - others_staying).positive();
        let share = part(pull * gap, pull * gap + others_gap);
        let local = gap.min(applicants * share);
        self.hired = gap.min(local + transfers + graduates);
        self.programme = staying + self.hired;
        self.others = others_staying + others_gap.min((applicants - local).positive());
        // What earns is staffed first.
        self.running = ratio(self.programme, running);
        self.staffing = ratio((self.programme - running).positive(), wanted - running);
        self.shortage =
            (others_posts - self.others).positive() + (wanted - self.programme).positive();
    }
}

//! Talent (model §4): pools by region and skill, shared with other employers.

use crate::declare::parameters;
use crate::delay::DELTA;
use crate::flows::{AtHand, N_SKILLS, TRADES};
use crate::lanes::{Lanes, ONE, ZERO, part, ratio};
use crate::math;
use crate::parameter::SKILLS;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

parameters! {
    /// A skill in a region.
    pub struct PoolParameters {
        staff: ParamId = q("talent.*.{trades,technicians,engineers}.staff", "FTE", 4, "W(0)", "others' staff at the start");
        posts: ParamId = q("talent.*.{trades,technicians,engineers}.posts", "FTE", 4, "N", "others' posts at the target date");
        inflow: ParamId = q("talent.*.{trades,technicians,engineers}.inflow", "FTE/yr", 4, "G", "graduates, apprentices and immigrants");
        attrition: ParamId = q("talent.*.{trades,technicians,engineers}.attrition", "1/yr", 4, "α", "share of staff that leaves").within(0.0, 5.0);
        reach: ParamId = q("talent.*.{trades,technicians,engineers}.reach", "1/yr", 4, "μ", "share of others' staff that can be won in a year at equal pay").or("0 %/yr").within(0.0, 5.0).constant();
        academy_seats: ParamId = q("talent.*.{trades,technicians,engineers}.academy_seats", "FTE/yr", 4, "", "graduates of an academy that the programme pays").or("0 FTE/yr");
    }
}

parameters! {
    /// What all skills of a region share.
    pub struct RegionParameters {
        pull: ParamId = q("talent.*.pull", "1", 4, "ω", "weight of the programme's vacancies against others'").within(0.0, 1e6);
        wage: ParamId = q("talent.*.wage", "bn$/FTE/yr", 12, "", "yearly pay of a post");
    }
}

parameters! {
    /// What all labour markets share.
    pub struct Labour {
        target_date: ParamId = when("talent.target_date", 4, "", "month for which posts are given");
        posts_growth: ParamId = growth("talent.posts_growth", 4, "", "growth of others' posts after the target date");
        inflow_growth: ParamId = growth("talent.inflow_growth", 4, "g_G", "growth of the inflow into all pools").or("0 %/yr");
        response: ParamId = q("talent.response", "1", 4, "κ_G", "relative rise of the inflow for each share of all posts that is unfilled").or("0").within(0.0, 100.0);
        response_time: ParamId = q("talent.response_time", "yr", 4, "τ_G", "time in which the inflow answers").or("3 yr").within(0.1, 50.0);
        openings: ParamId = share("talent.openings", 4, "v_max", "largest share of their posts that others advertise at once").or("1").constant();
        premium: ParamId = q("talent.premium", "1", 4, "π_max", "largest premium that the programme pays its people").or("0").within(0.0, 10.0).constant();
        premium_answer: ParamId = q("talent.premium_answer", "1", 4, "e", "exponent with which people answer a premium").or("0").within(0.0, 20.0).constant();
        premium_time: ParamId = q("talent.premium_time", "yr", 4, "τ_π", "time in which the premium follows the posts unfilled").or("0.5 yr").within(0.1, 50.0).constant();
        building_pay: ParamId = share("talent.building_pay", 4, "w_b", "share of the building cost that is pay of the trades").or("0").constant();
        plan_order: ParamId = share("talent.plan_order", 4, "o", "share of the people at hand that goes to the oldest project first").or("0").constant();
        running_first: ParamId = share("talent.running_first", 4, "f_run", "share of their posts that running plants fill before all others").or("1").constant();
        academy_months: usize = whole("talent.academy_months", "month", 4, "L", "months from seat to graduation").or("21 months").within(0.0, 240.0);
        academy_cost: ParamId = q("talent.academy_cost", "bn$/FTE", 4, "", "cost of an academy seat").or("0 bn$/FTE");
    }

    /// What a run uses of them.
    struct LabourTerms {
        /// `ln(1+g)` of others' posts after the target date.
        ln_posts: Lanes = math::ln(ONE + posts_growth);
        /// `ln(1+g_G)`.
        ln_inflow: Lanes = math::ln(ONE + inflow_growth);
        /// `Δ/τ_G`.
        smoothing: Lanes = Lanes::splat(DELTA) / response_time;
        /// `Δ/τ_π`.
        premium_smoothing: Lanes = Lanes::splat(DELTA) / premium_time;
        /// Whether some draw pays a premium.
        pays: bool = premium.gt(ZERO).any();
    }
}

/// What §4 needs from the scenario for a region.
#[derive(Clone, Debug)]
pub struct RegionTalent {
    pools: [PoolParameters; N_SKILLS],
    common: RegionParameters,
}

/// What §4 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Talent {
    /// Per region; none where the scenario describes no labour market.
    pub regions: Vec<Option<RegionTalent>>,
    labour: Labour,
}

impl Talent {
    pub(crate) fn read(reader: &mut Reader, regions: &[String]) -> Talent {
        let described = reader.names("talent");
        let regions = regions
            .iter()
            .map(|region| {
                described.contains(region).then(|| RegionTalent {
                    pools: SKILLS.map(|skill| PoolParameters::read(reader, &[region, skill])),
                    common: RegionParameters::read(reader, &[region]),
                })
            })
            .collect();
        Talent {
            regions,
            labour: Labour::read(reader, &[]),
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
    /// `σ_run`: share of the posts of running projects that are filled.
    pub running: Lanes,
    /// Who is at hand for all other posts.
    pub at_hand: AtHand,
    /// `π`: what the programme pays its people above others, a share of their pay.
    pub premium: Lanes,
    /// `u`: smoothed share of the programme's posts that is unfilled.
    own_unfilled: Lanes,
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
    reach: Lanes,
    graduates: Lanes,
}

/// All labour markets of a region; state.
#[derive(Clone, Copy, Debug)]
pub struct RegionPools {
    /// By skill.
    pub pools: [Pool; N_SKILLS],
    /// Yearly pay of a post, without premium [10⁹ USD].
    pub wage: Lanes,
}

/// All labour markets; state.
#[derive(Clone, Debug)]
pub struct TalentState {
    /// Per region.
    pub regions: Vec<RegionPools>,
    /// Cost of all academy seats a month [10⁹ USD].
    pub academy_bill: Lanes,
    terms: LabourTerms,
}

impl TalentState {
    /// Every pool at the start: the programme employs nobody, others have filled their posts.
    pub fn new(talent: &Talent, values: &Values) -> TalentState {
        let mut academy_bill = ZERO;
        let terms = talent.labour.terms(values);
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
                    academy_bill += seats * DELTA * terms.academy_cost;
                    Pool {
                        others: values[ids.staff],
                        terms: PoolTerms {
                            posts_start: values[ids.staff],
                            posts_target: values[ids.posts],
                            applicants: values[ids.inflow] * DELTA,
                            stay: (ONE - values[ids.attrition] * DELTA).positive(),
                            pull: values[region.common.pull],
                            reach: values[ids.reach] * DELTA,
                            graduates: seats * DELTA,
                        },
                        ..Pool::UNLIMITED
                    }
                });
                RegionPools {
                    pools,
                    wage: values[region.common.wage],
                }
            })
            .collect();
        TalentState {
            regions,
            academy_bill,
            terms,
        }
    }

    /// `1 + w_b·π` by region: what the premium of the trades makes of the building cost.
    #[inline(always)]
    pub fn building_pay(&self, factors: &mut [Lanes]) {
        if self.terms.pays {
            for (factor, region) in factors.iter_mut().zip(&self.regions) {
                *factor = ONE + self.terms.building_pay * region.pools[TRADES].premium;
            }
        }
    }

    /// One month of hiring against the programme's posts, those of running projects among them
    /// (model §4). Who lacks nobody pays no premium.
    #[inline(always)]
    pub fn hire(
        &mut self,
        month: usize,
        posts: &[[Lanes; N_SKILLS]],
        running: &[[Lanes; N_SKILLS]],
        relaxed: bool,
    ) {
        let t = Lanes::splat(month as f64);
        let labour = &self.terms;
        let target = labour.target_date;
        // N(t): a straight line to the target date, then steady growth.
        let way = target.gt(ZERO).select((t / target).clip(), ONE);
        let after = math::exp((t - target).positive() * DELTA * labour.ln_posts);
        let graduating = month >= labour.academy_months;
        // (1+g_G)^y
        let cohort = math::exp((t + 0.5) * DELTA * labour.ln_inflow);
        for ((region, posts), running) in self.regions.iter_mut().zip(posts).zip(running) {
            for ((pool, &wanted), &running) in region.pools.iter_mut().zip(posts).zip(running) {
                let terms = pool.terms;
                let others_posts =
                    (terms.posts_start + (terms.posts_target - terms.posts_start) * way) * after;
                let graduates = if graduating { terms.graduates } else { ZERO };
                // G·(1+g_G)^y·(1 + κ_G·v)
                let applicants =
                    terms.applicants * cohort * (ONE + labour.response * pool.unfilled);
                pool.hire(wanted, others_posts, applicants, graduates, labour);
                pool.hand_out(wanted, running, labour);
                let short = part(pool.shortage, others_posts + wanted);
                pool.unfilled += (short - pool.unfilled) * labour.smoothing;
                if labour.pays && !relaxed {
                    pool.raise(wanted, labour);
                }
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
        at_hand: AtHand::ALL,
        premium: ZERO,
        own_unfilled: ZERO,
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
            reach: ZERO,
            graduates: ZERO,
        },
    };

    /// A month of hiring: applicants are shared with the posts that others advertise, then others' staff
    /// move, beside the graduates of the academy.
    #[inline(always)]
    fn hire(
        &mut self,
        wanted: Lanes,
        others_posts: Lanes,
        applicants: Lanes,
        graduates: Lanes,
        labour: &LabourTerms,
    ) {
        let PoolTerms { stay, reach, .. } = self.terms;
        let staying = self.programme * stay;
        self.left = self.programme - staying;
        let others_staying = self.others * stay;
        let gap = (wanted - staying).positive();
        let others_gap = (others_posts - others_staying).positive();
        if !gap.gt(ZERO).any() {
            // The programme wants nobody.
            self.hired = ZERO;
            self.programme = staying;
            self.others = others_staying + others_gap.min(applicants);
            self.shortage = (others_posts - self.others).positive();
            return;
        }
        // (1+π)^e
        let drawn = if self.premium.gt(ZERO).any() {
            math::pow(ONE + self.premium, labour.premium_answer)
        } else {
            ONE
        };
        let pull = self.terms.pull * drawn;
        let advertised = others_gap.min(labour.openings * others_posts);
        let local = gap.min(applicants * part(pull * gap, pull * gap + advertised));
        // M = min(μ·W·Δ·(1+π)^e, W(1-αΔ)); the posts that movers leave are advertised too.
        let open = (gap - local - graduates).positive();
        let movers = (reach * self.others * drawn).min(others_staying);
        let moved = open.min(movers * part(pull * open, pull * open + advertised + movers));
        self.hired = gap.min(local + graduates + moved);
        self.programme = staying + self.hired;
        let found = others_staying + others_gap.min((applicants - local).positive());
        self.others = (found - moved).positive();
        self.shortage =
            (others_posts - self.others).positive() + (wanted - self.programme).positive();
    }

    /// Who gets the people: running plants first, of the rest a part in plan order, what is left pro rata.
    #[inline(always)]
    fn hand_out(&mut self, wanted: Lanes, running: Lanes, labour: &LabourTerms) {
        if !wanted.gt(ZERO).any() {
            self.running = ONE;
            self.at_hand = AtHand::ALL;
            return;
        }
        let others = wanted - running;
        let at_hand = (self.programme - labour.running_first * running).positive();
        self.running = ratio(self.programme, running)
            .min(labour.running_first)
            .max(ratio((self.programme - others).positive(), running));
        let in_order = labour.plan_order * at_hand;
        let first = in_order.min(others);
        self.at_hand = AtHand {
            share: ratio(at_hand.min(others) - first, others - first),
            in_order,
        };
    }

    /// The premium of the next month: `π = min(π_max, u)`.
    #[inline(always)]
    fn raise(&mut self, wanted: Lanes, labour: &LabourTerms) {
        if !wanted.max(self.own_unfilled).gt(ZERO).any() {
            return;
        }
        let unfilled = part((wanted - self.programme).positive(), wanted);
        self.own_unfilled += (unfilled - self.own_unfilled) * labour.premium_smoothing;
        self.premium = labour.premium.min(self.own_unfilled);
    }
}

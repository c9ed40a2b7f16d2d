//! What is learned of campuses: how long they take, what a promise is worth, how large the first block is
//! and how the power grows.
//!
//! ```text
//! ground to first power   ln D = a + site + region + σ·ε
//! announced, no promise    ln T = ln N + c + d·(ground not yet broken) + σ·ε
//! with a promise          ln T = ln N + c + w·(ln P - ln N) + σ·ε
//! first block             ln K = a + site + g·(year - 2022) + s·ln(size/500) + σ·ε
//! growth                  ln r = a + site + σ·ε,  power = K·(1 + r·months)
//! ```
//!
//! `T` are months from the vintage, `P` those promised, and `N` the usual ones: the median of `D`, of a
//! campus of which the ground was broken before the announcement what is left of it.

use fabcast_model::math::scalar::{exp, ln, normal_cdf, normal_quantile};

use super::record::{At, Campus, Duration, REGIONS, SITES};
use super::regression::{Piece, Prior, Regression};

/// Priors of `ln D`: two years on a green field (assumption: two building seasons), half as long where a
/// building stands, regions alike.
const TIME: [Prior; 5] = [[3.18, 0.5], [-0.7, 0.7], [0.0, 0.4], [0.0, 0.4], [0.0, 0.4]];
/// Of `c` and `d`: later than usual by a tenth where the ground is not yet broken (assumption).
const LAG: [Prior; 2] = [[0.0, 0.2], [0.1, 0.3]];
/// Of `c` and `w`: promises count for more than half, and are missed by a tenth (assumption).
const PROMISE: [Prior; 2] = [[0.1, 0.2], [0.6, 0.3]];
/// Of `ln K`: 80 MW in 2022, a tenth more with each year, a quarter as fast as the size (assumption).
const BLOCK: [Prior; 6] = [
    [4.4, 0.7],
    [0.0, 0.5],
    [0.0, 0.5],
    [0.1, 0.1],
    [0.0, 0.5],
    [0.5, 0.3],
];
/// Of `ln r`: a further block each year (assumption).
const GROWTH: [Prior; 3] = [[-2.5, 0.8], [0.3, 0.7], [0.0, 0.5]];
/// Size against which sizes are counted \[MW\], and year from which years are.
const SIZE: f64 = 500.0;
const YEAR: f64 = 2022.0;
/// A power is known to a few per cent.
const READING: f64 = 0.03;
/// Part of a block of which the absence is seen.
const UNSEEN: f64 = 0.5;
/// Part of its size with which a campus is complete.
const COMPLETE: f64 = 0.95;
/// Months after which growth can be seen.
const SEEN: f64 = 2.0;

/// Everything that is learned from other campuses, as known in some month or later.
#[derive(Clone, Debug)]
pub struct Learned {
    /// Ground to first power.
    pub time: Regression,
    /// Announcement to first power, without a promise.
    pub announced: Regression,
    /// Vintage to first power with one.
    pub promise: Regression,
    /// First block.
    pub block: Regression,
    /// Growth after it.
    pub growth: Regression,
    at: At,
}

impl Learned {
    /// Learns from `others`, with what was known of them in month `now`.
    pub fn new(others: &[&Campus], at: At, now: Option<i32>) -> Learned {
        let time: Vec<Piece> = others
            .iter()
            .filter_map(|campus| from_ground(campus, now))
            .collect();
        let time = Regression::new(&time, &TIME);
        let own = |campus: &Campus| -> Option<(f64, Duration)> {
            Some((ln(usual(&time, campus, at)), campus.duration(at, now)?))
        };
        let announced: Vec<Piece> = (others.iter())
            .filter(|_| at == At::Announcement)
            .filter_map(|campus| {
                let (usual, duration) = own(campus)?;
                Some(piece(usual, lag(campus), duration))
            })
            .collect();
        let with: Vec<Piece> = (others.iter())
            .filter_map(|campus| {
                let (usual, duration) = own(campus)?;
                let planned = campus.planned_months(at)?;
                Some(piece(usual, promise(planned, usual), duration))
            })
            .collect();
        let (mut block, mut growth) = (Vec::new(), Vec::new());
        for campus in others {
            block.extend(first_block(campus, now));
            growth.extend(growth_of(campus, now));
        }
        Learned {
            announced: Regression::new(&announced, &LAG),
            promise: Regression::new(&with, &PROMISE),
            block: Regression::new(&block, &BLOCK),
            growth: Regression::new(&growth, &GROWTH),
            time,
            at,
        }
    }

    /// Usual months from the vintage to the first power.
    pub fn usual_months(&self, campus: &Campus) -> f64 {
        usual(&self.time, campus, self.at)
    }

    /// Usual first block \[MW\].
    pub fn usual_block(&self, campus: &Campus) -> f64 {
        let year = campus.vintage(self.at).map_or(YEAR, |v| v.middle() / 12.0);
        exp(self.block.combination(&block(campus, year)).estimate)
    }

    /// Draws of the months from the vintage to the first power.
    pub fn months(&self, campus: &Campus, draws: u64, seed: u64) -> Vec<f64> {
        let usual = ln(self.usual_months(campus));
        let name = format!("months.{}", campus.id);
        let logs = match (campus.planned_months(self.at), self.at) {
            (Some(planned), _) => {
                let x = promise(planned, usual);
                self.promise.draws(usual, &x, &name, draws, seed)
            }
            (None, At::Announcement) => {
                let x = lag(campus);
                self.announced.draws(usual, &x, &name, draws, seed)
            }
            (None, At::Ground) => self.time.draws(0.0, &place(campus), &name, draws, seed),
        };
        logs.into_iter().map(exp).collect()
    }

    /// Draws of the first block \[MW\] and of the growth after it \[a month\].
    pub fn power(&self, campus: &Campus, draws: u64, seed: u64) -> Vec<(f64, f64)> {
        let year = campus.vintage(self.at).map_or(YEAR, |v| v.middle() / 12.0);
        let x = block(campus, year);
        let name = format!("block.{}", campus.id);
        let blocks = self.block.draws(0.0, &x, &name, draws, seed);
        let name = format!("growth.{}", campus.id);
        let growths = self.growth.draws(0.0, &site(campus), &name, draws, seed);
        let both = blocks.into_iter().zip(growths);
        both.map(|(block, growth)| (exp(block), exp(growth)))
            .collect()
    }
}

fn piece(offset: f64, x: Vec<f64>, duration: Duration) -> Piece {
    let (from, to) = match duration {
        Duration::Within(from, to) => (ln(from), ln(to)),
        Duration::Beyond(from) => (ln(from), f64::INFINITY),
    };
    Piece {
        offset,
        x,
        from,
        to,
    }
}

/// Months of a campus from the ground to the first power.
pub(super) fn from_ground(campus: &Campus, now: Option<i32>) -> Option<Piece> {
    let duration = campus.duration(At::Ground, now)?;
    let started = campus.started?;
    let half = f64::from(started.to - started.from) / 2.0;
    Some(piece(0.0, place(campus), widened(duration, half)))
}

/// A duration of which the beginning lies anywhere within `half` on either side.
fn widened(duration: Duration, half: f64) -> Duration {
    let least = |months: f64| (months - half).max(super::record::LEAST);
    match duration {
        Duration::Within(from, to) => Duration::Within(least(from), to + half),
        Duration::Beyond(from) => Duration::Beyond(least(from)),
    }
}

/// 1, conversion, expansion.
pub fn site(campus: &Campus) -> Vec<f64> {
    let is = |site: &str| f64::from(u8::from(SITES[campus.site] == site));
    vec![1.0, is("conversion"), is("expansion")]
}

/// 1, conversion, expansion, Gulf, neither the Gulf nor the United States.
fn place(campus: &Campus) -> Vec<f64> {
    let mut x = site(campus);
    let region = REGIONS[campus.region].0;
    let flag = |is: bool| f64::from(u8::from(is));
    x.extend([
        flag(region == "gulf"),
        flag(!["us", "gulf"].contains(&region)),
    ]);
    x
}

fn usual(time: &Regression, campus: &Campus, at: At) -> f64 {
    let mean = time.combination(&place(campus)).estimate;
    let under_way = match at {
        At::Announcement => campus.under_way().filter(|months| *months > 0.0),
        At::Ground => None,
    };
    let Some(months) = under_way else {
        return exp(mean);
    };
    // The median of what is left, as no power had come by then.
    let sd = time.sd().estimate;
    let below = normal_cdf((ln(months) - mean) / sd);
    let level = ((1.0 + below) / 2.0).min(1.0 - 1e-6);
    (exp(mean + sd * normal_quantile(level)) - months).max(1.0)
}

/// 1, whether ground was not yet broken when it was announced.
fn lag(campus: &Campus) -> Vec<f64> {
    vec![1.0, f64::from(u8::from(campus.under_way().is_none()))]
}

/// Of the months promised; `usual` is a logarithm.
fn promise(planned: f64, usual: f64) -> Vec<f64> {
    vec![1.0, ln(planned) - usual]
}

/// 1, conversion, expansion, years, whether the size is known, its logarithm.
fn block(campus: &Campus, year: f64) -> Vec<f64> {
    let mut x = site(campus);
    let size = campus
        .planned_mw
        .map_or([0.0; 2], |mw| [1.0, ln(mw / SIZE)]);
    x.push(year - YEAR);
    x.extend(size);
    x
}

/// The first block of a campus.
pub(super) fn first_block(campus: &Campus, now: Option<i32>) -> Option<Piece> {
    let steps = campus.steps(now);
    let (_, mw) = steps.iter().find(|(_, mw)| *mw > 0.0)?;
    let vintage = campus.started.or(campus.announced).or(campus.powered)?;
    Some(Piece {
        offset: 0.0,
        x: block(campus, vintage.middle() / 12.0),
        from: ln(*mw) - READING,
        to: ln(*mw) + READING,
    })
}

/// Growth of a campus after its first block, up to the last report: of one that has not grown, that it
/// has by less than half a block.
fn growth_of(campus: &Campus, now: Option<i32>) -> Option<Piece> {
    let seen = Seen::new(campus, now)?;
    Some(seen.piece(campus, 1.0))
}

/// The same in MW a month.
pub(super) fn pace(campus: &Campus) -> Option<Piece> {
    let seen = Seen::new(campus, None)?;
    Some(seen.piece(campus, seen.first))
}

/// What was seen of a campus after its first block.
struct Seen {
    /// First block \[MW\].
    first: f64,
    /// What came to it, as a multiple.
    grown: f64,
    /// Months up to the last report.
    months: f64,
}

impl Seen {
    /// None of a campus that is complete with its first block, or of which nothing more could be seen.
    fn new(campus: &Campus, now: Option<i32>) -> Option<Seen> {
        let steps = campus.steps(now);
        let (&(begun, first), &(date, last)) =
            (steps.iter().find(|(_, mw)| *mw > 0.0)?, steps.last()?);
        let report = campus.as_of.middle();
        let until = now.map_or(report, |now| report.min(f64::from(now)));
        let months = until.max(date) - begun;
        let is_complete = campus.planned_mw.is_some_and(|mw| first >= COMPLETE * mw);
        (months >= SEEN && !is_complete).then_some(Seen {
            first,
            grown: last / first - 1.0,
            months,
        })
    }

    /// The logarithm of the growth a month, in a unit of which the first block has so many.
    fn piece(&self, campus: &Campus, first: f64) -> Piece {
        let log = |grown: f64| ln(first * grown / self.months);
        let (from, to) = match self.grown > 0.0 {
            true => (log(self.grown) - READING, log(self.grown) + READING),
            false => (f64::NEG_INFINITY, log(UNSEEN)),
        };
        Piece {
            offset: 0.0,
            x: site(campus),
            from,
            to,
        }
    }
}

//! Ensembles: many draws in parallel, handed on in order.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use fabcast_model::lanes::{LANES, Lanes};
use fabcast_model::model::Model;
use fabcast_model::parameters::Values;
use fabcast_model::record::Series;
use fabcast_model::relax::Relax;
use fabcast_model::simulate::{Run, Scene, Violation, Want};
use rayon::prelude::*;

use crate::design::Sampler;
use crate::outcome;

/// Shards and looks at a precision begin with a multiple of so many draws.
pub const CHUNK: usize = 128;

/// Groups of draws that are taken in together, at most (and at least four for each thread), while as
/// many are simulated: summaries are faster the more they get at once, until these leave the cache;
/// a group takes about 0.9 MB.
const GROUPS_AT_ONCE: u64 = 32;

/// How to run an ensemble.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Number of draws.
    pub draws: u64,
    /// Seed.
    pub seed: u64,
    /// Number of the first draw.
    pub first: u64,
    /// Threads; all cores if absent.
    pub threads: Option<usize>,
    /// Groups lifted in the run that is judged.
    pub relax: Relax,
    /// Whether every conservation law is checked in every draw and month.
    pub audit: bool,
    /// Every parameter at its centre and no events, instead of draws.
    pub central: bool,
    /// Whether all series of the plans are kept, not only [`PLAN_SERIES`].
    pub keep_plans: bool,
    /// Whether the books of runs and plans are kept: a third of the memory of a run.
    pub keep_books: bool,
    /// Where the draws come from; independent random numbers if absent.
    pub sampler: Option<&'a Sampler>,
    /// Outcomes that are taken from every draw; none if absent.
    pub outcomes: Option<&'a outcome::List>,
    /// Set to stop after the groups in hand.
    pub stop: Option<&'a AtomicBool>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            draws: 2_000,
            seed: 1,
            first: 0,
            threads: None,
            relax: Relax::NONE,
            audit: false,
            central: false,
            keep_plans: false,
            keep_books: false,
            sampler: None,
            outcomes: None,
            stop: None,
        }
    }
}

/// Series of the plan that are kept beside those of the run.
pub const PLAN_SERIES: [Series; 11] = [
    Series::LogicCapacity,
    Series::HbmCapacity,
    Series::PackagingCapacity,
    Series::DatacentreGw,
    Series::DeliveredH100e,
    Series::DeliveredGw,
    Series::OwnGw,
    Series::Price,
    Series::Revenue,
    Series::CapitalDrawn,
    Series::OthersH100e,
];

/// Eight draws with their plan.
#[derive(Clone, Debug)]
pub struct Group {
    /// Number of the first draw.
    pub first: u64,
    /// How many of the lanes count.
    pub lanes: usize,
    /// Values of the random vector.
    pub values: Values,
    /// The run that is judged.
    pub base: Run,
    /// The same draws with all groups lifted; none without a programme.
    pub plan: Option<Run>,
    /// The outcomes that were asked for, in their order.
    pub outcomes: Vec<Lanes>,
    /// Laws broken.
    pub violations: Vec<Violation>,
}

/// What an ensemble did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Draws finished.
    pub draws: u64,
    /// Wall time.
    pub elapsed: Duration,
    /// Whether it was stopped before the end.
    pub interrupted: bool,
}

/// A thread pool could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoThreads(pub String);

impl std::fmt::Display for NoThreads {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "could not start threads: {}", self.0)
    }
}

impl std::error::Error for NoThreads {}

/// Runs an ensemble; `take` gets the groups of draws in order.
///
/// # Errors
/// Whatever `take` returns, or [`NoThreads`].
pub fn run<E: From<NoThreads> + Send>(
    model: &Model,
    options: &Options,
    mut take: impl FnMut(&[Group]) -> Result<(), E> + Send,
) -> Result<Progress, E> {
    run_while(model, options, |groups| {
        take(groups).map(|()| ControlFlow::Continue(()))
    })
}

/// [`run`] until `take` has had enough. How many groups it gets at once depends on the threads, so
/// it must decide draw by draw.
///
/// # Errors
/// Whatever `take` returns, or [`NoThreads`].
pub fn run_while<E: From<NoThreads> + Send>(
    model: &Model,
    options: &Options,
    mut take: impl FnMut(&[Group]) -> Result<ControlFlow<()>, E> + Send,
) -> Result<Progress, E> {
    let start = Instant::now();
    let threads = options.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| NoThreads(error.to_string()))?;
    let planned = model.parameters.central();
    let all = options.draws.div_ceil(LANES as u64);
    let wave = GROUPS_AT_ONCE.max(4 * pool.current_num_threads() as u64);
    let stopped = || {
        options
            .stop
            .is_some_and(|stop| stop.load(Ordering::Relaxed))
    };
    let simulate = |group: u64| {
        let first = group * LANES as u64;
        let lanes = (options.draws - first).min(LANES as u64) as usize;
        simulate_group(model, &planned, options, options.first + first, lanes)
    };
    let (mut done, mut taken, mut next) = (0, 0, 0);
    let mut groups: Vec<Group> = Vec::new();
    loop {
        let until = if stopped() {
            next
        } else {
            all.min(next + wave)
        };
        // One wave is taken in while the next is simulated, or all threads but one would wait.
        let (flow, upcoming) = pool.install(|| {
            rayon::join(
                || match groups.is_empty() {
                    true => Ok(ControlFlow::Continue(())),
                    false => take(&groups),
                },
                || (next..until).into_par_iter().map(simulate).collect(),
            )
        });
        let flow = flow?;
        done += groups.iter().map(|group| group.lanes as u64).sum::<u64>();
        taken += groups.len() as u64;
        (groups, next) = (upcoming, until);
        if flow.is_break() || groups.is_empty() {
            break;
        }
    }
    Ok(Progress {
        draws: done,
        elapsed: start.elapsed(),
        interrupted: taken < all && stopped(),
    })
}

/// Eight draws of an ensemble, before any run of them.
pub fn scene<'a>(
    model: &'a Model,
    planned: &'a Values,
    options: &Options,
    first: u64,
) -> Scene<'a> {
    match options.sampler {
        _ if options.central => Scene::with_values(model, planned, planned.clone()),
        Some(sampler) => {
            let values = sampler.sample(model, options.seed, first);
            Scene::with_values(model, planned, values)
        }
        None => Scene::new(model, planned, options.seed, first),
    }
}

/// Makes something of every eight draws, by their number, in parallel, and returns it in order; `watch` is told how
/// many are done. Fewer come back when it is stopped.
///
/// # Errors
/// When threads cannot be started.
pub fn each_eight<T: Send>(
    (threads, stop): (Option<usize>, Option<&AtomicBool>),
    eights: u64,
    watch: &mut (dyn FnMut(u64) + Send),
    of: impl Fn(u64) -> T + Sync,
) -> Result<Vec<T>, NoThreads> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .map_err(|error| NoThreads(error.to_string()))?;
    let wave = 4 * pool.current_num_threads() as u64;
    let stopped = || stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
    let mut all = Vec::with_capacity(eights as usize);
    let mut next = 0;
    while next < eights && !stopped() {
        let until = (next + wave).min(eights);
        let results: Vec<T> = pool.install(|| (next..until).into_par_iter().map(&of).collect());
        all.extend(results);
        next = until;
        watch(next);
    }
    Ok(all)
}

/// Simulates eight draws, and their plan.
pub fn simulate_group(
    model: &Model,
    planned: &Values,
    options: &Options,
    first: u64,
    lanes: usize,
) -> Group {
    let scene = scene(model, planned, options, first);
    let mut violations = Vec::new();
    let mut audited = |relax: Relax| {
        let mut run = scene.run(&Want::all(relax).audited(options.audit));
        violations.append(&mut run.violations);
        if !options.keep_books {
            // Freed at once, the memory serves the next run while it is in cache.
            run.forget_books();
        }
        run
    };
    let mut plan = model.has_programme().then(|| audited(Relax::ALL));
    let of_plan = options
        .outcomes
        .map(|list| (list, list.of_plan(model, plan.as_ref())));
    if let Some(plan) = plan.as_mut().filter(|_| !options.keep_plans) {
        plan.record.keep(&PLAN_SERIES);
    }
    let base = audited(options.relax);
    violations.retain(|violation| violation.lane < lanes);
    let outcomes = of_plan.map_or_else(Vec::new, |(list, of_plan)| {
        list.values_with(model, &base, &of_plan)
    });
    Group {
        outcomes,
        first,
        lanes,
        base,
        plan,
        violations,
        values: scene.values,
    }
}

//! Flows of each investor in eight draws, and what they come to.

use fabcast_model::finance::irr::{GRID, irr, npv, ranked};
use fabcast_model::lanes::{LANES, Lanes, ZERO};
use fabcast_model::simulate::Run;

use crate::finance::roots::Timed;

/// What one investor's flows come to in eight draws.
#[derive(Clone, Copy, Debug)]
pub struct Measures {
    /// Drawn [10⁹ USD].
    pub drawn: Lanes,
    /// Received, the share of the value at the end included [10⁹ USD].
    pub received: Lanes,
    /// Received over drawn; NaN where nothing was drawn.
    pub moic: Lanes,
    /// Yearly internal rate of return, as futures are [`ranked`] by it.
    pub rate: Lanes,
    /// Largest drawn less received [10⁹ USD].
    pub exposure: Lanes,
    /// First month in which received reaches drawn; NaN where never.
    pub break_even: Lanes,
}

/// Monthly net flows of each investor: received less drawn [10⁹ USD].
pub fn net_flows(run: &Run) -> Vec<Vec<Lanes>> {
    run.draws
        .iter()
        .zip(&run.ledger.received)
        .map(|(draws, received)| net(draws, received))
        .collect()
}

/// What the flows of each investor of a run come to.
pub fn measures(run: &Run) -> Vec<Measures> {
    net_flows(run)
        .iter()
        .enumerate()
        .map(|(i, flows)| of_flows(flows, &run.draws[i], &run.ledger.received[i]))
        .collect()
}

/// Flows of one investor, or of several together, in eight draws [10⁹ USD].
pub struct Flows {
    /// Net, month by month: received less drawn.
    pub net: Vec<Lanes>,
    /// Drawn, month by month.
    pub draws: Vec<Lanes>,
    /// Received so far.
    pub received: Vec<Lanes>,
}

impl Flows {
    /// Of the investor at a place of a run.
    pub fn of(run: &Run, investor: usize) -> Flows {
        Flows::new(
            run.draws[investor].clone(),
            run.ledger.received[investor].clone(),
        )
    }

    /// Of all equity; `None` unless several investors are equity.
    pub fn of_all_equity(run: &Run) -> Option<Flows> {
        let investors = run.ledger.investors.iter().enumerate();
        let equity: Vec<usize> = investors
            .filter(|(_, investor)| !investor.lends)
            .map(|(i, _)| i)
            .collect();
        let sum = |of: &[Vec<Lanes>]| -> Vec<Lanes> {
            let months = of.first().map_or(0, Vec::len);
            let at = |t: usize| equity.iter().fold(ZERO, |sum, &i| sum + of[i][t]);
            (0..months).map(at).collect()
        };
        let several = equity.len() > 1;
        several.then(|| Flows::new(sum(&run.draws), sum(&run.ledger.received)))
    }

    fn new(draws: Vec<Lanes>, received: Vec<Lanes>) -> Flows {
        Flows {
            net: net(&draws, &received),
            draws,
            received,
        }
    }

    /// What they come to.
    pub fn measures(&self) -> Measures {
        of_flows(&self.net, &self.draws, &self.received)
    }

    /// How often the present value changes its sign between the rates of a grid, by lane. Once at
    /// most where there is no more than one root on it.
    pub fn sign_changes(&self) -> [u32; LANES] {
        let mut changes = [0; LANES];
        let mut before: Option<Lanes> = None;
        for rate in GRID {
            let value = npv(&self.net, Lanes::splat(rate));
            if let Some(before) = before {
                for (lane, changes) in changes.iter_mut().enumerate() {
                    *changes += u32::from((before.0[lane] > 0.0) != (value.0[lane] > 0.0));
                }
            }
            before = Some(value);
        }
        changes
    }

    /// One draw's net flows by years from the start.
    pub fn timed(&self, lane: usize) -> Vec<Timed> {
        let months = self.net.iter().enumerate();
        let timed = |(month, flow): (usize, &Lanes)| Timed {
            time: month as f64 / 12.0,
            amount: flow.0[lane],
        };
        months.map(timed).collect()
    }
}

fn net(draws: &[Lanes], received: &[Lanes]) -> Vec<Lanes> {
    let mut before = ZERO;
    let flow = |(&draw, &received): (&Lanes, &Lanes)| {
        let flow = received - before - draw;
        before = received;
        flow
    };
    draws.iter().zip(received).map(flow).collect()
}

fn of_flows(flows: &[Lanes], draws: &[Lanes], received: &[Lanes]) -> Measures {
    let nan = Lanes::splat(f64::NAN);
    let (rate, _) = irr(flows);
    let (mut drawn, mut exposure, mut break_even) = (ZERO, ZERO, nan);
    for (month, (&draw, &received)) in draws.iter().zip(received).enumerate() {
        drawn += draw;
        exposure = exposure.max(drawn - received);
        let back = drawn.gt(ZERO) & received.ge(drawn) & !break_even.ge(ZERO);
        break_even = back.select(Lanes::splat(month as f64), break_even);
    }
    let received = received.last().copied().unwrap_or(ZERO);
    Measures {
        drawn,
        received,
        moic: drawn.gt(ZERO).select(received / drawn, nan),
        rate: ranked(rate, drawn, received),
        exposure,
        break_even,
    }
}

impl Measures {
    /// Received less drawn [10⁹ USD].
    pub fn gain(&self) -> Lanes {
        self.received - self.drawn
    }

    /// Whether money was drawn, by lane.
    pub fn takes_part(&self) -> [bool; LANES] {
        self.drawn.0.map(|drawn| drawn > 0.0)
    }
}

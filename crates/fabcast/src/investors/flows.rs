//! Flows of each investor in eight draws, and what they come to.

use fabcast_model::finance::irr::{NoRate, irr};
use fabcast_model::lanes::{LANES, Lanes, ZERO};
use fabcast_model::simulate::Run;

/// What one investor's flows come to in eight draws.
#[derive(Clone, Copy, Debug)]
pub struct Measures {
    /// Drawn [10⁹ USD].
    pub drawn: Lanes,
    /// Received, the share of the value at the end included [10⁹ USD].
    pub received: Lanes,
    /// Received over drawn; NaN where nothing was drawn.
    pub moic: Lanes,
    /// Yearly internal rate of return; -1 where nothing came back, NaN where there is none for
    /// another reason.
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
        .map(|(draws, received)| {
            let mut before = ZERO;
            let flow = |(&draw, &received): (&Lanes, &Lanes)| {
                let flow = received - before - draw;
                before = received;
                flow
            };
            draws.iter().zip(received).map(flow).collect()
        })
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

fn of_flows(flows: &[Lanes], draws: &[Lanes], received: &[Lanes]) -> Measures {
    let nan = Lanes::splat(f64::NAN);
    let (rate, reasons) = irr(flows);
    let lost = Lanes(std::array::from_fn(|lane| {
        f64::from(reasons[lane] == NoRate::AllNegative)
    }))
    .gt(ZERO);
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
        rate: lost.select(Lanes::splat(-1.0), rate),
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

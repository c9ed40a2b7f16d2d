//! What lenders read month by month: cash before debt service, debt service due and its cover.

use fabcast_model::lanes::{LANES, Lanes, ZERO};
use fabcast_model::simulate::Run;

use crate::sketch::Sketch;

/// Less debt service than this in twelve months has no cover [10⁹ USD].
pub const NO_SERVICE: f64 = 1e-9;

/// Months over which debt service is covered.
const YEAR: usize = 12;

/// What is kept of it over the draws with debt.
pub struct Kept {
    pub draws: usize,
    pub dscr_min: Vec<f64>,
    /// Months in lock-up and in default, by draw.
    pub locked: Vec<f64>,
    pub stopped: Vec<f64>,
    pub cfads: Vec<Sketch>,
    pub service: Vec<Sketch>,
    pub dscr: Vec<Sketch>,
}

impl Kept {
    /// Room for the months of a scenario; for none where nobody lends.
    pub fn new(months: usize) -> Kept {
        let sketches = || vec![Sketch::default(); months];
        Kept {
            draws: 0,
            dscr_min: Vec::new(),
            locked: Vec::new(),
            stopped: Vec::new(),
            cfads: sketches(),
            service: sketches(),
            dscr: sketches(),
        }
    }

    /// Takes in the draws of a run that have debt.
    pub fn add(&mut self, run: &Run, with_debt: &[bool]) {
        let (mut cash, mut service) = (ZERO, ZERO);
        let (mut locked, mut stopped) = (ZERO, ZERO);
        let mut least = [f64::INFINITY; LANES];
        let mut repaying = [0; LANES];
        let months = &run.ledger.months;
        let lanes = || (0..with_debt.len()).filter(|&lane| with_debt[lane]);
        for (t, month) in months.iter().enumerate().take(self.dscr.len()) {
            cash += month.available();
            service += month.service;
            if t >= YEAR {
                cash -= months[t - YEAR].available();
                service -= months[t - YEAR].service;
            }
            locked += month.locked;
            stopped += month.stopped;
            for lane in lanes() {
                self.cfads[t].add(month.available().0[lane]);
                self.service[t].add(month.service.0[lane]);
                let repays = repaying[lane] > 0 || month.principal.0[lane] > NO_SERVICE;
                repaying[lane] += usize::from(repays);
                if t + 1 >= YEAR && service.0[lane] > NO_SERVICE {
                    let cover = cash.0[lane] / service.0[lane];
                    self.dscr[t].add(cover);
                    if repaying[lane] >= YEAR {
                        least[lane] = least[lane].min(cover);
                    }
                }
            }
        }
        let of = |kept: &mut Vec<f64>, values: Lanes| kept.extend(lanes().map(|l| values.0[l]));
        of(&mut self.locked, locked);
        of(&mut self.stopped, stopped);
        let some = lanes().map(|lane| least[lane]).filter(|x| x.is_finite());
        self.dscr_min.extend(some);
        self.draws += lanes().count();
    }
}

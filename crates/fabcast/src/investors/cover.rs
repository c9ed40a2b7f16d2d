//! What lenders read month by month: cash before debt service, debt service due and its cover.

use fabcast_document::number;
use fabcast_model::lanes::{LANES, Lanes, ZERO};
use fabcast_model::simulate::Run;
use serde::{Deserialize, Serialize};

use super::document::{Bands, Probability, Spread};
use crate::sketch::Sketch;

/// Less debt service than this in twelve months has no cover [10⁹ USD].
pub const NO_SERVICE: f64 = 1e-9;

/// Months over which debt service is covered.
const YEAR: usize = 12;

/// Cover of all loans together over the draws with debt.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct LoanCover {
    /// Loan life cover: present value of the cash available for debt service, from the month of the
    /// largest debt to the last with debt, at the loans' rate, over that debt.
    pub llcr: Spread,
    /// Project life cover: the same to the end, with what works at the end.
    pub plcr: Spread,
    /// Share of all draws with debt.
    #[serde(deserialize_with = "number::number")]
    pub with_debt: f64,
    /// Smallest DSCR of twelve months, tested as covenants are: from the twelfth month on since
    /// principal was first due. Over the draws in which it is tested.
    pub dscr_min: Spread,
    /// Share of these draws in which it is below 1.
    pub below_one: Probability,
    /// Of the cover below which nothing is distributed; null where the scenario has none.
    pub lock_up: Option<Covenant>,
    /// Of the cover below which nothing more is lent; null where the scenario has none.
    pub default: Option<Covenant>,
    /// Month by month.
    pub months: CoverMonths,
}

/// A limit of the cover, and how often it is broken.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Covenant {
    /// The limit; its median if it is uncertain.
    #[serde(deserialize_with = "number::number")]
    pub limit: f64,
    /// Share of the draws with debt in which it is broken in some month.
    pub broken: Probability,
    /// In how many months it then is, mean.
    #[serde(deserialize_with = "number::number")]
    pub months: f64,
}

/// Cover by month over the draws with debt.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CoverMonths {
    /// Cash available for debt service: revenue less the bills paid other than debt service.
    pub cfads: Bands,
    /// Interest, fees and principal due in cash.
    pub debt_service: Bands,
    /// The first over the second, both of the last twelve months, over the draws with debt service in
    /// them; none before the twelfth month.
    pub dscr: Bands,
    /// Share of the draws with debt that have a DSCR in the month.
    #[serde(deserialize_with = "number::list")]
    pub with_service: Vec<f64>,
}

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

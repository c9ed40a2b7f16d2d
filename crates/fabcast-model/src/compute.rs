//! Power and deployment (model §7) and the training-cost clock (model §9).

use crate::delay::{DELTA, Delay};
use crate::flows::HOURS;
use crate::lanes::{Lanes, ONE};
use crate::math;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

/// Dense BF16 FLOP/s of an H100.
pub const FLOPS_PER_H100E: f64 = 989.5e12;
/// Dense 8-bit FLOP/s of an H100.
pub const PEAK_PER_H100E: f64 = 1.979e15;

/// What §7 and §9 need from the scenario.
#[derive(Clone, Debug)]
pub struct Deployment {
    pub(crate) life: ParamId,
    pub(crate) utilisation: ParamId,
    pub(crate) server_cost: ParamId,
    pub(crate) offer_share: ParamId,
    pub(crate) market_share: ParamId,
    fit_out: ParamId,
    pub(crate) discount: ParamId,
    algorithms: ParamId,
    training_utilisation: ParamId,
    run_duration: ParamId,
    world_share: ParamId,
    programme_share: ParamId,
    pub(crate) claimed_fall: ParamId,
}

impl Deployment {
    pub(crate) fn read(reader: &mut Reader) -> Deployment {
        Deployment {
            life: reader.quantity("deploy.life"),
            utilisation: reader.quantity("deploy.utilisation"),
            server_cost: reader.quantity("deploy.server_cost"),
            offer_share: reader.quantity("deploy.offer_share"),
            market_share: reader.quantity("deploy.market_share"),
            fit_out: reader.quantity("deploy.fit_out"),
            discount: reader.quantity("deploy.discount"),
            algorithms: reader.quantity("clock.algorithms"),
            training_utilisation: reader.quantity("clock.training_utilisation"),
            run_duration: reader.quantity("clock.run_duration"),
            world_share: reader.quantity("clock.world_share"),
            programme_share: reader.quantity("clock.programme_share"),
            claimed_fall: reader.quantity("clock.claimed_fall"),
        }
    }
}

/// What a run uses of §7 and §9.
#[derive(Clone, Copy, Debug)]
pub struct DeploymentTerms {
    /// `life` \[years\].
    pub life: Lanes,
    /// `util`.
    pub utilisation: Lanes,
    /// `c_srv` [10⁹ USD per GW].
    pub server_cost: Lanes,
    /// `μ`.
    pub offer_share: Lanes,
    /// `β_m`.
    pub market_share: Lanes,
    /// `τ_f` \[months\].
    pub fit_out: Lanes,
    /// `disc`.
    pub discount: Lanes,
    /// `a`.
    pub algorithms: Lanes,
    /// `ln a`.
    ln_algorithms: Lanes,
    training_utilisation: Lanes,
    run_duration: Lanes,
    world_share: Lanes,
    programme_share: Lanes,
}

impl DeploymentTerms {
    /// Lives, shares and costs of this run's draws.
    pub fn new(deployment: &Deployment, values: &Values) -> DeploymentTerms {
        DeploymentTerms {
            life: values[deployment.life],
            utilisation: values[deployment.utilisation],
            server_cost: values[deployment.server_cost],
            offer_share: values[deployment.offer_share],
            market_share: values[deployment.market_share],
            fit_out: values[deployment.fit_out],
            discount: values[deployment.discount],
            algorithms: values[deployment.algorithms],
            ln_algorithms: math::ln(values[deployment.algorithms]),
            training_utilisation: values[deployment.training_utilisation],
            run_duration: values[deployment.run_duration],
            world_share: values[deployment.world_share],
            programme_share: values[deployment.programme_share],
        }
    }

    /// Hours that an accelerator is rented a month.
    #[inline(always)]
    pub fn hours(&self) -> Lanes {
        self.utilisation * (HOURS * DELTA)
    }

    /// FLOP of the largest training run (model §9); stocks in million H100e.
    #[inline(always)]
    pub fn frontier_run(&self, world: Lanes, programme: Lanes) -> Lanes {
        let cluster = (self.world_share * world).max(self.programme_share * programme) * 1e6;
        let seconds = self.run_duration * (HOURS * 3600.0);
        cluster * FLOPS_PER_H100E * self.training_utilisation * seconds
    }

    /// Price of a training FLOP [$], given that of an H100e-hour.
    #[inline(always)]
    pub fn flop_price(&self, price: Lanes) -> Lanes {
        price / (3600.0 * FLOPS_PER_H100E * self.training_utilisation)
    }

    /// Cost of training a fixed capability after some months, relative to the first.
    #[inline(always)]
    pub fn training_cost(&self, price: Lanes, first_price: Lanes, months: usize) -> Lanes {
        let years = Lanes::splat(months as f64 * DELTA);
        price / first_price * math::exp(-(years * self.ln_algorithms))
    }
}

/// Fall a year implied by a ratio over some years: `1 - ratio^(1/years)`.
#[inline(always)]
pub fn yearly_fall(ratio: Lanes, years: f64) -> Lanes {
    ONE - math::pow(ratio, Lanes::splat(1.0 / years))
}

/// The programme's own accelerators in service: million H100e and GW; state.
#[derive(Clone, Copy, Debug)]
pub struct Fleet {
    /// Million H100e.
    pub h100e: Delay,
    /// GW.
    pub power: Delay,
}

impl Fleet {
    /// None in service.
    pub const EMPTY: Fleet = Fleet {
        h100e: Delay::EMPTY,
        power: Delay::EMPTY,
    };

    /// A month of deployment; returns what retires.
    #[inline(always)]
    pub fn deploy(&mut self, h100e: Lanes, power: Lanes, life: Lanes) -> [Lanes; 2] {
        [self.h100e.step(h100e, life), self.power.step(power, life)]
    }
}

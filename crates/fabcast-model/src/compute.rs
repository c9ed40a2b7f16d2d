//! Power and deployment (model §7) and the training-cost clock (model §9).

use crate::declare::parameters;
use crate::delay::{DELTA, Delay};
use crate::flows::HOURS;
use crate::lanes::{Lanes, ONE};
use crate::math;
use crate::parameters::ParamId;
use crate::relax::{Group, Relax};

/// Dense BF16 FLOP/s of an H100.
pub const FLOPS_PER_H100E: f64 = 989.5e12;
/// Dense 8-bit FLOP/s of an H100.
pub const PEAK_PER_H100E: f64 = 1.979e15;

parameters! {
    /// What §7 needs from the scenario.
    pub struct Deployment {
        life: ParamId = q("deploy.life", "yr", 7, "life", "economic life of an accelerator").within(0.25, 100.0);
        // What calls forth new supply is a price per hour sold: some hours must be.
        pub(crate) utilisation: ParamId = share("deploy.utilisation", 7, "util", "hours sold over all hours").within(0.001, 1.0);
        pub(crate) server_cost: ParamId = q("deploy.server_cost", "bn$/GW", 7, "c_srv", "servers and network per gigawatt");
        offer_share: ParamId = share("deploy.offer_share", 7, "μ", "largest share of the world's want that the programme serves");
        market_share: ParamId = share("deploy.market_share", 7, "β_m", "share of the month's market supply that the programme may buy to fill finished halls").or("0");
        fit_out: ParamId = q("deploy.fit_out", "month", 7, "τ_f", "months in which accelerators at hand fill a finished hall").or("1 month").within(1.0, 60.0);
        power_supply: ParamId = q("deploy.power_supply", "GW/yr", 7, "Q_e", "gigawatts a year that makers of generators and transformers can put into service for the programme, at the start").or("1,000,000 GW/yr");
        power_supply_growth: ParamId = growth("deploy.power_supply_growth", 7, "g_e", "growth of it").or("0 %/yr");
        discount: ParamId = share("deploy.discount", 8, "disc", "discount of a newcomer's accelerators");
    }

    /// What a run uses of §7.
    pub struct DeploymentTerms {
        /// `ln(1+g_e)`.
        power_supply_rate: Lanes = math::ln(ONE + power_supply_growth);
    }
}

parameters! {
    /// What §9 needs from the scenario.
    pub struct Clock {
        algorithms: ParamId = q("clock.algorithms", "1", 9, "a", "yearly gain of algorithms, as a factor").within(1.0, 1e3);
        training_utilisation: ParamId = share("clock.training_utilisation", 9, "u_tr", "utilisation in training");
        run_duration: ParamId = q("clock.run_duration", "yr", 9, "dur", "duration of the largest run").within(0.01, 5.0);
        world_share: ParamId = share("clock.world_share", 9, "φ_w", "share of the world's stock in the largest run");
        programme_share: ParamId = share("clock.programme_share", 9, "φ_p", "share of the programme's stock in the largest run");
        claimed_fall: ParamId = share("clock.claimed_fall", 9, "", "fall of training cost a year that is claimed");
    }

    /// What a run uses of §9.
    pub struct ClockTerms {
        /// `ln a`.
        ln_algorithms: Lanes = math::ln(algorithms);
    }
}

impl DeploymentTerms {
    /// Gigawatts that the makers' queue lets into service in month `t` of a run; without limit where power is lifted.
    #[inline(always)]
    pub fn energised(&self, t: usize, relax: Relax) -> Lanes {
        if relax.lifts(Group::Power) {
            return Lanes::splat(f64::INFINITY);
        }
        let y = (t as f64 + 0.5) * DELTA;
        self.power_supply * math::exp(y * self.power_supply_rate) * DELTA
    }

    /// Hours that an accelerator is rented a month.
    #[inline(always)]
    pub fn hours(&self) -> Lanes {
        self.utilisation * (HOURS * DELTA)
    }
}

impl ClockTerms {
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

//! What each vintage knew, and how it leads from the model to what was measured.

use fabcast_model::uncertainty::{Distribution, Shape};

/// A scenario without a programme, and the years that it knew.
#[derive(Clone, Copy, Debug)]
pub struct Vintage {
    /// Embedded scenario.
    pub scenario: &'static str,
    /// Last year that is no forecast.
    pub known_to: i32,
    /// Accelerators counted before the start [million H100e, GW].
    pub counted: [f64; 2],
    own: &'static [Link],
}

/// An uncertain factor between the model and a measured series: median and 90 % interval.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Name, by which it has a random number of its own.
    pub name: &'static str,
    /// Median.
    pub median: f64,
    /// 5 % quantile.
    pub low: f64,
    /// 95 % quantile.
    pub high: f64,
    /// Where it comes from.
    pub reason: &'static str,
}

const fn link(name: &'static str, median: f64, low: f64, high: f64, reason: &'static str) -> Link {
    Link {
        name,
        median,
        low,
        high,
        reason,
    }
}

/// Links of all vintages: how things are counted, not what will happen.
const COMMON: [Link; 5] = [
    link(
        "count",
        1.0,
        0.79,
        1.27,
        "counts of accelerators are estimates: 90 % interval of stock.nvidia.2022",
    ),
    link(
        "nvidia_share",
        0.8,
        0.65,
        0.92,
        "assumption: one maker's share of what all pay for accelerators and network; one fifth was Google's own",
    ),
    link(
        "duv_price",
        0.026,
        0.02,
        0.032,
        "assumption: mean price of all DUV systems, dry and i-line included [bn$]; immersion alone costs three times that",
    ),
    link(
        "overhead",
        1.0,
        0.75,
        1.35,
        "assumption: the observed power is the chips' own times 2.5; servers, network and cooling take 2 to 3.3 times",
    ),
    link(
        "cloud_share_of_ai",
        0.45,
        0.3,
        0.6,
        "assumption: the four companies buy between a third and two thirds of what is spent on AI",
    ),
];

/// Every vintage, the oldest first.
pub const VINTAGES: &[Vintage] = &[
    Vintage {
        scenario: "hindcast-2020",
        known_to: 2019,
        counted: [0.0, 0.0],
        own: &[
            link(
                "tsmc_share",
                0.24,
                0.12,
                0.4,
                "capex.tsmc.2018 and .2019 over wafer tools of those years, 0.19 and 0.29: half as much again either way",
            ),
            link(
                "cloud_other_2022",
                110.0,
                80.0,
                150.0,
                "72 bn$ in 2019 (capex.big4.2019) at 15 % (4 to 27) a year; five companies had grown by 3 % in 2019",
            ),
            link(
                "cloud_growth",
                0.14,
                0.02,
                0.26,
                "as above, in logarithms a year",
            ),
        ],
    },
    Vintage {
        scenario: "hindcast-2022",
        known_to: 2022,
        counted: [0.0, 0.0],
        own: &[
            link(
                "tsmc_share",
                0.33,
                0.17,
                0.5,
                "capital spending over wafer tools, 2020 to 2022: 0.28, 0.34, 0.38; 90 % interval for a further year (Student, 2 degrees of freedom)",
            ),
            link(
                "cloud_other_2022",
                136.0,
                126.0,
                146.0,
                "151 bn$ in 2022 (capex.big4.2022) less the model's share of AI in that year, about 15",
            ),
            link(
                "cloud_growth",
                0.25,
                0.06,
                0.44,
                "growth of 2020 to 2022 in logarithms: 0.28, 0.30, 0.17; 90 % interval for the mean of two further years (Student, 2 degrees of freedom)",
            ),
        ],
    },
    Vintage {
        scenario: "no-programme",
        known_to: 2023,
        counted: [1.6, 3.6],
        own: &[
            link(
                "tsmc_share",
                0.33,
                0.22,
                0.44,
                "capital spending over wafer tools, 2020 to 2023: 0.28, 0.34, 0.38, 0.32; 90 % interval for a further year (Student, 3 degrees of freedom)",
            ),
            link(
                "cloud_other_2022",
                132.0,
                122.0,
                142.0,
                "149 bn$ in 2023 (capex.big4.2023) less a share of AI of about 30, at the growth below",
            ),
            link(
                "cloud_growth",
                0.0,
                -0.35,
                0.35,
                "growth of 2020 to 2023 in logarithms, AI included: 0.28, 0.30, 0.17, -0.01; without AI it fell in 2023",
            ),
        ],
    },
];

impl Vintage {
    /// Every link.
    pub fn links(&self) -> Vec<Link> {
        COMMON.iter().chain(self.own).copied().collect()
    }
}

impl Link {
    /// Its distribution.
    ///
    /// # Panics
    /// If the interval does not hold the median; the tests look at every one.
    pub fn distribution(&self) -> Distribution {
        let shape = Shape::TwoPiece {
            median: self.median,
            p5: self.low,
            p95: self.high,
        };
        Distribution::new(shape, f64::NEG_INFINITY, f64::INFINITY).expect("an interval")
    }
}

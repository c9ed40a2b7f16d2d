//! Distributions with named arguments: `{ dist = "lognormal", p10 = "…", p90 = "…" }`.

mod arguments;
mod empirical;

use fabcast_model::uncertainty::Shape;

use super::{Context, Scale, Z95};
use crate::diagnostic::{Fault, faults};
use crate::number::ln;
use crate::syntax::family::{self, KINDS};
use crate::tree::{Node, Table, Value};
use arguments::Arguments;

/// A distribution as read.
pub(crate) struct Read {
    pub shape: Shape,
    /// For people: `lognormal, p10 300 bn$, p90 2,500 bn$`.
    pub written: String,
    /// For a file: `dist = "lognormal", p10 = "300 bn$", p90 = "2500 bn$"`.
    pub toml: String,
}

/// Reads a table with `dist`.
pub(crate) fn read(
    context: Context<'_>,
    scale: &mut Scale<'_>,
    node: &Node,
    table: &Table,
    dist: &Node,
) -> Result<Read, Vec<Fault>> {
    let Value::Text(name) = &dist.value else {
        return Err(vec![faults::text_expected(dist.span, "dist", &dist.value)]);
    };
    let Some(kind) = family::find(name) else {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        return Err(vec![faults::unknown_distribution(dist.span, name, &names)]);
    };
    let mut arguments = Arguments {
        context,
        scale,
        kind,
        node,
        table,
        dist,
        faults: Vec::new(),
    };
    let shape = arguments.shape();
    if !arguments.faults.is_empty() {
        return Err(arguments.faults);
    }
    let (written, toml) = arguments.shown(shape.as_ref());
    match shape {
        Some(shape) => Ok(Read {
            shape,
            written,
            toml,
        }),
        // An unknown argument has been reported by its name.
        None => Err(Vec::new()),
    }
}

/// Quantiles that can be given, with their standard normal scores.
const SCORES: [(&str, f64, f64); 10] = [
    ("p1", 0.01, -2.3263478740408408),
    ("p5", 0.05, -Z95),
    ("p10", 0.10, -1.2815515655446004),
    ("p25", 0.25, -0.6744897501960817),
    ("p50", 0.50, 0.0),
    ("median", 0.50, 0.0),
    ("p75", 0.75, 0.6744897501960817),
    ("p90", 0.90, 1.2815515655446004),
    ("p95", 0.95, Z95),
    ("p99", 0.99, 2.3263478740408408),
];

impl Arguments<'_, '_, '_> {
    fn shape(&mut self) -> Option<Shape> {
        match self.kind.name {
            "lognormal" => self.lognormal(),
            "normal" => self.normal(),
            "uniform" => {
                let ends = self.ascending(&["low", "high"])?;
                Some(Shape::Uniform {
                    low: ends[0],
                    high: ends[1],
                })
            }
            "triangular" => {
                let [min, mode, max] = self.three()?;
                Some(Shape::Triangular { min, mode, max })
            }
            "pert" => {
                let [min, mode, max] = self.three()?;
                let lambda = self.optional_plain("lambda", 4.0)?;
                Some(Shape::Pert {
                    min,
                    mode,
                    max,
                    lambda,
                })
            }
            "beta" => self.beta(),
            "discrete" => self.discrete(),
            "metalog" => self.metalog(),
            _ => self.empirical(),
        }
    }

    /// The two quantiles given, as (score, value), in ascending order.
    fn two_quantiles(&mut self) -> Option<[(f64, f64); 2]> {
        let given: Vec<_> = SCORES
            .iter()
            .filter(|(name, ..)| self.table.contains_key(*name))
            .collect();
        let [(low, _, low_score), (high, _, high_score)] = given.as_slice() else {
            self.wrong();
            return None;
        };
        if low_score == high_score {
            self.wrong();
            return None;
        }
        let values = self.ascending(&[low, high])?;
        Some([(*low_score, values[0]), (*high_score, values[1])])
    }

    fn lognormal(&mut self) -> Option<Shape> {
        if self.gives_only(&["mu_log", "sigma_log"]) {
            let mu = self.plain("mu_log")?;
            let sigma = self.positive_plain("sigma_log")?;
            let unit = self.unit_factor()?;
            return Some(Shape::LogNormal {
                mu: mu + ln(unit),
                sigma,
            });
        }
        if self.gives_only(&["mean", "sd"]) {
            let mean = self.value("mean")?;
            let sd = self.width("sd")?;
            self.above_zero("mean", mean)?;
            let variance = ln(1.0 + (sd / mean) * (sd / mean));
            return Some(Shape::LogNormal {
                mu: ln(mean) - variance / 2.0,
                sigma: variance.sqrt(),
            });
        }
        if self.gives_any(&["mu_log", "sigma_log", "mean", "sd"]) {
            self.wrong();
            return None;
        }
        let [(z0, low), (z1, high)] = self.two_quantiles()?;
        if low <= 0.0 {
            self.quantile_above_zero();
            return None;
        }
        let sigma = ln(high / low) / (z1 - z0);
        Some(Shape::LogNormal {
            mu: ln(low) - z0 * sigma,
            sigma,
        })
    }

    fn normal(&mut self) -> Option<Shape> {
        if self.gives_only(&["mean", "sd"]) {
            let mean = self.value("mean")?;
            return Some(Shape::Normal {
                mean,
                sd: self.width("sd")?,
            });
        }
        if self.gives_any(&["mean", "sd"]) {
            self.wrong();
            return None;
        }
        let [(z0, low), (z1, high)] = self.two_quantiles()?;
        let sd = (high - low) / (z1 - z0);
        Some(Shape::Normal {
            mean: low - z0 * sd,
            sd,
        })
    }

    fn three(&mut self) -> Option<[f64; 3]> {
        let values = self.ascending(&["min", "mode", "max"])?;
        Some([values[0], values[1], values[2]])
    }

    fn beta(&mut self) -> Option<Shape> {
        let low = self.optional_value("low", 0.0)?;
        let high = self.optional_value("high", 1.0)?;
        if low >= high {
            self.not_ascending("low", "high");
            return None;
        }
        if self.gives_any(&["mean", "sd"]) {
            if self.gives_any(&["alpha", "beta"]) {
                self.wrong();
                return None;
            }
            let mean = (self.value("mean")? - low) / (high - low);
            let sd = self.width("sd")? / (high - low);
            let room = mean * (1.0 - mean);
            if !(mean > 0.0 && mean < 1.0 && sd * sd < room) {
                self.no_such_beta();
                return None;
            }
            let total = room / (sd * sd) - 1.0;
            return Some(Shape::Beta {
                alpha: mean * total,
                beta: (1.0 - mean) * total,
                low,
                high,
            });
        }
        let alpha = self.positive_plain("alpha")?;
        let beta = self.positive_plain("beta")?;
        Some(Shape::Beta {
            alpha,
            beta,
            low,
            high,
        })
    }

    fn discrete(&mut self) -> Option<Shape> {
        let values = self.values("values")?;
        let weights = self.weights("weights", values.len())?;
        Some(Shape::Discrete { values, weights })
    }

    fn metalog(&mut self) -> Option<Shape> {
        let mut order = vec!["p10", "p50", "p90"];
        let bounded = |name: &&str| self.table.contains_key(*name);
        let low_given = bounded(&"low");
        let high_given = bounded(&"high");
        if low_given {
            order.insert(0, "low");
        }
        if high_given {
            order.push("high");
        }
        let values = self.ascending(&order)?;
        let first = usize::from(low_given);
        Some(Shape::Metalog {
            p10: values[first],
            p50: values[first + 1],
            p90: values[first + 2],
            low: low_given.then(|| values[0]),
            high: high_given.then(|| values[first + 3]),
        })
    }

    fn empirical(&mut self) -> Option<Shape> {
        match (
            self.table.contains_key("values"),
            self.table.contains_key("file"),
        ) {
            (true, false) if !self.table.contains_key("column") => Some(Shape::Empirical {
                values: self.values("values")?,
            }),
            (false, true) => Some(Shape::Empirical {
                values: self.column()?,
            }),
            _ => {
                self.wrong();
                None
            }
        }
    }

    /// The size of the unit whose logarithm is taken, in the unit of the row.
    fn unit_factor(&mut self) -> Option<f64> {
        match self.scale.given {
            None => Some(1.0),
            Some(_) => self.of_unit(1.0),
        }
    }
}

#[cfg(test)]
mod tests;

//! Scales with round ticks.

use super::svg::{Anchor, Svg};
use crate::format::Measure;
use crate::format::decimal::{self, log10};

/// Maps values to the height of a chart.
pub struct ValueAxis {
    /// Ticks with their labels, rising.
    pub ticks: Vec<(f64, String)>,
    /// Unit of the labels.
    pub title: String,
    logarithmic: bool,
    low: f64,
    high: f64,
    /// Coordinate of `low` and of `high`.
    from: f64,
    to: f64,
}

impl ValueAxis {
    /// A linear axis from zero (or below, if values are) to a round number above `largest`.
    pub fn linear(
        measure: &Measure,
        smallest: f64,
        largest: f64,
        ticks: usize,
        (from, to): (f64, f64),
    ) -> Self {
        let limit = f64::MAX / 64.0;
        let low = if smallest.is_finite() {
            smallest.clamp(-limit, 0.0)
        } else {
            0.0
        };
        let high = if largest.is_finite() {
            largest.clamp(low.min(0.0), limit).max(0.0)
        } else {
            0.0
        };
        let high = if high - low > 0.0 { high } else { low + 1.0 };
        let step = round_step((high - low) / ticks.max(1) as f64);
        let low = (low / step).floor() * step;
        let high = (high / step - 1e-9).ceil() * step;
        let unit = measure.axis(high.abs().max(low.abs()));
        let n = ((high - low) / step).round() as usize;
        let ticks = (0..=n)
            .map(|index| {
                let value = low + step * index as f64;
                (
                    value,
                    unit.label(
                        if value.abs() < step * 1e-6 {
                            0.0
                        } else {
                            value
                        },
                        step,
                    ),
                )
            })
            .collect();
        Self {
            ticks,
            title: unit.title,
            logarithmic: false,
            low,
            high,
            from,
            to,
        }
    }

    /// A logarithmic axis around positive values.
    pub fn logarithmic(
        measure: &Measure,
        smallest: f64,
        largest: f64,
        (from, to): (f64, f64),
    ) -> Self {
        let (low, high) = (
            log10(smallest.max(1e-300)),
            log10(largest.clamp(1e-300, 1e300)),
        );
        let high = high.max(low + 0.3);
        let unit = measure.axis(largest);
        let mantissas: &[f64] = if high - low > 3.0 {
            &[1.0]
        } else {
            &[1.0, 2.0, 5.0]
        };
        let candidates: Vec<f64> = (low.floor() as i32..=high.ceil() as i32)
            .flat_map(|decade| {
                mantissas
                    .iter()
                    .map(move |mantissa| mantissa * decimal::power(decade))
            })
            .filter(|value| value.is_finite() && *value > 0.0)
            .collect();
        let below = candidates
            .iter()
            .rposition(|value| log10(*value) <= low + 1e-9)
            .unwrap_or(0);
        let above = candidates
            .iter()
            .position(|value| log10(*value) >= high - 1e-9)
            .unwrap_or(candidates.len().saturating_sub(1));
        // over many decades the ends need not be round
        let wide = high - low > 3.0;
        let shown = if wide && above > below + 3 {
            candidates.get(below + 1..above)
        } else {
            candidates.get(below..=above)
        };
        let shown = shown.unwrap_or_default();
        let stride = shown.len().div_ceil(9).max(1);
        let ticks: Vec<_> = shown
            .iter()
            .step_by(stride)
            .map(|value| (*value, unit.label_log(*value)))
            .collect();
        let low = shown.first().map_or(low, |value| {
            if wide {
                low.min(log10(*value))
            } else {
                log10(*value)
            }
        });
        let high = shown.last().map_or(high, |value| {
            if wide {
                high.max(log10(*value))
            } else {
                log10(*value)
            }
        });
        Self {
            ticks,
            title: unit.title,
            logarithmic: true,
            low,
            high,
            from,
            to,
        }
    }

    /// Coordinate of a value; `None` if it has none.
    pub fn at(&self, value: f64) -> Option<f64> {
        let value = if self.logarithmic {
            if value > 0.0 {
                log10(value)
            } else {
                return None;
            }
        } else {
            value
        };
        let share = (value - self.low) / (self.high - self.low);
        share
            .is_finite()
            .then(|| self.from + share.clamp(-0.02, 1.02) * (self.to - self.from))
    }

    /// Horizontal grid lines with labels at the left, and the unit above.
    pub fn draw(&self, svg: &mut Svg, left: f64, right: f64) {
        let crowded = (self.from - self.to).abs() / self.ticks.len().max(1) as f64;
        let stride = (14.0 / crowded.max(1.0)).ceil() as usize;
        for (index, (value, label)) in self.ticks.iter().enumerate() {
            let Some(y) = self.at(*value) else { continue };
            let zero = !self.logarithmic && *value == 0.0;
            svg.line(if zero { "axis" } else { "grid" }, (left, y), (right, y));
            if index % stride.max(1) == 0 {
                svg.text("tick", left - 6.0, y + 4.0, Anchor::End, label);
            }
        }
        svg.text(
            "unit",
            0.0,
            self.to.min(self.from) - 13.0,
            Anchor::Start,
            &self.title,
        );
    }

    /// Room that the tick labels need.
    pub fn label_room(&self) -> f64 {
        self.ticks
            .iter()
            .map(|(_, label)| super::svg::text_width(label, 12.0))
            .fold(18.0, f64::max)
            + 10.0
    }
}

/// Maps calendar months to the width of a chart.
#[derive(Clone, Copy)]
pub struct TimeAxis {
    first: f64,
    last: f64,
    from: f64,
    to: f64,
}

impl TimeAxis {
    /// An axis from month `first` to month `last` (points on the calendar).
    pub fn new(first: f64, last: f64, (from, to): (f64, f64)) -> Self {
        let last = if last > first { last } else { first + 1.0 };
        Self {
            first,
            last,
            from,
            to,
        }
    }

    /// Coordinate of a month, held within the axis.
    pub fn at(&self, month: f64) -> f64 {
        let share = (month - self.first) / (self.last - self.first);
        self.from + share.clamp(0.0, 1.0) * (self.to - self.from)
    }

    /// Right end of the axis.
    pub fn end(&self) -> f64 {
        self.to
    }

    /// Grid lines at the turn of years with the year's number below `bottom` (and above `top` if asked).
    pub fn draw(&self, svg: &mut Svg, top: f64, bottom: f64, labels_above: bool) {
        let years = (self.last - self.first) / 12.0;
        let room = ((self.to - self.from) / 40.0).max(1.0);
        let stride = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]
            .into_iter()
            .find(|stride| years / stride <= room)
            .unwrap_or((years / room).ceil());
        let mut year = (self.first / 12.0 / stride).ceil() * stride;
        let mut labels = Vec::new();
        while year * 12.0 <= self.last + 1e-9 && labels.len() < 200 {
            labels.push((self.at(year * 12.0), format!("{year:.0}")));
            year += stride;
        }
        if labels.is_empty() {
            labels.push((self.from, crate::format::month_short(self.first)));
        }
        for (x, label) in labels {
            svg.line("grid", (x, top), (x, bottom));
            svg.line("axis", (x, bottom), (x, bottom + 4.0));
            let anchor = if x - self.from < 12.0 {
                Anchor::Start
            } else {
                Anchor::Middle
            };
            svg.text("tick", x, bottom + 17.0, anchor, &label);
            if labels_above {
                svg.text("tick", x, top - 6.0, anchor, &label);
            }
        }
    }
}

/// The step of round numbers (1, 2, 5 times a power of ten) not below `least`.
fn round_step(least: f64) -> f64 {
    if !(least.is_finite() && least > 0.0) {
        return 1.0;
    }
    let power = decimal::power(decimal::floor_log10(least));
    let power = if power > 0.0 {
        power
    } else {
        f64::MIN_POSITIVE
    };
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|m| m * power)
        .find(|step| *step >= least * 0.999_999)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests;

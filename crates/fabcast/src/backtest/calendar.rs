//! Calendar dates that are known to the month, the quarter, the half year or the year.

use serde::{Serialize, Serializer};

/// The months in which something happened, or was to happen: counted from year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// First month in which it can have happened.
    pub from: i32,
    /// First month after those in which it can have happened.
    pub to: i32,
}

impl Window {
    /// Reads `2024`, `2024-H2`, `2024-Q3` or `2024-07`; `None` for anything else.
    ///
    /// ```
    /// use fabcast::backtest::calendar::Window;
    /// let window = Window::parse("2024-H2").unwrap();
    /// assert_eq!((window.to_string().as_str(), window.to - window.from), ("2024-07 to 2024-12", 6));
    /// assert_eq!(Window::parse("2024-07").unwrap().to_string(), "2024-07");
    /// assert!(Window::parse("July 2024").is_none() && Window::parse("2024-13").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Window> {
        let text = text.trim();
        let year: i32 = text.get(..4)?.parse().ok()?;
        let year = (1900..=2200).contains(&year).then_some(year * 12)?;
        let part = |first: i32, months: i32| Window {
            from: year + first,
            to: year + first + months,
        };
        let rest = &text[4..];
        Some(match rest {
            "" => part(0, 12),
            "-H1" => part(0, 6),
            "-H2" => part(6, 6),
            "-Q1" => part(0, 3),
            "-Q2" => part(3, 3),
            "-Q3" => part(6, 3),
            "-Q4" => part(9, 3),
            _ => {
                let digits = rest.strip_prefix('-').filter(|digits| digits.len() == 2)?;
                let month: i32 = digits.parse().ok()?;
                part((1..=12).contains(&month).then_some(month - 1)?, 1)
            }
        })
    }

    /// Middle (months).
    pub fn middle(&self) -> f64 {
        f64::from(self.from + self.to) / 2.0
    }
}

impl std::fmt::Display for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.from % 12 == 0 && self.to - self.from == 12 {
            write!(f, "{}", self.from / 12)
        } else if self.to - self.from == 1 {
            f.write_str(&month(self.from))
        } else {
            write!(f, "{} to {}", month(self.from), month(self.to - 1))
        }
    }
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// `YYYY-MM` of a month counted from year 0.
pub fn month(index: i32) -> String {
    format!(
        "{:04}-{:02}",
        index.div_euclid(12),
        index.rem_euclid(12) + 1
    )
}

/// The January of a month's year.
pub fn january(index: i32) -> i32 {
    index.div_euclid(12) * 12
}

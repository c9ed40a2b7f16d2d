//! Dates as people and programs write them.

use jiff::civil::Date;
use jiff::fmt::strtime;

use crate::finance::text;

/// What is wrong with a text, and how to put it right.
type Wrong = (String, &'static str);

/// Which part of `3/4/2024` is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The first.
    DayFirst,
    /// The second.
    MonthFirst,
}

/// How the dates of a file are to be read.
pub struct Days {
    /// Order of dates with two small numbers in front of the year, if it is known.
    order: Option<Order>,
}

/// Formats in which nothing can be mistaken, of strptime.
const CLEAR: [&str; 13] = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d %B %Y",
    "%d-%B-%Y",
    "%B %d, %Y",
    "%B %d %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%b %d %Y",
    // A month is its first day.
    "%Y-%m",
];

/// Serial numbers of spreadsheets that are taken for dates: 1954 to 2119.
const SERIALS: std::ops::RangeInclusive<i32> = 20_000..=80_000;

impl Days {
    /// Finds out which part of ambiguous dates is the day, from all dates of a file: a part above 12
    /// is one.
    pub fn of<'a>(dates: impl Iterator<Item = &'a str>, told: Option<Order>) -> Days {
        let (mut first, mut second) = (false, false);
        for (a, b, ..) in dates.filter_map(small) {
            first |= a > 12;
            second |= b > 12;
        }
        let seen = match (first, second) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        };
        Days {
            order: told.or(seen),
        }
    }

    /// Reads a date.
    pub fn read(&self, written: &str) -> Result<Date, Wrong> {
        if written.trim().is_empty() {
            return Err((text::NO_DATE.to_owned(), text::DATE_HELP));
        }
        let day = day_part(written);
        for format in CLEAR {
            if let Some(date) = parse(format, day) {
                return Ok(date);
            }
        }
        if let Some(serial) = day.parse().ok().filter(|serial| SERIALS.contains(serial)) {
            let zero = Date::constant(1899, 12, 30);
            let span = jiff::Span::new().days(serial);
            return zero
                .checked_add(span)
                .map_err(|_| (text::no_date(written), text::DATE_HELP));
        }
        let Some((a, b, year, dotted)) = small(written) else {
            return Err((text::no_date(written), text::DATE_HELP));
        };
        // 03.04.2024 is written where the day comes first.
        let order = match (dotted, self.order) {
            (true, _) => Order::DayFirst,
            (false, Some(order)) => order,
            (false, None) => return Err((text::ambiguous(written), text::AMBIGUOUS_HELP)),
        };
        let (day, month) = match order {
            Order::DayFirst => (a, b),
            Order::MonthFirst => (b, a),
        };
        Date::new(year, month, day).map_err(|_| (text::no_such_day(written), text::DATE_HELP))
    }
}

fn parse(format: &str, written: &str) -> Option<Date> {
    let month_only = format == "%Y-%m";
    let broken = if month_only {
        strtime::parse("%Y-%m-%d", format!("{written}-01"))
    } else {
        strtime::parse(format, written)
    };
    let date = broken.ok()?.to_date().ok()?;
    // 24-01-02 is not the year 24.
    (1000..=9999).contains(&date.year()).then_some(date)
}

/// The date without a time of day at midnight behind it.
fn day_part(written: &str) -> &str {
    let written = written.trim();
    for midnight in ["T00:00:00Z", "T00:00:00", " 00:00:00", " 00:00"] {
        if let Some(day) = written.strip_suffix(midnight) {
            return day;
        }
    }
    written
}

/// Two small numbers, a year of four digits, and whether dots part them.
fn small(written: &str) -> Option<(i8, i8, i16, bool)> {
    let day = day_part(written);
    let separator = ['/', '.', '-'].into_iter().find(|&s| day.contains(s))?;
    let mut parts = day.split(separator);
    let (a, b, year) = (parts.next()?, parts.next()?, parts.next()?);
    let short = |part: &str| part.len() <= 2;
    if parts.next().is_some() || !short(a) || !short(b) || year.len() != 4 {
        return None;
    }
    Some((
        a.parse().ok()?,
        b.parse().ok()?,
        year.parse().ok()?,
        separator == '.',
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_many_ways() {
        let clear = Days { order: None };
        for text in [
            "2024-02-29",
            "2024/02/29",
            "2024.2.29",
            "20240229",
            "29 Feb 2024",
            "29-Feb-2024",
            "29 february 2024",
            "Feb 29, 2024",
            "February 29 2024",
            "29.02.2024",
            "2024-02-29T00:00:00",
            "2024-02-29 00:00:00",
            "45351",
        ] {
            assert_eq!(clear.read(text), Ok(Date::constant(2024, 2, 29)), "{text}");
        }
        assert_eq!(clear.read("2024-02"), Ok(Date::constant(2024, 2, 1)));
    }

    #[test]
    fn other_dates_of_the_file_tell_the_order() {
        let days = |dates: &[&'static str]| Days::of(dates.iter().copied(), None);
        let day_first = days(&["3/4/2024", "25/4/2024"]);
        assert_eq!(day_first.read("3/4/2024"), Ok(Date::constant(2024, 4, 3)));
        let month_first = days(&["3/4/2024", "4/25/2024"]);
        assert_eq!(month_first.read("3/4/2024"), Ok(Date::constant(2024, 3, 4)));
        let unknown = days(&["3/4/2024"]).read("3/4/2024").expect_err("unclear");
        assert_eq!(unknown.1, text::AMBIGUOUS_HELP);
        // Neither order fits both.
        assert!(days(&["25/4/2024", "4/25/2024"]).read("3/4/2024").is_err());
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let days = Days {
            order: Some(Order::DayFirst),
        };
        for text in [
            "",
            "soon",
            "2024-02-30",
            "2024-13-01",
            "31/4/2024",
            "24-01-02",
            "2024",
            "12",
        ] {
            assert!(days.read(text).is_err(), "{text}");
        }
    }
}

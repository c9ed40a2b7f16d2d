//! Calendar months, `2025-02`.

use fabcast_model::inputs::Date;

/// Reads `2025-02`; nothing if the text has another form.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let (year, month) = text.split_once('-')?;
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    if !year
        .bytes()
        .chain(month.bytes())
        .all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let month: u32 = month.parse().ok()?;
    (1..=12).contains(&month).then_some(Date {
        year: year.parse().ok()?,
        month,
    })
}

/// The last month of a date of a source, written as loosely as sources are dated:
/// `2024` (its end), `2024-02`, `2024-02-14`, `2024-Q3`, `2024-H2`.
pub(crate) fn last_month(text: &str) -> Option<Date> {
    let text = text.trim();
    let year = text
        .get(..4)
        .filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?
        .parse()
        .ok()?;
    let rest = text.get(4..)?;
    let month = match rest.strip_prefix('-').unwrap_or(rest) {
        "" if rest.is_empty() => 12,
        "Q1" => 3,
        "Q2" | "H1" => 6,
        "Q3" => 9,
        "Q4" | "H2" => 12,
        month_and_day if rest.starts_with('-') => {
            let (month, day) = month_and_day.split_at_checked(2)?;
            let day_is_sound = match day.strip_prefix('-') {
                Some(day) => {
                    day.len() == 2 && day.parse().is_ok_and(|d: u32| (1..=31).contains(&d))
                }
                None => day.is_empty(),
            };
            let month = month.parse().ok()?;
            if !day_is_sound || !(1..=12).contains(&month) {
                return None;
            }
            month
        }
        _ => return None,
    };
    Some(Date { year, month })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read() {
        assert_eq!(
            parse("2025-02"),
            Some(Date {
                year: 2025,
                month: 2
            })
        );
        for wrong in [
            "2025",
            "2025-13",
            "2025-00",
            "25-02",
            "2025-2",
            "2025-02-01",
            "२०२५-०२",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dates_of_sources_are_read_loosely() {
        let cases = [
            ("2024", 12),
            ("2024-03", 3),
            ("2024-03-31", 3),
            ("2024-H1", 6),
            ("2024-Q3", 9),
        ];
        for (text, month) in cases {
            assert_eq!(last_month(text), Some(Date { year: 2024, month }), "{text}");
        }
        for wrong in [
            "",
            "24",
            "soon",
            "2024-1",
            "2024-02-40",
            "2024-é2",
            "2024-",
            "20é4",
        ] {
            assert_eq!(last_month(wrong), None, "{wrong}");
        }
    }
}

//! What a value looks like.

use fabcast_model::parameter::{Form, Row};

use crate::number::number_text;

/// A text that is valid at a row of the parameter table: `5 yr`.
pub fn example(row: &Row) -> String {
    let inside = |value: f64| row.min <= value && value <= row.max;
    let number = match row.form {
        Form::When => return "2025-06 (2025-01 to 2026-06)".to_owned(),
        Form::Spread if row.unit == "month" => return "16 months (9 to 24)".to_owned(),
        Form::Spread if row.unit != "1" => return format!("0.1 {} (0.04 to 0.27)", row.unit),
        Form::Spread => return "1.2 (0.95 to 1.8)".to_owned(),
        Form::Whole if row.unit == "1" => return "2".to_owned(),
        Form::Whole => return "4 months".to_owned(),
        Form::Word(words) => return words.first().copied().unwrap_or("").to_owned(),
        Form::Text | Form::Words(_) | Form::Name(_) | Form::Names(_) => return "…".to_owned(),
        Form::Quantity => [0.3, 1.2, 3.0, 12.0, 30.0, 1_500.0, 0.01, 0.0]
            .into_iter()
            .find(|value| inside(*value))
            .unwrap_or(row.min),
    };
    match row.unit {
        "" => "100 GW".to_owned(),
        "1" => number_text(number),
        "1/yr" if inside(0.12) => "12 %/yr".to_owned(),
        "1/yr" => format!("{} /yr", number_text(number)),
        "1/cm2" => "0.07 /cm2".to_owned(),
        "month" => "18 months".to_owned(),
        "yr" if inside(5.0) => "5 yr".to_owned(),
        "yr" => "0.5 yr".to_owned(),
        "bn$" => "1,500 bn$ (300 to 2,500)".to_owned(),
        "kwspm|kwpm|GW" => "30 kwspm".to_owned(),
        "bn$/GWh" => "77 $/MWh".to_owned(),
        "bn$/FTE/yr" => "0.12 M$/FTE/yr".to_owned(),
        "bn$/stack" => "450 $/stack".to_owned(),
        "mm2" => "814 mm2".to_owned(),
        unit => format!("{} {unit}", number_text(number)),
    }
}

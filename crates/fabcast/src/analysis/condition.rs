//! Conditions on an outcome, as in `delivered_share_2035 >= 0.5`.

/// `NAME >= VALUE` or the like.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Outcome or column.
    pub name: String,
    /// How it is compared.
    pub relation: Relation,
    /// With what.
    pub value: f64,
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
}

/// Relations as they are written, the longer ones first.
const RELATIONS: [(&str, Relation); 6] = [
    (">=", Relation::AtLeast),
    ("<=", Relation::AtMost),
    ("≥", Relation::AtLeast),
    ("≤", Relation::AtMost),
    (">", Relation::Above),
    ("<", Relation::Below),
];

impl Condition {
    /// Reads a condition; the value may be a per cent.
    ///
    /// # Errors
    /// What was expected.
    /// ```
    /// use fabcast::analysis::condition::Condition;
    /// let condition = Condition::parse("irr >= 8 %").unwrap();
    /// assert!(condition.holds(0.09) && !condition.holds(0.07) && !condition.holds(f64::NAN));
    /// assert!(Condition::parse("irr is good").is_err());
    /// ```
    pub fn parse(written: &str) -> Result<Condition, String> {
        let found = RELATIONS
            .iter()
            .find_map(|(sign, relation)| Some((written.split_once(sign)?, *relation)));
        let expected = || super::sensitivity::text::expected_condition(written);
        let ((name, value), relation) = found.ok_or_else(expected)?;
        let value = value.trim();
        let (digits, scale) = match value.strip_suffix('%') {
            Some(digits) => (digits.trim_end(), 100.0),
            None => (value, 1.0),
        };
        let number: f64 = digits.replace('_', "").parse().map_err(|_| expected())?;
        let name = name.trim().to_owned();
        if name.is_empty() || !number.is_finite() {
            return Err(expected());
        }
        Ok(Condition {
            name,
            relation,
            value: number / scale,
        })
    }

    /// `NAME >= VALUE` with the value rounded to four digits, so that it can be read and typed again.
    pub fn at_least(name: &str, value: f64) -> Condition {
        Condition {
            name: name.to_owned(),
            relation: Relation::AtLeast,
            value: format!("{value:.3e}").parse().unwrap_or(value),
        }
    }

    /// Whether a value meets it; what is no number does not.
    pub fn holds(&self, value: f64) -> bool {
        match self.relation {
            Relation::AtLeast => value >= self.value,
            Relation::Above => value > self.value,
            Relation::AtMost => value <= self.value,
            Relation::Below => value < self.value,
        }
    }
}

impl std::fmt::Display for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = match self.relation {
            Relation::AtLeast => ">=",
            Relation::Above => ">",
            Relation::AtMost => "<=",
            Relation::Below => "<",
        };
        write!(f, "{} {sign} {}", self.name, self.value)
    }
}

//! The families of distributions, and what each takes.

/// A family of distributions.
#[derive(Debug)]
pub(crate) struct Kind {
    /// Name after `dist =`.
    pub name: &'static str,
    /// Names of all its arguments.
    pub arguments: &'static [&'static str],
    /// The ways to give them.
    pub usage: &'static str,
    /// An example that is valid for a plain number.
    pub example: &'static str,
}

/// Every family.
pub(crate) static KINDS: &[Kind] = &[
    Kind {
        name: "lognormal",
        arguments: &[
            "p1",
            "p5",
            "p10",
            "p25",
            "p50",
            "p75",
            "p90",
            "p95",
            "p99",
            "median",
            "mean",
            "sd",
            "mu_log",
            "sigma_log",
        ],
        usage: "two quantiles (p1, p5, p10, p25, p50 or median, p75, p90, p95, p99), or mean and \
                sd, or mu_log and sigma_log",
        example: r#"{ dist = "lognormal", p10 = "0.2", p90 = "0.6" }"#,
    },
    Kind {
        name: "normal",
        arguments: &[
            "p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99", "median", "mean", "sd",
        ],
        usage: "mean and sd, or two quantiles (p1, p5, p10, p25, p50 or median, p75, p90, p95, p99)",
        example: r#"{ dist = "normal", mean = "0.4", sd = "0.1" }"#,
    },
    Kind {
        name: "uniform",
        arguments: &["low", "high"],
        usage: "low and high",
        example: r#"{ dist = "uniform", low = "0.2", high = "0.6" }"#,
    },
    Kind {
        name: "triangular",
        arguments: &["min", "mode", "max"],
        usage: "min, mode and max",
        example: r#"{ dist = "triangular", min = "0.2", mode = "0.3", max = "0.6" }"#,
    },
    Kind {
        name: "pert",
        arguments: &["min", "mode", "max", "lambda"],
        usage: "min, mode and max, and lambda if it is not 4",
        example: r#"{ dist = "pert", min = "0.2", mode = "0.3", max = "0.6" }"#,
    },
    Kind {
        name: "beta",
        arguments: &["alpha", "beta", "mean", "sd", "low", "high"],
        usage: "alpha and beta, or mean and sd; and low and high if they are not 0 and 1",
        example: r#"{ dist = "beta", alpha = 2, beta = 5 }"#,
    },
    Kind {
        name: "discrete",
        arguments: &["values", "weights"],
        usage: "values and weights, two lists of the same length",
        example: r#"{ dist = "discrete", values = ["0.2", "0.6"], weights = [3, 1] }"#,
    },
    Kind {
        name: "metalog",
        arguments: &["p10", "p50", "p90", "low", "high"],
        usage: "p10, p50 and p90, and low and high if there are such bounds",
        example: r#"{ dist = "metalog", p10 = "0.2", p50 = "0.3", p90 = "0.6", low = "0" }"#,
    },
    Kind {
        name: "empirical",
        arguments: &["values", "file", "column"],
        usage: "values, a list, or file and column of a CSV file beside the scenario",
        example: r#"{ dist = "empirical", values = ["0.2", "0.25", "0.4", "0.6"] }"#,
    },
];

/// The family of a name.
pub(crate) fn find(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

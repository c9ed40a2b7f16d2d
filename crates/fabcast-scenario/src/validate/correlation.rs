//! Groups of parameters joined in a Gaussian copula (model §0).

use fabcast_model::inputs::{Correlation, Leaf};
use fabcast_model::uncertainty::{Copula, CorrelationFault};

use crate::diagnostic::{Fault, Report, checks, relations};
use crate::scenario::{Correlations, Group};
use crate::source::{Sources, Span};
use crate::suggest::nearest;
use crate::tree::{Node, Table, Value};
use crate::typing::Values;

const KEYS: &[&str] = &["parameters", "rank", "matrix", "pairs", "note"];

/// A group whose parameters all exist.
pub(crate) struct Joined {
    pub group: Group,
}

impl Joined {
    /// The group as the engine is given it.
    pub fn matrix(&self) -> Correlation {
        Correlation {
            name: self.group.name.clone(),
            paths: self.group.paths.clone(),
            matrix: full(&self.group.correlation, self.group.paths.len()),
        }
    }
}

fn full(correlation: &Correlations, size: usize) -> Vec<Vec<f64>> {
    match correlation {
        Correlations::Matrix(matrix) => matrix.clone(),
        Correlations::All(rank) => (0..size)
            .map(|i| {
                (0..size)
                    .map(|j| if i == j { 1.0 } else { *rank })
                    .collect()
            })
            .collect(),
    }
}

/// Reads every group.
pub(crate) fn read(
    tree: &Table,
    values: &Values,
    sources: &Sources,
    report: &mut Report,
) -> Vec<Joined> {
    let Some(node) = tree.get("correlation") else {
        return Vec::new();
    };
    let Some(groups) = node.table() else {
        report.push(checks::table_expected(
            node.span,
            "correlation",
            &node.value,
        ));
        return Vec::new();
    };
    let mut joined = Vec::new();
    let mut taken: Vec<(String, String)> = Vec::new();
    for (name, node) in groups {
        let Some(table) = node.table() else {
            let path = format!("correlation.{name}");
            report.push(checks::table_expected(node.span, &path, &node.value));
            continue;
        };
        let mut reader = Reader {
            name,
            table,
            header: header(node, sources),
            values,
            report,
        };
        if let Some(group) = reader.group(&mut taken) {
            joined.push(Joined { group });
        }
    }
    joined
}

fn header(node: &Node, sources: &Sources) -> Span {
    if sources.slice(node.span).starts_with('[') {
        node.span
    } else {
        node.key
    }
}

struct Reader<'a> {
    name: &'a str,
    table: &'a Table,
    header: Span,
    values: &'a Values,
    report: &'a mut Report,
}

impl Reader<'_> {
    fn group(&mut self, taken: &mut Vec<(String, String)>) -> Option<Group> {
        for (key, node) in self.table {
            if !KEYS.contains(&key.as_str()) {
                let place = format!("`correlation.{}`", self.name);
                self.report
                    .push(checks::unknown_key(node.key, key, &place, KEYS, None));
            }
        }
        let forms: Vec<&str> = ["rank", "matrix", "pairs"]
            .into_iter()
            .filter(|form| self.table.contains_key(*form))
            .collect();
        let [form] = forms.as_slice() else {
            let fault = relations::one_form_of_group(self.header, self.name, forms.len());
            self.report.push(fault);
            return None;
        };
        let node = &self.table[*form];
        let pairs = if *form == "pairs" {
            Some(self.pairs(node)?)
        } else {
            None
        };
        let places = self.parameters(pairs.as_deref())?;
        // Each is checked before any is refused.
        let fine: Vec<bool> = places
            .iter()
            .map(|(path, span)| self.joinable(path, *span, taken))
            .collect();
        if fine.contains(&false) {
            return None;
        }
        let paths: Vec<String> = places.iter().map(|(path, _)| path.clone()).collect();
        let correlation = match (*form, pairs) {
            ("rank", _) => Correlations::All(self.coefficient(node)?),
            (_, Some(pairs)) => self.matrix_of_pairs(&paths, &pairs)?,
            _ => Correlations::Matrix(self.matrix(node, &paths)?),
        };
        self.definite(node.span, &paths, &correlation)?;
        self.without_fixed(paths, correlation, places[0].1.file)
    }

    /// The parameters with their places, from `parameters` or from the pairs.
    fn parameters(&mut self, pairs: Option<&[Pair]>) -> Option<Vec<(String, Span)>> {
        let mut places: Vec<(String, Span)> = Vec::new();
        match (self.table.get("parameters"), pairs) {
            (Some(node), _) => {
                let Value::List(items) = &node.value else {
                    let what = format!("`parameters` is {}", node.value.kind());
                    let fault =
                        relations::malformed_group(node.span, &what, "expected a list of paths");
                    self.report.push(fault);
                    return None;
                };
                for item in items {
                    let Value::Text(path) = &item.value else {
                        let what = format!("a parameter is {}", item.value.kind());
                        self.report.push(relations::malformed_group(
                            item.span,
                            &what,
                            "expected a path",
                        ));
                        return None;
                    };
                    if places.iter().any(|(other, _)| other == path) {
                        self.report.push(relations::not_joinable(
                            item.span,
                            format!("`{path}` is twice in group `{}`", self.name),
                            "second time",
                            "keep one of the two".to_owned(),
                        ));
                        return None;
                    }
                    places.push((path.clone(), item.span));
                }
            }
            (None, Some(pairs)) => {
                for pair in pairs {
                    for (path, span) in [&pair.first, &pair.second] {
                        if !places.iter().any(|(other, _)| other == path) {
                            places.push((path.clone(), *span));
                        }
                    }
                }
            }
            (None, None) => {
                let what = format!("group `{}` has no parameters", self.name);
                let fault = relations::malformed_group(self.header, &what, "expected `parameters`");
                self.report.push(fault);
                return None;
            }
        }
        if places.len() < 2 {
            let span = self
                .table
                .get("parameters")
                .map_or(self.header, |node| node.span);
            let what = format!("group `{}` joins fewer than two parameters", self.name);
            self.report.push(relations::malformed_group(
                span,
                &what,
                "expected at least two paths",
            ));
            return None;
        }
        Some(places)
    }

    /// Whether a path is an uncertain quantity that no other group has.
    fn joinable(&mut self, path: &str, span: Span, taken: &mut Vec<(String, String)>) -> bool {
        let fault = match self.values.get(path).map(|typed| (&typed.leaf, typed.span)) {
            None => {
                let near = nearest(path, self.values.keys().map(String::as_str));
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "name the whole path of a quantity of the scenario".to_owned(),
                };
                relations::not_joinable(
                    span,
                    format!("there is no value `{path}` to be correlated"),
                    "not found",
                    help,
                )
            }
            Some((Leaf::Quantity(distribution), place)) => {
                if let Some((_, other)) = taken.iter().find(|(other, _)| other == path) {
                    relations::not_joinable(
                        span,
                        format!("`{path}` is in two groups, `{other}` and `{}`", self.name),
                        "second group",
                        "join the two groups into one".to_owned(),
                    )
                } else if distribution.is_constant() && place.file == span.file {
                    relations::not_joinable(
                        span,
                        format!("`{path}` has one value and cannot be correlated"),
                        "not uncertain",
                        "give it an interval, or take it out of the group".to_owned(),
                    )
                } else {
                    taken.push((path.to_owned(), self.name.to_owned()));
                    return true;
                }
            }
            Some((Leaf::Same(target), _)) => relations::not_joinable(
                span,
                format!("`{path}` has no draw of its own"),
                "the same as another",
                format!("name `{target}` instead"),
            ),
            Some((Leaf::Spread { .. }, _)) => relations::not_joinable(
                span,
                format!("`{path}` differs from project to project and cannot be correlated"),
                "not one value in a future",
                "use `uncertainty.global_share` and `uncertainty.region_share`".to_owned(),
            ),
            Some(_) => relations::not_joinable(
                span,
                format!("`{path}` is not a quantity and cannot be correlated"),
                "not uncertain",
                "take it out of the group".to_owned(),
            ),
        };
        self.report.push(fault);
        false
    }

    fn coefficient(&mut self, node: &Node) -> Option<f64> {
        let read = coefficient(node);
        self.report.ok(read)
    }

    fn matrix(&mut self, node: &Node, paths: &[String]) -> Option<Vec<Vec<f64>>> {
        let size = paths.len();
        let square = format!("expected {size} rows of {size} numbers");
        let rows = match &node.value {
            Value::List(rows) if rows.len() == size => rows,
            Value::List(rows) => {
                let what = format!("the matrix has {} rows for {size} parameters", rows.len());
                self.report
                    .push(relations::malformed_group(node.span, &what, &square));
                return None;
            }
            other => {
                let what = format!("the matrix is {}", other.kind());
                self.report
                    .push(relations::malformed_group(node.span, &what, &square));
                return None;
            }
        };
        let mut matrix = Vec::new();
        for row in rows {
            let cells = match &row.value {
                Value::List(cells) if cells.len() == size => cells,
                _ => {
                    let what = "a row of the matrix has not one number per parameter";
                    self.report
                        .push(relations::malformed_group(row.span, what, &square));
                    return None;
                }
            };
            let numbers: Vec<Option<f64>> =
                cells.iter().map(|cell| self.coefficient(cell)).collect();
            matrix.push(numbers.into_iter().collect::<Option<Vec<f64>>>()?);
        }
        for i in 0..size {
            let place = |j: usize| match &rows[i].value {
                Value::List(cells) => cells[j].span,
                _ => node.span,
            };
            if matrix[i][i] != 1.0 {
                let what = format!("`{}` is not correlated 1 with itself", paths[i]);
                let fault =
                    relations::malformed_group(place(i), &what, "expected 1 on the diagonal");
                self.report.push(fault);
                return None;
            }
            for j in 0..i {
                if matrix[i][j] != matrix[j][i] {
                    let what = format!("`{}` and `{}` have two correlations", paths[j], paths[i]);
                    let label = format!("the other is {}", matrix[j][i]);
                    self.report
                        .push(relations::malformed_group(place(j), &what, &label));
                    return None;
                }
            }
        }
        Some(matrix)
    }

    fn pairs(&mut self, node: &Node) -> Option<Vec<Pair>> {
        let expected = "expected lists of two paths and a number";
        let Value::List(items) = &node.value else {
            let what = format!("`pairs` is {}", node.value.kind());
            self.report
                .push(relations::malformed_group(node.span, &what, expected));
            return None;
        };
        let mut pairs = Vec::new();
        for item in items {
            let cells = match &item.value {
                Value::List(cells) => cells.as_slice(),
                _ => &[],
            };
            let [
                Node {
                    value: Value::Text(first),
                    span: first_span,
                    ..
                },
                Node {
                    value: Value::Text(second),
                    span: second_span,
                    ..
                },
                rank,
            ] = cells
            else {
                let what = "a pair is not two paths and a number";
                self.report
                    .push(relations::malformed_group(item.span, what, expected));
                return None;
            };
            pairs.push(Pair {
                first: (first.clone(), *first_span),
                second: (second.clone(), *second_span),
                rank: self.coefficient(rank)?,
            });
        }
        Some(pairs)
    }

    fn matrix_of_pairs(&mut self, paths: &[String], pairs: &[Pair]) -> Option<Correlations> {
        let mut matrix = full(&Correlations::All(0.0), paths.len());
        let mut seen: Vec<(usize, usize)> = Vec::new();
        for pair in pairs {
            let index = |path: &str| paths.iter().position(|other| other == path);
            let (Some(i), Some(j)) = (index(&pair.first.0), index(&pair.second.0)) else {
                let stray = if index(&pair.first.0).is_none() {
                    &pair.first
                } else {
                    &pair.second
                };
                let what = format!("`{}` is not among the parameters of the group", stray.0);
                self.report.push(relations::malformed_group(
                    stray.1,
                    &what,
                    "not in `parameters`",
                ));
                return None;
            };
            if i == j || seen.contains(&(i.min(j), i.max(j))) {
                let what = "a pair names one parameter twice, or is given twice";
                let fault =
                    relations::malformed_group(pair.second.1, what, "expected another pair");
                self.report.push(fault);
                return None;
            }
            seen.push((i.min(j), i.max(j)));
            (matrix[i][j], matrix[j][i]) = (pair.rank, pair.rank);
        }
        Some(Correlations::Matrix(matrix))
    }

    fn definite(&mut self, span: Span, paths: &[String], by: &Correlations) -> Option<()> {
        match Copula::new(&full(by, paths.len())) {
            Ok(_) => Some(()),
            Err(error) => {
                let (first, second) = error.pair;
                let name = |index: usize| paths.get(index).map_or("", String::as_str);
                self.report.push(match error.fault {
                    CorrelationFault::Indefinite => {
                        relations::indefinite(span, name(first), name(second), error.shrink)
                    }
                    _ => relations::malformed_group(span, &error.to_string(), "cannot be used"),
                });
                None
            }
        }
    }

    /// The group without values that a later text has fixed.
    fn without_fixed(
        &mut self,
        paths: Vec<String>,
        correlation: Correlations,
        _file: usize,
    ) -> Option<Group> {
        let is_fixed = |path: &String| match self.values.get(path).map(|typed| &typed.leaf) {
            Some(Leaf::Quantity(distribution)) => distribution.is_constant(),
            _ => false,
        };
        let kept: Vec<usize> = (0..paths.len()).filter(|i| !is_fixed(&paths[*i])).collect();
        if kept.len() < 2 {
            return None;
        }
        let correlation = match correlation {
            Correlations::All(rank) => Correlations::All(rank),
            Correlations::Matrix(matrix) => Correlations::Matrix(
                kept.iter()
                    .map(|i| kept.iter().map(|j| matrix[*i][*j]).collect())
                    .collect(),
            ),
        };
        let paths = kept.iter().map(|i| paths[*i].clone()).collect();
        Some(Group {
            name: self.name.to_owned(),
            paths,
            correlation,
        })
    }
}

struct Pair {
    first: (String, Span),
    second: (String, Span),
    rank: f64,
}

/// A correlation in a node.
fn coefficient(node: &Node) -> Result<f64, Fault> {
    let text = match &node.value {
        Value::Number(text) | Value::Text(text) => text.as_str(),
        _ => "",
    };
    match text.parse::<f64>() {
        Ok(value) if (-1.0..=1.0).contains(&value) => Ok(value),
        Ok(value) => Err(relations::correlation_range(node.span, value)),
        Err(_) => {
            let what = format!("a correlation is {}", node.value.kind());
            Err(relations::malformed_group(
                node.span,
                &what,
                "expected a number from -1 to 1",
            ))
        }
    }
}

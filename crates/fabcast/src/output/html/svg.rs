//! A small SVG writer: shapes carry CSS classes, never colours, so that light, dark and print share one drawing.
//!
//! Every picture has a title and a description; every text is escaped; a shape with a coordinate that is no
//! number is left out.

use std::fmt::Write as _;

/// A drawing under construction.
pub struct Svg {
    head: String,
    body: String,
}

/// Where a text is held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    /// An empty drawing. `id` must be unique in the page.
    pub fn new(id: &str, width: f64, height: f64, title: &str, description: &str) -> Self {
        let (id, title, description) = (escape(id), escape(title), escape(description));
        let head = format!(
            "<svg id=\"{id}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{title}\" aria-describedby=\"{id}.d\">\
             <title>{title}</title><desc id=\"{id}.d\">{description}</desc>",
            number(width),
            number(height),
        );
        Self {
            head,
            body: String::new(),
        }
    }

    /// The finished element.
    pub fn finish(self) -> String {
        self.head + &self.body + "</svg>"
    }

    /// Opens a group; `tooltip` is shown while the pointer is on it.
    pub fn open(&mut self, class: &str, tooltip: &str) {
        let _ = write!(self.body, "<g class=\"{}\">", escape(class));
        if !tooltip.is_empty() {
            let _ = write!(self.body, "<title>{}</title>", escape(tooltip));
        }
    }

    /// Closes the group opened last.
    pub fn close(&mut self) {
        self.body.push_str("</g>");
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        if all_finite(&[from, to]) {
            let _ = write!(
                self.body,
                "<path class=\"{class}\" d=\"M{} {}L{} {}\"/>",
                number(from.0),
                number(from.1),
                number(to.0),
                number(to.1)
            );
        }
    }

    /// A rectangle; negative sizes count as zero.
    pub fn rect(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64) {
        self.rect_with(class, x, y, width, height, "");
    }

    /// A rectangle filled to some opacity.
    pub fn cell(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64, opacity: f64) {
        self.rect_with(
            class,
            x,
            y,
            width,
            height,
            &format!(" fill-opacity=\"{:.2}\"", opacity.clamp(0.0, 1.0)),
        );
    }

    fn rect_with(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64, extra: &str) {
        if all_finite(&[(x, y), (width, height)]) {
            let _ = write!(
                self.body,
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{extra}/>",
                number(x),
                number(y),
                number(width.max(0.0)),
                number(height.max(0.0))
            );
        }
    }

    /// A dot.
    pub fn dot(&mut self, class: &str, x: f64, y: f64, radius: f64) {
        if all_finite(&[(x, y)]) {
            let _ = write!(
                self.body,
                "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
                number(x),
                number(y),
                number(radius)
            );
        }
    }

    /// Lines through the points; a missing point leaves a gap.
    pub fn polyline(&mut self, class: &str, points: &[Option<(f64, f64)>]) {
        let mut path = String::new();
        for run in runs(points) {
            if let [point] = run[..] {
                // a lone point would be invisible
                push_path(&mut path, &[point, (point.0 + 0.5, point.1)]);
            } else {
                push_path(&mut path, &thin(&run));
            }
        }
        if !path.is_empty() {
            let _ = write!(self.body, "<path class=\"{class}\" d=\"{path}\"/>");
        }
    }

    /// The area between two lines over the same abscissae.
    pub fn band(
        &mut self,
        class: &str,
        lower: &[Option<(f64, f64)>],
        upper: &[Option<(f64, f64)>],
    ) {
        let both: Vec<_> = lower
            .iter()
            .zip(upper)
            .map(|(l, u)| Some((finite(*l)?, finite(*u)?)))
            .collect();
        let mut path = String::new();
        for run in both.split(Option::is_none).filter(|run| !run.is_empty()) {
            let (mut low, mut high): (Vec<_>, Vec<_>) = run.iter().flatten().copied().unzip();
            if let ([l], [u]) = (&low[..], &high[..]) {
                let (l, u) = (*l, *u);
                low.push((l.0 + 0.5, l.1));
                high.push((u.0 + 0.5, u.1));
            }
            let mut outline = thin(&high);
            let mut back = thin(&low);
            back.reverse();
            outline.extend(back);
            push_path(&mut path, &outline);
            path.push('Z');
        }
        if !path.is_empty() {
            let _ = write!(self.body, "<path class=\"{class}\" d=\"{path}\"/>");
        }
    }

    /// A text; `class` styles it.
    pub fn text(&mut self, class: &str, x: f64, y: f64, anchor: Anchor, content: &str) {
        self.text_with(class, x, y, anchor, content, "");
    }

    /// A text turned around its anchor.
    pub fn turned(
        &mut self,
        class: &str,
        x: f64,
        y: f64,
        anchor: Anchor,
        degrees: f64,
        content: &str,
    ) {
        let turn = format!(
            " transform=\"rotate({} {} {})\"",
            number(degrees),
            number(x),
            number(y)
        );
        self.text_with(class, x, y, anchor, content, &turn);
    }

    fn text_with(
        &mut self,
        class: &str,
        x: f64,
        y: f64,
        anchor: Anchor,
        content: &str,
        extra: &str,
    ) {
        if !all_finite(&[(x, y)]) {
            return;
        }
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let class = if class.is_empty() {
            String::new()
        } else {
            format!(" class=\"{class}\"")
        };
        let _ = write!(
            self.body,
            "<text{class} x=\"{}\" y=\"{}\"{anchor}{extra}>{}</text>",
            number(x),
            number(y),
            escape(content)
        );
    }
}

/// Text as XML character data or attribute value.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Rough width of a text at a font size, for laying out labels: of DejaVu Sans, the widest of the usual fonts.
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars()
        .map(|character| match character {
            'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '\u{a0}' | '.' | ',' | ':' | '(' | ')'
            | '-' => 0.36,
            'm' | 'w' | 'M' | 'W' | '%' => 0.92,
            'A'..='Z' => 0.7,
            c if c.is_ascii() => 0.61,
            _ => 0.8,
        })
        .sum::<f64>()
        * size
}

/// The text, cut with an ellipsis if it is wider than `room`.
pub fn fit(text: &str, size: f64, room: f64) -> String {
    if text_width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if text_width(&kept, size) > room - size * 0.8 {
            kept.pop();
            break;
        }
    }
    kept.trim_end().to_owned() + "…"
}

fn number(value: f64) -> String {
    let text = format!("{:.1}", value.clamp(-1e5, 1e5));
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

fn all_finite(points: &[(f64, f64)]) -> bool {
    points.iter().all(|(x, y)| x.is_finite() && y.is_finite())
}

fn finite(point: Option<(f64, f64)>) -> Option<(f64, f64)> {
    point.filter(|(x, y)| x.is_finite() && y.is_finite())
}

fn runs(points: &[Option<(f64, f64)>]) -> Vec<Vec<(f64, f64)>> {
    let points: Vec<_> = points.iter().map(|point| finite(*point)).collect();
    points
        .split(Option::is_none)
        .filter(|run| !run.is_empty())
        .map(|run| run.iter().flatten().copied().collect())
        .collect()
}

fn push_path(path: &mut String, points: &[(f64, f64)]) {
    for (index, (x, y)) in points.iter().enumerate() {
        let _ = write!(
            path,
            "{}{} {}",
            if index == 0 { 'M' } else { 'L' },
            number(*x),
            number(*y)
        );
    }
}

/// Drops points that lie within a third of a unit of the line without them (Douglas-Peucker).
fn thin(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut keep = vec![false; points.len()];
    let mut spans = vec![(0, points.len().saturating_sub(1))];
    while let Some((first, last)) = spans.pop() {
        keep[first] = true;
        keep[last] = true;
        let (from, to) = (points[first], points[last]);
        let deviation = |index: usize| {
            let along = (points[index].0 - from.0) / (to.0 - from.0);
            (points[index].1 - (from.1 + along * (to.1 - from.1))).abs()
        };
        let worst = (first + 1..last).max_by(|a, b| deviation(*a).total_cmp(&deviation(*b)));
        if let Some(worst) = worst.filter(|worst| deviation(*worst) > 0.33) {
            spans.push((first, worst));
            spans.push((worst, last));
        }
    }
    points
        .iter()
        .zip(keep)
        .filter(|(_, keep)| *keep)
        .map(|(point, _)| *point)
        .collect()
}

#[cfg(test)]
mod tests;

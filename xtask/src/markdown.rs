//! The parts of a Markdown file that checks look at.

/// A heading of a Markdown file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Counted from 1.
    pub line: usize,
    /// The number of `#`.
    pub level: usize,
    /// The text, with its inline markup.
    pub text: String,
}

/// A piece of text and the line it is on.
pub type Located<'a> = (usize, &'a str);

/// Lines outside fenced code blocks, with their numbers.
pub fn prose(text: &str) -> impl Iterator<Item = Located<'_>> {
    let mut fence: Option<&str> = None;
    (1..).zip(text.lines()).filter(move |(_, line)| {
        let trimmed = line.trim_start();
        match fence {
            Some(open) => {
                if trimmed.starts_with(open) {
                    fence = None;
                }
                false
            }
            None => {
                fence = ["```", "~~~"]
                    .into_iter()
                    .find(|mark| trimmed.starts_with(mark));
                fence.is_none()
            }
        }
    })
}

/// All headings written with `#`.
pub fn headings(text: &str) -> Vec<Heading> {
    let heading = |(line, content): Located<'_>| {
        let rest = content.trim_start_matches('#');
        let level = content.len() - rest.len();
        let is_heading = (1..=6).contains(&level) && rest.starts_with(' ');
        is_heading.then(|| Heading {
            line,
            level,
            text: rest.trim().trim_end_matches('#').trim_end().to_owned(),
        })
    };
    prose(text).filter_map(heading).collect()
}

/// The `#anchors` that links may point at: headings and explicit `id`s.
pub fn anchors(text: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    for heading in headings(text) {
        let slug = slug(&heading.text);
        let numbered = |n: usize| format!("{slug}-{n}");
        let free = |candidate: &String| !anchors.contains(candidate);
        let anchor = std::iter::once(slug.clone())
            .chain((1..).map(numbered))
            .find(free);
        anchors.extend(anchor);
    }
    for (_, line) in prose(text) {
        for attribute in ["id=\"", "name=\""] {
            let values = line.split(attribute).skip(1);
            anchors.extend(values.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
        }
    }
    anchors
}

/// The anchor that GitHub gives a heading.
fn slug(heading: &str) -> String {
    let keep = |character: char| match character {
        ' ' => Some('-'),
        '-' | '_' => Some(character),
        _ => character.is_alphanumeric().then_some(character),
    };
    let text = link_texts(heading);
    text.to_lowercase().chars().filter_map(keep).collect()
}

/// Replaces `[text](target)` by `text`.
fn link_texts(markdown: &str) -> String {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some((before, target_on)) = rest.split_once("](") {
        let Some((_, after)) = target_on.split_once(')') else {
            break;
        };
        text.push_str(&before.replacen('[', "", 1));
        rest = after;
    }
    text + rest
}

/// Text between backticks, outside fenced blocks.
pub fn code_spans(text: &str) -> Vec<Located<'_>> {
    let spans = |(number, line)| {
        split_code(line)
            .1
            .into_iter()
            .map(move |span| (number, span))
    };
    prose(text).flat_map(spans).collect()
}

/// Targets of inline links, images and reference definitions.
pub fn link_targets(text: &str) -> Vec<(usize, String)> {
    let mut targets = Vec::new();
    for (number, line) in prose(text) {
        let plain = split_code(line).0;
        for rest in plain.split("](").skip(1) {
            targets.push((number, target(closed(rest))));
        }
        let definition = plain
            .trim_start()
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("]:"))
            .filter(|(name, _)| !name.starts_with('^') && !name.contains(']'));
        if let Some((_, rest)) = definition {
            targets.push((number, target(rest)));
        }
        for attribute in ["src=\"", "href=\""] {
            for rest in plain.split(attribute).skip(1) {
                targets.push((number, target(rest.split('"').next().unwrap_or(rest))));
            }
        }
    }
    targets
}

/// The text up to the parenthesis that closes a link.
fn closed(text: &str) -> &str {
    let mut depth = 0;
    for (position, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return &text[..position],
            ')' => depth -= 1,
            _ => {}
        }
    }
    text
}

/// A link's target without title and angle brackets.
fn target(text: &str) -> String {
    let text = text.trim();
    let bracketed = text
        .strip_prefix('<')
        .and_then(|rest| rest.split_once('>'))
        .map(|(inside, _)| inside);
    let plain = || text.split_whitespace().next().unwrap_or_default();
    bracketed.unwrap_or_else(plain).to_owned()
}

/// A line without its code spans, and the code spans.
fn split_code(line: &str) -> (String, Vec<&str>) {
    let mut plain = String::new();
    let mut spans = Vec::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let from_ticks = &rest[start..];
        let ticks = from_ticks.len() - from_ticks.trim_start_matches('`').len();
        let (mark, after) = from_ticks.split_at(ticks);
        let Some((span, remaining)) = after.split_once(mark) else {
            break;
        };
        plain.push_str(&rest[..start]);
        spans.push(span.trim());
        rest = remaining;
    }
    plain.push_str(rest);
    (plain, spans)
}

#[cfg(test)]
mod tests;

//! What holds for every page.

use std::collections::BTreeSet;

use fabcast_document::run::RunDocument;

use crate::output::html::render;

/// The page, after checking what holds for every page.
pub fn page(document: &RunDocument) -> String {
    let html = render(document);
    check_page(&html);
    html
}

/// Well-formed, loading nothing, without stray numbers; every drawing titled, described and within its frame.
pub fn check_page(html: &str) {
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..Default::default()
    };
    let tree = match roxmltree::Document::parse_with_options(html, options) {
        Ok(tree) => tree,
        Err(error) => panic!("the page is not well-formed: {error}"),
    };
    let mut ids = BTreeSet::new();
    for node in tree.descendants().filter(roxmltree::Node::is_element) {
        if let Some(id) = node.attribute("id") {
            assert!(ids.insert(id), "id {id} twice");
        }
        for name in ["src", "srcset", "action", "poster", "data", "xlink:href"] {
            assert_eq!(
                node.attribute(name),
                None,
                "{name} on {}",
                node.tag_name().name()
            );
        }
        assert!(
            !node
                .attributes()
                .any(|attribute| attribute.name().starts_with("on")),
            "handler on {}",
            node.tag_name().name()
        );
    }
    for node in tree.descendants().filter(roxmltree::Node::is_element) {
        if let Some(href) = node.attribute("href") {
            let inside = href.strip_prefix('#').is_some_and(|id| ids.contains(id));
            assert!(inside || href == "data:,", "link to {href}");
        }
        for name in ["aria-labelledby", "aria-describedby"] {
            assert!(
                node.attribute(name).is_none_or(|id| ids.contains(id)),
                "{name} to nothing"
            );
        }
        if node.tag_name().name() == "svg" {
            check_drawing(node);
        }
        if node.tag_name().name() == "table" {
            let columns = node
                .descendants()
                .filter(|n| n.has_tag_name("th") && n.attribute("scope") == Some("col"))
                .count();
            for row in node.descendants().filter(|n| n.has_tag_name("tr")) {
                assert_eq!(
                    row.children().filter(roxmltree::Node::is_element).count(),
                    columns,
                    "{:?}",
                    row.text()
                );
            }
        }
    }
    let scripts = tree
        .descendants()
        .filter(|node| node.has_tag_name("script"))
        .count();
    assert_eq!(scripts, 1, "only our own script");
    // what the reader sees, and every attribute but the policy
    let style_or_script = |node: &roxmltree::Node| {
        node.parent()
            .is_some_and(|p| p.has_tag_name("style") || p.has_tag_name("script"))
    };
    for node in tree
        .descendants()
        .filter(|node| node.is_text() && !style_or_script(node))
    {
        let text = node.text().unwrap_or_default();
        for word in ["NaN", "inf ", "-inf", "None", "Some("] {
            assert!(
                !text.contains(word) && text.trim() != "inf",
                "{word} in {text:?}"
            );
        }
    }
    for loading in [
        "@import",
        "url(",
        "<link rel=\"stylesheet",
        "<iframe",
        "<object",
        "fetch(",
        "XMLHttpRequest",
        "import(",
    ] {
        assert!(!html.contains(loading), "{loading}");
    }
}

/// A drawing says what it is, and stays within its frame.
fn check_drawing(svg: roxmltree::Node) {
    let child = |name: &str| {
        svg.children()
            .find(|node| node.has_tag_name(name))
            .and_then(|node| node.text())
    };
    let title = child("title").unwrap_or_default();
    assert!(!title.trim().is_empty(), "drawing without title");
    assert!(
        child("desc").is_some_and(|text| !text.trim().is_empty()),
        "no description of {title}"
    );
    assert_eq!(svg.attribute("aria-label"), Some(title));
    assert_eq!(svg.attribute("role"), Some("img"));
    let frame: Vec<f64> = svg
        .attribute("viewBox")
        .unwrap()
        .split(' ')
        .map(|n| n.parse().unwrap())
        .collect();
    for node in svg.descendants().filter(roxmltree::Node::is_element) {
        for (name, limit) in [
            ("x", frame[2]),
            ("cx", frame[2]),
            ("width", frame[2]),
            ("y", frame[3]),
            ("cy", frame[3]),
            ("height", frame[3]),
        ] {
            if let Some(value) = node.attribute(name) {
                let value: f64 = value.parse().unwrap();
                assert!(
                    (-0.1..=limit + 0.1).contains(&value),
                    "{name}={value} beyond {limit} in {title}"
                );
            }
        }
        for number in node
            .attribute("d")
            .unwrap_or_default()
            .split(|c: char| " MLZ".contains(c))
            .filter(|n| !n.is_empty())
        {
            let number: f64 = number.parse().unwrap();
            assert!(
                number.is_finite() && number.abs() <= frame[2].max(frame[3]) + 10.0,
                "{number} in a path of {title}"
            );
        }
    }
    check_labels(svg, title);
}

/// Labels in one column of a chart do not lie on each other.
fn check_labels(svg: roxmltree::Node, title: &str) {
    let ends: Vec<(f64, String)> = svg
        .descendants()
        .filter(|node| {
            node.has_tag_name("text")
                && node
                    .attribute("class")
                    .is_some_and(|class| class.starts_with("end-"))
        })
        .map(|node| {
            (
                node.attribute("y").unwrap().parse().unwrap(),
                node.text().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    for (index, (y, label)) in ends.iter().enumerate() {
        for (other, second) in &ends[index + 1..] {
            assert!(
                (y - other).abs() >= 12.0,
                "{label} lies on {second} in {title}"
            );
        }
    }
}

use super::*;

#[test]
fn texts_cannot_break_out() {
    let mut svg = Svg::new("a", 10.0, 10.0, "<script>", "\"'&");
    svg.text("", 1.0, 1.0, Anchor::Start, "</text><script>x</script>");
    svg.open("", "</title>");
    svg.close();
    let svg = svg.finish();
    assert!(!svg.contains("<script>"));
    assert!(roxmltree::Document::parse(&svg).is_ok());
}

#[test]
fn shapes_without_a_place_are_left_out() {
    let mut svg = Svg::new("a", 10.0, 10.0, "t", "d");
    svg.rect("r", f64::NAN, 0.0, 1.0, 1.0);
    svg.dot("c", 1.0, f64::INFINITY, 1.0);
    svg.line("l", (0.0, f64::NAN), (1.0, 1.0));
    svg.polyline("p", &[None, None]);
    assert!(svg.finish().ends_with("</desc></svg>"));
}

#[test]
fn gaps_stay_gaps_and_straight_runs_get_short() {
    let mut svg = Svg::new("a", 10.0, 10.0, "t", "d");
    let points: Vec<_> = (0..9)
        .map(|i| (i != 4).then_some((f64::from(i), 2.0 * f64::from(i))))
        .collect();
    svg.polyline("p", &points);
    assert!(svg.finish().contains("d=\"M0 0L3 6M5 10L8 16\""));
}

#[test]
fn long_texts_are_cut() {
    assert_eq!(fit("short", 10.0, 100.0), "short");
    let cut = fit(&"long ".repeat(50), 10.0, 100.0);
    assert!(
        cut.ends_with('…') && text_width(&cut, 10.0) <= 100.0,
        "{cut}"
    );
}

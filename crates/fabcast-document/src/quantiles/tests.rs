use super::*;

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Told {
    unit: String,
    #[serde(flatten)]
    quantiles: Quantiles,
    intervals: Quantiles<[f64; 2]>,
}

#[test]
fn among_other_fields_each_level_is_a_key_in_its_order() {
    let told = Told {
        unit: "GW".to_owned(),
        quantiles: [0.1, 1.0, 2.0, 3.0, 4.0, 5.0, 6.5].into(),
        intervals: [[0.0, 1.0]; 7].into(),
    };
    let json = serde_json::to_string(&told).expect("numbers");
    let start = r#"{"unit":"GW","p5":0.1,"p10":1.0,"p25":2.0,"p50":3.0,"p75":4.0,"p90":5.0,"p95":6.5,"intervals":{"p5":[0.0,1.0],"#;
    assert!(json.starts_with(start), "{json}");
    assert_eq!(serde_json::from_str::<Told>(&json).expect("the same"), told);
}

#[test]
fn what_is_no_number_is_null_and_comes_back() {
    let middle: Middle<Vec<f64>> = [vec![f64::NAN, 1.0], vec![2.0], vec![]].into();
    let json = serde_json::to_string(&middle).expect("numbers");
    assert_eq!(json, r#"{"p10":[null,1.0],"p50":[2.0],"p90":[]}"#);
    let read: Middle<Vec<f64>> = serde_json::from_str(&json).expect("the same");
    assert!(read.p10[0].is_nan() && read.p10[1] == 1.0 && read.p50 == [2.0]);
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(remote = "Self")]
struct Ranked {
    #[serde(flatten)]
    quantiles: Quantiles,
    #[serde(flatten)]
    beyond: Beyond,
}

restored!(Ranked);

#[test]
fn what_ranks_beyond_all_numbers_is_null_and_comes_back_on_its_side() {
    let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
    for (quantiles, beyond) in [
        ([low, low, low, -0.1, 0.1, 0.2, 0.3], [0.34, 0.0]),
        ([-0.2, -0.1, 0.0, 0.1, 0.2, high, high], [0.0, 0.2]),
        ([low, low, 0.0, 0.1, high, high, high], [0.11, 0.3]),
        ([low, low, low, low, low, low, low], [1.0, 0.0]),
    ] {
        let [below, above] = beyond;
        let told = Ranked {
            quantiles: quantiles.into(),
            beyond: Beyond { below, above },
        };
        let json = serde_json::to_string(&told).expect("numbers");
        assert_eq!(json.contains("below"), below > 0.0, "{json}");
        assert_eq!(
            serde_json::from_str::<Ranked>(&json).expect("the same"),
            told
        );
    }
}

#[test]
fn shares_beyond_are_of_the_values_that_are_there() {
    let values = [f64::NEG_INFINITY, f64::NAN, 1.0, f64::INFINITY, 2.0];
    let beyond = Beyond::of(&values);
    assert_eq!((beyond.below, beyond.above), (0.25, 0.25));
}

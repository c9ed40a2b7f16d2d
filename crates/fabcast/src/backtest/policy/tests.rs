use super::*;

const HEADER: &str = "id,country,programme,promised_date,actual_date,as_of\n";

fn read_rows(rows: &str) -> Vec<Promise> {
    promises("x", &format!("{HEADER}{rows}")).unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn a_date_after_the_report_is_the_next_promise() {
    let rows = read_rows(
        "fab.a,US,A,2024-12,2026-12,2025-06\n\
         b,US,B,2025-08,2026-01,2025-08\n\
         b.event,US,B,,2026-01,2026-01\n\
         c,US,C,2026-12,,2025-06\n",
    );
    // Half a year after the middle of December it was not there.
    assert_eq!(rows[0].late(), Some((5.5, true)));
    assert_eq!(rows[1].late(), Some((5.0, false)));
    assert_eq!(rows[2].late(), None);
    assert!(rows[0].is_plant && !rows[1].is_plant);
}

#[test]
fn kept_promises_raise_the_chance_of_their_kind_most() {
    let late = read_rows("a,US,A,2024-01,2024-06,2024-06\nb,US,B,2024-01,2024-09,2024-09\n");
    let mixed = read_rows(
        "fab.a,US,A,2024-01,2024-01,2024-06\nfab.b,US,B,2024-01,2024-01,2024-09\n\
         c,US,C,2024-01,2024-06,2024-06\n",
    );
    let of = |rows: &[Promise]| Posterior::new(&rows.iter().collect::<Vec<_>>());
    let (none, late, mixed) = (of(&[]), of(&late), of(&mixed));
    assert!((none.kept(true) - 0.5).abs() < 0.02, "{}", none.kept(true));
    // What acts do says something of plants, too, but less.
    assert!(late.kept(false) < late.kept(true) && late.kept(true) < none.kept(true));
    assert!(mixed.kept(true) > none.kept(true) && mixed.kept(false) < mixed.kept(true));
}

#[test]
fn a_programme_learns_nothing_from_itself() {
    let run = |outcome: &str| {
        let text = embedded(FILE).replace(",2025-05,2025-09,4,", outcome);
        assert!(outcome.contains("2025-09") || text != embedded(FILE));
        let record = promises(FILE, &text).unwrap_or_else(|errors| panic!("{errors}"));
        let own = record
            .iter()
            .find(|p| p.id == "uae.msft.licence")
            .expect("it is there");
        let others: Vec<&Promise> = record
            .iter()
            .filter(|p| p.programme != own.programme)
            .collect();
        Posterior::new(&others).draws(own, 100, 1)
    };
    assert_eq!(run(",2025-05,2025-09,4,"), run(",2025-05,2025-05,0,"));
}

/// Every promise with another outcome, one programme at a time: its own forecasts stay, those of others change.
#[test]
fn another_outcome_of_a_programme_changes_no_forecast_of_it() {
    let record = promises(FILE, embedded(FILE)).unwrap_or_else(|errors| panic!("{errors}"));
    let forecast = |record: &[Promise], of: &Promise| {
        let others: Vec<&Promise> = record
            .iter()
            .filter(|other| other.programme != of.programme && other.id != of.id)
            .collect();
        Posterior::new(&others).draws(of, 50, 1)
    };
    let mut others_changed = 0;
    for promise in &record {
        let mut changed = record.clone();
        for other in &mut changed {
            if other.programme == promise.programme {
                let late = other.promised;
                other.actual = Some(Window {
                    from: late.from + 30,
                    to: late.to + 30,
                });
            }
        }
        assert_eq!(
            forecast(&record, promise),
            forecast(&changed, promise),
            "{}",
            promise.id
        );
        let another = record.iter().find(|p| p.programme != promise.programme);
        let another = another.expect("another programme");
        others_changed += usize::from(forecast(&record, another) != forecast(&changed, another));
    }
    assert!(others_changed > record.len() / 2, "{others_changed}");
}

#[test]
fn the_record_is_forecast_better_than_taking_promises_at_their_word() {
    let found = policy(&crate::backtest::Options::default()).unwrap_or_else(|e| panic!("{e}"));
    assert!(found.scores.n >= 8);
    assert!(found.scores.rivals["promised"].skill.skill > 0.2);
    assert!(found.scores.rivals["exponential"].skill.skill > 0.0);
}

//! Changes to every part of a document at once.

use fabcast_document::Quantiles;
use fabcast_document::run::*;

fn every_level<T>(quantiles: &mut Quantiles<T>) -> [&mut T; 7] {
    let Quantiles {
        p5,
        p10,
        p25,
        p50,
        p75,
        p90,
        p95,
    } = quantiles;
    [p5, p10, p25, p50, p75, p90, p95]
}

/// Every number of the document, through `change`.
pub fn every_value(document: &mut RunDocument, change: impl Fn(&mut f64)) {
    for series in document.series.values_mut() {
        every_level(&mut series.quantiles)
            .into_iter()
            .flatten()
            .for_each(&change);
    }
    for outcome in document.outcomes.values_mut() {
        let Outcome {
            mean,
            sd,
            standard_error,
            defined,
            quantiles,
            ..
        } = outcome;
        [mean, sd, standard_error, defined]
            .into_iter()
            .chain(every_level(quantiles))
            .for_each(&change);
    }
    for of in document
        .why
        .iter_mut()
        .flat_map(|why| why.outcomes.values_mut())
    {
        let amounts = of.plan.values_mut().chain(of.gap.values_mut());
        amounts.for_each(|amount| {
            [&mut amount.mean, &mut amount.standard_error]
                .into_iter()
                .for_each(&change)
        });
        for part in of.parts.values_mut().flat_map(|years| years.values_mut()) {
            [&mut part.part, &mut part.standard_error, &mut part.share]
                .into_iter()
                .for_each(&change);
        }
    }
    for ProjectSummary {
        capacity,
        planned_cost,
        planned_start,
        planned_online,
        start,
        online,
        never,
        ..
    } in &mut document.projects
    {
        [capacity, planned_cost, planned_start, never]
            .into_iter()
            .for_each(&change);
        planned_online
            .iter_mut()
            .chain(start.iter_mut().flatten())
            .chain(online.iter_mut().flatten())
            .for_each(&change);
    }
    for InvestorSummary {
        commitment,
        approved,
        drawn,
        calls,
        ..
    } in &mut document.investors
    {
        commitment
            .iter_mut()
            .chain(drawn)
            .chain([approved])
            .chain(calls.values_mut())
            .for_each(&change);
    }
    for magnitude in &mut document.perspective {
        change(&mut magnitude.value);
        change(&mut magnitude.multiple);
    }
    let verdict = &mut document.verdict;
    [&mut verdict.probability, &mut verdict.standard_error]
        .into_iter()
        .for_each(&change);
    verdict.interval.iter_mut().for_each(&change);
    for target in &mut verdict.targets {
        target.interval.iter_mut().for_each(&change);
        [&mut target.probability, &mut target.standard_error]
            .into_iter()
            .for_each(&change);
    }
    let scenario = &mut document.scenario;
    let rest = [
        &mut scenario.budget,
        &mut scenario.plan_cost,
        &mut document.elapsed_seconds,
        &mut document.draws_per_second,
    ];
    rest.into_iter().for_each(&change);
}

/// Every text of the document, through `change`.
pub fn every_text(document: &mut RunDocument, change: impl Fn(&mut String)) {
    let scenario = &mut document.scenario;
    [
        &mut scenario.name,
        &mut scenario.title,
        &mut scenario.description,
        &mut scenario.world,
    ]
    .into_iter()
    .for_each(&change);
    change(&mut document.engine_version);
    document
        .relaxed
        .iter_mut()
        .chain(&mut document.warnings)
        .for_each(&change);
    change(&mut document.verdict.sentence);
    change(&mut document.verdict.label);
    document
        .verdict
        .targets
        .iter_mut()
        .for_each(|target| change(&mut target.text));
    document.outcomes.values_mut().for_each(|outcome| {
        [&mut outcome.unit, &mut outcome.label]
            .into_iter()
            .for_each(&change)
    });
    for of in document
        .why
        .iter_mut()
        .flat_map(|why| why.outcomes.values_mut())
    {
        [&mut of.unit, &mut of.label].into_iter().for_each(&change);
    }
    document.series.values_mut().for_each(|series| {
        [&mut series.unit, &mut series.label]
            .into_iter()
            .for_each(&change)
    });
    for project in &mut document.projects {
        [
            &mut project.name,
            &mut project.kind,
            &mut project.region,
            &mut project.unit,
        ]
        .into_iter()
        .for_each(&change);
    }
    for investor in &mut document.investors {
        [&mut investor.name, &mut investor.label, &mut investor.kind]
            .into_iter()
            .for_each(&change);
    }
    for row in &mut document.perspective {
        [&mut row.id, &mut row.label, &mut row.as_of, &mut row.source]
            .into_iter()
            .for_each(&change);
    }
    for row in &mut document.assumptions {
        let Assumption {
            path,
            label,
            section,
            value,
            source,
            as_of,
            confidence,
            note,
            origin,
            ..
        } = row;
        [
            path, label, section, value, source, as_of, confidence, note, origin,
        ]
        .into_iter()
        .for_each(&change);
    }
}

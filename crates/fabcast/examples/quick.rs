fn main() {
    let name = std::env::args().nth(1).unwrap_or("seven-trillion".into());
    let draws: u64 = std::env::args().nth(2).map_or(1000, |s| s.parse().unwrap());
    let central = std::env::args().nth(3).is_some();
    let scenario = match fabcast_scenario::load(&name, &[]) { Ok(s) => s, Err(e) => { eprintln!("{}", e.render(false)); std::process::exit(2) } };
    let options = fabcast::ensemble::Options { draws, central, audit: std::env::var("AUDIT").is_ok(), ..Default::default() };
    let folder = std::env::var("OUT").ok().map(std::path::PathBuf::from);
    let out = fabcast::run::run(&scenario, &options, folder.as_deref(), folder.is_some(), &mut |_| ());
    let d = match out { Ok(o) => o.document, Err(e) => { eprintln!("{e}"); std::process::exit(1) } };
    println!("{} draws/s, {:?}", d.draws_per_second, d.verdict);
    for (n, o) in &d.outcomes { println!("{n:32} {:>12.4} {:>12.4} {:>12.4}  {} [{}]", o.p10, o.p50, o.p90, o.unit, o.defined); }
    for (n, s) in &d.series { let g = |m: &str| s.months.iter().position(|x| x == m).map_or(f64::NAN, |i| s.p50[i]); println!("{n:32} {:>12.4} {:>12.4} {:>12.4} {:>12.4} {:>12.4} {:>12.4}", g("2024-12"), g("2025-12"), g("2027-12"), g("2030-12"), g("2035-12"), g("2040-12")); }
    for (g, y) in &d.binding { println!("{g} {:?}", y); }
}

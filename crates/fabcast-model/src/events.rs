//! Risk events (model §13): what is hit, when, and how hard.

use crate::declare::parameters;
use crate::flows::{N_CLASSES, TOOLED, ToolsOf};
use crate::lanes::{Lanes, Mask, ONE, ZERO};
use crate::math;
use crate::parameter::CHIPS;
use crate::parameters::{ParamId, Values};
use crate::reader::{Reader, class_position};
use crate::relax::{Group, Relax};

/// Demand never falls below this share in an event.
const LEAST_DEMAND: f64 = 0.05;

/// Things an event may act on.
const EFFECTS: &[&str] = &[
    "output",
    "supplier",
    "shipments",
    "investor",
    "building",
    "demand",
    "permits",
    "grants",
    "chips",
    "tools",
];

/// What an effect acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Output(usize),
    Supplier(usize),
    Shipments(usize),
    Investor(usize),
    Building(usize),
    Demand,
    Permits(usize),
    Grants(usize),
    Chips(usize),
    /// Class of equipment, region, and the kind of line if not all.
    Tools(usize, usize, Option<usize>),
}

parameters! {
    /// When an event comes; a dated one comes for certain.
    pub struct Arrival [word("event.*.label", Form::Text, 13, "k", "name of the event for people")] {
        hazard: ParamId = q("event.*.hazard", "1/yr", 13, "", "expected arrivals a year; after the dated one, if there is a date").or("0 /yr").within(0.0, 50.0);
        date: Option<ParamId> = when("event.*.date", 13, "", "month in which it comes for certain").absent();
    }
}

parameters! {
    /// How long an event lasts and what it takes.
    pub struct Spell {
        duration: ParamId = q("event.*.duration", "month", 13, "", "months that it lasts");
        severity: ParamId = share("event.*.severity", 13, "", "share lost while it lasts");
    }
}

parameters! {
    /// A later hazard.
    pub struct Period {
        from: ParamId = when("event.*.period.*.from", 13, "", "first month of a period with a hazard of its own");
        hazard: ParamId = q("event.*.period.*.hazard", "1/yr", 13, "", "expected arrivals a year from then on").within(0.0, 50.0);
    }
}

parameters! {
    /// What an event does.
    pub struct EffectParameters [
        word("event.*.effect.*.on", Form::Word(EFFECTS), 13, "", "what it acts on"),
        word("event.*.effect.*.of", Form::Text, 13, "", "region, equipment class or investor that it acts on").absent(),
        word("event.*.effect.*.to", Form::Name("region"), 13, "", "region that tools are kept from").absent(),
        word("event.*.effect.*.kind", Form::Word(&["fab", "hbm", "packaging"]), 13, "", "kind of line that tools are kept from; all without it").absent(),
    ] {
        severity: Option<ParamId> = share("event.*.effect.*.severity", 13, "", "share lost there, if not the event's").absent();
    }
}

#[derive(Clone, Debug)]
struct Effect {
    target: Target,
    severity: ParamId,
}

/// One kind of event.
#[derive(Clone, Debug)]
pub struct Event {
    /// Name in the scenario.
    pub name: String,
    arrival: Arrival,
    spell: Spell,
    /// Later hazards, in the order of their centres.
    periods: Vec<Period>,
    effects: Vec<Effect>,
    arrivals: [ParamId; 3],
}

/// Everything that §13 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Events {
    /// Every kind of event.
    pub list: Vec<Event>,
    regions: usize,
    investors: usize,
}

impl Events {
    pub(crate) fn read(reader: &mut Reader, regions: &[String], investors: &[String]) -> Events {
        let list = reader
            .names("event")
            .into_iter()
            .map(|name| {
                let arrival = Arrival::read(reader, &[&name]);
                let spell = Spell::read(reader, &[&name]);
                let effects = reader
                    .names(&format!("event.{name}.effect"))
                    .into_iter()
                    .filter_map(|effect| {
                        let path = |leaf: &str| format!("event.{name}.effect.{effect}.{leaf}");
                        let own = EffectParameters::read(reader, &[&name, &effect]).severity;
                        Some(Effect {
                            target: read_target(reader, &path, regions, investors)?,
                            severity: own.unwrap_or(spell.severity),
                        })
                    })
                    .collect();
                let mut periods: Vec<Period> = reader
                    .names(&format!("event.{name}.period"))
                    .into_iter()
                    .map(|period| Period::read(reader, &[&name, &period]))
                    .collect();
                let centre = |period: &Period| reader.parameters.centre(period.from);
                periods.sort_by(|a, b| centre(a).total_cmp(&centre(b)));
                Event {
                    arrival,
                    spell,
                    periods,
                    effects,
                    arrivals: [1, 2, 3]
                        .map(|n| reader.latent_uniform(&format!("arrival.{name}.{n}"), 1.0)),
                    name,
                }
            })
            .collect();
        Events {
            list,
            regions: regions.len(),
            investors: investors.len(),
        }
    }

    /// Whether some event keeps tools from a region.
    pub fn limit_tools(&self) -> bool {
        let mut effects = self.list.iter().flat_map(|event| &event.effects);
        effects.any(|effect| matches!(effect.target, Target::Tools(..)))
    }
}

impl Events {
    /// Draws in which an event of [`list`](Self::list) begins within the first `months`.
    pub fn happens(&self, event: usize, values: &Values, months: usize) -> Mask {
        let spells = Spells::new(&self.list[event], values);
        let end = Lanes::splat(months as f64);
        spells
            .months
            .iter()
            .fold(Mask::NONE, |any, (start, _)| any | start.lt(end))
    }

    /// The same draws, in which an event of [`list`](Self::list) never happens.
    pub fn without(&self, event: usize, values: &Values) -> Values {
        let mut lanes = values.as_slice().to_vec();
        lanes[self.list[event].arrival.hazard.index()] = Lanes::splat(0.0);
        Values::from_lanes(lanes)
    }
}

fn read_target(
    reader: &mut Reader,
    path: &dyn Fn(&str) -> String,
    regions: &[String],
    investors: &[String],
) -> Option<Target> {
    let on = reader.text(&path("on"));
    let of = path("of");
    Some(match on {
        "demand" => Target::Demand,
        "supplier" => {
            let name = reader.text(&of);
            Target::Supplier(class_position(name).or_else(|| {
                reader.fault(&of, "an equipment class");
                None
            })?)
        }
        "tools" => {
            let name = reader.text(&of);
            let class = class_position(name).or_else(|| {
                reader.fault(&of, "an equipment class");
                None
            })?;
            let kind = reader.optional_text(&path("kind"));
            let kind = TOOLED.iter().position(|&of| Some(of.name()) == kind);
            Target::Tools(class, reader.position(&path("to"), regions), kind)
        }
        "investor" => Target::Investor(reader.position(&of, investors)),
        "output" => Target::Output(reader.position(&of, regions)),
        "shipments" => Target::Shipments(reader.position(&of, regions)),
        "building" => Target::Building(reader.position(&of, regions)),
        "permits" => Target::Permits(reader.position(&of, regions)),
        "grants" => Target::Grants(reader.position(&of, regions)),
        "chips" => Target::Chips(reader.position(&of, &CHIPS)),
        _ => {
            reader.fault(&path("on"), "something that an event can act on");
            return None;
        }
    })
}

/// When each event of a run is active: up to three spells per draw.
#[derive(Clone, Debug)]
pub struct Calendar {
    spells: Vec<Spells>,
}

#[derive(Clone, Debug)]
struct Spells {
    /// First month and the month after the last, per arrival.
    months: [(Lanes, Lanes); 3],
    /// Earliest start and latest end over lanes and arrivals, to skip quiet months.
    span: (f64, f64),
    factors: Vec<(Target, Lanes)>,
}

impl Calendar {
    /// Arrivals by inverting the cumulative hazard, each counted from the end of the one before.
    pub fn new(events: &Events, values: &Values, relax: Relax) -> Calendar {
        if relax.lifts(Group::Geopolitics) {
            return Calendar { spells: Vec::new() };
        }
        let spells = events
            .list
            .iter()
            .map(|event| Spells::new(event, values))
            .collect();
        Calendar { spells }
    }

    /// This month's multipliers; overlapping effects multiply.
    #[inline(always)]
    pub fn effects(&self, month: usize, effects: &mut Effects) {
        effects.reset();
        let t = month as f64;
        for spells in &self.spells {
            if t < spells.span.0 || t >= spells.span.1 {
                continue;
            }
            let now = Lanes::splat(t);
            let active = spells.months.iter().fold(Mask::NONE, |any, (from, to)| {
                any | (now.ge(*from) & now.lt(*to))
            });
            if active.any() {
                for &(target, factor) in &spells.factors {
                    effects.apply(target, active.select(factor, ONE));
                }
            }
        }
    }
}

impl Event {
    /// Month in which the hazard accumulated since `clear_from` reaches `threshold`; +∞ if never.
    fn arrival(&self, values: &Values, clear_from: Lanes, threshold: Lanes) -> Lanes {
        let never = Lanes::splat(f64::INFINITY);
        let mut time = never;
        let mut left = threshold;
        let mut hazard = values[self.arrival.hazard];
        let mut from = clear_from;
        let ends = self
            .periods
            .iter()
            .map(|period| (values[period.from], values[period.hazard]));
        for (end, next) in ends.chain([(never, ZERO)]) {
            // What accumulates until the period ends.
            let room = hazard
                .gt(ZERO)
                .select((end - from).positive() * hazard / 12.0, ZERO);
            let here = !time.lt(never) & hazard.gt(ZERO) & left.le(room);
            time = here.select(from + left / hazard * 12.0, time);
            left = (left - room).positive();
            from = from.max(end);
            hazard = next;
        }
        time
    }
}

impl Events {
    /// Spells of each event by name: first month and the month after the last, up to three, in
    /// order; infinite where it does not come.
    pub fn spells(&self, values: &Values) -> Vec<(&str, [(Lanes, Lanes); 3])> {
        let list = self.list.iter();
        list.map(|event| (event.name.as_str(), Spells::new(event, values).months))
            .collect()
    }

    /// First month of each event by name, whatever lifts it; infinite where it never comes.
    pub fn first_arrivals(&self, values: &Values) -> Vec<(&str, Lanes)> {
        let first = |event: &Event| Spells::new(event, values).months[0].0;
        let list = self.list.iter();
        list.map(|event| (event.name.as_str(), first(event)))
            .collect()
    }
}

impl Spells {
    fn new(event: &Event, values: &Values) -> Spells {
        let length = (values[event.spell.duration] + 0.5).floor().max(ONE);
        let mut clear_from = Lanes::splat(0.0);
        let mut dated = event.arrival.date.map(|date| values[date].floor());
        let months = event.arrivals.map(|arrival| {
            if let Some(start) = dated.take() {
                clear_from = start + length;
                return (start, clear_from);
            }
            // Never with hazard 0 or in the central run.
            let time = event.arrival(values, clear_from, -math::ln(ONE - values[arrival]));
            let comes = time.lt(Lanes::splat(1e6));
            let start = comes.select(time.floor(), Lanes::splat(f64::INFINITY));
            clear_from = start + length;
            (start, clear_from)
        });
        let finite = |x: &f64| x.is_finite();
        let starts = months.iter().flat_map(|(start, _)| start.0).filter(finite);
        let ends = months.iter().flat_map(|(_, end)| end.0).filter(finite);
        Spells {
            span: (
                starts.fold(f64::INFINITY, f64::min),
                ends.fold(0.0, f64::max),
            ),
            factors: event
                .effects
                .iter()
                .map(|effect| {
                    let least = if effect.target == Target::Demand {
                        LEAST_DEMAND
                    } else {
                        0.0
                    };
                    let factor = (ONE - values[effect.severity]).clip();
                    (effect.target, factor.max(Lanes::splat(least)))
                })
                .collect(),
            months,
        }
    }
}

/// Multipliers `m` of a month: 1 where nothing happens.
#[derive(Clone, Debug)]
pub struct Effects {
    /// Output, by region.
    pub output: Vec<Lanes>,
    /// Suppliers' output, by class.
    pub suppliers: [Lanes; N_CLASSES],
    /// Shipments, by region of deployment.
    pub shipments: Vec<Lanes>,
    /// Availability of money, by investor.
    pub investors: Vec<Lanes>,
    /// Speed of building, by region.
    pub building: Vec<Lanes>,
    /// Demand for compute.
    pub demand: Lanes,
    /// Speed of permits, by region.
    pub permits: Vec<Lanes>,
    /// Payment of grants, by region.
    pub grants: Vec<Lanes>,
    /// The world's supply of packaging, memory and logic for accelerators.
    pub chips: [Lanes; 3],
    /// Tools that may go to a region; empty where no event ever limits them.
    pub tools: Vec<ToolsOf>,
    quiet: bool,
}

impl Effects {
    /// Nothing happens.
    pub fn none(events: &Events) -> Effects {
        Effects {
            output: vec![ONE; events.regions],
            suppliers: [ONE; N_CLASSES],
            shipments: vec![ONE; events.regions],
            investors: vec![ONE; events.investors],
            building: vec![ONE; events.regions],
            demand: ONE,
            permits: vec![ONE; events.regions],
            grants: vec![ONE; events.regions],
            chips: [ONE; 3],
            tools: vec![
                [[ONE; N_CLASSES]; TOOLED.len()];
                if events.limit_tools() {
                    events.regions
                } else {
                    0
                }
            ],
            quiet: true,
        }
    }

    /// Demand moves by a factor this month, events or not.
    #[inline(always)]
    pub fn swing_demand(&mut self, factor: Lanes) {
        self.quiet = false;
        self.demand *= factor;
    }

    #[inline(always)]
    fn reset(&mut self) {
        if self.quiet {
            return;
        }
        for list in [
            &mut self.output,
            &mut self.shipments,
            &mut self.investors,
            &mut self.building,
            &mut self.permits,
            &mut self.grants,
        ] {
            list.fill(ONE);
        }
        self.suppliers = [ONE; N_CLASSES];
        self.chips = [ONE; 3];
        self.tools.fill([[ONE; N_CLASSES]; TOOLED.len()]);
        self.demand = ONE;
        self.quiet = true;
    }

    #[inline(always)]
    fn apply(&mut self, target: Target, factor: Lanes) {
        self.quiet = false;
        let slot = match target {
            Target::Output(region) => &mut self.output[region],
            Target::Supplier(class) => &mut self.suppliers[class],
            Target::Shipments(region) => &mut self.shipments[region],
            Target::Investor(investor) => &mut self.investors[investor],
            Target::Building(region) => &mut self.building[region],
            Target::Demand => &mut self.demand,
            Target::Permits(region) => &mut self.permits[region],
            Target::Grants(region) => &mut self.grants[region],
            Target::Chips(part) => &mut self.chips[part],
            Target::Tools(class, region, kind) => {
                for (k, tools) in self.tools[region].iter_mut().enumerate() {
                    if kind.is_none_or(|only| only == k) {
                        tools[class] *= factor;
                    }
                }
                return;
            }
        };
        *slot *= factor;
    }
}

//! The random vector: every numeric leaf of a scenario and every latent factor by name.
//!
//! A draw is a vector of uniforms, one per name, so that a scenario differs from
//! another only where its parameters differ, and any draw can be recomputed alone from
//! (seed, draw number, name).

use std::collections::BTreeMap;
use std::ops::Index;

use crate::inputs::Correlation;
use crate::lanes::{Draws, Lanes, ZERO};
use crate::math;
use crate::uncertainty::{Copula, Distribution, NotPositiveDefinite, name_hash, uniform_lanes};

/// Index of a parameter in the random vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ParamId(pub(crate) u32);

impl ParamId {
    /// Position in the vector.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One random number or constant.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Path in the scenario, or `latent.…`.
    pub path: String,
    /// Unit in which it is held.
    pub unit: &'static str,
    /// Its distribution.
    pub distribution: Distribution,
    /// Value in the central run.
    pub centre: f64,
    hash: u64,
}

impl Parameter {
    /// Hash of its name, which its random numbers depend on.
    pub fn hash(&self) -> u64 {
        self.hash
    }
}

/// All parameters, in a fixed order.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    list: Vec<Parameter>,
    by_path: BTreeMap<String, ParamId>,
    groups: Vec<(Copula, Vec<ParamId>)>,
}

/// The value of every parameter in eight draws.
#[derive(Clone, Debug)]
pub struct Values(Vec<Lanes>);

impl Index<ParamId> for Values {
    type Output = Lanes;
    #[inline(always)]
    fn index(&self, id: ParamId) -> &Lanes {
        &self.0[id.0 as usize]
    }
}

impl Values {
    /// Values given one by one, in the order of [`Parameters::list`].
    pub fn from_lanes(values: Vec<Lanes>) -> Values {
        Values(values)
    }

    /// The values in order.
    pub fn as_slice(&self) -> &[Lanes] {
        &self.0
    }

    /// Value of the parameter at a position in each draw.
    pub fn draws(&self, position: usize) -> &Draws {
        &self.0[position].0
    }

    /// The same, to be changed.
    pub fn draws_mut(&mut self, position: usize) -> &mut Draws {
        &mut self.0[position].0
    }

    /// One of the draws, eight times.
    pub fn of_draw(&self, lane: usize) -> Values {
        let values = self.0.iter().map(|value| Lanes::splat(value.0[lane]));
        Values(values.collect())
    }
}

impl Parameters {
    /// Adds a parameter under a path that is not there yet.
    pub(crate) fn add(
        &mut self,
        path: &str,
        unit: &'static str,
        distribution: Distribution,
        centre: f64,
    ) -> ParamId {
        let id = ParamId(self.list.len() as u32);
        self.list.push(Parameter {
            path: path.to_owned(),
            unit,
            distribution,
            centre,
            hash: name_hash(path),
        });
        self.by_path.insert(path.to_owned(), id);
        id
    }

    /// Gives an existing parameter another path (`same_as`).
    pub(crate) fn alias(&mut self, path: &str, id: ParamId) {
        self.by_path.insert(path.to_owned(), id);
    }

    /// Joins parameters in a Gaussian copula.
    pub(crate) fn join(&mut self, group: &Correlation) -> Result<(), NotPositiveDefinite> {
        let ids = group
            .paths
            .iter()
            .filter_map(|path| self.find(path))
            .collect();
        self.groups.push((Copula::new(&group.matrix)?, ids));
        Ok(())
    }

    /// The parameters in order.
    pub fn list(&self) -> &[Parameter] {
        &self.list
    }

    /// Every path with the parameter it stands for; several paths may share one.
    pub fn paths(&self) -> impl Iterator<Item = (&str, ParamId)> {
        self.by_path.iter().map(|(path, &id)| (path.as_str(), id))
    }

    /// Parameter at a path.
    pub fn find(&self, path: &str) -> Option<ParamId> {
        self.by_path.get(path).copied()
    }

    /// Central value of a parameter.
    pub fn centre(&self, id: ParamId) -> f64 {
        self.list[id.index()].centre
    }

    /// Every parameter at its centre.
    pub fn central(&self) -> Values {
        Values(self.list.iter().map(|p| Lanes::splat(p.centre)).collect())
    }

    /// Values of draws `first_draw` to `first_draw + 7`.
    pub fn sample(&self, seed: u64, first_draw: u64) -> Values {
        self.sample_by(|parameter| uniform_lanes(seed, first_draw, parameter.hash).0)
    }

    /// Values for the uniforms that `uniform` gives each parameter, the same whenever it is asked.
    pub fn sample_by(&self, uniform: impl Fn(&Parameter) -> Draws) -> Values {
        self.at_uniforms(|id| uniform(&self.list[id.index()]))
    }

    /// Values of eight draws from a uniform in (0, 1) for each parameter that varies; those that are
    /// joined by a copula are mixed as in [`sample`](Self::sample). `uniform` may be asked twice
    /// for the same parameter and must give the same answer.
    pub fn at_uniforms(&self, mut uniform: impl FnMut(ParamId) -> Draws) -> Values {
        let Values(mut values) = self.marginals_at(&mut uniform);
        let mut z = Vec::new();
        for (copula, ids) in &self.groups {
            z.clear();
            z.extend(
                ids.iter()
                    .map(|&id| math::normal_quantile(Lanes(uniform(id)))),
            );
            copula.apply(&mut z);
            for (id, &z) in ids.iter().zip(&z) {
                let u = math::normal_cdf(z);
                values[id.index()] = self.list[id.index()].distribution.quantile(u);
            }
        }
        debug_assert!(values.iter().all(|v| v.is_finite()), "{values:?} {ZERO:?}");
        Values(values)
    }

    /// The quantile of each parameter at its own uniform: no copula is applied, so that the uniforms
    /// may already depend on each other.
    pub fn marginals_at(&self, mut uniform: impl FnMut(ParamId) -> Draws) -> Values {
        let value = |(position, parameter): (usize, &Parameter)| {
            if parameter.distribution.is_constant() {
                Lanes::splat(parameter.centre)
            } else {
                parameter
                    .distribution
                    .quantile(Lanes(uniform(ParamId(position as u32))))
            }
        };
        Values(self.list.iter().enumerate().map(value).collect())
    }

    /// The copulas with the parameters that each of them joins.
    pub fn copulas(&self) -> impl Iterator<Item = (&Copula, &[ParamId])> {
        self.groups
            .iter()
            .map(|(copula, ids)| (copula, ids.as_slice()))
    }

    /// The parameters that vary from draw to draw, in order.
    pub fn varying(&self) -> impl Iterator<Item = (ParamId, &Parameter)> {
        let all = self.list.iter().enumerate();
        all.filter(|(_, parameter)| !parameter.distribution.is_constant())
            .map(|(position, parameter)| (ParamId(position as u32), parameter))
    }
}

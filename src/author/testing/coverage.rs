//! What the cases of a duty try of its rule: each outcome of each requirement, each branch both ways, each fact stated and missing.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::{Pair, Read, Told, Why};
use crate::model::dictionary::TermId;
use crate::model::ids::RequirementId;
use crate::model::law::Law;
use crate::model::place::Place;
use crate::model::words::Outcome;

use super::run::Ready;
use super::script::{Expr, Node, Operator};
use super::test::Scope;
use super::watch::Text;

/// What the cases of a duty try of its rule.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Everything that can be tried, in the order of the rule.
    pub covered: Vec<Covered>,
    /// Whether branches could be watched: a rule that the engine takes only as it stands has none here.
    pub watched: bool,
}

/// Something that can be tried, and whether it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// What it is.
    pub what: What,
    /// Where it stands: in the rule, or in the policy.
    pub place: Place,
    /// Each way in which it can come out, and how many cases it did so in.
    pub ways: Vec<(&'static str, usize)>,
}

/// The kinds of what can be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A requirement, by its outcomes.
    Requirement(RequirementId),
    /// A condition within the rule, by its text.
    Branch(String),
    /// A fact, by its path in the dictionary.
    Fact(String),
}

impl Covered {
    /// The ways in which it came out in no case.
    pub fn untried(&self) -> impl Iterator<Item = &'static str> {
        self.ways.iter().filter(|(_, cases)| *cases == 0).map(|(way, _)| *way)
    }
}

/// Counts while cases run.
pub(super) struct Counter {
    outcomes: BTreeMap<(RequirementId, &'static str), usize>,
    branches: BTreeMap<(usize, bool), usize>,
    facts: BTreeMap<(TermId, bool), usize>,
    /// The requirements of the script.
    of: BTreeSet<RequirementId>,
}

impl Counter {
    pub(super) fn new(text: &Text<'_>) -> Self {
        let of = text.script.requirements().map(|requirement| requirement.id.clone()).collect();
        Self { of, outcomes: BTreeMap::new(), branches: BTreeMap::new(), facts: BTreeMap::new() }
    }

    /// Counts what a case tried that came out as it says: only what it expects is tried.
    pub(super) fn count(&mut self, ready: &Ready<'_>, pairs: &[Pair], told: &BTreeMap<usize, Vec<Told>>) {
        let facts = &ready.case.profile.facts;
        let mut read: BTreeSet<(TermId, bool)> = BTreeSet::new();
        for (requirement, ..) in ready.case.expect.iter().filter(|(id, ..)| self.of.contains(id)) {
            let Some(pair) = ready.find(pairs, requirement) else { continue };
            // What was out of scope says nothing of a `when`.
            let by_rule = matches!(pair.why, Why::Judged | Why::Condition);
            if by_rule {
                *self.outcomes.entry((requirement.clone(), pair.outcome.as_str())).or_default() += 1;
            }
            for fact in pair.reads.iter().filter_map(|read| match read {
                Read::Fact(id) => facts.get(*id),
                Read::Duty(_) => None,
            }) {
                read.insert((fact.term, fact.is_stated() && fact.is_of_its_time(ready.case.as_of)));
            }
        }
        for key in read {
            *self.facts.entry(key).or_default() += 1;
        }
        for (expr, values) in told {
            for way in [true, false] {
                if values.contains(&Told::YesNo(way)) {
                    *self.branches.entry((*expr, way)).or_default() += 1;
                }
            }
        }
    }

    /// What can be tried of a rule, with what was; if the rule is another's, only the requirements that rest on the parameters of the scope.
    pub(super) fn coverage(
        &self,
        law: &Law,
        (text, scope): (&Text<'_>, &Scope),
        watched: Option<&BTreeMap<usize, usize>>,
    ) -> Coverage {
        let mut covered = Vec::new();
        let rest = match scope {
            Scope::Whole => &self.of,
            Scope::Parameters(names) => &names.values().flatten().cloned().collect(),
        };
        for requirement in text.script.requirements().filter(|requirement| rest.contains(&requirement.id)) {
            let mut ways = vec![Outcome::Met, Outcome::NotMet, Outcome::Unknown];
            ways.extend(requirement.when.is_some().then_some(Outcome::NotApplicable));
            ways.extend(requirement.by.is_some().then_some(Outcome::NotYetDue));
            let count = |way: &Outcome| self.outcomes.get(&(requirement.id.clone(), way.as_str())).copied();
            covered.push(Covered {
                what: What::Requirement(requirement.id.clone()),
                place: text.place(requirement.name.start),
                ways: ways.iter().map(|way| (way.as_str(), count(way).unwrap_or_default())).collect(),
            });
        }
        if matches!(scope, Scope::Parameters(_)) {
            return Coverage { covered, watched: true };
        }
        for branch in
            branches(text).into_iter().filter(|branch| watched.is_some_and(|seen| seen.contains_key(&branch.id)))
        {
            let count = |way| self.branches.get(&(branch.id, way)).copied().unwrap_or_default();
            covered.push(Covered {
                what: What::Branch(one_line(text.slice(branch.span.clone()))),
                place: text.place(branch.span.start),
                ways: vec![("true", count(true)), ("false", count(false))],
            });
        }
        for (term, at) in &text.meanings.reads {
            let count = |stated| self.facts.get(&(*term, stated)).copied().unwrap_or_default();
            covered.push(Covered {
                what: What::Fact(law.dictionary.term(*term).path.clone()),
                place: text.place(*at),
                ways: vec![("stated", count(true)), ("missing", count(false))],
            });
        }
        Coverage { covered, watched: watched.is_some() }
    }
}

/// The text with every run of spaces and line breaks as one space.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The conditions of a rule, in the order in which they stand.
fn branches<'t>(text: &'t Text<'_>) -> Vec<&'t Expr> {
    let mut found: BTreeMap<usize, &Expr> = BTreeMap::new();
    let mut note = |expr: &'t Expr| {
        let expr = expr.bare();
        found.insert(expr.id, expr);
    };
    for expr in text.outermost() {
        expr.walk(&mut |part| match &part.node {
            Node::Binary(operator, _, left, right) if operator.is_logic() => {
                for operand in [left, right] {
                    // A chain of one operator is one branch of many operands.
                    if !is_of(operand, *operator) {
                        note(operand);
                    }
                }
            }
            Node::If(condition, ..) => note(condition),
            Node::Call(name, _, arguments) | Node::Method(_, name, _, arguments)
                if matches!(name.as_str(), "any" | "all" | "filter") =>
            {
                for argument in arguments {
                    if let Node::Closure(_, body) = &argument.node {
                        note(body);
                    }
                }
            }
            _ => {}
        });
    }
    let mut found: Vec<&Expr> = found.into_values().collect();
    found.sort_by_key(|expr| expr.span.start);
    found
}

fn is_of(expr: &Expr, operator: Operator) -> bool {
    matches!(&expr.node, Node::Binary(own, ..) if *own == operator)
}

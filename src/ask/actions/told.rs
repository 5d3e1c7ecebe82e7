//! The answer, drawn up from what was found and judged again.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::actions::{
    ACTIONS_SCHEMA_VERSION, Action, Actions, Asked, By, ComesTo, Left, NotSettled, Place, Point, Post, Proof, Served,
    Shows, Sum, Wanted, Worse,
};
use crate::model::assessment::{At, DutyResult, PairResult};
use crate::model::dates::Day;
use crate::model::ids::DutyId;
use crate::model::law::Law;
use crate::model::words::Standing;

use super::super::impact::rank;
use super::super::inquiry::Inquiry;
use super::needs::{Need, Needs};
use super::pairs::{Leaving, Obstacle, is_others, is_unmet, key};
use super::place::{owner_of, term_of};
use super::steps::{Step, whole};
use super::{After, Plan};

/// All that was found.
pub(super) struct Found<'a, 'c> {
    pub(super) inquiry: &'a Inquiry<'c>,
    pub(super) leaving: &'a Leaving,
    pub(super) most: Option<usize>,
    pub(super) targets: &'a [&'a DutyResult],
    pub(super) of_others: &'a [&'a DutyResult],
    pub(super) needs: &'a Needs<'a, 'c>,
    pub(super) planned: &'a BTreeMap<DutyId, Need>,
    pub(super) obstacles: &'a BTreeMap<DutyId, Obstacle>,
    pub(super) plan: &'a Plan<'a>,
    pub(super) after: &'a After,
    pub(super) judgings_to_find: usize,
    pub(super) not_reproduced: usize,
}

/// A pair of a duty that needs steps of an action.
struct Use<'a> {
    duty: &'a DutyResult,
    pair: &'a PairResult,
    steps: Vec<&'a Step>,
}

pub(super) fn told(found: &Found<'_, '_>) -> Actions {
    let settled_with: BTreeMap<&DutyId, usize> =
        found.plan.settled_with().filter_map(|(duty, with)| Some((&duty.id, with?))).collect();
    let settled = found.targets.iter().filter(|duty| settled_with.contains_key(&duty.id));
    let order = &found.plan.choice.order;
    let actions: Vec<Action> =
        (1..).zip(order).map(|(number, action)| found.action(number, *action, &settled_with)).collect();
    let choice = &found.plan.choice;
    let curve = (1..).zip(choice.settles.iter().zip(&choice.at_most));
    let assessment = found.inquiry.assessment();
    Actions {
        schema_version: ACTIONS_SCHEMA_VERSION,
        force: assessment.force.name.clone(),
        as_of: found.inquiry.as_of(),
        leaving: found.leaving.iter().copied().collect(),
        most: found.most,
        duties: assessment.duties.len(),
        targets: sum(found.targets.iter().copied()),
        settled: sum(settled.copied()),
        exact: choice.exact,
        every_beginning_is_best: choice.nested,
        curve: curve
            .map(|(actions, (settles, at_most))| Point { actions, settles: *settles, at_most: *at_most })
            .collect(),
        posts: found.posts(&actions),
        actions,
        comes_to: found.comes_to(&settled_with),
        left: found.left(&settled_with),
        not_settled: found.not_settled(),
        of_others: found.of_others.iter().map(|duty| duty.id.clone()).collect(),
        worse: found.worse(&settled_with),
        proof: Proof {
            judgings_to_find: found.judgings_to_find,
            judgings_to_follow: found.after.judgings,
            judged_in_full: found.after.assessment.duties.len(),
            not_reproduced: found.not_reproduced,
        },
    }
}

/// What would have to be true of those that nobody has named.
fn of_others(duty: &DutyResult, pair: &PairResult) -> Wanted {
    let others = pair.subject_title.as_deref().unwrap_or("any other");
    Wanted {
        duty: duty.id.clone(),
        requirement: pair.id.clone(),
        states: format!("it is known whether there is {others}"),
        remedy: "name all that there are, say that these are all, and see that the same is true of each".into(),
        subjects: Vec::new(),
        at: pair.at.clone(),
    }
}

/// A place, or the one entry of it that all the facts stand in.
fn narrow(place: &Place, facts: &[Asked]) -> Place {
    let Place::Record(record) = place else { return place.clone() };
    let entry = |fact: &Asked| -> Option<String> {
        let (key, _) = fact.path.strip_prefix(record.as_str())?.strip_prefix('.')?.split_once('.')?;
        Some(key.to_owned())
    };
    let entries: BTreeSet<Option<String>> = facts.iter().map(entry).collect();
    match entries.into_iter().collect::<Vec<_>>().as_slice() {
        [Some(only)] => Place::Record(format!("{record}.{only}")),
        _ => place.clone(),
    }
}

fn sum<'d>(duties: impl IntoIterator<Item = &'d DutyResult>) -> Sum {
    duties.into_iter().fold(Sum::default(), |sum, duty| Sum {
        duties: sum.duties + 1,
        weight: sum.weight + u32::from(duty.weight.value),
    })
}

impl<'a> Found<'a, '_> {
    fn law(&self) -> &'a Law {
        self.inquiry.case().rules().law()
    }

    fn action(&self, number: usize, action: usize, settled_with: &BTreeMap<&DutyId, usize>) -> Action {
        let steps = self.plan.steps(action);
        let own: Vec<&Step> = steps.iter().filter_map(|step| self.needs.steps.get(*step)).collect();
        let facts = self.asked(&own);
        let place = self.plan.actions.get(action).map(|(key, _)| narrow(&key.place, &facts));
        let served = self.served(&steps);
        let uses: Vec<Use<'a>> = served.iter().flat_map(|duty| self.uses(duty, &steps)).collect();
        Action {
            number,
            owner: own.first().map(|step| self.owner(step)).unwrap_or_default(),
            place: place.unwrap_or(Place::Record(String::new())),
            wanted: self.wanted(&uses),
            facts,
            evidence: self.shows(&uses),
            by: uses.iter().map(|one| self.by(one)).min().unwrap_or(By::NoDate),
            serves: served
                .into_iter()
                .filter_map(|duty| {
                    Some(Served {
                        id: duty.id.clone(),
                        title: duty.title.clone(),
                        binding: duty.binding,
                        weight: duty.weight.value,
                        standing: duty.standing,
                        settled_with: *settled_with.get(&duty.id)?,
                        at: duty.at.clone(),
                    })
                })
                .collect(),
        }
    }

    fn owner(&self, step: &Step) -> String {
        owner_of(step, &self.needs.trial.profile, self.law())
    }

    /// The targets that need any of these steps, those of the most weight first.
    fn served(&self, steps: &BTreeSet<usize>) -> Vec<&'a DutyResult> {
        let needs = |duty: &DutyResult| self.planned.get(&duty.id).is_some_and(|need| !need.steps().is_disjoint(steps));
        self.targets.iter().copied().filter(|duty| needs(duty)).collect()
    }

    /// The pairs of a duty that need any of these steps; of one that only rests on others, none.
    fn uses(&self, duty: &'a DutyResult, steps: &BTreeSet<usize>) -> Vec<Use<'a>> {
        let Some(need) = self.planned.get(&duty.id) else { return Vec::new() };
        let pairs = duty.requirements.iter().chain(need.further.values()).filter_map(|pair| {
            let own = need.pairs.get(&key(pair))?.intersection(steps);
            let steps: Vec<&Step> = own.filter_map(|step| self.needs.steps.get(*step)).collect();
            (!steps.is_empty()).then_some(Use { duty, pair, steps })
        });
        pairs.collect()
    }

    /// What the requirements state, those for several subjects once.
    fn wanted(&self, uses: &[Use<'_>]) -> Vec<Wanted> {
        let mut wanted: Vec<Wanted> = Vec::new();
        for Use { duty, pair, .. } in uses {
            if is_others(pair) {
                wanted.push(of_others(duty, pair));
                continue;
            }
            let subject = pair.subject_title.clone().or_else(|| pair.subject.as_ref().map(ToString::to_string));
            let known = wanted.iter_mut().find(|one| {
                let is_others = subject.is_some() && one.subjects.is_empty();
                one.duty == duty.id && one.requirement == pair.id && !is_others
            });
            if let Some(known) = known {
                known.subjects.extend(subject);
                let duty = self.law().duty(duty.id.as_str());
                let requirement = duty.and_then(|duty| duty.requirements.iter().find(|one| one.id == pair.id));
                if let Some((duty, requirement)) = duty.zip(requirement) {
                    known.states = duty.of_any_subject(&requirement.states);
                    known.remedy = duty.of_any_subject(&requirement.remedy);
                }
                continue;
            }
            wanted.push(Wanted {
                duty: duty.id.clone(),
                requirement: pair.id.clone(),
                states: pair.states.clone(),
                remedy: pair.remedy.clone(),
                subjects: subject.into_iter().collect(),
                at: pair.at.clone(),
            });
        }
        wanted
    }

    /// The facts, each list once.
    fn asked(&self, steps: &[&Step]) -> Vec<Asked> {
        let profile = &self.needs.trial.profile;
        let dictionary = &self.law().dictionary;
        let mut asked: BTreeMap<&str, Asked> = BTreeMap::new();
        for step in steps {
            let path = whole(&step.path);
            let term = term_of(step, profile).map(|term| dictionary.term(term));
            let (term, means) = term.map(|term| (term.path.clone(), term.means.clone())).unwrap_or_default();
            let place = profile.facts.nearest_place(step.fact).unwrap_or(profile.place);
            let at = At::of(self.inquiry.case().sources(), place);
            let one = Asked { path: path.to_owned(), term, means, ask: step.ask, at };
            let known = asked.entry(path).or_insert(one);
            known.ask = known.ask.min(step.ask);
        }
        asked.into_values().collect()
    }

    /// What would show it, by the kinds that may.
    fn shows(&self, uses: &[Use<'_>]) -> Vec<Shows> {
        let law = self.law();
        let mut shows: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
        for Use { duty, pair, .. } in uses {
            let kinds = pair.shown_by.iter().filter_map(|kind| law.kinds.get(kind)).filter(|kind| !kind.narrative);
            let titles = kinds.map(|kind| kind.title.clone()).collect();
            shows.entry(titles).or_default().insert(format!("{}/{}", duty.id, pair.id));
        }
        shows
            .into_iter()
            .map(|(any_of, requirements)| Shows { any_of, requirements: requirements.into_iter().collect() })
            .collect()
    }

    /// By when: the last day for the pair; of one that is met and only to be shown, else that on which what is stated or shown lapses.
    fn by(&self, one: &Use<'_>) -> By {
        let as_of = self.inquiry.as_of();
        if let Some(due) = one.pair.due {
            return if due < as_of { By::OverdueSince(due) } else { By::Due(due) };
        }
        if is_unmet(one.pair) {
            return By::NoDate;
        }
        let profile = self.inquiry.case().profile();
        let evidence = one.steps.iter().filter_map(|step| profile.evidence.get(step.renews.as_ref()?));
        let expires = evidence.filter_map(|evidence| evidence.valid_until.map(|until| until.first()));
        let read = one.pair.facts.iter().filter(|read| one.steps.iter().any(|step| step.path == read.path));
        let holds = read.filter_map(|read| read.holds_until);
        let lapses: Option<Day> = expires.chain(holds).min();
        lapses.map_or(By::NoDate, By::Lapses)
    }

    fn posts(&self, actions: &[Action]) -> Vec<Post> {
        let mut by_owner: BTreeMap<String, Vec<&Action>> = BTreeMap::new();
        for action in actions {
            by_owner.entry(super::super::impact::fold(&action.owner)).or_default().push(action);
        }
        let mut posts: Vec<Post> = by_owner
            .into_values()
            .map(|own| {
                let ids: BTreeSet<&DutyId> =
                    own.iter().flat_map(|action| &action.serves).map(|duty| &duty.id).collect();
                Post {
                    owner: own.first().map(|action| action.owner.clone()).unwrap_or_default(),
                    actions: own.iter().map(|action| action.number).collect(),
                    serves: sum(ids.into_iter().filter_map(|id| self.inquiry.duty(id))),
                }
            })
            .collect();
        posts.sort_by(|a, b| (b.serves.weight, &a.actions).cmp(&(a.serves.weight, &b.actions)));
        posts
    }

    fn after(&self, id: &DutyId) -> Option<&'a DutyResult> {
        self.after.assessment.duties.iter().find(|duty| duty.id == *id)
    }

    fn comes_to(&self, settled_with: &BTreeMap<&DutyId, usize>) -> Vec<ComesTo> {
        let number: BTreeMap<usize, usize> =
            self.plan.choice.order.iter().zip(1..).map(|(action, number)| (*action, number)).collect();
        let mut comes: Vec<(usize, ComesTo)> = Vec::new();
        for (duty, wish) in &self.plan.wishes {
            let (Some(with), Some(after)) = (settled_with.get(&duty.id), self.after(&duty.id)) else { continue };
            let mut actions: Vec<usize> = wish.needs.iter().filter_map(|action| number.get(action)).copied().collect();
            actions.sort_unstable();
            comes.push((
                *with,
                ComesTo {
                    id: duty.id.clone(),
                    title: duty.title.clone(),
                    binding: duty.binding,
                    weight: duty.weight.value,
                    from: duty.standing,
                    to: after.standing,
                    verdict: after.verdict,
                    reason: if after.standing == Standing::Satisfied { String::new() } else { after.reason.clone() },
                    actions,
                    at: duty.at.clone(),
                },
            ));
        }
        comes.sort_by_key(|(with, _)| *with);
        comes.into_iter().map(|(_, comes)| comes).collect()
    }

    /// What could be settled with more actions.
    fn left(&self, settled_with: &BTreeMap<&DutyId, usize>) -> Vec<Left> {
        let taken: BTreeSet<usize> = self.plan.choice.order.iter().copied().collect();
        let open = self.plan.wishes.iter().filter(|(duty, _)| !settled_with.contains_key(&duty.id));
        open.map(|(duty, wish)| Left {
            id: duty.id.clone(),
            weight: duty.weight.value,
            further_actions: wish.needs.difference(&taken).count(),
        })
        .collect()
    }

    fn not_settled(&self) -> Vec<NotSettled> {
        let obstacles = self.targets.iter().filter_map(|duty| Some((duty, self.obstacles.get(&duty.id)?)));
        obstacles
            .map(|(duty, obstacle)| NotSettled {
                id: duty.id.clone(),
                title: duty.title.clone(),
                weight: duty.weight.value,
                standing: duty.standing,
                why: obstacle.why.clone(),
                at: obstacle.at.clone(),
            })
            .collect()
    }

    /// What would stand lower, or could no longer be told, though nobody asked for that.
    fn worse(&self, settled_with: &BTreeMap<&DutyId, usize>) -> Vec<Worse> {
        let pairs =
            self.after.assessment.duties.iter().filter_map(|after| Some((self.inquiry.duty(&after.id)?, after)));
        let is_worse = |before: &DutyResult, after: &DutyResult| {
            let (from, to) = (rank(before.standing), rank(after.standing));
            to < from || (to == from && before.standing != after.standing && to == 0)
        };
        pairs
            .filter(|(before, after)| !settled_with.contains_key(&before.id) && is_worse(before, after))
            .map(|(before, after)| Worse {
                id: before.id.clone(),
                title: before.title.clone(),
                from: before.standing,
                to: after.standing,
                at: before.at.clone(),
            })
            .collect()
    }
}

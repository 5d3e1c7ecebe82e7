//! Two sides of a question, profiles or dates or rules: which duties come out otherwise, which way, and what made them.

use serde::Serialize;

use super::assessment::At;
use super::contrast::{Parting, Term};
use super::dates::{Dates, Day};
use super::forecast::{Cause as Turned, JudgedBy};
use super::ids::{DepartureId, DutyId, RequirementId, SubjectId};
use super::impact::FromTo;
use super::words::{Binding, Marking, Outcome, Standing, Support, Verdict};

/// The version of the JSON of `diff`.
pub const DIFF_SCHEMA_VERSION: &str = "1.0";

/// What is otherwise between two sides: before, and after.
#[derive(Clone, Debug, Serialize)]
pub struct Diff {
    /// The version of this contract.
    pub schema_version: &'static str,
    /// The two sides.
    pub sides: FromTo<Side>,
    /// How many duties were looked at: those of either side.
    pub duties: usize,
    /// How many go which way.
    pub counts: Counts,
    /// The duties that are judged otherwise, by direction, weight, binding and id.
    pub changes: Vec<DutyChange>,
    /// The duties that the other rules judged otherwise, and the other profile or date back again.
    pub there_and_back: Vec<DutyId>,
    /// Everything that the second profile says otherwise than the first, each with the duties of whose change it is a cause.
    pub edits: Vec<Edited>,
    /// What was judged again to find the causes, and to prove them.
    pub work: Work,
}

/// One side.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// The force, by its id.
    pub force: String,
    /// Its name.
    pub force_name: String,
    /// The path of the profile's file, relative to its folder.
    pub profile: String,
    /// `sha256:` and the digest of that file.
    pub digest: String,
    /// The profile's marking.
    pub marking: Marking,
    /// When its facts were stated, unless a fact says otherwise.
    pub stated_on: Dates,
    /// The date the question was asked for.
    pub as_of: Day,
    /// The rule sets that judged.
    pub rule_sets: Vec<JudgedBy>,
}

/// How many duties go which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Those that are worse.
    pub worse: usize,
    /// Those that are better.
    pub better: usize,
    /// The gaps that nobody could tell before.
    pub revealed: usize,
    /// Those that are otherwise, neither better nor worse.
    pub other: usize,
    /// Those that are judged as before.
    pub unchanged: usize,
}

/// Which way a duty goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// It falls from satisfied, departed or unproven to anything below; it is newly in force, or newly due, and not satisfied; it
    /// leaves the scope of the force; or a gap can no longer be told.
    Worse,
    /// A gap that could not be told before: nothing need have become worse, but now it shows.
    Revealed,
    /// It rises.
    Better,
    /// Anything else: it stands where it stood and something within it is otherwise; it begins and is satisfied; it turns out not to arise
    /// after it could not be told, or evidence shows that it does not; its time has not come any more or not yet.
    Other,
}

/// How a duty stands on one side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stood {
    /// Its standing.
    pub standing: Standing,
    /// Its verdict.
    pub verdict: Verdict,
    /// What that rests on; null where nothing is met, nor known not to arise.
    pub support: Option<Support>,
    /// Whether a pair of it is an apparent breach.
    pub apparent_breach: bool,
    /// Whether it reaches the force at all on that date: it is in force, and the force has somebody who owes it, as far as that is known.
    pub in_scope: bool,
    /// Why, in a sentence.
    pub reason: String,
}

/// A duty that is judged otherwise.
#[derive(Clone, Debug, Serialize)]
pub struct DutyChange {
    /// Its id.
    pub id: DutyId,
    /// Its title.
    pub title: String,
    /// How strongly it binds.
    pub binding: Binding,
    /// How much a gap weighs, from 1 to 5.
    pub weight: u8,
    /// Whether only other bodies owe it, so that it enters no roll-up.
    pub context: bool,
    /// Which way it goes.
    pub direction: Direction,
    /// How it stood; null where the rules had no such duty.
    pub from: Option<Stood>,
    /// How the first profile stands on the first date under the rules of the second side, where that is otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_new_rules: Option<Stood>,
    /// How it stands; null where the rules have no such duty any more.
    pub to: Option<Stood>,
    /// The pairs that come out otherwise.
    pub pairs: Vec<PairChange>,
    /// What made it: these taken over from the second side alone, and nothing else, it comes out as it does there.
    pub causes: Vec<Cause>,
    /// Whether that was shown by judging it with nothing but the causes taken over. If not, nothing that was found explains the change.
    pub replayed: bool,
    /// Whether no cause can be left out. If not, the search was cut short.
    pub smallest: bool,
    /// Where the policy states it; of the first side, where the second has no such duty.
    #[serde(flatten)]
    pub at: At,
}

/// A pair of requirement and subject that comes out otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PairChange {
    /// The requirement.
    pub requirement: RequirementId,
    /// The subject, if it is judged for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// What it states.
    pub states: String,
    /// What came of it before; null where there was no such pair.
    pub from: Option<PairStood>,
    /// What comes of it; null where there is no such pair.
    pub to: Option<PairStood>,
}

/// What came of a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PairStood {
    /// The outcome.
    pub outcome: Outcome,
    /// What it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// Whether it is history and counts for nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    /// The departure that sets it aside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_aside_by: Option<DepartureId>,
    /// Why, in a sentence.
    pub reason: String,
}

/// Something that made a duty come out otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Cause {
    /// The rules of the second side.
    Rules(RulesChange),
    /// Something that the second profile says otherwise.
    Profile(Edit),
    /// The other date.
    Date(Turn),
    /// Another duty on which it rests.
    Duty(RestsOn),
}

/// That other rules judge a duty otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RulesChange {
    /// The duty.
    pub duty: DutyId,
    /// The rule set before, with its version; null where there was no such duty.
    pub from: Option<String>,
    /// The rule set after.
    pub to: Option<String>,
    /// What the policies state otherwise.
    pub terms: Vec<Term>,
    /// Where the rules part, for each pair that comes out otherwise.
    pub partings: Vec<PairParting>,
    /// Where the policy of the first side stated it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was_at: Option<At>,
    /// Where the policy of the second side states it; of the first, where there is none.
    #[serde(flatten)]
    pub at: At,
}

/// Where two rules part over one pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PairParting {
    /// The requirement.
    pub requirement: RequirementId,
    /// The subject, if it is judged for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<SubjectId>,
    /// The first thing at which they part.
    pub parting: Parting,
    /// Where the rule of the second side judges it; absent where it never came to that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<At>,
}

/// Something that one profile says otherwise than the other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Edit {
    /// What was done.
    pub kind: EditKind,
    /// To what: the path of a fact, the id of evidence or of a departure, `force`.
    pub name: String,
    /// What a reader calls it.
    pub title: String,
    /// Who answers for it, or usually holds it; empty where nobody is named.
    pub owner: String,
    /// What it says otherwise.
    pub says: Vec<Aspect>,
    /// Where the first profile says it; absent where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was_at: Option<At>,
    /// Where the second profile says it, or the nearest place in it that would hold it.
    #[serde(flatten)]
    pub at: At,
}

/// What was done to a part of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditKind {
    /// The force is described otherwise: its name, its policing bodies.
    ForceChanged,
    /// A departure is recorded.
    DepartureAdded,
    /// A departure is recorded no more.
    DepartureRemoved,
    /// A departure is recorded otherwise.
    DepartureChanged,
    /// A piece of evidence is described.
    EvidenceAdded,
    /// A piece of evidence is described no more.
    EvidenceRemoved,
    /// A piece of evidence is described otherwise.
    EvidenceChanged,
    /// A fact is stated.
    FactAdded,
    /// A fact is stated no more.
    FactRemoved,
    /// A fact is stated otherwise.
    FactChanged,
    /// A fact cites something else.
    CitationChanged,
    /// A fact says the same, as of another day.
    FactRestated,
}

/// One respect in which a part of a profile says something else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Aspect {
    /// Which: `value`, `cites`, `stated on`, `valid until` and so on.
    pub what: &'static str,
    /// What it said, as text; null where it said nothing.
    pub from: Option<String>,
    /// What it says.
    pub to: Option<String>,
}

/// Something that turned between the dates.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Turn {
    /// The first day on which it is otherwise.
    pub on: Day,
    /// What turned, with its place in the second profile or in the rules.
    #[serde(flatten)]
    pub turned: Turned,
}

/// Another duty that is read and comes out otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RestsOn {
    /// That duty.
    pub duty: DutyId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub standing: FromTo<Standing>,
    /// Where the policy states it.
    #[serde(flatten)]
    pub at: At,
}

/// A part of a profile that is otherwise, and the duties of whose change it is a cause.
#[derive(Clone, Debug, Serialize)]
pub struct Edited {
    /// What is otherwise.
    #[serde(flatten)]
    pub edit: Edit,
    /// The duties; none where it changed nothing.
    pub duties: Vec<DutyId>,
}

/// What was judged again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Work {
    /// How many duties.
    pub duties: usize,
    /// How many times, all of them together.
    pub judgings: usize,
}

impl Direction {
    /// Which way a duty goes that stood so and stands so; `None` where the rules have no such duty.
    #[must_use]
    pub fn of(from: Option<&Stood>, to: Option<&Stood>) -> Self {
        use Standing::{Departed, Gap, NotApplicable, NotYetDue, Satisfied, Unassessed, Unproven};
        let (was, is) = (from.map(|from| from.standing), to.map(|to| to.standing));
        let reaches = |stood: Option<&Stood>| stood.is_some_and(|stood| stood.in_scope);
        let is_shown = |stood: Option<&Stood>| stood.and_then(|stood| stood.support) == Some(Support::Evidenced);
        let same_scope = from.map(|from| from.in_scope) == to.map(|to| to.in_scope);
        match (was, is) {
            (None | Some(NotApplicable), None | Some(NotApplicable | Satisfied)) => Self::Other,
            // A duty that was in force all along and now arises, with time left, asks for nothing yet.
            (Some(NotApplicable), Some(NotYetDue)) if same_scope => Self::Other,
            (None | Some(NotApplicable), Some(_)) => Self::Worse,
            // That it does not arise is an answer to what could not be told; that it reaches the force no more is none.
            (Some(Unassessed), Some(NotApplicable)) if same_scope => Self::Other,
            // It is still in force, and evidence shows that nothing asks for it: that is no fall.
            (Some(_), Some(NotApplicable)) if reaches(from) && reaches(to) && is_shown(to) => Self::Other,
            (Some(_), None | Some(NotApplicable)) => Self::Worse,
            (Some(was), Some(is)) if was == is => Self::Other,
            (Some(Satisfied), Some(_))
            | (Some(Departed), Some(Unproven | Gap | Unassessed | NotYetDue))
            | (Some(Unproven), Some(Gap | Unassessed | NotYetDue))
            | (Some(Gap), Some(Unassessed)) => Self::Worse,
            (Some(NotYetDue), Some(Departed | Unproven | Gap | Unassessed)) => Self::Worse,
            (Some(Unassessed), Some(Gap)) => Self::Revealed,
            (Some(_), Some(NotYetDue)) => Self::Other,
            (Some(_), Some(_)) => Self::Better,
        }
    }
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, direction: Direction) {
        *match direction {
            Direction::Worse => &mut self.worse,
            Direction::Better => &mut self.better,
            Direction::Revealed => &mut self.revealed,
            Direction::Other => &mut self.other,
        } += 1;
    }

    /// How many duties are judged otherwise.
    #[must_use]
    pub fn changed(self) -> usize {
        self.worse + self.better + self.revealed + self.other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Standing::{Departed, Gap, NotApplicable, NotYetDue, Satisfied, Unassessed, Unproven};

    fn stood(standing: Standing, in_scope: bool) -> Stood {
        let verdict = Verdict::Met;
        Stood { standing, verdict, support: None, apparent_breach: false, in_scope, reason: String::new() }
    }

    fn way(from: Standing, to: Standing) -> Direction {
        Direction::of(Some(&stood(from, true)), Some(&stood(to, true)))
    }

    #[test]
    fn a_fall_from_what_stood_is_worse_and_a_rise_is_better() {
        let order = [Satisfied, Departed, Unproven, Gap];
        for (place, above) in order.into_iter().enumerate() {
            for below in order.into_iter().skip(place + 1) {
                assert_eq!(way(above, below), Direction::Worse, "{above} to {below}");
                assert_eq!(way(below, above), Direction::Better, "{below} to {above}");
            }
        }
        for above in [Satisfied, Departed, Unproven] {
            assert_eq!(way(above, Unassessed), Direction::Worse);
            assert_eq!(way(above, NotYetDue), Direction::Worse);
            assert_eq!(way(Unassessed, above), Direction::Better);
        }
    }

    #[test]
    fn a_gap_that_can_no_longer_be_told_is_worse_and_one_that_shows_is_revealed() {
        assert_eq!(way(Gap, Unassessed), Direction::Worse);
        assert_eq!(way(Unassessed, Gap), Direction::Revealed);
    }

    #[test]
    fn a_duty_that_begins_and_is_not_satisfied_is_worse() {
        for standing in [Departed, Unproven, Gap, Unassessed, NotYetDue] {
            let to = stood(standing, true);
            assert_eq!(Direction::of(None, Some(&to)), Direction::Worse);
            assert_eq!(Direction::of(Some(&stood(NotApplicable, false)), Some(&to)), Direction::Worse);
        }
        for standing in [Departed, Unproven, Gap, Unassessed] {
            assert_eq!(way(NotApplicable, standing), Direction::Worse);
            assert_eq!(way(NotYetDue, standing), Direction::Worse);
        }
        assert_eq!(way(NotApplicable, Satisfied), Direction::Other);
        assert_eq!(way(NotApplicable, NotYetDue), Direction::Other);
        assert_eq!(way(NotYetDue, Satisfied), Direction::Better);
        assert_eq!(Direction::of(None, Some(&stood(Satisfied, true))), Direction::Other);
    }

    #[test]
    fn a_duty_that_leaves_the_scope_is_worse_and_one_that_turns_out_not_to_arise_is_not() {
        for standing in [Satisfied, Departed, Unproven, Gap, NotYetDue] {
            assert_eq!(way(standing, NotApplicable), Direction::Worse, "{standing}");
        }
        for standing in [Satisfied, Departed, Unproven, Gap, NotYetDue, Unassessed] {
            let from = stood(standing, true);
            assert_eq!(Direction::of(Some(&from), None), Direction::Worse, "{standing}");
            assert_eq!(Direction::of(Some(&from), Some(&stood(NotApplicable, false))), Direction::Worse, "{standing}");
        }
        assert_eq!(way(Unassessed, NotApplicable), Direction::Other);
        let out = |standing| stood(standing, false);
        assert_eq!(Direction::of(Some(&out(Unassessed)), Some(&out(NotApplicable))), Direction::Other);
        assert_eq!(Direction::of(Some(&stood(NotApplicable, true)), None), Direction::Other);
    }

    #[test]
    fn a_duty_that_is_shown_not_to_arise_is_no_fall_and_one_that_is_only_said_not_to_is() {
        let out = |support, in_scope| Stood { support, ..stood(NotApplicable, in_scope) };
        for standing in [Satisfied, Departed, Unproven, Gap, NotYetDue] {
            let from = stood(standing, true);
            let way = |to: &Stood| Direction::of(Some(&from), Some(to));
            assert_eq!(way(&out(Some(Support::Evidenced), true)), Direction::Other, "{standing}");
            assert_eq!(way(&out(Some(Support::Evidenced), false)), Direction::Worse, "{standing}");
            for weaker in [Support::Suspect, Support::Stale, Support::Asserted] {
                assert_eq!(way(&out(Some(weaker), true)), Direction::Worse, "{standing} {weaker}");
            }
            assert_eq!(way(&out(None, true)), Direction::Worse, "{standing}");
        }
    }

    #[test]
    fn what_stands_where_it_stood_is_neither_better_nor_worse() {
        for standing in Standing::ALL {
            assert_eq!(way(*standing, *standing), Direction::Other);
        }
        assert_eq!(way(Gap, NotYetDue), Direction::Other);
        assert_eq!(way(Unassessed, NotYetDue), Direction::Other);
    }
}

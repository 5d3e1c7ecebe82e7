//! What a revision does to the duties: both sides judged by the rules of the base, and by those of the head where they are others.
//!
//! `ask::diff` finds what is otherwise and what made it; here it becomes findings, each with its place in the revision, and each fails
//! or does not.

mod accepting;
mod besides;
mod documents;
mod open;
mod pairs;
mod places;
mod rules;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::ask::diff::diff;
use crate::ask::inquiry::Inquiry;
use crate::ask::plan::SelfAccepted;
use crate::ask::promise::ReviewRemoved;
use crate::load::digest;
use crate::model::assessment::DutyResult;
use crate::model::baseline::Entry;
use crate::model::diff::{Cause, Counts, Diff, Direction, DutyChange, Edit, EditKind, Stood};
use crate::model::forecast::JudgedBy;
use crate::model::gate::{
    Caused, FailsOn, Finding, FindingKind, GATE_SCHEMA_VERSION, Gate, GateSide, JudgedSides, State, WhoseRules,
};
use crate::model::ids::DutyId;
use crate::model::impact::FromTo;
use crate::model::words::{Standing, Verdict};

use open::Revised;
pub use places::Locate;
use places::Places;

/// The sides, judged.
#[derive(Clone, Copy)]
pub struct Judged<'j, 'c> {
    /// The base by its own rules; none on a first run.
    pub base: Option<&'j Inquiry<'c>>,
    /// The head by the rules of the base; on a first run, by its own.
    pub head: &'j Inquiry<'c>,
    /// Both by the rules of the head, where those are others.
    pub anew: Option<Anew<'j, 'c>>,
}

/// The sides by the rules of the head.
#[derive(Clone, Copy)]
pub struct Anew<'j, 'c> {
    /// The base.
    pub base: &'j Inquiry<'c>,
    /// The head.
    pub head: &'j Inquiry<'c>,
}

/// What is asked of the sides.
pub struct Asked<'a> {
    /// What they are.
    pub sides: FromTo<Option<GateSide>>,
    /// What fails the revision.
    pub fail_on: &'a BTreeSet<FailsOn>,
    /// What is accepted.
    pub baseline: &'a [Entry],
    /// What the base accepts, by the same file.
    pub baseline_before: &'a [Entry],
    /// The path of the file that says so, within the repository.
    pub baseline_file: &'a str,
    /// Whether an entry of the baseline counts that accepts what this same revision makes.
    pub allow_own: bool,
    /// The reviews of the head that were recorded with the text that they accept, whether or not they count.
    pub self_accepted: &'a [SelfAccepted],
    /// The reviews that the base records and the head does not.
    pub review_removed: &'a [ReviewRemoved],
    /// The way to the places of the repository.
    pub locate: Locate<'a>,
}

/// What judged: the name, version and digest of each rule set.
#[must_use]
pub fn judged_by(inquiry: &Inquiry<'_>) -> Vec<JudgedBy> {
    let sets = inquiry.case().rules().law().rule_sets.values();
    sets.map(|set| JudgedBy { name: set.name.clone(), version: set.version.clone(), digest: set.digest.clone() })
        .collect()
}

/// Finds what a revision does to the duties.
#[must_use]
pub fn gate(judged: &Judged<'_, '_>, asked: &Asked<'_>) -> Gate {
    let mut finder = Finder { judged, asked, revised: Revised::new(), own_entries: Vec::new(), found: Vec::new() };
    if let Some(base) = judged.base {
        finder.revised = finder.places(judged.head).all_revised(base.case().profile());
    }
    let mut sides = Vec::new();
    match judged.base {
        Some(base) => {
            let otherwise = finder.compare(base, judged.head, WhoseRules::Base);
            sides.push(JudgedSides { rules: WhoseRules::Base, counts: otherwise.counts });
            finder.edits(base, judged.head, &otherwise);
            finder.lapsed(base, judged.head);
            finder.sections(base, judged.head, asked.self_accepted);
            finder.reviews_removed(judged.head);
        }
        None => {
            let duties = judged.head.assessment().duties.len();
            let counts = Counts { unchanged: duties, ..Counts::default() };
            sides.push(JudgedSides { rules: WhoseRules::Head, counts });
            finder.first(judged.head);
        }
    }
    if let Some((anew, base)) = judged.anew.zip(judged.base) {
        let otherwise = finder.compare(anew.base, anew.head, WhoseRules::Head);
        sides.push(JudgedSides { rules: WhoseRules::Head, counts: otherwise.counts });
        finder.rules(base, anew.base);
    }
    let whose = if judged.base.is_some() { WhoseRules::Base } else { WhoseRules::Head };
    finder.standing(judged.head, whose);
    if let Some(anew) = judged.anew {
        finder.standing(anew.head, WhoseRules::Head);
    }
    finder.threats(judged.base, judged.head);
    finder.errors();
    finder.baseline();
    finder.own_entries();
    let mut findings = finder.merged();
    findings.sort_by(|one, other| order(one).cmp(&order(other)));
    let failed_on: BTreeSet<FailsOn> = findings.iter().filter_map(|finding| finding.fails).collect();
    let last = judged.anew.map_or(judged.head, |anew| anew.head);
    Gate {
        schema_version: GATE_SCHEMA_VERSION,
        force: last.case().profile().force.name.clone(),
        as_of: last.as_of(),
        sides: asked.sides.clone(),
        judged: sides,
        findings,
        failed_on: failed_on.into_iter().collect(),
    }
}

/// What fails first, then by weight, then by what and where it is.
fn order(finding: &Finding) -> impl Ord + use<'_> {
    let weight = std::cmp::Reverse(finding.weight);
    (
        finding.fails.is_none(),
        finding.accepted.is_none(),
        weight,
        finding.kind,
        &finding.duty,
        finding.by,
        &finding.title,
    )
}

/// Collects findings.
struct Finder<'f, 'c> {
    judged: &'f Judged<'f, 'c>,
    asked: &'f Asked<'f>,
    /// The sections of documents that are otherwise, and the reviews of them.
    revised: Revised,
    /// The entries of the baseline that accept what this same revision makes.
    own_entries: Vec<&'f Entry>,
    found: Vec<Finding>,
}

impl<'f, 'c> Finder<'f, 'c> {
    fn places<'p>(&self, inquiry: &'p Inquiry<'c>) -> Places<'p, 'c>
    where
        'f: 'p,
    {
        Places { inquiry, locate: self.asked.locate }
    }

    fn fails(&self, what: FailsOn) -> Option<FailsOn> {
        self.asked.fail_on.contains(&what).then_some(what)
    }

    /// What is otherwise between two sides by one side's rules.
    fn compare(&mut self, before: &Inquiry<'c>, after: &Inquiry<'c>, by: WhoseRules) -> Diff {
        let otherwise = diff(before, None, after);
        for change in &otherwise.changes {
            let (was, is) = (before.duty(&change.id), after.duty(&change.id));
            if !pairs::new_breaches(was, is).is_empty() {
                self.change(&otherwise, change, (before, after), by, FindingKind::NewBreach);
            }
            let kind = match change.direction {
                Direction::Worse => FindingKind::Worse,
                Direction::Revealed => FindingKind::Revealed,
                Direction::Better => FindingKind::Better,
                Direction::Other if is_gap(was) && is_gap(is) && !pairs::further_not_met(was, is).is_empty() => {
                    FindingKind::FurtherNotMet
                }
                Direction::Other => FindingKind::Changed,
            };
            self.change(&otherwise, change, (before, after), by, kind);
        }
        otherwise
    }

    fn change(
        &mut self,
        otherwise: &Diff,
        change: &DutyChange,
        (before, after): (&Inquiry<'c>, &Inquiry<'c>),
        by: WhoseRules,
        kind: FindingKind,
    ) {
        let places = self.places(after);
        let own = match kind {
            FindingKind::NewBreach => self.fails(FailsOn::Breach),
            FindingKind::Worse => self.fails(FailsOn::Worse),
            FindingKind::Revealed => self.fails(FailsOn::Revealed),
            _ => None,
        };
        let standing = change.to.as_ref().filter(|_| kind != FindingKind::NewBreach);
        let standing = standing.and_then(|to| self.fails_standing(to.standing, to.verdict, change.context));
        let (was, is) = (before.duty(&change.id), after.duty(&change.id));
        let (says, told) = match kind {
            FindingKind::NewBreach => ("an apparent breach that the base has not", pairs::new_breaches(was, is)),
            FindingKind::FurtherNotMet => ("further not met", pairs::further_not_met(was, is)),
            _ => ("", Vec::new()),
        };
        let pair = match (told.as_slice(), change.pairs.as_slice()) {
            ([only], _) => Some((only.id.clone(), only.subject.clone())),
            ([], [only]) => Some((only.requirement.clone(), only.subject.clone())),
            _ => None,
        };
        let named = if told.is_empty() { String::new() } else { format!("{says}: {}; ", pairs::named(&told)) };
        let causes = pairs::that_count(change, [was, is]);
        let names = causes.iter().map(|cause| words::name(cause)).collect();
        let mut finding = Finding {
            kind,
            duty: Some(change.id.clone()),
            pair,
            title: change.title.clone(),
            message: format!("{named}{}", words::course(change.from.as_ref(), change.to.as_ref())),
            stood: Some(FromTo { from: change.from.clone(), to: change.to.clone() }),
            direction: Some(change.direction),
            by,
            weight: change.weight,
            fails: own.or(standing),
            accepted: None,
            at: places.change(otherwise, change, &causes),
            causes: causes.iter().map(|cause| caused(&places, cause)).collect(),
            fingerprint: String::new(),
            state: state(kind, change),
        };
        if let Some(section) = places.revised(change, &self.revised) {
            // Of a document that is otherwise, the section is the cause, and not where the profile describes the document.
            let texts = causes.iter().zip(&mut finding.causes).filter(|(cause, _)| is_text(cause));
            texts.for_each(|(_, told)| told.at = Some(section.clone()));
        }
        if causes.first().is_some_and(|cause| is_text(cause)) {
            // What is stated otherwise tells more than that the text beside it is.
            let stated = causes.iter().zip(&finding.causes).filter(|(cause, _)| !is_text(cause));
            let told = stated.chain(causes.iter().zip(&finding.causes)).find_map(|(_, told)| told.at.clone());
            finding.at = told.or(finding.at);
        }
        finding.fingerprint = fingerprint(&finding, names);
        self.accept(&mut finding, Some(before), after);
        self.found.push(finding);
    }

    /// Whether a standing is one that fails by itself; as in an audit, neither what others owe nor what could not be read does.
    fn fails_standing(&self, standing: Standing, verdict: Verdict, context: bool) -> Option<FailsOn> {
        let what = match standing {
            Standing::Gap => FailsOn::Gap,
            Standing::Unproven => FailsOn::Unproven,
            Standing::Unassessed => FailsOn::Unassessed,
            _ => return None,
        };
        let counts = !context && !matches!(verdict, Verdict::Unpublished | Verdict::Unread);
        self.fails(what).filter(|_| counts)
    }

    /// The duties that stand as they stood, where that is to be told.
    fn standing(&mut self, head: &Inquiry<'c>, by: WhoseRules) {
        let told: BTreeSet<DutyId> = self
            .found
            .iter()
            .filter(|finding| finding.by == by && is_of_a_duty(finding.kind))
            .filter_map(|one| one.duty.clone())
            .collect();
        let first = self.judged.base.is_none();
        for duty in &head.assessment().duties {
            let fails = self.fails_standing(duty.standing, duty.verdict, duty.context);
            let shows = first && duty.standing == Standing::Gap && !duty.context;
            if told.contains(&duty.id) || (fails.is_none() && !shows) {
                continue;
            }
            let stood = Stood {
                standing: duty.standing,
                verdict: duty.verdict,
                support: duty.support,
                apparent_breach: duty.apparent_breach,
                in_scope: true,
                reason: duty.reason.clone(),
            };
            let mut finding = Finding {
                duty: Some(duty.id.clone()),
                stood: Some(FromTo { from: (!first).then(|| stood.clone()), to: Some(stood) }),
                weight: duty.weight.value,
                fails,
                at: self.places(head).open(&duty.id),
                state: if first { State::New } else { State::Unchanged },
                ..plain(
                    FindingKind::Standing,
                    by,
                    &duty.title,
                    format!("{}: {}", words::standing(duty.standing), duty.reason),
                )
            };
            finding.fingerprint = fingerprint(&finding, Vec::new());
            self.accept(&mut finding, None, head);
            self.found.push(finding);
        }
    }

    /// The apparent breaches of a first run: no base had them.
    fn first(&mut self, head: &Inquiry<'c>) {
        for duty in head.assessment().duties.iter().filter(|duty| duty.apparent_breach) {
            let mut finding = Finding {
                duty: Some(duty.id.clone()),
                weight: duty.weight.value,
                fails: self.fails(FailsOn::Breach),
                at: self.places(head).open(&duty.id),
                ..plain(
                    FindingKind::NewBreach,
                    WhoseRules::Head,
                    &duty.title,
                    format!("an apparent breach: {}", duty.reason),
                )
            };
            finding.fingerprint = fingerprint(&finding, Vec::new());
            self.accept(&mut finding, None, head);
            self.found.push(finding);
        }
    }

    /// The findings, those by the rules of both sides once.
    fn merged(self) -> Vec<Finding> {
        let mut places: BTreeMap<(FindingKind, DutyId), usize> = BTreeMap::new();
        let mut merged: Vec<Finding> = Vec::new();
        for finding in self.found {
            let Some(duty) = finding.duty.clone().filter(|_| is_of_a_duty(finding.kind)) else {
                merged.push(finding);
                continue;
            };
            let there = places.get(&(finding.kind, duty.clone())).and_then(|place| merged.get_mut(*place));
            match there {
                Some(same) if same.stood.as_ref().map(|one| &one.to) == finding.stood.as_ref().map(|one| &one.to) => {
                    same.by = WhoseRules::Both;
                    same.fails = same.fails.or(finding.fails);
                }
                _ => {
                    places.insert((finding.kind, duty), merged.len());
                    merged.push(finding);
                }
            }
        }
        merged
    }
}

/// Whether a cause is the text of a document, or what is recorded of its reviews, and nothing else that is said of it.
fn is_text(cause: &Cause) -> bool {
    let is_text = |edit: &Edit| edit.says.iter().all(|aspect| matches!(aspect.what, "text of the file" | "reviewed"));
    matches!(cause, Cause::Profile(edit) if edit.kind == EditKind::EvidenceChanged && is_text(edit))
}

/// Whether a duty stands as a gap.
fn is_gap(duty: Option<&DutyResult>) -> bool {
    duty.is_some_and(|duty| duty.standing == Standing::Gap)
}

/// Whether a finding of that kind says how a duty stands.
fn is_of_a_duty(kind: FindingKind) -> bool {
    use FindingKind::{Better, Changed, FurtherNotMet, NewBreach, Revealed, Standing, Worse};
    matches!(kind, NewBreach | Worse | Revealed | FurtherNotMet | Better | Changed | Standing)
}

fn caused(places: &Places<'_, '_>, cause: &Cause) -> Caused {
    Caused { says: words::cause(cause), at: places.cause(cause) }
}

/// A finding about nothing but itself.
fn plain(kind: FindingKind, by: WhoseRules, title: &str, message: String) -> Finding {
    Finding {
        kind,
        duty: None,
        pair: None,
        title: title.to_owned(),
        message,
        stood: None,
        direction: None,
        by,
        weight: 0,
        fails: None,
        accepted: None,
        at: None,
        causes: Vec::new(),
        fingerprint: String::new(),
        state: State::New,
    }
}

/// Whether the base has it too.
fn state(kind: FindingKind, change: &DutyChange) -> State {
    let open = |stood: &Option<Stood>| {
        let standing = stood.as_ref().map(|stood| stood.standing);
        matches!(standing, Some(Standing::Gap | Standing::Unproven | Standing::Unassessed))
    };
    match kind {
        FindingKind::NewBreach => State::New,
        FindingKind::Better if !open(&change.to) => State::Absent,
        FindingKind::Worse if !open(&change.from) => State::New,
        _ => State::Updated,
    }
}

/// The same for the same finding, whatever lines move: of its kind, duty, pair, and the names of its causes.
fn fingerprint(finding: &Finding, mut causes: Vec<String>) -> String {
    causes.sort();
    let pair = finding.pair.as_ref().map_or_else(String::new, |(requirement, subject)| {
        format!("{requirement}/{}", subject.as_ref().map_or("", |subject| subject.as_str()))
    });
    let duty = finding.duty.as_ref().map_or("", |duty| duty.as_str());
    digest(format!("{:?}\n{duty}\n{pair}\n{}", finding.kind, causes.join("\n")).as_bytes())
}

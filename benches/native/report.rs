//! The report in text, with what the tool's own report tells, wrapped at 80 columns.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::case::{Outcome, Read};
use super::facts::Profile;
use super::judge::{DutyResult, Judge, Pair};
use super::page::{Group, field, groups, line, support, value, word};
use super::policy::{Binding, ParameterValue, RuleSet};
use super::profile::Evidence;
use super::verdict::{Standing, Support, Verdict, count};
use super::weigh::State;

pub(crate) struct Report<'r, 'a> {
    pub(crate) judge: &'r Judge<'a>,
    pub(crate) rule_set: &'r RuleSet,
    pub(crate) digests: &'r [(String, String)],
    pub(crate) duties: &'r [DutyResult<'a>],
}

impl Report<'_, '_> {
    pub(crate) fn text(&self) -> String {
        let mut out = String::with_capacity(32 * 1024);
        let mut ranked: Vec<&DutyResult<'_>> = self.duties.iter().collect();
        ranked.sort_by_key(|duty| (duty.duty.binding, u8::MAX - duty.duty.weight.value, duty.id));
        self.head(&mut out);
        self.summary(&mut out, &ranked);
        self.assurance(&mut out);
        self.findings(&mut out, &ranked);
        self.not_judged(&mut out, &ranked);
        self.evidence(&mut out);
        self.every_duty(&mut out, &ranked);
        line(&mut out, 0, "\nINPUTS");
        line(&mut out, 2, &format!("profile.yaml {}", self.judge.profile.digest));
        for (path, digest) in self.digests {
            line(&mut out, 2, &format!("{path} {digest}"));
        }
        line(
            &mut out,
            0,
            "\nThis report is an aid to governance. It is not legal advice, and it says nothing of what nobody put into the profile.",
        );
        out
    }

    fn head(&self, out: &mut String) {
        let Judge { profile, law, as_of, .. } = self.judge;
        line(out, 0, &format!("{}: duties under the Strategic Policing Requirement", profile.force.name));
        field(out, 0, "As of", as_of);
        let inferred = profile.inferred.as_ref().map(|why| format!(" (inferred: {why})")).unwrap_or_default();
        field(out, 0, "Stated on", &format!("{}{inferred}", profile.stated_on));
        field(out, 0, "Marking", &profile.marking);
        field(
            out,
            0,
            "Rule set",
            &format!("{} {}, of {}", self.rule_set.name, self.rule_set.version, self.rule_set.owner),
        );
        for instrument in law.instruments.values() {
            if instrument.in_force.covers(super::dates::Dates::on(*as_of)) == Some(true) {
                let from = instrument.in_force.from.map(|from| format!(", in force from {from}")).unwrap_or_default();
                let until = instrument.in_force.until.map(|until| format!(" until {until}")).unwrap_or_default();
                field(out, 0, &instrument.kind, &format!("{}{from}{until}", instrument.title));
            }
        }
    }

    fn summary(&self, out: &mut String, ranked: &[&DutyResult<'_>]) {
        line(out, 0, "\nIN SHORT");
        let mut standings: BTreeMap<Standing, Vec<&str>> = BTreeMap::new();
        let (unread, judged): (Vec<&DutyResult<'_>>, Vec<&DutyResult<'_>>) =
            ranked.iter().partition(|duty| is_unread(duty));
        for duty in &judged {
            standings.entry(duty.standing).or_default().push(duty.id);
        }
        let satisfied = standings.get(&Standing::Satisfied).map_or(0, Vec::len);
        line(out, 2, &format!("{satisfied} of {} duties are satisfied: met, and shown by evidence.", judged.len()));
        for (standing, duties) in &standings {
            field(out, 2, word(*standing), &format!("{}: {}", duties.len(), duties.join(", ")));
        }
        field(out, 2, "Not judged", &unread.iter().map(|duty| duty.id).collect::<Vec<_>>().join(", "));
        let Profile { facts, evidence, .. } = self.judge.profile;
        let read: std::collections::BTreeSet<&str> = self
            .pairs()
            .flat_map(|pair| &pair.reads)
            .filter_map(|read| read.fact)
            .map(|fact| fact.path.as_str())
            .collect();
        let usable = self.judge.states.values().filter(|state| **state == State::Current).count();
        line(
            out,
            2,
            &format!(
                "Looked at: {} duties; {} pieces of evidence, {usable} of which current; {} facts, {} of which a rule read.",
                ranked.len(),
                evidence.len(),
                facts.len(),
                read.len()
            ),
        );
        if let Some((duty, pair)) =
            ranked.iter().find_map(|duty| Some((duty, duty.pairs.iter().find(|pair| is_gap(pair))?)))
        {
            line(out, 2, &format!("The worst gap: {} ({})", duty.duty.title, duty.id));
            self.gap(out, duty, &Group { first: pair, subjects: Vec::new() });
        }
    }

    fn pairs(&self) -> impl Iterator<Item = &Pair<'_>> {
        self.duties.iter().flat_map(|duty| &duty.pairs)
    }

    fn findings(&self, out: &mut String, ranked: &[&DutyResult<'_>]) {
        type Test = fn(&Pair<'_>) -> bool;
        let unproven: Test =
            |pair| !pair.history && pair.judged.outcome == Outcome::Met && pair.support != Some(Support::Evidenced);
        let unknown: Test = |pair| !pair.history && pair.judged.outcome == Outcome::Unknown;
        for (title, test) in [
            ("THE GAPS, WORST FIRST", is_gap as Test),
            ("MET, BUT NOT PROVEN", unproven),
            ("WHAT COULD NOT BE ASSESSED", unknown),
        ] {
            line(out, 0, &format!("\n{title}"));
            for duty in ranked {
                let groups = groups(&duty.pairs, test);
                if groups.is_empty() {
                    continue;
                }
                self.duty(out, duty);
                match title {
                    "WHAT COULD NOT BE ASSESSED" => self.ask(out, &groups),
                    "MET, BUT NOT PROVEN" => groups.iter().for_each(|group| self.unproven(out, group)),
                    _ => groups.iter().for_each(|group| self.gap(out, duty, group)),
                }
            }
        }
    }

    fn duty(&self, out: &mut String, duty: &DutyResult<'_>) {
        let source = &duty.duty.source;
        line(out, 2, &format!("{}: {} ({})", word(duty.standing), duty.duty.title, duty.id));
        field(
            out,
            4,
            "Status",
            &format!(
                "{:?}, weight {} of 5, {:?}{}",
                duty.duty.binding,
                duty.duty.weight.value,
                duty.verdict,
                support(duty.support)
            ),
        );
        field(out, 4, "Owed by", &duty.held_by.join(" and "));
        let instrument = source
            .instrument
            .as_ref()
            .and_then(|id| self.judge.law.instruments.get(id))
            .map_or("", |instrument| &instrument.title);
        let parts = [source.at.as_deref(), source.read_in.as_deref(), source.url.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ");
        let checked = source.checked.map(|checked| format!(", checked {checked}")).unwrap_or_default();
        field(out, 4, "Source", &format!("{instrument}, {parts}, {}{checked}", source.verified));
        let tally = [Outcome::NotMet, Outcome::Met, Outcome::Unknown, Outcome::NotYetDue, Outcome::NotApplicable]
            .map(|outcome| (count(duty.pairs.iter(), outcome), outcome));
        field(
            out,
            4,
            "In all",
            &tally
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, outcome)| format!("{count} {outcome:?}"))
                .collect::<Vec<_>>()
                .join(", "),
        );
        for (name, parameter) in &duty.duty.parameters {
            let value = match &parameter.value {
                ParameterValue::Whole(whole) => whole.to_string(),
                ParameterValue::Period(period) => period.text.clone(),
            };
            field(
                out,
                4,
                "Threshold",
                &format!("{name} = {value}, set by {}, not by the source: {}", parameter.set_by, parameter.because),
            );
        }
    }

    fn gap(&self, out: &mut String, duty: &DutyResult<'_>, group: &Group<'_, '_>) {
        let pair = group.first;
        let regard = if matches!(duty.duty.binding, Binding::DueRegard | Binding::HaveRegard) {
            "regard not shown"
        } else {
            "not met"
        };
        let breach = if pair.breach { " (apparent breach)" } else { "" };
        let title = pair.title.as_deref().unwrap_or("each");
        line(out, 4, &format!("{regard}{breach}: {}", pair.requirement.states.replace("{subject}", title)));
        self.facts(out, group);
        field(out, 6, "To do", &pair.requirement.remedy.replace("{subject}", title));
        field(out, 6, "By", &pair.judged.by.map_or_else(|| "no date in the source".into(), |by| by.last.to_string()));
        self.shown_by(out, pair);
    }

    fn unproven(&self, out: &mut String, group: &Group<'_, '_>) {
        let pair = group.first;
        let title = if group.subjects.len() > 1 { "each" } else { pair.title.as_deref().unwrap_or("each") };
        line(out, 4, &format!("met{}: {}", support(pair.support), pair.requirement.states.replace("{subject}", title)));
        if group.subjects.len() > 1 {
            field(out, 6, "For", &group.subjects.join(", "));
        }
        self.facts(out, group);
        self.shown_by(out, pair);
    }

    fn shown_by(&self, out: &mut String, pair: &Pair<'_>) {
        let kinds = pair.requirement.shown_by.iter().filter_map(|kind| self.judge.law.kinds.get(kind));
        field(out, 6, "Shown by", &kinds.map(|kind| kind.title.as_str()).collect::<Vec<_>>().join("; "));
    }

    fn facts(&self, out: &mut String, group: &Group<'_, '_>) {
        let many = group.subjects.len() > 1;
        for Read { path, pattern, fact } in &group.first.reads {
            let Some(fact) = fact else { continue };
            let cites = fact.cites.iter().map(|cite| {
                let id = super::facts::evidence_id(cite);
                let kind = if self.judge.supporting(fact, group.first.requirement).contains(&id) {
                    "supports it"
                } else {
                    self.state(id)
                };
                format!("{cite}: {kind}")
            });
            let cites = cites.collect::<Vec<_>>().join("; ");
            field(
                out,
                6,
                "Rests on",
                &format!(
                    "{} = {} (profile.yaml); cites {cites}",
                    if many { pattern } else { path },
                    value(&fact.value)
                ),
            );
        }
    }

    fn state(&self, id: &str) -> &'static str {
        match self.judge.states.get(id) {
            Some(State::Useless(why)) => why,
            Some(State::Lapsed) => "lapsed",
            Some(State::Changed) => "changed since it was reviewed",
            Some(State::Current) => "does not support it",
            None => "unknown",
        }
    }

    fn ask(&self, out: &mut String, groups: &[Group<'_, '_>]) {
        let mut asks: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for group in groups {
            if let Some(why) = &group.first.why {
                field(out, 4, "Why", why);
            }
            for Read { path, pattern, .. } in group.first.reads.iter().filter(|read| read.fact.is_none()) {
                let law = self.judge.law;
                let holder = law
                    .facts
                    .get(pattern)
                    .map(|term| &term.held_by)
                    .or_else(|| law.collections.get(pattern).map(|collection| &collection.held_by));
                let asked = asks.entry(holder.map_or("nobody", String::as_str)).or_default();
                let path = if group.subjects.len() > 1 { pattern } else { path };
                if !asked.contains(&path.as_str()) {
                    asked.push(path);
                }
            }
        }
        for (holder, paths) in asks {
            field(out, 4, "Ask", &format!("{holder}: {}", paths.join(", ")));
        }
    }

    fn not_judged(&self, out: &mut String, ranked: &[&DutyResult<'_>]) {
        line(out, 0, "\nWHAT IS NOT JUDGED");
        for duty in ranked.iter().filter(|duty| is_unread(duty)) {
            line(
                out,
                2,
                &format!("- {:?}: {}: {}", duty.verdict, duty.id, duty.duty.because.as_deref().unwrap_or_default()),
            );
        }
        line(out, 0, "\nNOT APPLICABLE, OR NOT YET DUE");
        for duty in ranked.iter().filter(|duty| matches!(duty.standing, Standing::NotApplicable | Standing::NotYetDue))
        {
            let why = duty
                .out_of_scope
                .as_deref()
                .or_else(|| duty.pairs.first().and_then(|pair| pair.why.as_deref()))
                .unwrap_or("it does not arise");
            line(out, 2, &format!("- {} ({}): {why}", duty.duty.title, duty.id));
        }
    }

    fn evidence(&self, out: &mut String) {
        line(out, 0, "\nEVIDENCE");
        for (id, evidence) in &self.judge.profile.evidence {
            let Evidence { title, kind, dated, owner, held_at, review_every, .. } = evidence;
            let state =
                if self.judge.states.get(id.as_str()) == Some(&State::Current) { "current" } else { self.state(id) };
            line(out, 2, &format!("{state}: {title} ({id})"));
            let kind = self.judge.law.kinds.get(kind);
            let age = dated.map_or_else(
                || "not dated".into(),
                |dated| format!("dated {dated}, {} days old", (self.judge.as_of - dated.last).get_days()),
            );
            let renew = review_every
                .as_ref()
                .or_else(|| kind?.review_every.as_ref())
                .map(|every| format!("; to be renewed every {}", every.text))
                .unwrap_or_default();
            let held = held_at.as_ref().map_or_else(
                || "nowhere that is stated".into(),
                |at| {
                    [&at.url, &at.path, &at.custodian, &at.reference]
                        .into_iter()
                        .flatten()
                        .map(String::as_str)
                        .collect::<Vec<_>>()
                        .join(": ")
                },
            );
            let cited_by = self
                .judge
                .profile
                .facts
                .values()
                .filter(|fact| fact.cites.iter().any(|cite| super::facts::evidence_id(cite) == id))
                .count();
            let supports = |pair: &Pair<'_>| {
                pair.reads
                    .iter()
                    .filter_map(|read| read.fact)
                    .any(|fact| self.judge.supporting(fact, pair.requirement).contains(&id.as_str()))
            };
            let duties: Vec<&str> =
                self.duties.iter().filter(|duty| duty.pairs.iter().any(supports)).map(|duty| duty.id).collect();
            let duties = if duties.is_empty() { "no duty".into() } else { duties.join(", ") };
            let owner = owner.as_deref().unwrap_or("not stated");
            line(
                out,
                4,
                &format!(
                    "{}, {age}{renew}; owner {owner}; held at {held}; cited by {cited_by} facts; supports {duties}",
                    kind.map_or("", |kind| &kind.title)
                ),
            );
        }
    }

    fn every_duty(&self, out: &mut String, ranked: &[&DutyResult<'_>]) {
        line(out, 0, "\nEVERY DUTY");
        for duty in ranked {
            let _ = writeln!(
                out,
                "  {:<15} {:<33} {:?}: {:?}{}",
                word(duty.standing),
                duty.id,
                duty.duty.binding,
                duty.verdict,
                support(duty.support)
            );
        }
    }
}

fn is_unread(duty: &DutyResult<'_>) -> bool {
    matches!(duty.verdict, Verdict::Unpublished | Verdict::Unread)
}

fn is_gap(pair: &Pair<'_>) -> bool {
    !pair.history && pair.judged.outcome == Outcome::NotMet
}

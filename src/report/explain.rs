//! One duty's whole story, from the law to the line.

mod least;

use crate::model::assessment::{Assessment, DutyResult};
use crate::model::counterfactual::Counterfactual;
use crate::model::ids::DutyId;
use crate::model::words::{Outcome, Standing, Support};

use super::block::{Block, Fields};
use super::compose::pair;
use super::filter::Filter;
use super::phrases::{self, code, codes};
use super::view::{Group, View, group, is_not_judged};

/// The story of one duty as blocks; `None` if the assessment has no such duty.
pub(super) fn story(assessment: &Assessment, id: &DutyId, least: Option<&Counterfactual>) -> Option<Vec<Block>> {
    let duty = assessment.duties.iter().find(|duty| duty.id == *id)?;
    let filter = Filter::default();
    let view = View { assessment, filter: &filter, verbose: true };
    let groups = group(duty.requirements.iter());
    let mut blocks = vec![Block::Title(pair::title(duty)), stands(duty, assessment), law(duty, assessment)];
    let pairs: Vec<Block> = groups.iter().map(|group| pair::whole(group, duty, view)).collect();
    if !pairs.is_empty() {
        blocks.push(Block::Section("What was asked, and what came of it".into(), pairs));
    }
    blocks.extend(departures(duty, assessment));
    let changes = changes(duty, &groups, assessment);
    if !changes.is_empty() {
        blocks.push(Block::Section("What would change where it stands".into(), vec![Block::List(changes)]));
    }
    blocks.extend(least.map(least::section));
    blocks.push(Block::Section("Note".into(), vec![Block::Text(phrases::CLOSING.into())]));
    Some(blocks)
}

fn stands(duty: &DutyResult, assessment: &Assessment) -> Block {
    let threats = duty
        .standing_by_threat
        .iter()
        .map(|(threat, standing)| format!("{}: {}", phrases::threat(threat, assessment), phrases::standing(*standing)));
    Fields::new()
        .with("Force", format!("{}, as of {}", assessment.force.name, assessment.as_of))
        .with("Stands", format!("{}: {}", phrases::stands(duty), phrases::stands_means(duty)))
        .with("Verdict", format!("{}{}: {}", phrases::word(duty.verdict.as_str()), pair::support(duty), duty.reason))
        .with("Breach", if duty.apparent_breach { "an apparent breach" } else { "" })
        .with("Follows from", codes(&duty.follows_from))
        .with_all("By threat", threats)
        .block()
}

fn law(duty: &DutyResult, assessment: &Assessment) -> Block {
    let source = &duty.source;
    let own = phrases::in_force(duty.in_force);
    let instrument =
        assessment.instruments.iter().find(|instrument| source.instrument.as_ref() == Some(&instrument.id));
    let applied = instrument.map_or_else(String::new, |instrument| {
        let applied = match instrument.applied {
            Some(true) => "in force on that date",
            Some(false) => "not in force on that date",
            None => "it cannot be told whether it was in force on that date",
        };
        let dates = phrases::in_force(instrument.in_force);
        if dates.is_empty() {
            format!("its instrument: {applied}")
        } else {
            format!("its instrument: {applied} ({dates})")
        }
    });
    let threats: Vec<String> = duty.threats.iter().map(|threat| phrases::threat(threat, assessment)).collect();
    let there = if duty.context {
        "none of these is an office of this force: context, in no roll-up".to_owned()
    } else {
        format!("for this force: {}", phrases::owed_by(duty))
    };
    let fields = Fields::new()
        .with("Says", duty.says.clone())
        .with("Source", pair::law(duty, assessment))
        .with("To be read", source.url.clone().unwrap_or_default())
        .with("Note", source.note.clone().unwrap_or_default())
        .with_all("Owed by", [phrases::holders(&duty.owed_by), there])
        .with_all("In force", [if own.is_empty() { String::new() } else { format!("the duty: {own}") }, applied])
        .with("Binding", format!("{}: {}", phrases::word(duty.binding.as_str()), phrases::binding_means(duty.binding)))
        .with("Weight", format!("{} of 5: {}", duty.weight.value, duty.weight.because))
        .with("Threats", phrases::list(&threats, "and"))
        .with_all("Threshold", pair::thresholds(duty))
        .with("Rests on", phrases::names(&duty.rests_on))
        .with("Made from", duty.tailored.as_ref().map(phrases::made_from).unwrap_or_default())
        .with_all("Tailored", duty.tailored.iter().flat_map(|from| &from.changes).map(phrases::tailored))
        .with("Policy", format!("{} in rule set {}", code(&duty.at), duty.rule_set));
    Block::Section("What the source says".into(), vec![fields.block()])
}

fn departures(duty: &DutyResult, assessment: &Assessment) -> Option<Block> {
    let named = assessment.departures.iter().filter(|departure| duty.departures.contains(&departure.id));
    let points: Vec<String> = named
        .map(|departure| {
            let reason = departure.reason.as_deref().unwrap_or("no reason is recorded");
            let (effect, state) = (phrases::in_effect(departure), &departure.state);
            format!(
                "{effect}: {}, from {} ({reason}); {state}; {}",
                code(&departure.id),
                phrases::departure(departure),
                code(&departure.at)
            )
        })
        .collect();
    (!points.is_empty()).then(|| Block::Section("Departures".into(), vec![Block::List(points)]))
}

/// What would close, prove or settle it; of what is satisfied or departed, what would end it.
fn changes(duty: &DutyResult, groups: &[Group<'_>], assessment: &Assessment) -> Vec<String> {
    if is_not_judged(duty) {
        return vec!["to be judged, its text would have to be read and a rule written for it".to_owned()];
    }
    let mut points: Vec<String> = Vec::new();
    for group in groups.iter().filter(|group| !group.first.history && group.first.set_aside_by.is_none()) {
        let first = group.first;
        let kinds = phrases::kinds(&first.shown_by, assessment);
        let what = group.says(&first.states);
        match first.outcome {
            Outcome::NotMet => {
                let remedy = phrases::remedy(&group.says(&first.remedy));
                let close = if first.remedy.starts_with("none:") { "" } else { "to close it: " };
                points.push(format!("{close}{remedy} (by: {})", phrases::due(first)));
            }
            Outcome::Met | Outcome::NotApplicable
                if first.support.is_some_and(|support| support != Support::Evidenced) =>
            {
                points.push(format!("to prove that {what}: {kinds}"));
            }
            Outcome::NotYetDue => points.push(format!("it falls due: {what} ({})", phrases::due(first))),
            Outcome::Unknown if group.is_of_others() => {
                let each = first.subject_kind.as_deref().map_or("subject", phrases::bare);
                let point = format!(
                    "to tell whether there is any other {each}: say which there are, and that the list is complete"
                );
                if !points.contains(&point) {
                    points.push(point);
                }
            }
            Outcome::Unknown if first.sought.is_empty() => {
                points.push(format!("to be settled: {what} ({})", group.says(&first.reason)));
            }
            Outcome::Error => points.push(format!("the rule has to be mended: {}", group.says(&first.reason))),
            _ => {}
        }
    }
    let unknown: Vec<Group<'_>> =
        groups.iter().filter(|group| group.first.outcome == Outcome::Unknown).cloned().collect();
    points.extend(pair::asks(&unknown).into_iter().map(|ask| format!("to tell, ask {ask}")));
    if matches!(duty.standing, Standing::Satisfied | Standing::Unproven) {
        points.extend(lapses(duty, assessment));
    }
    let departures = assessment.departures.iter().filter(|departure| departure.in_effect && departure.duty == duty.id);
    points.extend(departures.filter_map(|departure| {
        departure.until.map(|until| format!("the departure {} ends after {until}", code(&departure.id)))
    }));
    points
}

/// The dates after which facts and evidence no longer carry it.
fn lapses(duty: &DutyResult, assessment: &Assessment) -> Vec<String> {
    let mut points: Vec<String> = Vec::new();
    for fact in duty.requirements.iter().flat_map(|pair| &pair.facts) {
        let relied = fact.holds_until.map(|day| format!("{} is to be relied on until {day}", code(&fact.path)));
        points.extend(relied.filter(|point| !points.contains(point)));
    }
    for pair in &duty.requirements {
        for evidence in phrases::supporting(&pair.facts, assessment) {
            let valid = evidence.valid_until.map(|until| format!("{} is valid until {until}", code(&evidence.id)));
            points.extend(valid.filter(|point| !points.contains(point)));
        }
    }
    points
}

//! Every duty, by where it stands, each unfolding to its whole story; and the controls that pick among them.

use crate::model::assessment::{Assessment, DutyResult};
use crate::model::words::{Binding, Marking, Standing, Verdict};

use super::super::block::{Block, Fields};
use super::super::compose::pair;
use super::super::drawing::slug;
use super::super::phrases::{self, code, codes, count};
use super::super::view::{View, group, is_not_judged};
use super::anchors::Anchors;
use super::blocks::{blocks, field};
use super::html::{Element, Html, el, is_address};

/// Under which heading a duty is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shelf {
    /// Where it stands.
    Stands(Standing),
    /// Its text is not to be had.
    NotJudged,
    /// Only other bodies owe it.
    Context,
}

impl Shelf {
    /// All of them, what a reader acts on first.
    pub(super) const ALL: [Self; 10] = [
        Self::Stands(Standing::Gap),
        Self::Stands(Standing::Unproven),
        Self::Stands(Standing::Unassessed),
        Self::Stands(Standing::Withheld),
        Self::Stands(Standing::Departed),
        Self::Stands(Standing::Satisfied),
        Self::Stands(Standing::NotYetDue),
        Self::Stands(Standing::NotApplicable),
        Self::NotJudged,
        Self::Context,
    ];

    /// Where a duty is told.
    pub(super) fn of(duty: &DutyResult) -> Self {
        if duty.context {
            Self::Context
        } else if is_not_judged(duty) {
            Self::NotJudged
        } else {
            Self::Stands(duty.standing)
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Stands(standing) => standing.as_str(),
            Self::NotJudged => "not-judged",
            Self::Context => "context",
        }
    }

    fn title(self) -> String {
        match self {
            Self::Stands(Standing::Gap) => "✗ Gaps".into(),
            Self::Stands(Standing::Unproven) => "◐ Met, but not proven".into(),
            Self::Stands(Standing::Unassessed) => "? Could not be assessed".into(),
            Self::Stands(standing) => {
                let told = phrases::standing(standing);
                let mut parts = told.splitn(2, ' ');
                let (shape, word) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                let first = word.chars().next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
                format!("{shape} {first}{}", word.chars().skip(1).collect::<String>())
            }
            Self::NotJudged => "□ Not judged, as the text could not be read".into(),
            Self::Context => "· Owed by other bodies only, and counted nowhere".into(),
        }
    }

    fn means(self) -> &'static str {
        match self {
            Self::Stands(standing) => phrases::standing_means(standing),
            Self::NotJudged => "the text is not public or was not to be had, so nothing is said of it",
            Self::Context => "told because others rest on it",
        }
    }
}

/// The controls, the number shown, and every duty.
pub(super) fn section(view: View<'_>, anchors: &Anchors<'_>) -> Html {
    let duties = view.duties();
    let shown = format!("All {} are shown.", count(duties.len(), "duty", "duties"));
    let shelves = Shelf::ALL.into_iter().map(|shelf| self::shelf(shelf, &duties, view, anchors));
    let status = el("p").id("shown").attr("role", "status").attr("tabindex", "-1").text(shown);
    Html::all([controls(&duties, view.assessment), status.into()].into_iter().chain(shelves))
}

fn shelf(shelf: Shelf, duties: &[&DutyResult], view: View<'_>, anchors: &Anchors<'_>) -> Html {
    let of: Vec<&DutyResult> = duties.iter().copied().filter(|duty| Shelf::of(duty) == shelf).collect();
    if of.is_empty() {
        return Html::none();
    }
    let (title, number) = (shelf.title(), of.len());
    let heading = el("h3").text(format!("{title} ({number})"));
    let means = el("p").class("small").text(format!("{}.", capital(shelf.means())));
    let section = el("div").class("shelf").add(heading).add(means);
    section.add_all(of.into_iter().map(|duty| self::duty(duty, shelf, view, anchors))).into()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn duty(duty: &DutyResult, shelf: Shelf, view: View<'_>, anchors: &Anchors<'_>) -> Html {
    let spaced = |kind: &'static str, names: Vec<String>| {
        names.iter().map(|name| slug(kind, name)).collect::<Vec<_>>().join(" ")
    };
    let threats = duty.threats.iter().map(ToString::to_string).collect();
    let holders = owing(duty);
    let instrument = duty.source.instrument.iter().map(ToString::to_string).collect();
    let name = el("span").class("name").text(&duty.title);
    let stands = el("span").class(mark(shelf)).text(phrases::stands(duty));
    let small = el("span").class("small").says(&format!(
        "{}; {}{}",
        code(&duty.id),
        pair::status(duty),
        phrases::unverified(duty)
    ));
    let summary = el("summary").add(stands).add(el("span").text(" ")).add(name).add(el("span").text(" ")).add(small);
    el("details")
        .class("duty")
        .id(&slug("duty", duty.id.as_str()))
        .attr("data-standing", slug("standing", shelf.key()))
        .attr("data-threat", spaced("threat", threats))
        .attr("data-holder", spaced("holder", holders))
        .attr("data-binding", slug("binding", duty.binding.as_str()))
        .attr("data-instrument", spaced("instrument", instrument))
        .add(summary)
        .add(el("div").class("story").add(story(duty, view, anchors)))
        .into()
}

fn owing(duty: &DutyResult) -> Vec<String> {
    let holders = if duty.held_by.is_empty() { &duty.owed_by } else { &duty.held_by };
    holders.iter().map(ToString::to_string).collect()
}

/// The class of the mark before a duty.
fn mark(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Stands(Standing::Gap) => "mark bad",
        Shelf::Stands(Standing::Unproven | Standing::Departed) => "mark warn",
        Shelf::Stands(Standing::Satisfied) => "mark good",
        _ => "mark open",
    }
}

fn story(duty: &DutyResult, view: View<'_>, anchors: &Anchors<'_>) -> Html {
    if duty.verdict == Verdict::Withheld {
        let fields = Fields::new().with("Why", duty.reason.clone()).with("Owed by", phrases::owed_by(duty));
        let told = [Block::Text(duty.says.clone()), fields.block()];
        return Html::all([blocks(&told, 4, anchors), el("dl").class("fields").add(law(duty, view.assessment)).into()]);
    }
    let apart = duty.standing_by_threat.iter().map(|(threat, standing)| {
        format!("{}: {}", phrases::threat(threat, view.assessment), phrases::standing(*standing))
    });
    let marking = if duty.marking == Marking::Official { String::new() } else { duty.marking.to_string() };
    let place = if duty.at.is_withheld() { String::new() } else { code(&duty.at) };
    let before = Fields::new()
        .with("Why", duty.reason.clone())
        .with("Owed by", phrases::owed_by(duty))
        .with("Binding", phrases::binding_means(duty.binding))
        .with("Weight", format!("{} of 5, as the rule set puts it: {}", duty.weight.value, duty.weight.because))
        .with_all("For each threat", apart)
        .with("Follows from", codes(&duty.follows_from))
        .with("Rests on", codes(&duty.rests_on))
        .with("Departures", codes(&duty.departures))
        .with_all("Thresholds", pair::thresholds(duty))
        .with("Marking", marking)
        .with("Policy", place);
    let tailored = duty.tailored.as_ref().map(|from| {
        let changes = from.changes.iter().map(phrases::tailored);
        let made = std::iter::once(format!("made from {}", phrases::made_from(from)));
        Fields::new().with_all("Tailored", made.chain(changes)).block()
    });
    let pairs = group(duty.requirements.iter());
    let pairs: Vec<Block> = pairs.iter().map(|group| pair::whole(group, duty, view)).collect();
    Html::all([
        el("p").links(&duty.says, anchors).into(),
        blocks(&[before.block()], 4, anchors),
        el("dl").class("fields").add(law(duty, view.assessment)).into(),
        blocks(&tailored.into_iter().collect::<Vec<_>>(), 4, anchors),
        blocks(&pairs, 4, anchors),
    ])
}

/// Where the duty stands in the law, how far that was checked, and where the text is to be read.
fn law(duty: &DutyResult, assessment: &Assessment) -> Element {
    let value = el("dd").says(&pair::law(duty, assessment));
    let value = match duty.source.url.as_deref().filter(|url| is_address(url)) {
        Some(url) => {
            let host: String = url.trim_start_matches("https://").chars().take_while(|sign| *sign != '/').collect();
            value.text("; ").add(el("a").leads_out(url).text(format!("the text at {host}")))
        }
        None => value,
    };
    let value = match &duty.source.note {
        Some(note) => value.text("; ").says(note),
        None => value,
    };
    field("Law", value)
}

/// The controls that pick among the duties. They do nothing without the script, so it shows them.
fn controls(duties: &[&DutyResult], assessment: &Assessment) -> Html {
    let shelves = Shelf::ALL.into_iter().filter(|shelf| duties.iter().any(|duty| Shelf::of(duty) == *shelf));
    let standings = shelves.map(|shelf| (slug("standing", shelf.key()), shelf.title())).collect();
    let threats = each(duties, |duty| {
        duty.threats
            .iter()
            .map(|threat| (slug("threat", threat.as_str()), phrases::threat(threat, assessment)))
            .collect()
    });
    let holders = each(duties, |duty| {
        let holders = if duty.held_by.is_empty() { &duty.owed_by } else { &duty.held_by };
        holders.iter().map(|holder| (slug("holder", &holder.to_string()), holder.title())).collect()
    });
    let bindings = Binding::ALL.iter().filter(|binding| duties.iter().any(|duty| duty.binding == **binding));
    let bindings =
        bindings.map(|binding| (slug("binding", binding.as_str()), phrases::word(binding.as_str()))).collect();
    let instruments = each(duties, |duty| {
        let title = |id: &str| {
            let known = assessment.instruments.iter().find(|one| one.id.as_str() == id);
            known.map_or_else(|| id.to_owned(), |one| one.title.clone())
        };
        let instrument = duty.source.instrument.iter();
        instrument.map(|id| (slug("instrument", id.as_str()), title(id.as_str()))).collect()
    });
    let search = el("div")
        .add(el("label").attr("for", "q").text("Words"))
        .add(el("input").id("q").attr("type", "search").attr("autocomplete", "off"));
    let button = |id: &str, words: &str| el("button").id(id).attr("type", "button").text(words);
    el("div")
        .id("controls")
        .attr("role", "search")
        .attr("aria-label", "Pick among the duties")
        .is("hidden")
        .add(choice("standing", "Standing", standings))
        .add(choice("threat", "Threat", threats))
        .add(choice("holder", "Owed by", holders))
        .add(choice("binding", "Binding", bindings))
        .add(choice("instrument", "Instrument", instruments))
        .add(search)
        .add(
            el("div")
                .class("buttons")
                .add(button("clear", "Show all"))
                .add(button("unfold", "Unfold what is shown"))
                .add(button("fold", "Fold all")),
        )
        .into()
}

fn each(duties: &[&DutyResult], of: impl Fn(&DutyResult) -> Vec<(String, String)>) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for one in duties.iter().flat_map(|duty| of(duty)) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

fn choice(id: &'static str, label: &str, values: Vec<(String, String)>) -> Html {
    let option = |(value, words): &(String, String)| el("option").attr("value", value).text(words);
    let select = el("select").id(id).add(el("option").attr("value", "").text("any")).add_all(values.iter().map(option));
    el("div").add(el("label").attr("for", id).text(label)).add(select).into()
}

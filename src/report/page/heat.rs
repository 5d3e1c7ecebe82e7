//! The heat map: where the force stands on each threat in capacity, capability, consistency and connectivity, told in words.

use crate::model::assessment::{Assessment, AssuranceRow, DutyResult, RuleSetAssurance};
use crate::model::words::Standing;

use super::super::phrases;
use super::blocks::framed;
use super::html::{Html, el};
use super::lists::Lists;
use super::members::{By, Member, of_row};

/// What the SPR asks of a force against each threat, as all its editions divide it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Capacity,
    Capability,
    Consistency,
    Connectivity,
    Else,
}

impl Asked {
    const ALL: [Self; 5] = [Self::Capacity, Self::Capability, Self::Consistency, Self::Connectivity, Self::Else];

    fn title(self) -> &'static str {
        match self {
            Self::Capacity => "Capacity",
            Self::Capability => "Capability",
            Self::Consistency => "Consistency",
            Self::Connectivity => "Connectivity",
            Self::Else => "All else on this threat",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Capacity => "capacity",
            Self::Capability => "capability",
            Self::Consistency => "consistency",
            Self::Connectivity => "connectivity",
            Self::Else => "else",
        }
    }

    /// What a duty asks for: the last word of its id says so, in any rule set.
    fn of(duty: &DutyResult) -> Self {
        let id = duty.id.as_str();
        // What is known of the edition of 2023 has no chapter of its own for these two, and asks for them.
        match id {
            "spr2023.resources_assessed" => return Self::Capacity,
            "spr2023.local_linked" => return Self::Connectivity,
            _ => {}
        }
        match id.rsplit(['.', '_']).next() {
            Some(word) => Self::ALL.into_iter().find(|asked| asked.key() == word).unwrap_or(Self::Else),
            None => Self::Else,
        }
    }
}

/// The order in which a cell tells where its duties stand.
const ORDER: [Option<Standing>; 9] = [
    Some(Standing::Gap),
    Some(Standing::Unassessed),
    Some(Standing::Unproven),
    Some(Standing::Withheld),
    Some(Standing::Departed),
    Some(Standing::Satisfied),
    Some(Standing::NotYetDue),
    None,
    Some(Standing::NotApplicable),
];

/// A table for each rule set that has duties about threats.
pub(super) fn maps<'a>(assessment: &'a Assessment, lists: &Lists<'a>) -> Html {
    let sets = assessment.assurance.iter().filter(|set| !set.by_threat.is_empty());
    Html::all(sets.map(|set| map(assessment, set, lists)))
}

fn map<'a>(assessment: &'a Assessment, set: &'a RuleSetAssurance, lists: &Lists<'a>) -> Html {
    let columns: Vec<&str> = std::iter::once("Threat").chain(Asked::ALL.map(Asked::title)).collect();
    let rows = set.by_threat.iter().map(|row| {
        let members = of_row(assessment, set, By::Threat, row);
        let cells = Asked::ALL.map(|asked| {
            let of: Vec<Member<'a>> =
                members.iter().copied().filter(|member| Asked::of(member.duty) == asked).collect();
            cell(&of, asked, set, row, lists)
        });
        let threat = el("th").attr("scope", "row").text(&row.title);
        Html::from(el("tr").add(threat).add_all(cells))
    });
    let caption = format!("Threats, by what rule set {} asks about each", set.rule_set);
    framed(&caption, Some(&caption), &columns, rows.collect::<Vec<_>>())
}

fn cell<'a>(
    members: &[Member<'a>],
    asked: Asked,
    set: &RuleSetAssurance,
    row: &AssuranceRow,
    lists: &Lists<'a>,
) -> Html {
    let mut lines = Vec::new();
    let mut worst = None;
    for standing in ORDER {
        let of: Vec<&DutyResult> =
            members.iter().filter(|member| member.standing == standing).map(|member| member.duty).collect();
        // What does not arise is told only where there is nothing else to tell.
        if of.is_empty() || (standing == Some(Standing::NotApplicable) && !lines.is_empty()) {
            continue;
        }
        worst = worst.or(Some(standing));
        let (key, words) = told(standing, of.len());
        let key = format!("heat.{}.{}.{}.{key}", set.rule_set, row.id, asked.key());
        let title =
            format!("{}, {}, {}", row.title, asked.title().to_lowercase(), told(standing, 0).0.replace('-', " "));
        lines.push(el("li").add(lists.link(&key, title, &words, of.len(), of)));
    }
    let cell = el("td").class(class(worst));
    if lines.is_empty() {
        return cell.text("none is known").into();
    }
    cell.add(el("ul").class("counts").add_all(lines)).into()
}

/// The word for a standing, and how many stand there in words.
pub(super) fn told(standing: Option<Standing>, number: usize) -> (&'static str, String) {
    let Some(standing) = standing else { return ("not-judged", format!("□ {number} not judged")) };
    let told = phrases::standing(standing);
    let (shape, word) = told.split_once(' ').unwrap_or(("", &told));
    let many = if standing == Standing::Gap && number != 1 { "s" } else { "" };
    (standing.as_str(), format!("{shape} {number} {word}{many}"))
}

fn class(worst: Option<Option<Standing>>) -> &'static str {
    match worst {
        Some(Some(Standing::Gap)) => "cell bad",
        Some(Some(Standing::Unproven | Standing::Departed)) => "cell warn",
        Some(Some(Standing::Satisfied)) => "cell good",
        _ => "cell open",
    }
}

//! What bears the load.

use crate::model::bearing::{Bearing, Bears, Fallen, Idle, OwnerBears, Redundancy};

use super::super::block::{Block, Fields, Table};
use super::super::phrases::{self, code, codes, count};
use super::first;

/// What was found, as blocks.
pub(super) fn blocks(bearing: &Bearing) -> Vec<Block> {
    let mut blocks = vec![
        Block::Title(format!("{}: what bears the load", bearing.force)),
        Fields::new()
            .with("As of", bearing.as_of.to_string())
            .with("Looked at", looked_at(bearing))
            .with("Verified", verified(bearing))
            .block(),
        Block::Section("In short".into(), short(bearing)),
    ];
    let sections = [evidence(bearing), owners(bearing), redundancy(bearing), idle(bearing), citations(bearing)];
    blocks.extend(sections.into_iter().flatten());
    blocks.push(Block::Section("Note".into(), vec![Block::Text(phrases::CLOSING.into())]));
    blocks
}

fn looked_at(bearing: &Bearing) -> String {
    let standing = bearing.redundancy.len();
    if standing == 0 {
        let evidence = count(bearing.evidence_held, "piece of evidence", "pieces of evidence");
        return format!("{}, none of them satisfied or departed; {evidence}", count(bearing.duties, "duty", "duties"));
    }
    format!(
        "{}, of which {}; {}; {} something that those duties read",
        count(bearing.duties, "duty", "duties"),
        count(standing, "is satisfied or departed", "are satisfied or departed"),
        count(bearing.evidence_held, "piece of evidence", "pieces of evidence"),
        count(bearing.evidence.len(), "document shows", "documents show"),
    )
}

fn verified(bearing: &Bearing) -> String {
    if bearing.trials.trials == 0 {
        return String::new();
    }
    format!(
        "by taking evidence away {} and judging again what that can reach: {}",
        count(bearing.trials.trials, "time", "times"),
        count(bearing.trials.judgings, "judging of a duty", "judgings of a duty")
    )
}

/// The answer first.
fn short(bearing: &Bearing) -> Vec<Block> {
    if bearing.redundancy.is_empty() {
        return vec![Block::Text(
            "No duty is satisfied or departed, so no standing rests on evidence yet and none can fall with it.".into(),
        )];
    }
    let bare = bearing.redundancy.iter().filter(|one| one.could_go == 0).count();
    let mut points = vec![format!(
        "{} of {} by single documents: were one to go, the duty would no longer stand where it does.",
        bare,
        count(bearing.redundancy.len(), "satisfied or departed duty hangs", "satisfied or departed duties hang")
    )];
    points.push("Duties that only other bodies owe are among them; they weigh nothing.".into());
    if let Some(most) = bearing.evidence.first().filter(|most| !most.alone.is_empty()) {
        points.push(format!(
            "The most rests on {} ({}): {}, of weight {}.",
            codes(&most.ids),
            most.title,
            count(most.alone.len(), "duty stands on it alone", "duties stand on it alone"),
            most.weight
        ));
    }
    if let Some(most) = bearing.owners.first().filter(|most| !most.alone.is_empty()) {
        points.push(format!(
            "The post with the most on it: {}, with {}, of weight {}.",
            most.owner,
            count(most.alone.len(), "duty", "duties"),
            most.weight
        ));
    }
    vec![Block::List(points)]
}

fn evidence(bearing: &Bearing) -> Option<Block> {
    let bearing: Vec<&Bears> = bearing.evidence.iter().filter(|one| !one.alone.is_empty()).collect();
    let (shown, rest) = first(&bearing);
    let mut items: Vec<Block> = shown.iter().map(|one| document(one)).collect();
    if rest > 0 {
        items.push(Block::Text(format!("and {}, all in the JSON", count(rest, "more document", "more documents"))));
    }
    (!items.is_empty()).then(|| Block::Section("Documents on which duties rest alone".into(), items))
}

fn document(it: &Bears) -> Block {
    let age = match (it.dated, it.age_days) {
        (Some(dated), Some(days)) => format!("dated {dated}, {}", count_days(days)),
        _ => "not dated".into(),
    };
    let lapses = match (it.valid_until, it.review_due) {
        (Some(until), Some(due)) => format!("valid until {until}; to be renewed by {due} to show a state"),
        (Some(until), None) => format!("valid until {until}"),
        (None, Some(due)) => format!("to be renewed by {due} to show a state"),
        (None, None) => "no date on which it lapses".into(),
    };
    let together = if it.ids.len() > 1 { " (one document under several ids)" } else { "" };
    let fields = Fields::new()
        .with("Alone", format!("{}, of weight {}", duties(&it.alone), it.weight))
        .with("Owner", it.owner.clone())
        .with("Document", format!("{}, {age}; {lapses} ({})", it.kind_title, code(&it.at)));
    Block::Item(format!("{}: {}{together}", codes(&it.ids), it.title), vec![fields.block()])
}

fn count_days(days: i64) -> String {
    if days == 1 { "1 day old".into() } else { format!("{days} days old") }
}

/// Duties by their ids, the first few.
fn duties(fallen: &[Fallen]) -> String {
    let (shown, rest) = first(fallen);
    let rest = if rest > 0 { format!(", and {rest} more") } else { String::new() };
    let number = count(fallen.len(), "duty", "duties");
    format!("{number}: {}{rest}", codes(shown.iter().map(|one| &one.id)))
}

fn owners(bearing: &Bearing) -> Option<Block> {
    let posts: Vec<&OwnerBears> = bearing.owners.iter().filter(|one| !one.alone.is_empty()).collect();
    let (shown, rest) = first(&posts);
    let rows = shown.iter().map(|post| {
        let evidence = format!("{} ({})", post.owner, count(post.evidence.len(), "document", "documents"));
        vec![post.alone.len().to_string(), post.weight.to_string(), evidence]
    });
    let table = Table { columns: vec!["Duties", "Weight", "Post"], rows: rows.collect() };
    let mut body = vec![Block::Text("What would fall if all that a post answers for went.".into())];
    (!table.rows.is_empty()).then(|| {
        body.push(Block::Table(table));
        if rest > 0 {
            body.push(Block::Text(format!("and {}, all in the JSON", count(rest, "more post", "more posts"))));
        }
        Block::Section("Posts on which duties rest alone".into(), body)
    })
}

fn redundancy(bearing: &Bearing) -> Option<Block> {
    let number = |could_go: u8| bearing.redundancy.iter().filter(|one| one.could_go == could_go).count();
    let rows = (0..=3).filter(|could_go| number(*could_go) > 0).map(|could_go| {
        let means = match could_go {
            0 => "none could go: one document holds it up",
            1 => "any one could go, not any two",
            2 => "any two could go, not any three",
            _ => "3 or more: any three could go",
        };
        vec![number(could_go).to_string(), means.to_owned()]
    });
    let table = Table { columns: vec!["Duties", "How many documents could go"], rows: rows.collect() };
    let hanging: Vec<&Redundancy> = bearing.redundancy.iter().filter(|one| one.could_go == 0).collect();
    let (shown, rest) = first(&hanging);
    let mut lines: Vec<String> = shown
        .iter()
        .map(|one| {
            let binding = phrases::word(one.binding.as_str());
            let documents: Vec<String> = one.hangs_by.iter().map(codes).collect();
            let (named, rest) = first(&documents);
            let rest = if rest > 0 { format!(", and {rest} more") } else { String::new() };
            let each = if documents.len() > 1 {
                format!("{} documents, each alone: ", documents.len())
            } else {
                String::new()
            };
            format!("{} (weight {}, {binding}): {each}{}{rest}", code(&one.id), one.weight, named.join(", "))
        })
        .collect();
    if rest > 0 {
        lines.push(format!("and {}, all in the JSON", count(rest, "more duty", "more duties")));
    }
    let cut = bearing.redundancy.iter().filter(|one| !one.exact).count();
    let mut body = vec![Block::Table(table)];
    if !lines.is_empty() {
        body.push(Block::Item("Hanging by single documents, the weightiest first".into(), vec![Block::List(lines)]));
    }
    if cut > 0 {
        body.push(Block::Text(format!(
            "For {} the search was cut short: at least so many could go.",
            count(cut, "duty", "duties")
        )));
    }
    (!bearing.redundancy.is_empty()).then(|| Block::Section("How much each duty could lose".into(), body))
}

fn idle(bearing: &Bearing) -> Option<Block> {
    let line = |one: &Idle| format!("{}: {}; owner {} ({})", code(&one.id), one.title, one.owner, code(&one.at));
    let part = |title: &str, idle: &[Idle]| {
        let (shown, rest) = first(idle);
        let mut lines: Vec<String> = shown.iter().map(line).collect();
        if rest > 0 {
            lines.push(format!("and {rest} more, all in the JSON"));
        }
        (!lines.is_empty()).then(|| Block::Item(format!("{title} ({})", idle.len()), vec![Block::List(lines)]))
    };
    let parts = [
        part("Cited by no fact and no departure", &bearing.uncited),
        part("Cited only by facts that no rule reads", &bearing.unread),
    ];
    let parts: Vec<Block> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| Block::Section("Evidence that nothing rests on".into(), parts))
}

fn citations(bearing: &Bearing) -> Option<Block> {
    let (shown, rest) = first(&bearing.broken_citations);
    let mut lines: Vec<String> = shown
        .iter()
        .map(|one| {
            let near = one.nearest.as_ref().map_or_else(String::new, |near| format!("; did it mean {}?", code(near)));
            format!(
                "{} cites {}, and {} has no such place{near} ({})",
                code(&one.citing),
                code(&one.citation),
                code(&one.document),
                code(&one.at)
            )
        })
        .collect();
    if rest > 0 {
        lines.push(format!("and {rest} more, all in the JSON"));
    }
    let checked =
        format!("{} looked up in documents at hand.", count(bearing.anchors_checked, "anchor was", "anchors were"));
    (!lines.is_empty())
        .then(|| Block::Section("Citations that lead nowhere".into(), vec![Block::Text(checked), Block::List(lines)]))
}

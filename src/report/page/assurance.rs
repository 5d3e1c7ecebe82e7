//! Assurance by duty-holder, threat and instrument; every count leads to the duties that it is of.

use crate::model::assessment::{Assessment, AssuranceRow, DutyResult, InstrumentInfo, RuleSetAssurance};
use crate::model::words::Standing;

use super::super::compose::head;
use super::super::phrases;
use super::blocks::framed;
use super::heat::told;
use super::html::{Html, el};
use super::lists::Lists;
use super::members::{By, of_row};

/// Three tables for each rule set, with headings of the third level.
pub(super) fn tables<'a>(assessment: &'a Assessment, lists: &Lists<'a>) -> Html {
    let several = assessment.assurance.len() > 1;
    let of_set = |set: &'a RuleSetAssurance| {
        let tables = [By::Holder, By::Threat, By::Instrument].map(|by| table(assessment, set, by, lists));
        let heading = several.then(|| Html::from(el("h3").text(format!("Rule set {}", set.rule_set))));
        let rest = head::not_in_force(set, assessment).map(|text| Html::from(el("p").says(&text)));
        Html::all(heading.into_iter().chain(tables).chain(rest))
    };
    Html::all(assessment.assurance.iter().map(of_set))
}

fn table<'a>(assessment: &'a Assessment, set: &'a RuleSetAssurance, by: By, lists: &Lists<'a>) -> Html {
    let rows: Vec<Html> = by.rows(set).iter().filter_map(|row| self::row(assessment, set, by, row, lists)).collect();
    if rows.is_empty() {
        return Html::none();
    }
    let caption = format!("Assurance by {}, rule set {}", by.title().to_lowercase(), set.rule_set);
    framed(&caption, Some(&caption), &[by.title(), "Assurance", "Why", "Duties"], rows)
}

fn row<'a>(
    assessment: &'a Assessment,
    set: &'a RuleSetAssurance,
    by: By,
    row: &'a AssuranceRow,
    lists: &Lists<'a>,
) -> Option<Html> {
    let title = match by {
        By::Instrument => match head::instrument_of(row, set, assessment) {
            Some(InstrumentInfo { applied: Some(false), .. }) => return None,
            Some(instrument) => phrases::instrument(instrument),
            None => row.title.clone(),
        },
        By::Holder | By::Threat => row.title.clone(),
    };
    let cells = el("tr")
        .add(el("th").attr("scope", "row").text(title))
        .add(el("td").class("word").text(phrases::assurance(row.assurance)))
        .add(el("td").says(&row.reason))
        .add(el("td").add(counts(assessment, set, by, row, lists)));
    Some(cells.into())
}

fn counts<'a>(
    assessment: &'a Assessment,
    set: &'a RuleSetAssurance,
    by: By,
    row: &AssuranceRow,
    lists: &Lists<'a>,
) -> Html {
    let members = of_row(assessment, set, by, row);
    let all = Standing::ALL.iter().copied().map(Some).chain([None]);
    let lines = all.filter_map(|standing| {
        let counted = standing.map_or(row.could_not_be_read, |standing| row.standings.of(standing));
        let of: Vec<&DutyResult> =
            members.iter().filter(|member| member.standing == standing).map(|member| member.duty).collect();
        let (key, words) = told(standing, counted);
        let title = format!("{}, {}", row.title, key.replace('-', " "));
        let key = format!("{}.{}.{}.{key}", by.title().to_lowercase(), set.rule_set, row.id);
        (counted > 0).then(|| el("li").add(lists.link(&key, title, &words, counted, of)))
    });
    let lines: Vec<_> = lines.collect();
    if lines.is_empty() { el("span").text("none").into() } else { el("ul").class("counts").add_all(lines).into() }
}

//! Nothing is claimed that is not satisfied: over generated standings, of duties and of each threat apart.

use proptest::prelude::*;
use sprcheck::model::assessment::Assessment;
use sprcheck::model::words::{Standing, Verdict};
use sprcheck::report::{Filter, board_paper, statement};

use crate::brief::brief;
use crate::package::{part, shown};
use crate::sample;

/// The sample with a standing of its own for each duty and each of its threats, and a title that stands nowhere else.
fn generated(standings: &[Standing]) -> Assessment {
    let mut assessment = sample::assessment();
    let mut next = standings.iter().copied().cycle();
    for (number, duty) in assessment.duties.iter_mut().enumerate() {
        duty.title = format!("Title {number} of a duty under the SPR");
        duty.standing = next.next().unwrap();
        duty.context = false;
        duty.verdict = match duty.standing {
            Standing::Satisfied | Standing::Unproven => Verdict::Met,
            Standing::Gap | Standing::Departed => Verdict::NotMet,
            Standing::NotApplicable => Verdict::NotApplicable,
            Standing::NotYetDue => Verdict::NotYetDue,
            Standing::Withheld => Verdict::Withheld,
            Standing::Unassessed => Verdict::NotStated,
        };
        for standing in duty.standing_by_threat.values_mut() {
            *standing = next.next().unwrap();
        }
    }
    assessment
}

fn standing() -> impl Strategy<Value = Standing> {
    proptest::sample::select(Standing::ALL.to_vec())
}

/// The titles that a sentence claims: those in quotation marks after its lead, up to the next lead.
fn claimed(text: &str) -> Vec<String> {
    let mut titles = Vec::new();
    for sentence in text.split("Shown by evidence: ").skip(1) {
        let end = [
            "Said, and not shown: ",
            "Not met: ",
            "Said to be met in part, ",
            "Met in part, ",
            "Regard not shown",
            "Departed from, ",
            "Not assessed, ",
            "Not yet due: ",
            "Withheld, ",
            "Not judged, ",
            "\n",
        ]
        .iter()
        .filter_map(|lead| sentence.find(lead))
        .min()
        .unwrap_or(sentence.len());
        titles.extend(sentence[..end].split('“').skip(1).map(|rest| rest.split('”').next().unwrap().to_owned()));
    }
    titles
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_statement_names_under_shown_only_what_is_satisfied(standings in proptest::collection::vec(standing(), 40)) {
        let assessment = generated(&standings);
        let text = statement(&brief(assessment.clone()), &Filter::default());
        for title in claimed(&text) {
            let duty = assessment.duties.iter().find(|duty| duty.title == title).unwrap();
            let satisfied = if duty.standing_by_threat.is_empty() {
                duty.standing == Standing::Satisfied
            } else {
                duty.standing_by_threat.values().any(|standing| *standing == Standing::Satisfied)
            };
            prop_assert!(satisfied, "{title} is claimed and stands at {}", duty.standing);
        }
        for (threat, title) in assessment.assurance.iter().flat_map(|set| &set.by_threat).map(|row| (&row.id, &row.title)) {
            let heading = format!("\n{}\n", title[..1].to_uppercase() + &title[1..]);
            let Some((_, section)) = text.split_once(&heading) else { continue };
            let section = section.split("\n\n").next().unwrap();
            for claimed in claimed(section) {
                let duty = assessment.duties.iter().find(|duty| duty.title == claimed).unwrap();
                let stands = duty.standing_by_threat.get(threat.as_str()).copied().unwrap_or(duty.standing);
                prop_assert_eq!(stands, Standing::Satisfied, "{} of {}", claimed, threat);
            }
        }
    }

    #[test]
    fn the_paper_names_under_met_and_shown_only_what_is_satisfied(standings in proptest::collection::vec(standing(), 40)) {
        let assessment = generated(&standings);
        let said = shown(&part(&board_paper(&brief(assessment.clone()), &Filter::default(), None).unwrap(), "word/document.xml"));
        let ends = |line: &str| {
            let leads = ["Said, but not shown. ", "Not assessed. ", "Could not be read. ", "■ Withheld", "Not yet due. ", "Not applicable. "];
            leads.iter().any(|lead| line.starts_with(lead)) || !line.contains("Title ")
        };
        let mut claims = false;
        let mut named = String::new();
        for line in said {
            if line.starts_with("Met, and shown by evidence. ") {
                claims = true;
            } else if ends(&line) {
                claims = false;
            } else if claims {
                named.push_str(&line);
            }
        }
        for duty in &assessment.duties {
            let is_named = named.contains(&duty.title);
            prop_assert_eq!(is_named, duty.standing == Standing::Satisfied, "{} stands at {}: {}", duty.title, duty.standing, named);
        }
    }
}

//! The wording that every format and every section shares: shapes, words, counts and lists here, the law and the proof below.

mod calendar;
mod law;
mod proof;
mod tailored;

use crate::model::assessment::{Assessment, DutyResult, PairResult};
use crate::model::ids::{Holder, SubjectId};
use crate::model::words::{Assurance, Binding, Outcome, Standing, Verdict};

pub(crate) use super::code::{code, codes};
pub(crate) use calendar::*;
pub(crate) use law::*;
pub(crate) use proof::*;
pub(crate) use tailored::*;

/// What every report ends with.
pub(crate) const CLOSING: &str = "This report is an aid to governance. It is not legal advice, and it says nothing of what \
    nobody put into the profile.";

/// A word of the model as prose: `not-applicable` as "not applicable".
pub(crate) fn word(word: &str) -> String {
    word.replace('-', " ")
}

/// A standing with its shape, which tells it apart without a colour.
pub(crate) fn standing(standing: Standing) -> String {
    let shape = match standing {
        Standing::Satisfied => '✓',
        Standing::Departed => '→',
        Standing::Unproven => '◐',
        Standing::Gap => '✗',
        Standing::Unassessed => '?',
        Standing::NotApplicable => '–',
        Standing::NotYetDue => '…',
        Standing::Withheld => '■',
    };
    format!("{shape} {}", word(standing.as_str()))
}

/// Where a duty stands; of one that is not judged, why: that is no standing to be counted.
pub(crate) fn stands(duty: &DutyResult) -> String {
    match duty.verdict {
        Verdict::Unpublished | Verdict::Unread => format!("□ {}", word(duty.verdict.as_str())),
        _ => standing(duty.standing),
    }
}

/// What it means that a duty stands there.
pub(crate) fn stands_means(duty: &DutyResult) -> &'static str {
    match duty.verdict {
        Verdict::Unpublished => "not judged: its text is not public",
        Verdict::Unread => "not judged: the text of its instrument could not be read",
        _ => standing_means(duty.standing),
    }
}

/// What a standing means.
pub(crate) fn standing_means(standing: Standing) -> &'static str {
    match standing {
        Standing::Satisfied => "met, and shown by evidence",
        Standing::Departed => "not followed, by a recorded decision that the law admits",
        Standing::Unproven => "met by what the profile says, not shown by evidence that counts",
        Standing::Gap => "not met, or met in part",
        Standing::Unassessed => "could not be told from what the profile says",
        Standing::NotApplicable => "does not arise",
        Standing::NotYetDue => "its time has not come",
        Standing::Withheld => "not told in this report: it rests on something of a higher marking",
    }
}

/// What came of a pair, with a shape: "✗ regard not shown", "◐ met, asserted".
pub(crate) fn outcome(pair: &PairResult, binding: Binding) -> String {
    let word = word(pair.outcome.as_str());
    let support = pair.support.map_or_else(String::new, |support| format!(", {support}"));
    let proven = pair.support.is_none_or(|support| support.as_str() == "evidenced");
    let told = match pair.outcome {
        Outcome::Met => format!("{} {word}{support}", if proven { '✓' } else { '◐' }),
        Outcome::NotMet if binding.is_regard() => "✗ regard not shown".to_owned(),
        Outcome::NotMet if pair.apparent_breach => format!("✗ {word}, an apparent breach"),
        Outcome::NotMet => format!("✗ {word}"),
        Outcome::Unknown => format!("? {word}"),
        Outcome::NotApplicable => format!("– {word}{support}"),
        Outcome::NotYetDue => format!("… {word}"),
        Outcome::Error => format!("! {word}"),
    };
    let history = if pair.history { " (history: before the look-back)" } else { "" };
    let aside = pair.set_aside_by.as_ref().map_or_else(String::new, |by| format!(", set aside by departure {by}"));
    format!("{told}{history}{aside}")
}

/// An assurance with its shape.
pub(crate) fn assurance(assurance: Assurance) -> String {
    let shape = match assurance {
        Assurance::Assured => '✓',
        Assurance::PartlyAssured => '◐',
        Assurance::NotAssured => '✗',
        Assurance::CannotSay => '?',
        Assurance::NoneGiven => '–',
        Assurance::Withheld => '■',
    };
    format!("{shape} {}", word(assurance.as_str()))
}

/// That no gap was found; of what is withheld nobody is told.
pub(crate) fn no_gap(assessment: &Assessment) -> &'static str {
    match assessment.partial {
        Some(partial) if partial.withheld > 0 => "No gap is among what is told; what is withheld may hold some.",
        _ => "No gap was found in what could be judged.",
    }
}

/// That a report is partial; nothing for a whole one.
pub(crate) fn partial(assessment: &Assessment) -> Option<String> {
    let withheld = assessment.partial?.withheld;
    let duties = match withheld {
        0 => "no duty rests on something marked higher, but what is marked higher is left out".to_owned(),
        1 => "1 duty rests on something marked higher and is withheld".to_owned(),
        number => format!("{number} duties rest on something marked higher and are withheld"),
    };
    let others = assessment.duties.iter().filter(|duty| duty.context && duty.standing == Standing::Withheld).count();
    let others = if others > 0 { format!(" ({others} of them owed by other bodies only)") } else { String::new() };
    Some(format!(
        "PARTIAL: {duties}{others}; this report cannot be replayed. All counts, and what is said of lapses and actions, are of what is told; \
         places and digests are left out."
    ))
}

/// "1 duty", "2 duties".
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// "a", "a and b", "a, b and c".
pub(crate) fn list(items: &[String], last: &str) -> String {
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, start)) => format!("{} {last} {end}", start.join(", ")),
    }
}

/// Holders by their titles.
pub(crate) fn holders(holders: &[Holder]) -> String {
    list(&holders.iter().map(Holder::title).collect::<Vec<_>>(), "and")
}

/// A threat by the title that a roll-up gives it.
pub(crate) fn threat(threat: &SubjectId, assessment: &Assessment) -> String {
    let rows = assessment.assurance.iter().flat_map(|set| &set.by_threat);
    let title = rows.into_iter().find(|row| row.id == threat.as_str()).map(|row| row.title.clone());
    title.unwrap_or_else(|| word(threat.as_str()))
}

/// "for 7 local authorities: Birmingham, …"; empty without a subject.
pub(crate) fn subjects(titles: &[&str], kind: Option<&str>) -> String {
    match titles {
        [] => String::new(),
        [one] => (*one).to_owned(),
        several => format!("{}: {}", count(several.len(), "", &many(kind.unwrap_or("subject"))), several.join(", ")),
    }
}

/// A kind of subject without its article.
pub(crate) fn bare(kind: &str) -> &str {
    ["a ", "an ", "the "].iter().find_map(|article| kind.strip_prefix(article)).unwrap_or(kind)
}

/// The plural of a kind of subject: what stands before its first preposition or relative, with an ending.
pub(crate) fn many(kind: &str) -> String {
    let kind = bare(kind);
    let tail = [
        " that ",
        " which ",
        " of ",
        " at ",
        " on ",
        " for ",
        " in ",
        " to ",
        " by ",
        " about ",
        " with ",
        " from ",
        " against ",
    ];
    let head = kind.split_at_checked(tail.iter().filter_map(|word| kind.find(word)).min().unwrap_or(kind.len()));
    let head = head.map_or(kind, |(head, _)| head);
    match head.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if head.ends_with(['s', 'x']) || head.ends_with("ch") => format!("{head}es"),
        _ => format!("{head}s"),
    }
}

/// Ids as a sentence lists them.
pub(crate) fn names<T: std::fmt::Display>(ids: &[T]) -> String {
    list(&ids.iter().map(code).collect::<Vec<_>>(), "and")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_subject_have_a_plural() {
        for (one, many) in [
            ("local authority", "local authorities"),
            ("national threat", "national threats"),
            ("change of the SPR", "changes"),
            ("published inspection report that covers the force", "published inspection reports"),
            ("survey", "surveys"),
            ("a variation of the plan", "variations"),
            ("a change by a figure", "changes"),
        ] {
            assert_eq!(super::many(one), many);
        }
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(list(&words("a"), "and"), "a");
        assert_eq!(list(&words("a b c"), "or"), "a, b or c");
        assert_eq!(list(&[], "or"), "");
    }
}

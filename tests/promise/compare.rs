//! What one assessment shows that another did not, although less is stated.

use std::collections::BTreeMap;

use sprcheck::model::assessment::{Assessment, AssuranceRow, PairResult};
use sprcheck::model::words::{Assurance, Outcome, Standing, Verdict};

/// Everything that got better.
pub(crate) fn improvements(before: &Assessment, after: &Assessment) -> Vec<String> {
    let mut found = Vec::new();
    for (old, new) in before.duties.iter().zip(&after.duties) {
        assert_eq!(old.id, new.id, "what is stated decides which duties there are");
        let name = |pair: &PairResult| match &pair.subject {
            Some(subject) => format!("{}/{}", pair.id, subject),
            None => pair.id.to_string(),
        };
        let known: BTreeMap<String, &PairResult> = old.requirements.iter().map(|pair| (name(pair), pair)).collect();
        for pair in &new.requirements {
            let known = known.get(&name(pair)).copied();
            let was = known.map_or_else(|| "not there".to_owned(), |known| known.outcome.to_string());
            let good = matches!(pair.outcome, Outcome::Met | Outcome::NotApplicable | Outcome::NotYetDue);
            if good && known.is_none_or(|known| known.outcome != pair.outcome) {
                found.push(format!("pair {}/{} is {}, was {was}", new.id, name(pair), pair.outcome));
            }
            if pair.history && known.is_none_or(|known| !known.history) {
                found.push(format!("pair {}/{} is history, was {was} and not", new.id, name(pair)));
            }
            if let (Some(now), Some(then)) = (pair.support, known.and_then(|known| known.support))
                && now < then
            {
                found.push(format!("pair {}/{} is {now}, was {then}", new.id, name(pair)));
            }
        }
        let good = matches!(new.verdict, Verdict::Met | Verdict::NotApplicable | Verdict::NotYetDue);
        if good && old.verdict != new.verdict {
            found.push(format!("duty {} is {}, was {}", new.id, new.verdict, old.verdict));
        }
        // The support of a duty is that of its verdict; where the verdict is lost, so is what it rested on.
        if let (Some(now), Some(then), Verdict::Met | Verdict::NotApplicable) = (new.support, old.support, new.verdict)
            && now < then
        {
            found.push(format!("duty {} is {now}, was {then}", new.id));
        }
        let mut standing = |what: String, then: Option<Standing>, now: Standing| {
            let good =
                matches!(now, Standing::Satisfied | Standing::Departed | Standing::NotApplicable | Standing::NotYetDue);
            if good && then != Some(now) {
                found.push(format!("{what} stands {now}, stood {}", then.map_or("nowhere", Standing::as_str)));
            }
        };
        standing(format!("duty {}", new.id), Some(old.standing), new.standing);
        for (threat, now) in &new.standing_by_threat {
            standing(format!("duty {} for {threat}", new.id), old.standing_by_threat.get(threat).copied(), *now);
        }
    }
    for (old, new) in before.assurance.iter().zip(&after.assurance) {
        for (what, old, new) in [
            ("holder", &old.by_holder, &new.by_holder),
            ("threat", &old.by_threat, &new.by_threat),
            ("instrument", &old.by_instrument, &new.by_instrument),
        ] {
            rows(what, old, new, &mut found);
        }
    }
    found
}

/// `none-given` stands outside the order: it says that no duty applies or falls due. A row that loses facts must not come to say so, for
/// that is `not-applicable` by another name; and one that said so may only fall to the foot of the order.
fn rows(what: &str, old: &[AssuranceRow], new: &[AssuranceRow], found: &mut Vec<String>) {
    let ids = |rows: &[AssuranceRow]| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(old), ids(new), "what is stated decides which rows there are");
    let rank = |assurance| match assurance {
        Assurance::Assured => 2,
        Assurance::PartlyAssured => 1,
        Assurance::NotAssured | Assurance::CannotSay | Assurance::NoneGiven | Assurance::Withheld => 0,
    };
    for (old, new) in old.iter().zip(new) {
        let (then, now) = (old.assurance, new.assurance);
        let emptied = now == Assurance::NoneGiven && then != Assurance::NoneGiven;
        if rank(now) > rank(then) || emptied {
            found.push(format!("{what} {} is {now}, was {then}", old.id));
        }
    }
}

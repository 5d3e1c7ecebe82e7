//! What belongs under a key, for somebody who left it out or wrote something else there.

/// How a mapping with these keys is written, as an example; the first few keys do.
pub(super) fn form(keys: &[&str]) -> Option<String> {
    const SHOWN: usize = 4;
    let shown: Vec<String> =
        keys.iter().take(SHOWN).map(|key| Some(format!("{key}: {}", example(key)?))).collect::<Option<_>>()?;
    let more = if keys.len() > SHOWN { ", …" } else { "" };
    (!shown.is_empty()).then(|| format!("write it as `{{ {}{more} }}`", shown.join(", ")))
}

/// A short value as it may stand under a key; none where that depends on what the mapping is about.
fn example(key: &str) -> Option<&'static str> {
    Some(match key {
        "value" => "3",
        "instrument" => "police-act-1996",
        "at" => "section 8",
        "from" => "2020-01-31",
        "until" => "2023-12-31",
        "period" => "3 years",
        "because" | "read_in" | "url" | "set_by" | "title" | "path" | "custodian" | "reference" => "…",
        _ => return None,
    })
}

/// What is to be written under a key that is missing.
pub(super) fn belongs(key: &str) -> Option<&'static str> {
    Some(match key {
        "as_of" => "the day that is asked for: `as_of: 2025-06-30`",
        "because" => "the reason, in a sentence that a reader can weigh",
        "binding" => {
            "how strongly it binds: `must`, `due-regard`, `have-regard`, `expected`, `standard` or `recommendation`"
        }
        "each" => "what one entry is: `each: an inspection report`",
        "held_by" => "who usually holds it: `held_by: head of audit`",
        "means" => "what it says of the force, in a sentence",
        "members" => "every member by its name: `members: { north: { title: North Council } }`",
        "owed_by" => "who owes it: `owed_by: [chief-officer]`",
        "owner" => "who answers for it: a body or an office",
        "period" => "how long: `period: 3 years`",
        "remedy" => "what is to be done where it is not met: `remedy: appoint a lead`",
        "requirements" => "what is judged, each with `states`, `remedy` and `shown_by`",
        "says" => "what the source asks, in a sentence of your own",
        "set_by" => "who chose the value: a body or an office",
        "shown_by" => "kinds of evidence that show it; `sprcheck rules kinds` lists them",
        "source" => "where it stands: `source: { instrument: …, at: section 8, verified: secondary }`",
        "states" => "what is true where it is met: `states: a lead is in post`",
        "title" => "a few words by which people know it",
        "type" => "yes-no, count, number, text, choice, event, limit or list",
        "verified" => "`primary` if the source itself was read, `secondary` if another text was, else `false`",
        "version" => "write it like `version: 1.0.0`",
        "weight" => "how much a gap weighs, from 1 to 5: `weight: { value: 3, because: … }`",
        _ => return None,
    })
}

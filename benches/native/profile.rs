//! What a profile says beside its facts, as typed structs.

use serde::Deserialize;

use super::dates::{Dates, Period};
use super::policy::InForce;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Force {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default)]
    policing_bodies: Vec<PolicingBody>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicingBody {
    kind: String,
    from: Option<Dates>,
    until: Option<Dates>,
}

impl Force {
    /// Whether the force has a holder on a date.
    pub(crate) fn has(&self, holder: &str, when: Dates) -> Option<bool> {
        if holder == "chief-officer" {
            return Some(true);
        }
        let covers = |body: &PolicingBody| InForce { from: body.from, until: body.until }.covers(when);
        let (same, others): (Vec<_>, Vec<_>) = self.policing_bodies.iter().partition(|body| body.kind == holder);
        if same.iter().any(|body| covers(body) == Some(true)) {
            Some(true)
        } else if same.iter().all(|body| covers(body).is_some()) && others.iter().any(|body| covers(body) == Some(true))
        {
            Some(false)
        } else {
            None
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum StatedOn {
    Plain(Dates),
    Inferred { value: Dates, inferred: String },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evidence {
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) dated: Option<Dates>,
    pub(crate) owner: Option<String>,
    pub(crate) held_at: Option<HeldAt>,
    pub(crate) valid_until: Option<Dates>,
    pub(crate) review_every: Option<Period>,
    pub(crate) draft: Option<Draft>,
    pub(crate) withdrawn: Option<Dates>,
    pub(crate) superseded: Option<Dates>,
    #[serde(rename = "superseded_by")]
    _superseded_by: Option<String>,
    #[serde(rename = "marking")]
    _marking: Option<String>,
    pub(crate) reviewed: Option<Reviewed>,
    #[serde(rename = "note")]
    _note: Option<String>,
    /// The digest of the file that it is held at, if that could be read.
    #[serde(skip)]
    pub(crate) digest_now: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HeldAt {
    pub(crate) url: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) custodian: Option<String>,
    pub(crate) reference: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Draft {
    Still(bool),
    Until(Dates),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reviewed {
    #[serde(rename = "on")]
    _on: Dates,
    #[serde(rename = "by")]
    _by: String,
    pub(crate) digest: String,
}

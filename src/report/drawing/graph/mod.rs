//! The evidence graph: from the instrument by way of the duty to what is cited for it and who answers for that.
//!
//! ```text
//!  links, assessment ──net──▶ duties and what is cited for them ──themes──▶ what stands in one picture ──layout──▶ where ──focus──▶ a figure
//!                                                                └──overview──▶ instruments and owners ──layout──▶ where ──▶ a figure
//! ```

mod focus;
mod layout;
mod net;
mod node;
mod overview;
mod themes;

use crate::graph::Links;
use crate::model::assessment::Assessment;
use crate::report::phrases::count;

use super::svg::Writer;
use net::Net;
use overview::Overview;

/// The rules of the graph.
pub const CSS: &str = include_str!("graph.css");

/// The graph as pictures with their tables: an overview of instruments and owners, then the duties, in one picture as long as it can be read (at most
/// 150 nodes), else one for each threat. HTML; each node leads to an anchor of [`super::slug`] with `duty`, `evidence`, `departure` or `instrument`.
#[must_use]
pub fn section(links: &Links, assessment: &Assessment) -> String {
    let net = Net::of(links, assessment);
    let themes = themes::of(&net, assessment);
    let mut to = Writer::default();
    for paragraph in lead(&net) {
        to.words("p", &[], &paragraph);
    }
    let overview = Overview::of(&net, assessment);
    if themes.len() > 1 {
        let first = overview.as_ref().map(|_| (overview::ANCHOR, overview::TITLE));
        contents(
            &mut to,
            first.into_iter().chain(themes.iter().map(|theme| (theme.anchor.as_str(), theme.title.as_str()))),
        );
    }
    if let Some(overview) = &overview {
        overview::figure(&mut to, &net, overview);
    }
    for theme in &themes {
        to.words("h3", &[("class", &"d-head")], &theme.title);
        focus::figure(&mut to, &net, theme);
    }
    to.done()
}

/// A link to each picture.
fn contents<'t>(to: &mut Writer, pictures: impl Iterator<Item = (&'t str, &'t str)>) {
    to.words("p", &[], "The pictures; a duty about several threats stands in that of each:");
    to.element("ul", &[("class", &"d-contents")], |list| {
        for (anchor, title) in pictures {
            list.element("li", &[], |item| item.words("a", &[("href", &format!("#{anchor}"))], title));
        }
    });
    to.line();
}

/// How to read the pictures, and what is not in them.
fn lead(net: &Net<'_>) -> Vec<String> {
    if net.duties.is_empty() {
        return vec!["There is nothing to draw: no duty arises that was judged.".into()];
    }
    let mut told = vec![
        "Each line leads from a duty to what is cited for it by the facts that its rule asked for. It is solid where that supports the duty, \
         and broken where it does not; the thicker it is, the more facts cite it. Each box says in a word how it stands, and leads to its \
         place on this page."
            .to_owned(),
    ];
    let mut out = Vec::new();
    if net.left_out > 0 {
        let are = count(
            net.left_out,
            "duty that was not judged, does not arise or is not yet due",
            "duties that were not judged, do not arise or are not yet due",
        );
        out.push(are);
    }
    if net.loose > 0 {
        out.push(count(
            net.loose,
            "piece of evidence that no fact of a drawn duty cites",
            "pieces of evidence that no fact of a drawn duty cites",
        ));
    }
    if !out.is_empty() {
        told.push(format!("Not drawn: {}.", out.join("; ")));
    }
    told
}

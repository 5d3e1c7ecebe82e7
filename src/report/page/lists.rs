//! The lists behind the counts: each count on the page leads to a list of exactly the items that it is of.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::model::assessment::DutyResult;

use super::super::drawing::slug;
use super::super::phrases::{self, count};
use super::anchors::Anchors;
use super::html::{Html, el};

/// The lists that the page has named so far.
#[derive(Debug, Default)]
pub(super) struct Lists<'a> {
    named: RefCell<Named<'a>>,
}

#[derive(Debug, Default)]
struct Named<'a> {
    order: Vec<String>,
    lists: BTreeMap<String, List<'a>>,
}

#[derive(Debug)]
struct List<'a> {
    title: String,
    counted: usize,
    duties: Vec<&'a DutyResult>,
}

impl<'a> Lists<'a> {
    /// A link that says `words` and leads to the list of these duties. `counted` is how many the assessment counts; `key` is the list's own.
    pub(super) fn link(
        &self,
        key: &str,
        title: String,
        words: &str,
        counted: usize,
        duties: Vec<&'a DutyResult>,
    ) -> Html {
        let mut named = self.named.borrow_mut();
        if !named.lists.contains_key(key) {
            named.order.push(key.to_owned());
            named.lists.insert(key.to_owned(), List { title, counted, duties });
        }
        el("a").leads_to(&slug("list", key)).text(words).into()
    }

    /// All the lists that were named, in the order in which they were.
    pub(super) fn section(&self, anchors: &Anchors<'_>) -> Html {
        let named = self.named.borrow();
        let lists = named.order.iter().filter_map(|key| Some(list(key, named.lists.get(key)?, anchors)));
        el("dl").class("lists").add_all(lists.collect::<Vec<_>>()).into()
    }
}

fn list(key: &str, list: &List<'_>, anchors: &Anchors<'_>) -> Html {
    let title = format!("{}: {}", list.title, count(list.counted, "duty", "duties"));
    let duties = list.duties.iter().map(|duty| {
        let name = format!("{}: {}", phrases::stands(duty), duty.title);
        let item = el("li");
        match anchors.duty(duty.id.as_str()) {
            Some(anchor) => item.add(el("a").leads_to(&anchor).says(&name)),
            None => item.says(&name),
        }
    });
    let rest = list.counted.saturating_sub(list.duties.len());
    let rest = (rest > 0).then(|| {
        el("li").class("rest").text(format!(
            "{} more, of which only the name could be read: told where it is told what is not judged",
            count(rest, "duty", "duties")
        ))
    });
    let items = el("ul").add_all(duties.chain(rest));
    el("div").id(&slug("list", key)).attr("tabindex", "-1").add(el("dt").text(title)).add(el("dd").add(items)).into()
}

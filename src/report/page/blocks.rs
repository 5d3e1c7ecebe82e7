//! Blocks as HTML: what the other reports say, in the same words.

use super::super::block::{Block, Field, Table};
use super::anchors::Anchors;
use super::html::{Element, Html, el};

/// Blocks whose sections and items have headings of that level and below.
pub(super) fn blocks(blocks: &[Block], level: usize, anchors: &Anchors<'_>) -> Html {
    Html::all(blocks.iter().map(|block| self::block(block, level, anchors)))
}

fn block(block: &Block, level: usize, anchors: &Anchors<'_>) -> Html {
    match block {
        Block::Title(title) | Block::Section(title, _) | Block::Item(title, _) => {
            let body = match block {
                Block::Section(_, body) | Block::Item(_, body) => blocks(body, level + 1, anchors),
                _ => Html::none(),
            };
            let heading = heading(level).links(title, anchors).into();
            if matches!(block, Block::Item(..)) {
                el("div").class("item").add(Html::all([heading, body])).into()
            } else {
                Html::all([heading, body])
            }
        }
        Block::Text(text) => el("p").links(text, anchors).into(),
        Block::Fields(fields) => self::fields(fields, anchors),
        Block::List(points) => list(points, anchors).into(),
        Block::Table(table) => self::table(table, anchors),
    }
}

/// A heading of that level, five at most.
pub(super) fn heading(level: usize) -> Element {
    el(match level {
        0..=2 => "h2",
        3 => "h3",
        4 => "h4",
        _ => "h5",
    })
}

fn list(points: &[String], anchors: &Anchors<'_>) -> Element {
    el("ul").add_all(points.iter().map(|point| el("li").links(point, anchors)))
}

/// Labels with what stands beside them.
pub(super) fn fields(fields: &[Field], anchors: &Anchors<'_>) -> Html {
    if fields.is_empty() {
        return Html::none();
    }
    let pair = |field: &Field| {
        let value = el("dd");
        let value = match field.values.as_slice() {
            [one] => value.links(one, anchors),
            several => value.add(list(several, anchors)),
        };
        el("div").add(el("dt").text(field.label)).add(value)
    };
    el("dl").class("fields").add_all(fields.iter().map(pair)).into()
}

/// A field whose value is finished.
pub(super) fn field(label: &str, value: Element) -> Element {
    el("div").add(el("dt").text(label)).add(value)
}

/// A table in which the first cell of a row names it.
pub(super) fn table(table: &Table, anchors: &Anchors<'_>) -> Html {
    let cell = |(index, text): (usize, &String)| match index {
        0 => el("th").attr("scope", "row").links(text, anchors),
        _ => el("td").links(text, anchors),
    };
    let rows = table.rows.iter().map(|row| el("tr").add_all(row.iter().enumerate().map(cell)));
    let label = table.columns.join(", ");
    framed(&label, None, &table.columns, rows.map(Html::from))
}

/// A table with its headings, in a frame that scrolls if there is too little room. `label` tells what it is where it has no caption.
pub(super) fn framed(
    label: &str,
    caption: Option<&str>,
    columns: &[&str],
    rows: impl IntoIterator<Item = Html>,
) -> Html {
    let head = el("tr").add_all(columns.iter().map(|name| el("th").attr("scope", "col").text(name)));
    let caption = caption.map_or_else(Html::none, |caption| el("caption").add(el("span").text(caption)).into());
    let table = el("table")
        .add(caption)
        .add(el("thead").add(head))
        .add(el("tbody").add_all(rows.into_iter().collect::<Vec<_>>()));
    // A frame that scrolls must be reached by the keyboard.
    el("div").class("frame").attr("role", "group").attr("aria-label", label).attr("tabindex", "0").add(table).into()
}

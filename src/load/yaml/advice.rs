//! The way out of a file that is not YAML, for somebody who has never heard of YAML.

use super::Spot;

/// What to do, and where if not where the parser says. `info` is the parser's own message.
pub(super) fn advice(text: &str, spot: Spot, info: &str) -> Option<(&'static str, Spot)> {
    let at = spot.line as usize;
    let lines = || text.lines().enumerate().map(|(line, text)| (line + 1, text));
    // The parser may stop a line or two after what upset it.
    let tab = lines().take_while(|(line, _)| *line <= at + 1).skip(at.saturating_sub(3)).find_map(|(line, text)| {
        let column = text.chars().take_while(|one| one.is_whitespace()).position(|one| one == '\t')?;
        Some(Spot { line: u32::try_from(line).ok()?, column: u32::try_from(column).ok()?.saturating_add(1), width: 1 })
    });
    if let Some(tab) = tab {
        return Some(("a tab stands here; indent with spaces, not tabs", tab));
    }
    if info.contains("simple key expect") {
        // The parser looks on to the next line before it gives up.
        let (line, text) =
            lines().take_while(|(line, _)| *line < at).filter(|(_, text)| !text.trim().is_empty()).last()?;
        let column = text.chars().take_while(|one| one.is_whitespace()).count() + 1;
        let width = u32::try_from(text.trim().chars().count()).ok()?;
        let spot = Spot { line: u32::try_from(line).ok()?, column: u32::try_from(column).ok()?, width };
        let colon =
            "an entry is written `name: value`, with a space after the `:`; a text that goes on stands in quotes";
        return Some((colon, spot));
    }
    if info.contains("quoted scalar") {
        return Some(("a quote that is opened is closed with the same quote; look at the text before this, too", spot));
    }
    if info.contains("mapping values are not allowed") {
        return Some(("a text with `: ` in it stands in quotes: `says: \"the plan: what is in it\"`", spot));
    }
    if info.contains("cannot start any token") || info.contains("unexpected character") {
        return Some(("a text that begins with such a sign stands in quotes: `title: \"@home\"`", spot));
    }
    if info.contains("flow") {
        let help = "a `{` or `[` before this is not closed, or a `,` is missing between two entries";
        return Some((help, spot));
    }
    if info.contains("expected") || info.contains("indent") {
        let help = "entries that belong together begin at the same column; look at the spaces at the start of this line and the one before";
        return Some((help, spot));
    }
    None
}

//! What a template would do by itself when it is opened: fields that fetch or run, and text that is taken in from elsewhere.

use roxmltree::{Document, Node};

use super::fault::TemplateFault;
use super::package::Package;
use super::part::parse;

/// The fields that only say something of the document itself. Every other is refused: a list of bad ones would always lack one.
const HARMLESS: [&str; 47] = [
    "ADVANCE",
    "AUTHOR",
    "AUTONUM",
    "AUTONUMLGL",
    "AUTONUMOUT",
    "BIBLIOGRAPHY",
    "CITATION",
    "COMMENTS",
    "COMPARE",
    "CREATEDATE",
    "DATE",
    "DOCPROPERTY",
    "DOCVARIABLE",
    "EDITTIME",
    "EQ",
    "FILENAME",
    "FILESIZE",
    "FORMCHECKBOX",
    "FORMDROPDOWN",
    "FORMTEXT",
    "HYPERLINK",
    "IF",
    "INDEX",
    "INFO",
    "KEYWORDS",
    "LASTSAVEDBY",
    "LISTNUM",
    "NOTEREF",
    "NUMCHARS",
    "NUMPAGES",
    "NUMWORDS",
    "PAGE",
    "PAGEREF",
    "PRINTDATE",
    "REF",
    "REVNUM",
    "SAVEDATE",
    "SECTION",
    "SECTIONPAGES",
    "SEQ",
    "STYLEREF",
    "SUBJECT",
    "SYMBOL",
    "TC",
    "TIME",
    "TITLE",
    "TOC",
];

/// Refuses what fetches or runs something, in any part that Word reads text from.
///
/// # Errors
/// There is such a thing: in which part, and what.
pub(super) fn refuse(package: &mut Package<'_>, types: &str) -> Result<(), TemplateFault> {
    for name in texts(package, types)? {
        let Some(text) = package.read(&name)? else { continue };
        let document = parse(&text, &name)?;
        if let Some(instruction) = instructions(&document).into_iter().find(|text| !is_harmless(text)) {
            let instruction = instruction.trim().chars().filter(|letter| !letter.is_control()).take(200).collect();
            return Err(TemplateFault::Field { part: name, instruction });
        }
        for (element, what) in [("mailMerge", "a mail merge"), ("altChunk", "a file that is taken in as text")] {
            if document.descendants().any(|node| node.tag_name().name() == element) {
                return Err(TemplateFault::TakesIn { part: name, what });
            }
        }
    }
    Ok(())
}

/// The parts that Word may read text or settings from: by their names, and by what the list of parts says of them.
fn texts(package: &Package<'_>, types: &str) -> Result<Vec<String>, TemplateFault> {
    let list = parse(types, "[Content_Types].xml")?;
    let is_text = |node: &Node<'_, '_>| {
        node.attribute("ContentType").is_some_and(|kind| kind.to_ascii_lowercase().contains("wordprocessingml"))
    };
    let mut endings = Vec::new();
    let mut parts = Vec::new();
    for node in list.root_element().children().filter(is_text) {
        endings.extend(node.attribute("Extension").map(|ending| format!(".{}", ending.to_ascii_lowercase())));
        parts.extend(node.attribute("PartName").map(|part| part.trim_start_matches('/').to_ascii_lowercase()));
    }
    let is_read = |name: &&String| {
        let name = name.to_ascii_lowercase();
        (name.starts_with("word/") && name.ends_with(".xml"))
            || parts.contains(&name)
            || endings.iter().any(|ending| name.ends_with(ending.as_str()))
    };
    Ok(package.names().iter().filter(is_read).cloned().collect())
}

/// The instructions of all fields, however Word has cut them up and put one into another.
fn instructions(document: &Document<'_>) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut stray = String::new();
    for node in document.descendants() {
        match node.tag_name().name() {
            "fldSimple" => done.extend(of_name(node, "instr")),
            "fldChar" => match of_name(node, "fldCharType").as_deref() {
                Some("begin") => open.push(String::new()),
                Some("end") => done.extend(open.pop()),
                _ => {}
            },
            "instrText" | "delInstrText" => {
                let text: String = node.children().filter_map(|inner| inner.text()).collect();
                open.last_mut().unwrap_or(&mut stray).push_str(&text);
            }
            _ => {}
        }
    }
    done.append(&mut open);
    done.push(stray);
    done
}

fn of_name(node: Node<'_, '_>, name: &str) -> Option<String> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value().to_owned())
}

fn is_harmless(instruction: &str) -> bool {
    let instruction = instruction.trim_start();
    let name: String = instruction.chars().take_while(char::is_ascii_alphabetic).collect();
    let rest = instruction.get(name.len()..).unwrap_or_default();
    let ends = rest.chars().next().is_none_or(|next| next.is_whitespace() || matches!(next, '\\' | '"'));
    // `=` is a sum.
    instruction.is_empty() || instruction.starts_with('=') || (ends && HARMLESS.contains(&name.to_uppercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fields_that_are_known_to_be_harmless_are_let_through() {
        for harmless in
            ["", " PAGE ", "page \\* MERGEFORMAT", " NUMPAGES\\# 0", "= 1 + 1", " TOC \\o \"1-1\"", "IF 1 = 1"]
        {
            assert!(is_harmless(harmless), "{harmless}");
        }
        for other in
            ["DDEAUTO c:\\x", "INCLUDETEXT", " LINK x", "RD x", "MACROBUTTON x", "AUTOTEXT x", "PAGE1", "\"x\" y"]
        {
            assert!(!is_harmless(other), "{other}");
        }
    }

    #[test]
    fn an_instruction_is_read_whole_and_apart_from_the_one_around_it() {
        let text = "<a><fldChar fldCharType=\"begin\"/><instrText>IF </instrText><fldChar fldCharType=\"begin\"/>\
            <instrText>DD</instrText><b><instrText>E x</instrText></b><fldChar fldCharType=\"end\"/><instrText>= 1</instrText>\
            <fldChar fldCharType=\"end\"/><fldSimple instr=\"PAGE\"/><instrText>LINK</instrText></a>";
        let document = Document::parse(text).unwrap();
        assert_eq!(instructions(&document), ["DDE x", "IF = 1", "PAGE", "LINK"]);
    }
}

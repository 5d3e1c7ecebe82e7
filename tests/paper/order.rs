//! The order in which the schema of Word wants the children of what a report writes. What is out of order makes Word say that it cannot
//! read a document.

use roxmltree::Document;

use crate::package::W;

/// Elements with their children in the order of ECMA-376 (transitional), those that a report writes and those near them.
const ORDER: &[(&str, &[&str])] = &[
    (
        "pPr",
        &[
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "framePr",
            "widowControl",
            "numPr",
            "suppressLineNumbers",
            "pBdr",
            "shd",
            "tabs",
            "suppressAutoHyphens",
            "spacing",
            "ind",
            "contextualSpacing",
            "jc",
            "textAlignment",
            "outlineLvl",
            "rPr",
            "sectPr",
        ],
    ),
    (
        "rPr",
        &[
            "rStyle",
            "rFonts",
            "b",
            "bCs",
            "i",
            "iCs",
            "caps",
            "smallCaps",
            "strike",
            "noProof",
            "vanish",
            "color",
            "spacing",
            "sz",
            "szCs",
            "highlight",
            "u",
            "shd",
            "vertAlign",
            "lang",
        ],
    ),
    ("tbl", &["tblPr", "tblGrid", "tr"]),
    (
        "tblPr",
        &[
            "tblStyle",
            "tblpPr",
            "tblOverlap",
            "tblW",
            "jc",
            "tblCellSpacing",
            "tblInd",
            "tblBorders",
            "shd",
            "tblLayout",
            "tblCellMar",
            "tblLook",
            "tblCaption",
            "tblDescription",
        ],
    ),
    ("tblCellMar", &["top", "left", "bottom", "right"]),
    ("tr", &["trPr", "tc"]),
    ("tc", &["tcPr", "p"]),
    ("tcPr", &["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign"]),
    ("p", &["pPr", "*"]),
    ("r", &["rPr", "*"]),
    ("body", &["*", "sectPr"]),
    ("sectPr", &["headerReference", "footerReference", "type", "pgSz", "pgMar", "cols", "titlePg"]),
    (
        "style",
        &[
            "name",
            "basedOn",
            "next",
            "link",
            "uiPriority",
            "semiHidden",
            "unhideWhenUsed",
            "qFormat",
            "pPr",
            "rPr",
            "tblPr",
        ],
    ),
    ("lvl", &["start", "numFmt", "pStyle", "suff", "lvlText", "lvlJc", "pPr", "rPr"]),
    ("numbering", &["abstractNum", "num"]),
    (
        "settings",
        &[
            "zoom",
            "defaultTabStop",
            "evenAndOddHeaders",
            "characterSpacingControl",
            "compat",
            "themeFontLang",
            "decimalSymbol",
            "listSeparator",
        ],
    ),
];

/// What is out of order in a part, or not known here.
pub(crate) fn faults(xml: &str) -> Vec<String> {
    let document = Document::parse(xml).unwrap();
    let mut faults = Vec::new();
    for node in document.descendants().filter(|node| node.tag_name().namespace() == Some(W)) {
        let Some((name, order)) = ORDER.iter().find(|(name, _)| node.has_tag_name((W, *name))) else { continue };
        let any = order.iter().position(|child| *child == "*");
        let mut last = 0;
        for child in node.children().filter(roxmltree::Node::is_element) {
            let child = child.tag_name().name();
            match order.iter().position(|known| *known == child).or(any) {
                Some(at) if at >= last => last = at,
                Some(_) => faults.push(format!("{child} stands too late in {name}")),
                None => faults.push(format!("{child} is not known in {name}")),
            }
        }
    }
    faults
}

#[test]
fn what_is_out_of_order_is_found() {
    let inside = |xml: &str| faults(&format!("<w:p xmlns:w=\"{W}\">{xml}</w:p>"));
    assert!(inside("<w:pPr><w:pStyle/><w:spacing/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t/></w:r>").is_empty());
    assert_eq!(inside("<w:pPr><w:spacing/><w:pStyle/></w:pPr>").len(), 1);
    assert_eq!(inside("<w:r><w:t/><w:rPr/></w:r>").len(), 1);
    assert_eq!(inside("<w:pPr><w:unknown/></w:pPr>").len(), 1);
}

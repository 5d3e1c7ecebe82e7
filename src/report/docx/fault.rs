//! Why a template cannot be used, each with the way out.

use thiserror::Error;

/// Why a template cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TemplateFault {
    /// It is no Word document.
    #[error("the template is no Word document: {why}; save it in Word as a .docx or .dotx")]
    NotWord {
        /// What is wrong with it.
        why: String,
    },
    /// It is too large.
    #[error("the template is too large: {what} is more than {limit}")]
    TooLarge {
        /// What of it.
        what: &'static str,
        /// The bound.
        limit: String,
    },
    /// It holds macros.
    #[error(
        "the template holds macros (`{part}`), which a report does not carry on; save it in Word as a .dotx without them"
    )]
    Macros {
        /// The part.
        part: String,
    },
    /// It is signed.
    #[error("the template is signed, and a signature would not survive; remove it in Word and save")]
    Signed,
    /// It fetches something from elsewhere when it is opened.
    #[error(
        "the template fetches something from elsewhere when it is opened: `{part}` leads to `{target}`; embed it or remove it in Word and save{hint}"
    )]
    External {
        /// The part that leads there.
        part: String,
        /// Where to.
        target: String,
        /// What else helps.
        hint: &'static str,
    },
    /// It has a field that may fetch or run something.
    #[error(
        "the template has a field that may fetch or run something when it is opened: `{part}` has `{instruction}`; remove it in Word (Alt+F9 shows the fields) and save"
    )]
    Field {
        /// The part.
        part: String,
        /// The instruction of the field.
        instruction: String,
    },
    /// It takes in something when it is opened.
    #[error("the template holds {what} (`{part}`), which a report does not carry on; remove it in Word and save")]
    TakesIn {
        /// The part.
        part: String,
        /// What it takes in.
        what: &'static str,
    },
    /// It has a marked place of a name that nothing is known by.
    #[error(
        "`{part}` of the template has the place `{{{{ {place} }}}}`, which nothing is known for{}",
        match nearest { Some(nearest) => format!("; did you mean `{{{{ {nearest} }}}}`?"), None => "; the places are marking, title, subject, force and as_of".to_owned() }
    )]
    UnknownPlace {
        /// The part.
        part: String,
        /// The name of the place.
        place: String,
        /// The known name that was likely meant.
        nearest: Option<&'static str>,
    },
    /// It lacks styles.
    #[error(
        "the template lacks {} {}; use each once in Word in a document made from it (the text can be deleted again) and save",
        if missing.len() == 1 { "the style" } else { "the styles" },
        missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    )]
    Styles {
        /// The names of those that are missing.
        missing: Vec<&'static str>,
    },
    /// A list style shows no number or point.
    #[error(
        "the style `{name}` of the template has no numbering; give it one in Word (Modify Style, Format, Numbering) and save"
    )]
    NotNumbered {
        /// The style.
        name: &'static str,
    },
    /// Some pages would not show the marking.
    #[error(
        "the template has no header and no footer for {pages}, so the marking would not stand there; add a header with `{{{{ marking }}}}` in Word and save"
    )]
    NoHeader {
        /// Which pages.
        pages: &'static str,
    },
    /// The template shows another marking than the report has.
    #[error(
        "`{part}` of the template says `{says}`, and the report is {marking}; write `{{{{ marking }}}}` there in its place"
    )]
    OtherMarking {
        /// The part.
        part: String,
        /// What it says.
        says: &'static str,
        /// The marking of the report.
        marking: String,
    },
}

impl TemplateFault {
    /// That it is no Word document, and why.
    pub(super) fn not_word(why: impl Into<String>) -> Self {
        Self::NotWord { why: why.into() }
    }
}

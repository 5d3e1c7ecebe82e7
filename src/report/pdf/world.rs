//! All that typst gets to see: one template, one paper, three fonts. There is no file system, no network and no clock in it.

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::fonts::Fonts;

/// How the pages are set.
const TEMPLATE: &str = include_str!("paper.typ");
/// Where the template finds the paper.
const PAPER: &str = "paper.json";

/// The paper, set and printed.
///
/// # Errors
/// typst finds that the outcome would not keep to the standards, or the template has a fault.
pub(super) fn print(paper: String, fonts: Fonts) -> Result<Vec<u8>, String> {
    let desk = Desk::new(paper, fonts)?;
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(|faults| refused(&faults))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    let options = PdfOptions {
        creator: Smart::Custom(Some(concat!("sprcheck ", env!("CARGO_PKG_VERSION")).to_owned())),
        standards: standards.map_err(|fault| fault.message().to_string())?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|faults| refused(&faults))
}

/// Why there is no PDF.
fn refused(faults: &[SourceDiagnostic]) -> String {
    let faults: Vec<String> = faults.iter().map(|fault| fault.message.to_string()).collect();
    format!("no PDF could be written that keeps to PDF/UA-1 and PDF/A-2a: {}", faults.join("; "))
}

/// What lies before the typesetter.
struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    paper: (FileId, Bytes),
}

impl Desk {
    fn new(paper: String, fonts: Fonts) -> Result<Self, String> {
        // A table says what it is to those who cannot see it; typst keeps that behind a feature as long as its name may change.
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Ok(Self {
            library: LazyHash::new(library),
            book: LazyHash::new(FontBook::from_fonts(&fonts.all)),
            fonts: fonts.all,
            template: Source::new(file("paper.typ")?, TEMPLATE.to_owned()),
            paper: (file(PAPER)?, Bytes::from_string(paper)),
        })
    }
}

fn file(name: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(name).map_err(|fault| fault.to_string())?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(nothing_else()) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.paper.0 { Ok(self.paper.1.clone()) } else { Err(nothing_else()) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn nothing_else() -> FileError {
    FileError::Other(Some("there is nothing else to be had".into()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use typst::layout::{Frame, FrameItem};

    use super::super::fonts::fonts;
    use super::*;

    /// The text of each page, in the order in which it is set.
    fn pages(parts: &Value) -> Vec<String> {
        let paper = json!({
            "title": "T", "subject": "S", "force": "F", "marking": "OFFICIAL", "as_of": "2021-01-31", "contents": [], "parts": parts,
        });
        let desk = Desk::new(paper.to_string(), fonts().unwrap()).unwrap();
        let document = typst::compile::<PagedDocument>(&desk);
        assert!(document.warnings.is_empty(), "{:?}", document.warnings);
        document.output.unwrap().pages().iter().map(|page| text(&page.frame)).collect()
    }

    fn text(frame: &Frame) -> String {
        let texts = frame.items().map(|(_, item)| match item {
            FrameItem::Group(group) => text(&group.frame),
            FrameItem::Text(run) => run.text.to_string(),
            _ => String::new(),
        });
        texts.collect()
    }

    fn plain(text: &str) -> Value {
        json!({ "kind": "plain", "line": [{ "kind": "text", "text": [text] }] })
    }

    #[test]
    fn a_text_is_never_markup() {
        let hostile = "#eval(\"1\") #import \"x\" $x$ *b* _i_ @a <b> = h - p + q / t: d `c` \\ // /* ~ --- ... 'a' \"b\" https://example.invalid [x]";
        let set = pages(&json!([plain(hostile)]));
        assert_eq!(set.len(), 1);
        assert!(set[0].contains(hostile), "{set:?}");
    }

    #[test]
    fn every_page_bears_the_marking_twice_and_its_number() {
        let set = pages(&Value::Array(vec![plain("word"); 200]));
        assert!(set.len() > 3);
        for (page, number) in set.iter().zip(1..) {
            assert_eq!(page.matches("OFFICIAL").count(), 2, "{page}");
            assert!(page.contains(&format!("Page {number} of {}", set.len())), "{page}");
        }
    }

    #[test]
    fn every_character_that_is_drawn_keeps_to_the_standards() {
        let drawn = fonts().unwrap().drawn;
        let all: String = (' '..=char::MAX).filter(|character| drawn.has(*character)).collect();
        assert!(all.chars().count() > 2000);
        let words = all.chars().map(|character| format!("a{character} "));
        let parts = json!([plain(&words.collect::<String>()), plain(&super::super::text::drawable(&all, &drawn))]);
        let paper = json!({
            "title": all, "subject": all, "force": all, "marking": all, "as_of": "2021-01-31", "contents": [], "parts": parts,
        });
        print(paper.to_string(), fonts().unwrap()).unwrap();
    }

    #[test]
    fn nothing_else_is_to_be_had() {
        let desk = Desk::new("{}".into(), fonts().unwrap()).unwrap();
        let other = file("secret.txt").unwrap();
        assert!(desk.file(other).is_err() && desk.source(other).is_err() && desk.today(None).is_none());
    }
}

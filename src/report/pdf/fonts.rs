//! The fonts that a PDF is set in, and which characters they can draw.

use typst::foundations::Bytes;
use typst::text::{Coverage, Font};

/// The letters, upright and bold.
const REGULAR: &[u8] = include_bytes!("fonts/LiberationSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("fonts/LiberationSans-Bold.ttf");
/// The signs that those lack: ✓, ✗, ◐, ▶.
const SIGNS: &[u8] = include_bytes!("fonts/DejaVuSans.ttf");

/// Arrows, shapes and dingbats: what is taken of the signs. Each stands for itself and joins no other, so that no font can lack a part.
const TAKEN: std::ops::RangeInclusive<char> = '\u{2190}'..='\u{27bf}';

/// Fonts with what they can draw.
pub(super) struct Fonts {
    /// The fonts.
    pub(super) all: Vec<Font>,
    /// What they can draw.
    pub(super) drawn: Drawn,
}

/// Which characters can be drawn, in any weight.
pub(super) struct Drawn {
    letters: [Coverage; 2],
    signs: Coverage,
}

impl Drawn {
    /// Whether a character can be drawn as what it is. A private one means something else in every font, and no archive takes it.
    pub(super) fn has(&self, character: char) -> bool {
        let code = u32::from(character);
        let is_private = matches!(code, 0xe000..=0xf8ff | 0xf_0000..);
        let letter = self.letters.iter().all(|font| font.contains(code));
        !is_private && (letter || (TAKEN.contains(&character) && self.signs.contains(code)))
    }
}

/// The fonts.
///
/// # Errors
/// Never, but for a fault in this program.
pub(super) fn fonts() -> Result<Fonts, String> {
    let font = |bytes| Font::new(Bytes::new(bytes), 0).ok_or("a font of this program cannot be read");
    let (regular, bold, signs) = (font(REGULAR)?, font(BOLD)?, font(SIGNS)?);
    let coverage = |font: &Font| font.info().coverage.clone();
    let drawn = Drawn { letters: [coverage(&regular), coverage(&bold)], signs: coverage(&signs) };
    Ok(Fonts { all: vec![regular, bold, signs], drawn })
}

//! The fonts that a PDF is set in, and which characters they can draw.

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontInstance, FontVariant, FontVariations};

/// The letters, upright and bold.
const REGULAR: &[u8] = include_bytes!("fonts/LiberationSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("fonts/LiberationSans-Bold.ttf");
/// The signs: ✓, ✗, ◐, ▶.
const SIGNS: &[u8] = include_bytes!("fonts/DejaVuSans.ttf");

/// Arrows, shapes and dingbats: what is taken of the signs, as `paper.typ` has it. Each stands for itself and joins no other, so that no font can lack a part.
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
    letters: [FontInstance; 2],
    signs: FontInstance,
}

impl Drawn {
    /// Whether a character can be drawn as what it is. A private one means something else in every font, and no archive takes it.
    pub(super) fn has(&self, character: char) -> bool {
        let is_private = matches!(u32::from(character), 0xe000..=0xf8ff | 0xf_0000..);
        let is_drawn = if TAKEN.contains(&character) {
            draws(&self.signs, character)
        } else {
            self.letters.iter().all(|font| draws(font, character))
        };
        is_drawn && !is_private
    }
}

/// Whether a font has a shape for a character. Its own list may name one without any.
fn draws(font: &FontInstance, character: char) -> bool {
    font.ttf().glyph_index(character).is_some_and(|glyph| glyph.0 != 0)
}

/// The fonts.
///
/// # Errors
/// Never, but for a fault in this program.
pub(super) fn fonts() -> Result<Fonts, String> {
    let font = |bytes| Font::new(Bytes::new(bytes), 0).ok_or("a font of this program cannot be read");
    let all = [font(REGULAR)?, font(BOLD)?, font(SIGNS)?];
    let drawn = |font: Font| font.instantiate(FontVariant::default(), Abs::zero(), &FontVariations::default());
    let [regular, bold, signs] = all.clone().map(drawn);
    Ok(Fonts { all: all.into(), drawn: Drawn { letters: [regular, bold], signs } })
}

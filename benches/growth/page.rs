//! YAML, line by line.

#[derive(Default)]
pub(crate) struct Page(String);

impl Page {
    /// Adds a line that stands so many steps within.
    pub(crate) fn line(&mut self, depth: usize, text: impl AsRef<str>) {
        self.0.push_str(&"  ".repeat(depth));
        self.0.push_str(text.as_ref());
        self.0.push('\n');
    }

    pub(crate) fn text(self) -> String {
        self.0
    }
}

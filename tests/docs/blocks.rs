//! The fenced blocks of a page.

use std::fs;

/// A fenced block.
pub(crate) struct Block {
    /// What stands after the fence: `yaml file=profile.yaml`.
    pub(crate) info: String,
    /// The text between the fences.
    pub(crate) text: String,
    /// The line of the page on which the text begins.
    pub(crate) line: usize,
}

impl Block {
    /// Its lines that are not empty.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
    }
}

/// Every fenced block of a page, in order.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut inside = false;
    for (index, line) in page.lines().enumerate() {
        match line.strip_prefix("```") {
            Some(_) if inside => inside = false,
            Some(info) => {
                inside = true;
                found.push(Block { info: info.trim().to_owned(), text: String::new(), line: index + 2 });
            }
            None if inside => {
                let block = found.last_mut().unwrap();
                block.text.push_str(line);
                block.text.push('\n');
            }
            None => {}
        }
    }
    assert!(!inside, "a fence is not closed");
    found
}

/// The text of a file of the repository.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

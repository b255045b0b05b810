//! The README's examples, run as a reader would run them.

use std::path::{Path, PathBuf};

use crate::Result;

/// Writes every block of a language in the README to a file of its own under `target/readme`.
pub fn blocks(root: &Path, language: &str, ending: &str) -> Result<Vec<PathBuf>> {
    let readme = std::fs::read_to_string(root.join("README.md"))?;
    let folder = root.join("target/readme");
    std::fs::create_dir_all(&folder)?;
    let mut written = Vec::new();
    for (position, block) in fenced(&readme, language).into_iter().enumerate() {
        let path = folder.join(format!("{language}_{position}.{ending}"));
        std::fs::write(&path, block)?;
        written.push(path);
    }
    if written.is_empty() { Err(format!("the README has no example in {language}").into()) } else { Ok(written) }
}

fn fenced(text: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.strip_prefix("```") == Some(language) {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push(block.join("\n") + "\n");
        }
    }
    blocks
}

#[test]
fn blocks_of_one_language_are_found() {
    let text = "a\n```python\nx = 1\n```\n```js\ny\n```\n```python\nz\n```\n";
    assert_eq!(fenced(text, "python"), ["x = 1\n", "z\n"]);
}

//! Python text: names, strings, docstrings.

use std::fmt::Write as _;

/// How wide the generated lines are, where words can be wrapped.
const WIDTH: usize = 110;

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Whether a name is a word of the language.
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// A name that can be a parameter.
pub fn parameter(name: &str) -> String {
    if is_keyword(name) { format!("{name}_") } else { name.to_owned() }
}

/// `commission_plan` or `commission.calculate` as `CommissionPlan` or `CommissionCalculate`.
pub fn pascal(name: &str) -> String {
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(|part| part[..1].to_ascii_uppercase() + &part[1..]).collect()
}

/// A string in double quotes.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A docstring with its indent; nothing for no text. Paragraphs are kept, words are wrapped.
pub fn docstring(text: &str, indent: usize) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let pad = " ".repeat(indent);
    let text = text.trim().replace('\\', "\\\\").replace('"', "'");
    let lines = block(&text, indent);
    let mut out = format!("{pad}\"\"\"{}", lines.first().map_or("", String::as_str));
    for line in lines.iter().skip(1) {
        out.push('\n');
        if !line.is_empty() {
            let _ = write!(out, "{pad}{line}");
        }
    }
    if lines.len() > 1 {
        let _ = write!(out, "\n{pad}");
    }
    out.push_str("\"\"\"\n");
    out
}

/// Lines of text, each wrapped where it is too long; what hangs over stands under its first word.
fn block(text: &str, indent: usize) -> Vec<String> {
    let mut out = Vec::new();
    for line in unfolded(text) {
        let start = line.len() - line.trim_start().len();
        let hanging = start + if start > 0 { 4 } else { 0 };
        let room = WIDTH.saturating_sub(indent + hanging);
        for (position, part) in wrapped(line.trim_start(), room).into_iter().enumerate() {
            out.push(format!("{}{part}", " ".repeat(if position == 0 { start } else { hanging })));
        }
        if line.trim().is_empty() {
            out.push(String::new());
        }
    }
    out
}

/// Lines of one paragraph joined, as Rust's doc comments break them anywhere.
fn unfolded(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in text.lines() {
        let continues = !line.is_empty() && !line.starts_with(' ');
        match out.last_mut() {
            Some(last) if continues && !last.is_empty() && !last.starts_with(' ') && !last.ends_with(':') => {
                last.push(' ');
                last.push_str(line);
            }
            _ => out.push(line.to_owned()),
        }
    }
    out
}

/// Words in lines of at most this width.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A line of the declarations as a sentence.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.is_empty() || text.ends_with(['.', ':', '?']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

//! An explanation as lines of text, one a step, indented by depth.

use super::Node;

impl Node {
    /// The tree in words.
    #[must_use]
    pub fn words(&self) -> String {
        let mut out = String::new();
        self.write_words(0, &mut out);
        out
    }

    fn write_words(&self, depth: usize, out: &mut String) {
        out.push_str(&"  ".repeat(depth));
        out.push_str(&self.id);
        out.push_str(": ");
        out.push_str(&self.op);
        match (&self.exact, &self.rounded) {
            (Some(exact), Some(rounded)) if exact.to_string() != rounded.to_string() => {
                out.push_str(&format!(" = {exact}, rounded to {rounded}"));
            }
            (_, Some(rounded)) => out.push_str(&format!(" = {rounded}")),
            (Some(exact), None) => out.push_str(&format!(" = {exact}")),
            (None, None) => {}
        }
        if !self.inputs.is_empty() {
            let inputs: Vec<String> = self.inputs.iter().map(|(name, value)| format!("{name} {value}")).collect();
            out.push_str(&format!(" ({})", inputs.join(", ")));
        }
        if !self.rule.is_empty() {
            out.push_str(&format!(" [{}]", self.rule));
        }
        out.push('\n');
        for alternative in &self.rejected {
            out.push_str(&format!("{}not {alternative}\n", "  ".repeat(depth + 1)));
        }
        for part in &self.parts {
            part.write_words(depth + 1, out);
        }
    }
}

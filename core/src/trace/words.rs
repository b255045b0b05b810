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
        indent(depth, out);
        out.push_str(&self.id);
        out.push_str(": ");
        out.push_str(&self.op);
        let [exact, rounded] =
            [self.exact.as_ref().map(ToString::to_string), self.rounded.as_ref().map(ToString::to_string)];
        if let Some(value) = exact.as_ref().or(rounded.as_ref()) {
            out.push_str(" = ");
            out.push_str(value);
        }
        if let (Some(exact), Some(rounded)) = (&exact, &rounded)
            && exact != rounded
        {
            out.push_str(", rounded to ");
            out.push_str(rounded);
        }
        for (position, (name, value)) in self.inputs.iter().enumerate() {
            for part in [if position == 0 { " (" } else { ", " }, name, " ", value] {
                out.push_str(part);
            }
        }
        if !self.inputs.is_empty() {
            out.push(')');
        }
        if !self.rule.is_empty() {
            for part in [" [", &self.rule, "]"] {
                out.push_str(part);
            }
        }
        out.push('\n');
        for alternative in &self.rejected {
            indent(depth + 1, out);
            for part in ["not ", alternative, "\n"] {
                out.push_str(part);
            }
        }
        for part in &self.parts {
            part.write_words(depth + 1, out);
        }
    }
}

fn indent(depth: usize, out: &mut String) {
    (0..depth).for_each(|_| out.push_str("  "));
}

//! Rules in words.

use super::document::Operator;
use super::model::{Branch, Leaf, Rule, Test};
use super::operand::Operand;

impl Rule {
    /// The rule in words, such as "`amount` is at least 1000 and `region` is one of `EMEA`, `APAC`".
    #[must_use]
    pub fn describe(&self) -> String {
        branch(&self.root, false)
    }
}

fn branch(part: &Branch, nested: bool) -> String {
    match part {
        Branch::All(parts) => joined(parts, " and ", nested),
        Branch::Any(parts) => joined(parts, " or ", nested),
        Branch::Not(part) => format!("not ({})", branch(part, false)),
        Branch::Leaf(leaf) => format!("`{}` is {}", leaf.column, wanted(leaf)),
    }
}

fn joined(parts: &[Branch], word: &str, nested: bool) -> String {
    let several = parts.len() > 1;
    let text = parts.iter().map(|part| branch(part, several)).collect::<Vec<_>>().join(word);
    if nested && several { format!("({text})") } else { text }
}

/// What a leaf wants a cell to be.
pub(super) fn wanted(leaf: &Leaf) -> String {
    let text = match &leaf.test {
        Test::Compare(value) => match leaf.operator {
            Operator::Ne => format!("other than {value}"),
            Operator::Lt => format!("less than {value}"),
            Operator::Le => format!("at most {value}"),
            Operator::Gt => format!("more than {value}"),
            Operator::Ge => format!("at least {value}"),
            _ => value.to_string(),
        },
        Test::Among(list) => {
            let list = list.iter().map(Operand::to_string).collect::<Vec<_>>().join(", ");
            if leaf.operator == Operator::NotIn { format!("none of {list}") } else { format!("one of {list}") }
        }
        Test::Between(from, to) => format!("from {from} up to, not including, {to}"),
        Test::Empty if leaf.operator == Operator::IsNotEmpty => "filled".to_owned(),
        Test::Empty => "empty".to_owned(),
        Test::Part(part) if leaf.operator == Operator::StartsWith => format!("text that starts with `{part}`"),
        Test::Part(part) => format!("text that contains `{part}`"),
    };
    if leaf.fold { format!("{text}, in upper or lower case") } else { text }
}

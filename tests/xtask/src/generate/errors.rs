//! The catalogue of codes.

use std::fmt::Write as _;

use quarterdeck::problem::{Code, Severity};

use super::{BANNER, File};

/// `core/docs/errors.md`: one section per room, one line per code.
pub fn pages() -> Vec<File> {
    let mut page = format!(
        "<!-- {BANNER} -->\n\n# Problems\n\n\
         A code never changes its meaning within a major version; messages may. \
         Each one is an error unless it says warning.\n"
    );
    let mut room = "";
    for code in Code::ALL {
        let of = code.as_str().split('.').next().unwrap_or_default();
        if of != room {
            room = of;
            let _ = write!(page, "\n## {room}\n\n| code | what it means | what to do |\n| --- | --- | --- |\n");
        }
        let warning = if code.severity() == Severity::Warning { "warning: " } else { "" };
        let _ = writeln!(page, "| `{code}` | {warning}{} | {} |", cell(code.about()), cell(code.help()));
    }
    vec![("core/docs/errors.md".into(), page)]
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

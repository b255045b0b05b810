//! What a call answers: an envelope, tables, and a run to ask questions of.

use serde_json::{Value, json};

use super::{Handle, Run};
use crate::problem::{Problem, Problems, json as wire};
use crate::table::Tables;

/// The answer of a call.
#[derive(Debug)]
pub struct Answer {
    /// `{"ok":true,"summary":{…},"warnings":[…]}` or `{"ok":false,"problems":[…],"total":n}`, in
    /// canonical JSON.
    pub json: Vec<u8>,
    /// The result tables; none where the call failed.
    pub tables: Tables,
    /// The run, which keeps its inputs; none where the call failed.
    pub run: Option<Run>,
    /// What the call made for other calls to be made on, as a book; most make nothing.
    pub made: Option<Handle>,
}

/// What a finished operation hands to the door.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) summary: Value,
    pub(super) warnings: Vec<Problem>,
    pub(super) tables: Tables,
    pub(super) run: Run,
    pub(super) made: Option<Handle>,
}

impl From<Result<Done, Problems>> for Answer {
    fn from(result: Result<Done, Problems>) -> Self {
        match result {
            Ok(done) => {
                let json = success(&wire::canonical(&done.summary), None, &done.warnings);
                Self { json, tables: done.tables, run: Some(done.run), made: done.made }
            }
            Err(problems) => Self { json: problems.to_envelope(), tables: Tables::new(), run: None, made: None },
        }
    }
}

/// The envelope of a success, with its summary in canonical JSON; `tables` as rows where they travel inside it.
pub(super) fn success(summary: &[u8], tables: Option<&Tables>, warnings: &[Problem]) -> Vec<u8> {
    let mut out = b"{\"ok\":true,\"summary\":".to_vec();
    out.extend_from_slice(summary);
    if let Some(tables) = tables {
        out.extend_from_slice(b",\"tables\":{");
        for (position, (name, table)) in tables.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            wire::write_text(name, &mut out);
            out.push(b':');
            table.write_rows(&mut out);
        }
        out.push(b'}');
    }
    out.extend_from_slice(b",\"warnings\":");
    out.extend_from_slice(&wire::canonical(&warnings.iter().map(Problem::to_json).collect()));
    out.push(b'}');
    out
}

impl Problems {
    /// The failure envelope, `{"ok":false,"problems":[…],"total":n}`, in canonical JSON.
    #[must_use]
    pub fn to_envelope(&self) -> Vec<u8> {
        let problems: Value = self.iter().map(Problem::to_json).collect();
        wire::canonical(&json!({"ok": false, "problems": problems, "total": self.total()}))
    }
}

//! Books as bytes and back.
//!
//! What is written is what a book is made from: plan, period and records. What it comes to is calculated again, so
//! a book that was read is the one that was written, and there is no second form of its numbers. A line of JSON
//! ahead says by which version, of which plan, and what the rest hashes to.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::CommissionBook;
use crate::commission::calculate::Inputs;
use crate::commission::model::Plan;
use crate::commission::params::{CalculateParams, Denominator};
use crate::number::CALCULATION;
use crate::problem::{Code, Problem, Problems, json as wire};
use crate::table::bytes::{Reader, Writer};
use crate::table::{BadRecordPolicy, BadRecords, Records};

/// What the bytes of a book begin with.
const FIRST_LINE: &[u8] = b"quarterdeck/commission-book@1\n";

impl CommissionBook {
    /// The book as bytes. Books of the same plan, period and records have the same bytes, whatever changes they came
    /// by, except for how many digits their columns keep.
    ///
    /// # Errors
    /// `number.out_of_range` where no scale holds the amounts of all transactions.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Problem> {
        let (ground, inputs) = (&self.ground, self.inputs()?);
        let mut body = Writer::default();
        body.block(&ground.plan.document);
        body.block(&wire::canonical(&self.asked()));
        body.count(usize::from(ground.policy == BadRecordPolicy::SetAside));
        let tables = [
            Some(&inputs.transactions),
            inputs.splits.as_ref(),
            Some(&inputs.assignments),
            inputs.quotas.as_ref(),
            inputs.quota_relief.as_ref(),
            inputs.fx_rates.as_ref(),
            inputs.reporting.as_ref(),
            inputs.flags.as_ref(),
        ];
        for table in tables {
            body.count(usize::from(table.is_some()));
            if let Some(records) = table {
                body.records(records);
            }
        }
        let mut bytes = FIRST_LINE.to_vec();
        bytes.extend_from_slice(&wire::canonical(&header(&ground.plan.document, &body.0)));
        bytes.push(b'\n');
        bytes.extend_from_slice(&body.0);
        Ok(bytes)
    }

    /// The parameters of the call that opened it.
    fn asked(&self) -> Value {
        let params = &self.ground.params;
        let view = if params.denominator == Denominator::ToDate { "to_date" } else { "full_period" };
        json!({
            "denominator": view,
            "known_at": params.known_at.map(|known_at| known_at.to_string()),
            "period": {"from": self.period.from().to_string(), "to": self.period.to().to_string()},
        })
    }

    /// Whether bytes begin as those of a book do.
    #[must_use]
    pub fn is_in(bytes: &[u8]) -> bool {
        bytes.starts_with(FIRST_LINE)
    }

    /// The book that [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// `commission.book_version` where another version wrote it, for its numbers may differ;
    /// `commission.book_damaged` where the bytes are not what was written.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Problems> {
        let rest = bytes.strip_prefix(FIRST_LINE).ok_or_else(|| damaged("it does not begin as a book does"))?;
        let end = rest.iter().position(|byte| *byte == b'\n').ok_or_else(|| damaged("it ends in its first lines"))?;
        let (said, body) = rest.split_at(end);
        let body = body.get(1..).unwrap_or_default();
        let said: Value = serde_json::from_slice(said).map_err(|_| damaged("its second line is not JSON"))?;
        let versions = |value: &Value| (value["calculation"].clone(), value["package"].clone());
        let mut reader = Reader(body);
        let document = reader.block().unwrap_or_default();
        let found = header(document, body);
        if versions(&said) != versions(&found) {
            let (calculation, package) = versions(&said);
            let message = format!("the book was written by version {package} with numbers of version {calculation}");
            let problem = Problem::new(Code::CommissionBookVersion, "", message);
            return Err(problem.with("found", package).with("known", env!("CARGO_PKG_VERSION")).into());
        }
        if said != found {
            return Err(damaged("its records do not hash to what its second line says").into());
        }
        let read = read(&mut reader).filter(|_| reader.0.is_empty());
        let (params, policy, inputs) = read.ok_or_else(|| damaged("its records cannot be read"))?;
        let (plan, _) = Plan::load(document)?;
        plan.open_book(&params, inputs, BadRecords::new(policy)).map(|(book, _)| book)
    }
}

/// The line that says what follows.
fn header(plan: &[u8], body: &[u8]) -> Value {
    json!({
        "calculation": CALCULATION,
        "checksum": digest(body),
        "package": env!("CARGO_PKG_VERSION"),
        "plan": digest(plan),
    })
}

/// SHA-256, in hexadecimal.
fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(reader: &mut Reader<'_>) -> Option<(CalculateParams, BadRecordPolicy, Inputs)> {
    let params: CalculateParams = serde_json::from_slice(reader.block()?).ok()?;
    let policy = if reader.count()? == 0 { BadRecordPolicy::Refuse } else { BadRecordPolicy::SetAside };
    let mut tables: Vec<Option<Records>> = Vec::new();
    for _ in 0..8 {
        let there = reader.count()? != 0;
        tables.push(if there { Some(reader.records()?) } else { None });
    }
    let mut tables = tables.into_iter();
    let mut next = || tables.next().flatten();
    let inputs = Inputs {
        transactions: next()?,
        splits: next(),
        assignments: next()?,
        quotas: next(),
        quota_relief: next(),
        fx_rates: next(),
        reporting: next(),
        flags: next(),
    };
    Some((params, policy, inputs))
}

fn damaged(why: &str) -> Problem {
    Problem::new(Code::CommissionBookDamaged, "", format!("the bytes are not those of a book: {why}"))
}

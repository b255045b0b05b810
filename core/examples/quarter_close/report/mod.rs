//! The close as a person reads it.

mod attainment;
mod data;
mod forecast;
mod pipeline;
mod register;
pub(crate) mod statement;

use std::collections::BTreeMap;

use crate::arguments::Arguments;
use crate::close::Close;
use crate::trouble::Trouble;

/// The whole report.
pub(crate) fn text(close: &Close, arguments: &Arguments) -> Result<String, Trouble> {
    let mut sections = vec![heading(close), data::text(close)];
    if let Some(forecast) = &close.forecast {
        sections.push(pipeline::text(close, forecast));
        sections.push(forecast::text(close, forecast));
    }
    sections.extend(close.attainment.as_ref().map(|attainment| attainment::text(close, attainment)));
    if !close.commissions.is_empty() {
        sections.push(register::text(close, arguments.lines.unwrap_or_default()));
        sections.extend(statement::text(close, arguments.explain.as_deref())?);
    }
    Ok(sections.join("\n"))
}

fn heading(close: &Close) -> String {
    let mut out = format!("Quarter close of {}\n", close.title);
    out.push_str(&format!(
        "  {}: {} to the day before {}, looked at on {}\n",
        close.period_label,
        close.period.from(),
        close.period.to(),
        close.as_of,
    ));
    // The same warning of many records is said once.
    let mut warnings: BTreeMap<String, usize> = BTreeMap::new();
    for warning in close.warnings() {
        let code = warning["code"].as_str().unwrap_or_default();
        *warnings.entry(format!("{code}: {}", crate::close::about(code))).or_default() += 1;
    }
    for (said, times) in warnings {
        out.push_str(&format!(
            "  warning {said}{}\n",
            if times > 1 { format!(" ({times} times)") } else { String::new() }
        ));
    }
    out
}

/// A title with a rule below it.
fn titled(title: &str) -> String {
    format!("{title}\n{}\n", "=".repeat(title.chars().count()))
}

/// Names of people where there are any, else their ids.
fn names(close: &Close) -> BTreeMap<&str, &str> {
    let people = close.records.get("people").map(|records| records.table());
    crate::cells::rows(people)
        .map(|row| (row.text("person_id"), row.text("name")))
        .filter(|(_, name)| !name.is_empty())
        .collect()
}

fn named<'n>(names: &BTreeMap<&'n str, &'n str>, id: &'n str) -> &'n str {
    names.get(id).copied().unwrap_or(id)
}

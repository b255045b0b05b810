//! What the runners of the four runtimes report, held against each other.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::Result;

/// How one runtime did.
pub struct Report {
    runtime: String,
    digests: BTreeMap<String, String>,
    failures: Vec<String>,
    transports: String,
    passed: u64,
    failed: u64,
}

impl Report {
    /// Reads a runner's output: one JSON object per vector, and a last one that counts.
    pub fn read(runtime: &str, output: &str) -> Result<Self> {
        let lines: Vec<Value> = output.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?;
        let (last, vectors) = lines.split_last().ok_or_else(|| format!("the runner of {runtime} wrote nothing"))?;
        let text = |line: &Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let count =
            |key: &str| last[key].as_u64().ok_or_else(|| format!("the runner of {runtime} does not say `{key}`"));
        let digests: BTreeMap<_, _> = vectors.iter().map(|line| (text(line, "name"), text(line, "digest"))).collect();
        let failures: Vec<_> = vectors
            .iter()
            .filter(|line| line["ok"] != true)
            .map(|line| format!("{}: {}", text(line, "name"), text(line, "why")))
            .collect();
        let transports = last["transports"].as_object().into_iter().flatten();
        let report = Self {
            runtime: runtime.to_owned(),
            transports: transports.map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", "),
            passed: count("passed")?,
            failed: count("failed")?,
            digests,
            failures,
        };
        let told = count("vectors")?;
        if told != report.passed + report.failed
            || told != vectors.len() as u64
            || vectors.len() != report.digests.len()
        {
            return Err(format!("the runner of {runtime} miscounts: {last}").into());
        }
        Ok(report)
    }

    /// The line that a test run ends with.
    pub fn line(&self) -> String {
        let Self { runtime, digests, passed, failed, transports, .. } = self;
        format!("{runtime}: {} vectors, {passed} passed, {failed} failed (by transport: {transports})", digests.len())
    }

    pub fn counts(&self) -> (u64, u64) {
        (self.passed, self.failed)
    }

    /// Fails with the first vectors that did.
    pub fn verdict(&self) -> Result {
        if self.failures.is_empty() {
            return Ok(());
        }
        let shown: Vec<_> = self.failures.iter().take(20).map(String::as_str).collect();
        Err(format!("{} vectors failed in {}:\n{}", self.failures.len(), self.runtime, shown.join("\n")).into())
    }

    /// Fails where another runtime ran other vectors, or got other bytes.
    pub fn agrees_with(&self, other: &Self) -> Result {
        let names: BTreeSet<_> = self.digests.keys().chain(other.digests.keys()).collect();
        let differ: Vec<_> =
            names.into_iter().filter(|name| self.digests.get(*name) != other.digests.get(*name)).collect();
        if differ.is_empty() {
            return Ok(());
        }
        let shown: Vec<_> = differ.iter().take(20).map(|name| name.as_str()).collect();
        let (count, ours, theirs) = (differ.len(), &self.runtime, &other.runtime);
        Err(format!("{count} vectors differ between {ours} and {theirs}: {}", shown.join(", ")).into())
    }

    /// Fails where a build that leaves vectors out got other bytes in those it ran.
    pub fn agrees_on_common(&self, other: &Self) -> Result {
        let differs = |(name, digest): &(&String, &String)| self.digests.get(*name) != Some(*digest);
        match other.digests.iter().find(differs) {
            Some((name, _)) => Err(format!("`{name}` answers other bytes in this build").into()),
            None => Ok(()),
        }
    }
}

/// Passed and failed tests in a line of libtest, pytest or `node --test`, if it sums up a run.
pub fn summed_up(line: &str) -> Option<(u64, u64)> {
    let number_before = |word: &str| -> Option<u64> {
        let before = line.split(word).next().filter(|before| before.len() < line.len())?.trim_end();
        before.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    let number_after = |word: &str| line.trim().strip_prefix(word)?.trim().parse::<u64>().ok();
    let pytest = line.trim_matches(['=', ' ']);
    let pytest = pytest.starts_with(|c: char| c.is_ascii_digit()) && pytest.contains(" in ");
    if line.starts_with("test result:") || pytest {
        return Some((number_before(" passed").unwrap_or(0), number_before(" failed").unwrap_or(0)));
    }
    for sign in ["# ", "\u{2139} "] {
        if let Some(passed) = number_after(&format!("{sign}pass")) {
            return Some((passed, 0));
        }
        if let Some(failed) = number_after(&format!("{sign}fail")) {
            return Some((0, failed));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(runtime: &str, digest: &str) -> Report {
        let output = format!(
            "{{\"name\":\"a\",\"ok\":true,\"digest\":\"{digest}\"}}\n\
             {{\"runtime\":\"{runtime}\",\"vectors\":1,\"passed\":1,\"failed\":0,\"transports\":{{\"rows\":1}}}}\n"
        );
        Report::read(runtime, &output).unwrap()
    }

    #[test]
    fn runtimes_must_agree_to_the_byte() {
        assert_eq!(report("rust", "1").line(), "rust: 1 vectors, 1 passed, 0 failed (by transport: rows 1)");
        assert!(report("rust", "1").agrees_with(&report("node", "1")).is_ok());
        let why = report("rust", "1").agrees_with(&report("node", "2")).unwrap_err().to_string();
        assert_eq!(why, "1 vectors differ between rust and node: a");
    }

    #[test]
    fn a_runner_cannot_miscount() {
        let lost = "{\"runtime\":\"rust\",\"vectors\":1,\"passed\":1,\"failed\":0,\"transports\":{}}";
        assert!(Report::read("rust", lost).is_err());
    }

    #[test]
    fn summaries_of_every_host_are_understood() {
        assert_eq!(summed_up("test result: FAILED. 12 passed; 3 failed; 0 ignored"), Some((12, 3)));
        assert_eq!(summed_up("===== 41 passed, 2 skipped in 3.10s ====="), Some((41, 0)));
        assert_eq!(summed_up("===== 1 failed, 40 passed in 3.10s ====="), Some((40, 1)));
        assert_eq!(summed_up("41 passed in 3.10s"), Some((41, 0)));
        assert_eq!(summed_up("# pass 7"), Some((7, 0)));
        assert_eq!(summed_up("\u{2139} fail 2"), Some((0, 2)));
        assert_eq!(summed_up("test floors ... ok"), None);
    }
}

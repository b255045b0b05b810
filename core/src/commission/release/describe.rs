//! A release schedule in words.

use super::document::{Forfeit, OnExit, RateLock};
use super::model::{Holdback, ReleaseSchedule, When};
use crate::commission::settlement::unit_name;
use crate::number::Exact;

impl ReleaseSchedule {
    /// A line for every step; nothing where all is payable when it is booked.
    pub(crate) fn describe(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let booked_whole = self.steps.iter().all(|step| step.when == When::Booking);
        if !booked_whole || self.holdback.is_some() || self.rate_lock == RateLock::Release {
            lines.push("an earning is released".to_owned());
            lines.extend(self.steps.iter().map(|step| format!("  {} of it {}", part(&step.share), step.when.words())));
        }
        lines.extend(self.late.iter().flat_map(|late| late.describe()));
        lines.extend(self.holdback.iter().flat_map(Holdback::describe));
        if self.on_exit == OnExit::Cancel {
            lines.push("  what is pending when the payee leaves is cancelled".to_owned());
        }
        if self.rate_lock == RateLock::Release {
            let rate = "  what is released later pays the rate that its component has reached by then";
            lines.push(rate.to_owned());
        }
        lines
    }
}

impl Holdback {
    fn describe(&self) -> Vec<String> {
        let mut lines = vec![format!("  {} of what is released is held back and paid {}", self.share, self.words())];
        lines.extend((self.forfeit == Forfeit::LeftBefore).then(|| match self.left_before {
            Some(day) => format!("  who leaves before {day} forfeits it"),
            None => "  who leaves before that forfeits it".to_owned(),
        }));
        lines
    }
}

impl Holdback {
    fn words(&self) -> String {
        match self.release {
            When::Cash => "when all that was invoiced is collected".to_owned(),
            when => when.words(),
        }
    }
}

impl When {
    fn words(self) -> String {
        match self {
            Self::Booking => "when it is booked".to_owned(),
            Self::Invoice => "when the transaction is invoiced".to_owned(),
            Self::Cash => "as the invoiced total is collected".to_owned(),
            Self::Date(on) => format!("on {on}"),
            Self::After { months, days } => {
                let months = (months > 0).then(|| format!("{months} months"));
                let days = (days > 0).then(|| format!("{days} days"));
                match [months, days].into_iter().flatten().collect::<Vec<_>>().join(" and ") {
                    after if after.is_empty() => "when it is booked".to_owned(),
                    after => format!("{after} after it is booked"),
                }
            }
            Self::Instalments { count, every } => {
                format!("in {count} equal parts, one a {} from when it is booked", unit_name(every))
            }
        }
    }
}

fn part(share: &Exact) -> String {
    if *share == Exact::ONE { "all".to_owned() } else { share.to_string() }
}

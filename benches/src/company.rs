//! A company of any size: transactions in no order, a quota per payee, a plan of three marginal tiers.
//!
//! The rows are the same on every run and every machine. Rates have two decimals and bounds are multiples
//! of a quarter, so that four decimals hold every product exactly: a peer with `Decimal(38, 4)` can follow.

use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, Decimal128Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use quarterdeck::table::arrow::from_batches;
use quarterdeck::table::{Cells, Column, DecimalColumn, Table, Tables, TextColumn};

/// The plan: three marginal tiers by attainment of the quarter.
pub const PLAN: &[u8] = br#"{
    "schema": "quarterdeck/commission-plan@1", "id": "bench", "currency": "USD",
    "effective": {"from": "2026-01-01"},
    "components": [{
        "id": "bookings",
        "measure": {"date": "booked_on", "period": "quarter"},
        "quota": {"source": "table"},
        "rate_table": {
            "index": "attainment", "mode": "marginal", "value": "rate", "boundary": "lower_inclusive",
            "tiers": [
                {"from": "0", "to": "1", "value": "0.05"},
                {"from": "1", "to": "1.25", "value": "0.08"},
                {"from": "1.25", "to": null, "value": "0.12"}
            ]
        }
    }]
}"#;

/// The parameters of the call: both big outputs, nothing else.
pub const PARAMS: &[u8] = br#"{"period": "2026-Q1", "outputs": ["lines", "statements"]}"#;

/// 2026-01-01 as days since 1970-01-01.
const FIRST_DAY: i32 = 20454;
const DAYS: u64 = 90;
/// More than any number of rows, and prime, so that multiplying with it visits every number once.
const STRIDE: u64 = 16_180_349;

/// One transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its number, which its id is made of.
    pub number: u64,
    /// Whose it is.
    pub payee: u32,
    /// The day of booking, since 1970-01-01.
    pub day: i32,
    /// The amount.
    pub cents: i64,
}

/// Rows and quotas.
#[derive(Debug, Clone)]
pub struct Company {
    /// The transactions, in no order.
    pub rows: Vec<Row>,
    /// The quota of each payee, in whole dollars.
    pub quotas: Vec<i64>,
}

/// A linear congruential generator (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The number of rows that `QUARTERDECK_BENCH_ROWS` asks for; a million unless it does.
#[must_use]
pub fn rows_asked() -> usize {
    std::env::var("QUARTERDECK_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000)
}

impl Company {
    /// A company of so many transactions, with a hundred for each payee.
    ///
    /// # Panics
    /// Above sixteen million transactions: their ids would repeat.
    #[must_use]
    pub fn new(transactions: usize) -> Self {
        Self::of(transactions, (transactions / 100).max(1))
    }

    /// A company of so many transactions and payees.
    ///
    /// # Panics
    /// Above sixteen million transactions: their ids would repeat.
    #[must_use]
    pub fn of(transactions: usize, payees: usize) -> Self {
        let (count, payees) = (transactions as u64, payees as u64);
        assert!(count < STRIDE, "at most {STRIDE} transactions");
        let mut dice = Dice(2026);
        let rows = (0..count)
            .map(|row| {
                let payee = dice.below(payees) as u32;
                let day = FIRST_DAY + dice.below(DAYS) as i32;
                let cents = 1 + dice.below(600_000) as i64;
                // One in fifty is a refund.
                let cents = if dice.below(50) == 0 { -cents / 4 } else { cents };
                Row { number: row * STRIDE % count, payee, day, cents }
            })
            .collect();
        let quotas = (0..payees).map(|_| 150_000 + 4 * dice.below(50_000) as i64).collect();
        Self { rows, quotas }
    }

    /// The same rows by payee, day and id.
    #[must_use]
    pub fn sorted(&self) -> Self {
        let mut rows = self.rows.clone();
        rows.sort_by_key(|row| (row.payee, row.day, row.number));
        Self { rows, quotas: self.quotas.clone() }
    }

    /// The transactions as a host hands them over: text ids, decimals, dates.
    ///
    /// # Panics
    /// Never for rows that [`new`](Self::new) made.
    #[must_use]
    pub fn batch(&self) -> RecordBatch {
        let ids: StringArray = self.rows.iter().map(|row| Some(transaction_id(row.number))).collect();
        let payees: StringArray = self.rows.iter().map(|row| Some(payee_id(row.payee))).collect();
        let amounts: Decimal128Array = self.rows.iter().map(|row| Some(i128::from(row.cents))).collect();
        let amounts = amounts.with_precision_and_scale(38, 2).expect("two decimals");
        let days: Date32Array = self.rows.iter().map(|row| Some(row.day)).collect();
        let schema = Schema::new(vec![
            Field::new("transaction_id", DataType::Utf8, false),
            Field::new("payee_id", DataType::Utf8, false),
            Field::new("amount", DataType::Decimal128(38, 2), false),
            Field::new("booked_on", DataType::Date32, false),
        ]);
        let columns: Vec<ArrayRef> = vec![Arc::new(ids), Arc::new(payees), Arc::new(amounts), Arc::new(days)];
        RecordBatch::try_new(Arc::new(schema), columns).expect("four columns of one length")
    }

    /// The transactions as columns of ours, payees coded.
    ///
    /// # Panics
    /// Never: the columns are of one length.
    #[must_use]
    pub fn coded(&self) -> Table {
        let ids: Vec<String> = self.rows.iter().map(|row| transaction_id(row.number)).collect();
        let ids = TextColumn::from_options(ids.iter().map(|id| Some(id.as_str())));
        let payees = self.rows.iter().map(|row| row.payee).collect();
        let names = (0..self.quotas.len()).map(|payee| payee_id(u32::try_from(payee).expect("few payees"))).collect();
        let amounts = Cells::full(self.rows.iter().map(|row| i128::from(row.cents)).collect());
        Table::new([
            ("transaction_id", Column::Text(ids)),
            ("payee_id", Column::Text(TextColumn::coded(payees, names))),
            ("amount", Column::Decimal(DecimalColumn { cells: amounts, scale: 2 })),
            ("booked_on", Column::Date(Cells::full(self.rows.iter().map(|row| row.day).collect()))),
        ])
        .expect("four columns of one length")
    }

    /// Quotas and assignments.
    ///
    /// # Panics
    /// Never: the tables are sound.
    #[must_use]
    pub fn others(&self) -> Tables {
        let mut quotas = String::from("payee_id,from,to,amount\n");
        let mut assignments = String::from("payee_id,plan_id,from\n");
        for (payee, quota) in (0_u32..).zip(&self.quotas) {
            let id = payee_id(payee);
            quotas.push_str(&format!("{id},2026-01-01,2026-04-01,{quota}\n"));
            assignments.push_str(&format!("{id},bench,2026-01-01\n"));
        }
        let mut tables = Tables::new();
        tables.insert("quotas", Table::from_csv(quotas.as_bytes()).expect("sound CSV"));
        tables.insert("assignments", Table::from_csv(assignments.as_bytes()).expect("sound CSV"));
        tables
    }

    /// All tables of a call, the transactions read from Arrow.
    ///
    /// # Panics
    /// Never for a batch that [`batch`](Self::batch) made.
    #[must_use]
    pub fn tables(batch: &RecordBatch, others: &Tables) -> Tables {
        let mut tables = others.clone();
        let transactions = from_batches(&batch.schema(), std::slice::from_ref(batch)).expect("sound columns");
        tables.insert("transactions", transactions);
        tables
    }
}

/// The id of a transaction.
#[must_use]
pub fn transaction_id(number: u64) -> String {
    format!("T-{number:07}")
}

/// The id of a payee.
#[must_use]
pub fn payee_id(payee: u32) -> String {
    format!("payee-{payee:05}")
}

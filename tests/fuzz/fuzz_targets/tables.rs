//! Whatever the rows or the CSV are, they are a table or a problem; a table's rows read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use quarterdeck::table::Table;

fuzz_target!(|text: &[u8]| {
    for table in [Table::from_rows(text), Table::from_csv(text)].into_iter().flatten() {
        let rows = table.to_rows();
        let again = Table::from_rows(&rows).unwrap();
        assert_eq!(again.to_rows(), rows);
    }
});

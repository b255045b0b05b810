//! Record batches in and out.

use std::sync::Arc;

use arrow_array::builder::{FixedSizeListBuilder, Int32Builder, StringDictionaryBuilder};
use arrow_array::types::{Int8Type, UInt16Type, UInt32Type};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Date64Array, Decimal128Array, Decimal256Array, DictionaryArray, Float32Array,
    Float64Array, Int16Array, Int64Array, LargeStringArray, NullArray, RecordBatch, StringArray, StringViewArray,
    TimestampMicrosecondArray, TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray, UInt16Array,
    UInt64Array,
};
use arrow_buffer::i256;
use arrow_schema::{DataType, Field, Schema};
use proptest::prelude::*;

use super::super::arrow::{from_batches, to_batch};
use super::*;
use crate::problem::Problem;

fn read(arrays: &[ArrayRef]) -> Result<Column, Problem> {
    let schema = Arc::new(Schema::new(vec![Field::new("c", arrays[0].data_type().clone(), true)]));
    let batch = |array: &ArrayRef| RecordBatch::try_new(schema.clone(), vec![array.clone()]).unwrap();
    let batches: Vec<_> = arrays.iter().map(batch).collect();
    from_batches(&schema, &batches).map(|table| table.column("c").unwrap().clone())
}

fn one(array: impl arrow_array::Array + 'static) -> Column {
    read(&[Arc::new(array)]).unwrap()
}

fn refused(array: impl arrow_array::Array + 'static) -> (&'static str, String) {
    let problem = read(&[Arc::new(array)]).unwrap_err();
    (problem.code.as_str(), problem.pointer)
}

#[test]
fn text_of_every_layout() {
    let cells = [Some("a"), None, Some(""), Some("longer than twelve bytes é")];
    let expected = Column::Text(TextColumn::from_options(cells));
    assert_eq!(one(StringArray::from(cells.to_vec())), expected);
    assert_eq!(one(LargeStringArray::from(cells.to_vec())), expected);
    assert_eq!(one(StringViewArray::from(cells.to_vec())), expected);

    let sliced = StringArray::from(vec![Some("before"), Some("a"), None, Some("after")]).slice(1, 2);
    let two = read(&[Arc::new(sliced.clone()), Arc::new(sliced.slice(0, 0)), Arc::new(sliced)]).unwrap();
    assert_eq!(two, Column::Text(TextColumn::from_options([Some("a"), None, Some("a"), None])));
    assert_eq!(one(NullArray::new(2)).kind(), "cells");
}

#[test]
fn dictionaries_of_several_batches_share_their_words() {
    let mut first = StringDictionaryBuilder::<Int8Type>::new();
    first.extend([Some("x"), None, Some("y")]);
    let mut second = StringDictionaryBuilder::<Int8Type>::new();
    second.extend([Some("y"), Some("z")]);
    let column = read(&[Arc::new(first.finish()), Arc::new(second.finish())]).unwrap();
    let Column::Text(TextColumn::Coded { codes, words, valid }) = &column else { panic!("{column:?}") };
    assert_eq!((codes.as_slice(), words.join(" ").as_str()), ([0, 0, 1, 1, 2].as_slice(), "x y z"));
    assert!(!valid.is_valid(1));

    let words = Arc::new(StringViewArray::from(vec![Some("x"), None]));
    let keys = UInt16Array::from(vec![1, 0]);
    let column = one(DictionaryArray::<UInt16Type>::new(keys, words));
    assert!(column.is_missing(0) && !column.is_missing(1), "a key of an empty word is an empty cell");
    let numbers = DictionaryArray::<UInt32Type>::new(vec![0].into(), Arc::new(Int64Array::from(vec![5])));
    assert_eq!(refused(numbers), ("table.unsupported_type", "/c".into()));
}

#[test]
fn numbers_of_every_width() {
    assert_eq!(one(Int16Array::from(vec![Some(-1), None])), Column::Integer(Cells::from_options([Some(-1), None])));
    assert_eq!(one(Int64Array::from(vec![i64::MIN])), Column::Integer(Cells::full(vec![i64::MIN])));
    assert_eq!(one(UInt64Array::from(vec![5])), Column::Integer(Cells::full(vec![5])));
    let wide = one(UInt64Array::from(vec![u64::MAX]));
    assert_eq!(shown("id", wide.clone()).0, r#"["18446744073709551615"]"#);
    assert_eq!(taken("integer", wide).1, [(0, Code::NumberOutOfRange)]);
    assert_eq!(one(Float32Array::from(vec![0.1])), Column::Float(Cells::full(vec![0.1])));
    assert_eq!(one(Float64Array::from(vec![Some(0.1), None])), Column::Float(Cells::from_options([Some(0.1), None])));
    assert_eq!(
        one(BooleanArray::from(vec![Some(true), None])),
        Column::Boolean(Cells::from_options([Some(true), None]))
    );

    let cents = Decimal128Array::from(vec![Some(1250), None, Some(i128::MAX)]).with_precision_and_scale(38, 2).unwrap();
    let column = one(cents);
    assert_eq!(shown("decimal", column).1, [(2, "number.out_of_range")]);
    let thousands = Decimal128Array::from(vec![5]).with_precision_and_scale(5, -3).unwrap();
    assert_eq!(shown("decimal", one(thousands)).0, r#"["5000"]"#);
    let wide = |value| Decimal256Array::from(vec![i256::from_i128(7), value]).with_precision_and_scale(76, 1).unwrap();
    assert_eq!(shown("decimal", one(wide(i256::from_i128(-125)))).0, r#"["0.7","-12.5"]"#);
    assert_eq!(refused(wide(i256::MAX)), ("number.out_of_range", "/1/c".into()));
}

#[test]
fn dates_and_time_stamps_of_every_unit() {
    assert_eq!(
        one(Date32Array::from(vec![Some(20_000), None])),
        Column::Date(Cells::from_options([Some(20_000), None]))
    );
    assert_eq!(one(Date64Array::from(vec![86_400_000])), Column::Date(Cells::full(vec![1])));
    assert_eq!(one(Date64Array::from(vec![1])), Column::LocalTime(Cells::full(vec![1_000])));
    let local = Column::LocalTime(Cells::full(vec![5_000_000]));
    assert_eq!(one(TimestampSecondArray::from(vec![5])), local);
    assert_eq!(one(TimestampMillisecondArray::from(vec![5_000])), local);
    assert_eq!(one(TimestampMicrosecondArray::from(vec![5_000_000])), local);
    assert_eq!(one(TimestampNanosecondArray::from(vec![5_000_000_000])), local);
    let zoned = TimestampNanosecondArray::from(vec![Some(5_000_000_000), None]).with_timezone("Europe/Berlin");
    assert_eq!(one(zoned), Column::Instant(Cells::from_options([Some(5_000_000), None])));
    assert_eq!(refused(TimestampNanosecondArray::from(vec![0, 1_500])), ("time.bad_instant", "/1/c".into()));
    let far = one(TimestampSecondArray::from(vec![i64::MAX]));
    assert_eq!(taken("date", far).1, [(0, Code::TableNotADate)]);
}

#[test]
fn what_has_no_column_is_refused_by_name() {
    let mut lists = FixedSizeListBuilder::new(Int32Builder::new(), 1);
    lists.values().append_value(1);
    lists.append(true);
    assert_eq!(refused(lists.finish()), ("table.unsupported_type", "/c".into()));
    let schema =
        Arc::new(Schema::new(vec![Field::new("c", DataType::Utf8, true), Field::new("c", DataType::Utf8, true)]));
    assert_eq!(from_batches(&schema, &[]).unwrap_err().code, Code::TableDuplicateColumn);
    let typed = Arc::new(Schema::new(vec![Field::new("c", DataType::Int64, true)]));
    assert_eq!(from_batches(&typed, &[]).unwrap().column("c").unwrap().kind(), "whole numbers");
}

#[test]
fn every_column_leaves_with_a_type_that_does_not_depend_on_its_cells() {
    let table = Table::new([
        ("plain", texts("a;-")),
        ("coded", Column::Text(TextColumn::coded(vec![0, 9], vec!["w".into()]))),
        ("decimal", Column::Decimal(DecimalColumn { cells: Cells::from_options([Some(125), None]), scale: 2 })),
        ("ratio", taken("ratio", literals(r#""1/3"; 0.5"#)).0),
        ("date", Column::Date(Cells::full(vec![0, 1]))),
        ("instant", Column::Instant(Cells::full(vec![0, 1]))),
        ("local", Column::LocalTime(Cells::full(vec![0, 1]))),
        ("integer", Column::Integer(Cells::full(vec![0, 1]))),
        ("boolean", Column::Boolean(Cells::from_options([Some(true), None]))),
        ("float", Column::Float(Cells::full(vec![0.5, 1.0]))),
        ("literal", literals("1.50; true")),
    ])
    .unwrap();
    let batch = to_batch(&table).unwrap();
    let types: Vec<String> = batch.schema().fields().iter().map(|field| field.data_type().to_string()).collect();
    assert_eq!(
        types,
        [
            "Utf8",
            "Utf8",
            "Decimal128(38, 2)",
            "Utf8",
            "Date32",
            "Timestamp(µs, \"UTC\")",
            "Timestamp(µs)",
            "Int64",
            "Boolean",
            "Float64",
            "Utf8"
        ]
    );
    let back = from_batches(&batch.schema(), &[batch]).unwrap();
    assert_eq!(back.column("plain"), table.column("plain"));
    assert_eq!(back.text("coded").unwrap().iter().collect::<Vec<_>>(), [Some("w"), None]);
    assert_eq!(back.text("ratio").unwrap().iter().collect::<Vec<_>>(), [Some("1/3"), Some("0.5")]);
    assert_eq!(back.text("literal").unwrap().iter().collect::<Vec<_>>(), [Some("1.50"), Some("true")]);
    for name in ["decimal", "date", "instant", "local", "integer", "boolean", "float"] {
        assert_eq!(back.column(name), table.column(name), "{name}");
    }
    let wide = Column::Decimal(DecimalColumn { cells: Cells::full(vec![1]), scale: 99 });
    assert_eq!(to_batch(&Table::new([("c", wide)]).unwrap()).unwrap_err().code, Code::NumberOutOfRange);
    let none = to_batch(&Table::with_rows(3)).unwrap();
    assert_eq!((none.num_rows(), none.num_columns()), (3, 0));
}

proptest! {
    #[test]
    fn a_batch_cut_anywhere_is_the_same_table(
        cells in prop::collection::vec(prop::option::of((any::<i64>(), ".{0,20}", any::<bool>())), 0..40),
        cut in 0..40_usize,
    ) {
        let table = Table::new([
            ("n", Column::Integer(Cells::from_options(cells.iter().map(|cell| cell.as_ref().map(|cell| cell.0))))),
            ("t", Column::Text(TextColumn::from_options(cells.iter().map(|cell| cell.as_ref().map(|cell| cell.1.as_str()))))),
            ("b", Column::Boolean(Cells::from_options(cells.iter().map(|cell| cell.as_ref().map(|cell| cell.2))))),
        ]).unwrap();
        let batch = to_batch(&table).unwrap();
        let cut = cut.min(batch.num_rows());
        let parts = [batch.slice(0, cut), batch.slice(cut, batch.num_rows() - cut)];
        prop_assert_eq!(from_batches(&batch.schema(), &parts).unwrap(), table);
    }
}

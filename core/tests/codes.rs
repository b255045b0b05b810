//! Every error of the number and time rooms has its place in the one table of codes.

use quarterdeck::number::NumberError;
use quarterdeck::problem::Code;
use quarterdeck::time::TimeError;

fn text() -> String {
    "text".to_owned()
}

#[test]
fn every_number_error_is_in_the_table() {
    let errors = [
        NumberError::NotADecimal { text: text() },
        NumberError::NotExact { text: text(), suggestion: None },
        NumberError::OutOfRange { text: text() },
        NumberError::NotANumber,
        NumberError::Infinite,
        NumberError::DivisionByZero,
        NumberError::NotARatio { text: text() },
        NumberError::UnknownCurrency { text: text() },
        NumberError::CurrencyMismatch { left: text(), right: text() },
        NumberError::ZeroWeights,
        NumberError::NegativeWeight { position: 0 },
        NumberError::PartsMismatch { sum: text(), total: 0 },
    ];
    for error in errors {
        assert_eq!(Code::parse(error.code()).map(Code::as_str), Some(error.code()), "{error}");
    }
}

#[test]
fn every_time_error_is_in_the_table() {
    let errors = [
        TimeError::BadDate { text: text() },
        TimeError::OutOfRange { text: text() },
        TimeError::BadInstant { text: text() },
        TimeError::UnknownZone { text: text() },
        TimeError::NoZoneData { text: text() },
        TimeError::ZoneMissing { text: text() },
        TimeError::EmptyPeriod { from: text(), to: text() },
        TimeError::BadPeriod { text: text() },
        TimeError::BadMonth { month: 13 },
    ];
    for error in errors {
        assert_eq!(Code::parse(error.code()).map(Code::as_str), Some(error.code()), "{error}");
    }
}

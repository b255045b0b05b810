//! Powers of ten.

const POWERS: [i128; 39] = {
    let mut powers = [1; 39];
    let mut exponent = 1;
    while exponent < powers.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, where a mistake stops the build")]
        {
            powers[exponent] = 10 * powers[exponent - 1];
            exponent += 1;
        }
    }
    powers
};

/// Ten to the power of `exponent`, which is at most 38. Scales are at most 28.
///
/// # Panics
///
/// For an exponent above 38: no `i128` holds the result, and a wrong one must not be used.
///
/// ```
/// assert_eq!(quarterdeck::number::pow10(2), 100);
/// ```
#[inline]
pub const fn pow10(exponent: u32) -> i128 {
    #[expect(
        clippy::as_conversions,
        clippy::indexing_slicing,
        reason = "u32 to usize loses nothing; the bound is the contract"
    )]
    POWERS[exponent as usize]
}

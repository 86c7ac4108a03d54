//! Days of the calendar.

use std::fmt;
use std::str::FromStr;

use crate::diag::Explain;

/// A day, as `2027-01-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(input: &str) -> Result<Self, DayError> {
        let error = || DayError { input: input.to_owned() };
        let number = |part: Option<&str>, length: usize| {
            let part = part.filter(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_digit()));
            part.and_then(|part| part.parse::<u16>().ok()).ok_or_else(error)
        };
        let mut parts = input.splitn(3, '-');
        let (year, month, day) =
            (number(parts.next(), 4)?, number(parts.next(), 2)?, number(parts.next(), 2)?);
        if day == 0 || day > days_in(year, month) {
            return Err(error());
        }
        let byte = |number: u16| u8::try_from(number).map_err(|_| error());
        Ok(Self { year, month: byte(month)?, day: byte(day)? })
    }
}

/// How many days a month has; none if there is no such month.
fn days_in(year: u16, month: u16) -> u16 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A text that is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{input}` is no day")]
pub struct DayError {
    input: String,
}

impl Explain for DayError {
    fn code(&self) -> &'static str {
        "day-format"
    }

    fn help(&self) -> Option<String> {
        Some("year, month and day of the calendar, such as 2027-01-31".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar_parse_and_are_in_order() {
        for good in ["2027-01-31", "2028-02-29", "2000-02-29", "0001-12-01"] {
            assert_eq!(good.parse::<Day>().expect("a day").to_string(), good);
        }
        for bad in [
            "",
            "2027-1-31",
            "2027-02-29",
            "1900-02-29",
            "2027-13-01",
            "2027-04-31",
            "2027-01-00",
            "31.1.2027",
        ] {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
        let day = |text: &str| text.parse::<Day>().expect("a day");
        assert!(day("2026-12-31") < day("2027-01-01") && day("2027-01-31") < day("2027-02-01"));
    }
}

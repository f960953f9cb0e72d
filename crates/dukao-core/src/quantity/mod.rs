//! Quantities: a decimal with its unit of measure. A figure keeps the unit it was written in; each
//! family has one canonical unit (money: 万元), and conversion inside a family moves the point only,
//! so nothing is ever lost. Families never convert into one another; currencies only at a stated
//! rate ([`ExchangeRate`]).

mod unit_of_measure;

use serde::{Deserialize, Serialize};

pub use unit_of_measure::{Family, UnitError, UnitOfMeasure};

use crate::number::{Decimal, Number, Rational};

/// A figure as written, with its unit of measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// The digits as written.
    pub value: Decimal,
    /// The unit it was written in.
    pub unit: UnitOfMeasure,
}

impl Quantity {
    /// The same quantity written in `unit`; `None` when the families differ or the digits would not fit.
    pub fn convert(&self, unit: &UnitOfMeasure) -> Option<Decimal> {
        self.value.shift(self.unit.power_to(unit)?)
    }
}

/// A stated rate: how many 元 one unit of a foreign currency is, on which day, by whose notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeRate {
    /// The foreign currency, such as 美元.
    pub currency: String,
    /// Units of 元 for one unit of the currency.
    pub rate: Decimal,
    /// The day of the rate.
    pub date: jiff::civil::Date,
    /// Who published it.
    pub basis: String,
}

impl ExchangeRate {
    /// `quantity` in `unit` (of the 元 family) at this rate; `None` when `quantity` is not in this
    /// currency or `unit` is not money in 元.
    pub fn convert(&self, quantity: &Quantity, unit: &UnitOfMeasure) -> Option<Rational> {
        let yuan = UnitOfMeasure::parse("元").ok()?;
        if quantity.unit.base() != self.currency {
            return None;
        }
        let in_currency = Rational::from(quantity.value).mul(&Rational::power_of_ten(quantity.unit.power()));
        let in_yuan = in_currency.mul(&Rational::from(self.rate));
        Some(in_yuan.mul(&Rational::power_of_ten(yuan.power_to(unit)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(value: &str, unit: &str) -> Quantity {
        Quantity { value: Decimal::parse(value).unwrap(), unit: UnitOfMeasure::parse(unit).unwrap() }
    }

    #[track_caller]
    fn check(value: &str, from: &str, to: &str, expected: Option<&str>) {
        let to = UnitOfMeasure::parse(to).unwrap();
        assert_eq!(quantity(value, from).convert(&to).map(|decimal| decimal.to_string()).as_deref(), expected);
    }

    #[test]
    fn money_moves_the_point_only() {
        check("12.0996", "亿元", "万元", Some("120996"));
        check("281682.60", "万元", "亿元", Some("28.168260"));
        check("1", "亿元", "元", Some("100000000"));
        check("8600", "万美元", "亿美元", Some("0.8600"));
    }

    #[test]
    fn families_do_not_mix() {
        check("1", "亿元", "亿美元", None);
        check("5.4", "%", "百分点", None);
        check("46", "个", "户", None);
        check("2214", "万人次", "万人", None);
    }

    #[test]
    fn currencies_convert_at_a_stated_rate_only() {
        let rate = ExchangeRate {
            currency: "美元".to_owned(),
            rate: Decimal::parse("6.6166").unwrap(),
            date: jiff::civil::date(2018, 6, 29),
            basis: "人民币汇率中间价".to_owned(),
        };
        let wan = UnitOfMeasure::parse("万元").unwrap();
        let converted = rate.convert(&quantity("4437", "万美元"), &wan).unwrap();
        assert_eq!(converted.round(4).to_string(), "29357.8542");
        assert!(rate.convert(&quantity("1", "万欧元"), &wan).is_none());
    }

    proptest::proptest! {
        #[test]
        fn conversion_loses_nothing(mantissa in -999_999_999_i64..999_999_999, scale in 0_u8..6) {
            let units = ["元", "万元", "亿元", "百万元", "千元"].map(|unit| UnitOfMeasure::parse(unit).unwrap());
            for from in &units {
                for to in &units {
                    let start = Quantity { value: Decimal::new(mantissa, scale).unwrap(), unit: from.clone() };
                    let there = Quantity { value: start.convert(to).unwrap(), unit: to.clone() };
                    proptest::prop_assert!(there.convert(from).unwrap().same_value(start.value));
                }
            }
        }
    }
}

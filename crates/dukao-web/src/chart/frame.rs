//! Where the parts of the drawing stand.

use super::scale::Tenths;

/// A part of the drawing, in tenths of a pixel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    pub(crate) left: Tenths,
    pub(crate) right: Tenths,
    pub(crate) top: Tenths,
    pub(crate) bottom: Tenths,
}

/// Width of the drawing in pixels.
pub(crate) const WIDTH: i64 = 812;
/// The upper part.
pub(crate) const LINES: Area = Area { left: 440, right: 7000, top: 140, bottom: 2140 };
/// The bars of the months.
pub(crate) const BARS: Area = Area { left: 440, right: 7000, top: 2410, bottom: 3020 };

/// The place of a month's end; 0 is the beginning of the year.
pub(crate) fn x_of(area: Area, month: u8) -> Tenths {
    area.left + (area.right - area.left) * i64::from(month) / 12
}

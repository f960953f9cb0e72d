//! Square codes for cameras (QR), drawn as one path.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

use crate::markup::Markup;

/// Empty modules around it, which cameras need.
const QUIET: usize = 4;

/// A text as a square code; nothing where it is too long for one.
pub(crate) fn drawn(text: &str) -> Markup {
    let Ok(code) = QrCode::new(text) else { return Markup::default() };
    let width = code.width();
    let mut path = String::new();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    for (place, _) in dark {
        let _infallible = write!(path, "M{} {}h1v1h-1z", place % width + QUIET, place / width + QUIET);
    }
    let side = width + 2 * QUIET;
    Markup::drawn(format!(
        "<svg class=\"dk-square\" viewBox=\"0 0 {side} {side}\" width=\"{px}\" height=\"{px}\" role=\"img\" \
         aria-label=\"给手机扫的方码\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\"/></svg>",
        px = side * 4
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners() {
        let drawn = drawn("otpauth://totp/x?secret=ABC").to_string();
        let side: usize = drawn.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        let far = side - QUIET - 7;
        for (x, y) in [(QUIET, QUIET), (far, QUIET), (QUIET, far)] {
            assert!((0..7).all(|step| drawn.contains(&format!("M{} {y}h1", x + step))), "the corner at {x}, {y}");
        }
        assert!(super::drawn(&"字".repeat(4000)).to_string().is_empty(), "too long for any");
    }
}

//! Networks: `10.1.0.0/16`, `::1`, written as everybody writes them.

use std::net::IpAddr;

/// The addresses with one beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    start: IpAddr,
    bits: u8,
}

impl Network {
    /// An address, or an address, a slash and the length of the beginning; nothing when it is neither.
    ///
    /// ```
    /// use dukao_web::Network;
    /// let office = Network::parse("10.1.0.0/16").unwrap();
    /// assert!(office.holds("10.1.200.3".parse().unwrap()));
    /// assert!(!office.holds("10.2.0.1".parse().unwrap()));
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (start, bits) = match text.split_once('/') {
            Some((start, bits)) if bits.bytes().all(|byte| byte.is_ascii_digit()) => (start, Some(bits.parse().ok()?)),
            Some(_) => return None,
            None => (text, None),
        };
        let start: IpAddr = start.parse().ok()?;
        let most = if start.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        (bits <= most).then_some(Self { start, bits })
    }

    /// Whether an address lies in it. An IPv4 address that came over IPv6 is the IPv4 address.
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.start.to_canonical(), address.to_canonical()) {
            (IpAddr::V4(start), IpAddr::V4(address)) => {
                let other = u32::from(start) ^ u32::from(address);
                other.leading_zeros() >= u32::from(self.bits.min(32))
            }
            (IpAddr::V6(start), IpAddr::V6(address)) => {
                let other = u128::from(start) ^ u128::from(address);
                other.leading_zeros() >= u32::from(self.bits)
            }
            _ => false,
        }
    }

    /// Whether one of them holds an address.
    pub(super) fn any(all: &[Self], address: IpAddr) -> bool {
        all.iter().any(|network| network.holds(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_begins_alike() {
        for (network, inside, outside) in [
            ("127.0.0.1", "127.0.0.1", "127.0.0.2"),
            ("10.0.0.0/8", "10.255.1.2", "11.0.0.0"),
            ("10.1.2.128/25", "10.1.2.200", "10.1.2.127"),
            ("0.0.0.0/0", "9.9.9.9", "::1"),
            ("::1", "::1", "::2"),
            ("fd00::/8", "fd12::3", "fe80::1"),
            ("10.0.0.0/8", "::ffff:10.1.1.1", "::ffff:11.1.1.1"),
        ] {
            let read = Network::parse(network).unwrap();
            assert!(read.holds(inside.parse().unwrap()), "{inside} is in {network}");
            assert!(!read.holds(outside.parse().unwrap()), "{outside} is not in {network}");
        }
        for wrong in
            ["", "10.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+1", "甲", "1.2.3.4:80"]
        {
            assert_eq!(Network::parse(wrong), None, "{wrong}");
        }
    }
}

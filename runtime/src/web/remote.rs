//! Where a request really comes from, when proxies stand before the server.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use http::HeaderMap;

/// Addresses of one network: `10.0.0.0/8`, or a single one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// Why a text is no network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotANetwork(String);

impl fmt::Display for NotANetwork {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` is no address or network such as `10.0.0.0/8`", self.0)
    }
}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let wrong = || NotANetwork(text.to_owned());
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(|_| wrong()))?;
        if bits <= most { Ok(Self { address, bits }) } else { Err(wrong()) }
    }
}

impl Network {
    /// Whether an address belongs to it.
    pub fn holds(&self, address: IpAddr) -> bool {
        let same = |one: u128, other: u128, width: u8| self.bits == 0 || (one ^ other) >> (width - self.bits) == 0;
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(one), IpAddr::V4(other)) => same(one.to_bits().into(), other.to_bits().into(), 32),
            (IpAddr::V6(one), IpAddr::V6(other)) => same(one.to_bits(), other.to_bits(), 128),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

/// The first address, seen from here, that is no proxy we trust: what proxies added to `X-Forwarded-For` is believed
/// as far as they are trusted, and not a word of what stood there before.
pub fn origin(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let trusts = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    let mut origin = peer.to_canonical();
    let told = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>();
    for hop in told.join(",").rsplit(',') {
        if !trusts(origin) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(hop) => origin = hop.to_canonical(),
            Err(_) => break,
        }
    }
    origin
}

/// What one sender is known by: its address, or with IPv6 the network of 64 bits that every subscriber has to choose
/// addresses from.
pub fn sender(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(long) => IpAddr::V6(Ipv6Addr::from_bits(long.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let trusted: Vec<Network> = ["10.0.0.0/8", "::1"].iter().map(|text| text.parse().unwrap()).collect();
        for (peer, forwarded, expected) in [
            ("203.0.113.9", "1.2.3.4", "203.0.113.9"),
            ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
            ("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.9.9.9", "1.2.3.4"),
            ("10.0.0.1", "nonsense", "10.0.0.1"),
            ("::ffff:10.0.0.1", "1.2.3.4", "1.2.3.4"),
            ("::1", "", "::1"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            let origin = origin(peer.parse().unwrap(), &headers, &trusted);
            assert_eq!(origin, expected.parse::<IpAddr>().unwrap(), "{peer} {forwarded}");
        }
    }

    #[test]
    fn a_subscriber_is_one_sender() {
        let known = |text: &str| sender(text.parse().unwrap());
        assert_eq!(known("2001:db8::1"), known("2001:db8::ffff:2"));
        assert_ne!(known("2001:db8::1"), known("2001:db8:0:1::1"));
        assert_ne!(known("10.0.0.1"), known("10.0.0.2"));
    }

    #[test]
    fn networks_are_read() {
        let all: Network = "0.0.0.0/0".parse().unwrap();
        assert!(all.holds("8.8.8.8".parse().unwrap()) && !all.holds("::1".parse().unwrap()));
        for wrong in ["", "10.0.0.0/33", "ten", "10.0.0.0/x", "::/129"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }
}

//! Arrays of any real type from NumPy's files.

use std::io::Cursor;

use ndarray::ArrayD;
use ndarray_npy::{ReadNpyExt as _, ReadableElement};

use crate::math::Value;

/// The array in a file's bytes, as doubles; `None` of anything but real numbers or truths, or of a head that announces
/// more or fewer than there are.
#[must_use]
pub fn array(bytes: &[u8]) -> Option<Value> {
    if !is_whole(bytes)? {
        return None;
    }
    let kind = descriptor(bytes)?;
    match kind {
        [_, b'f', b'8'] => typed(bytes, |x: f64| x),
        [_, b'f', b'4'] => typed(bytes, |x: f32| f64::from(x)),
        [_, b'f', b'2'] => {
            // The same bytes under the name of a type that is known.
            let at = bytes.windows(3).position(|window| window == kind)?;
            let mut bytes = bytes.to_vec();
            bytes[at + 1] = b'u';
            typed(&bytes, half)
        }
        [_, b'i', b'8'] => typed(bytes, |x: i64| x as f64),
        [_, b'i', b'4'] => typed(bytes, |x: i32| f64::from(x)),
        [_, b'i', b'2'] => typed(bytes, |x: i16| f64::from(x)),
        [_, b'i', b'1'] => typed(bytes, |x: i8| f64::from(x)),
        [_, b'u', b'8'] => typed(bytes, |x: u64| x as f64),
        [_, b'u', b'4'] => typed(bytes, |x: u32| f64::from(x)),
        [_, b'u', b'2'] => typed(bytes, |x: u16| f64::from(x)),
        [_, b'u', b'1'] => typed(bytes, |x: u8| f64::from(x)),
        [_, b'b', b'1'] => typed(bytes, |x: bool| f64::from(x)),
        _ => None,
    }
}

/// Whether what follows the head is as long as the head says.
fn is_whole(bytes: &[u8]) -> Option<bool> {
    let version = *bytes.get(6)?;
    let (size, start): (usize, usize) = match version {
        1 => (u16::from_le_bytes(bytes.get(8..10)?.try_into().ok()?).into(), 10),
        _ => (u32::from_le_bytes(bytes.get(8..12)?.try_into().ok()?).try_into().ok()?, 12),
    };
    let end = start.checked_add(size)?;
    let head = std::str::from_utf8(bytes.get(start..end)?).ok()?;
    let shape = head.split_once("'shape':")?.1.split_once('(')?.1.split_once(')')?.0;
    let sides = shape.split(',').map(str::trim).filter(|side| !side.is_empty());
    let count = sides.map(|side| side.parse().ok()).try_fold(1_usize, |count, side| count.checked_mul(side?))?;
    let width: usize = std::str::from_utf8(descriptor(bytes)?.get(2..)?).ok()?.parse().ok()?;
    Some(bytes.len() - end == count.checked_mul(width)?)
}

/// `<f8` of `{'descr': '<f8', …}`.
fn descriptor(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes.get(..bytes.len().min(256))?;
    let key = b"'descr':";
    let after = head.windows(key.len()).position(|window| window == key)? + key.len();
    let quote = after + head[after..].iter().position(|b| *b == b'\'')? + 1;
    let end = quote + head[quote..].iter().position(|b| *b == b'\'')?;
    Some(&head[quote..end])
}

fn typed<T: ReadableElement + Copy>(bytes: &[u8], double: fn(T) -> f64) -> Option<Value> {
    let array = ArrayD::<T>::read_npy(Cursor::new(bytes)).ok()?;
    Some(array.as_standard_layout().mapv(double).into())
}

/// A number of sixteen bits: one of sign, five of exponent, ten of fraction.
fn half(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    let size = match exponent {
        0 => fraction * 2_f64.powi(-24),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => (1024.0 + fraction) * 2_f64.powi(exponent - 25),
    };
    if bits >> 15 == 1 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one row, as NumPy writes it.
    fn file(kind: &str, count: usize, data: &[u8]) -> Vec<u8> {
        let head = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({count},), }}");
        let head = format!("{head:<117}\n");
        [b"\x93NUMPY\x01\x00", &(head.len() as u16).to_le_bytes()[..], head.as_bytes(), data].concat()
    }

    #[test]
    fn every_real_type_is_read() {
        let cases: [(&str, &[u8], f64); 15] = [
            ("<f8", &(-2.5_f64).to_le_bytes(), -2.5),
            (">f4", &0.5_f32.to_be_bytes(), 0.5),
            ("<f2", &0x3c00_u16.to_le_bytes(), 1.0),
            (">f2", &0xc100_u16.to_be_bytes(), -2.5),
            ("<f2", &0x0001_u16.to_le_bytes(), 2_f64.powi(-24)),
            ("<i4", &(-7_i32).to_le_bytes(), -7.0),
            ("<i2", &300_i16.to_le_bytes(), 300.0),
            ("|i1", &(-3_i8).to_le_bytes(), -3.0),
            ("|u1", &[200], 200.0),
            ("<u8", &9_u64.to_le_bytes(), 9.0),
            ("<i8", &(-9_i64).to_le_bytes(), -9.0),
            ("<u2", &40_000_u16.to_le_bytes(), 40_000.0),
            ("<f2", &0x7bff_u16.to_le_bytes(), 65_504.0),
            ("<u4", &8_u32.to_le_bytes(), 8.0),
            ("|b1", &[1], 1.0),
        ];
        for (kind, data, number) in cases {
            assert_eq!(array(&file(kind, 1, data)), Some(Value::vector(vec![number])), "{kind}");
        }
    }

    #[test]
    fn other_types_are_refused() {
        for (kind, data) in [("<c16", vec![0; 16]), ("<U1", vec![0; 4]), ("<M8[s]", vec![0; 8])] {
            assert_eq!(array(&file(kind, 1, &data)), None, "{kind}");
        }
        assert_eq!(array(b"\x93NUMPY\x01\x00xx"), None);
    }

    #[test]
    fn a_head_that_announces_more_than_there_is_is_refused() {
        let of = |shape: &str| {
            let file = file("<f8", 1, &1_f64.to_le_bytes());
            let (at, pad) = (file.windows(4).position(|w| w == b"(1,)").unwrap(), " ".repeat(shape.len() - 4));
            let text = String::from_utf8_lossy(&file[10..128]).replacen("(1,)", shape, 1).replacen(
                &format!("{pad}\n"),
                "\n",
                1,
            );
            assert!(at > 0);
            [&file[..10], text.as_bytes(), &file[128..]].concat()
        };
        assert_eq!(array(&of("(1,)")), Some(Value::vector(vec![1.0])));
        for shape in ["(100000, 100000)", "(4294967296, 4294967296)", "(0, 3)"] {
            assert_eq!(array(&of(shape)), None, "{shape}");
        }
    }

    #[test]
    fn sixteen_bits_have_an_infinity_and_what_is_no_number() {
        assert_eq!([half(0x7c00), half(0xfc00)], [f64::INFINITY, f64::NEG_INFINITY]);
        assert!(half(0x7e00).is_nan() && half(0x7c01).is_nan());
    }
}

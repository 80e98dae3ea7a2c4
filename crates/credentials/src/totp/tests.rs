use proptest::prelude::*;
use secrecy::ExposeSecret;
use vestibule_identity::testing::SeededEntropy;

use super::*;

/// The seed of the RFCs' examples.
fn rfc_seed() -> Seed {
    Seed::from_bytes(b"12345678901234567890").unwrap()
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn code_of_step(step: i64) -> Code {
    code(&code_at(&rfc_seed(), step))
}

/// RFC 4226 appendix D.
#[test]
fn rfc_4226_vectors() {
    let expected = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
    ];
    for (counter, expected) in (0..).zip(expected) {
        assert_eq!(code_at(&rfc_seed(), counter), expected, "{counter}");
    }
}

/// RFC 6238 appendix B, the SHA-1 rows. The table shows eight digits; six digits are its last six.
#[test]
fn rfc_6238_vectors() {
    for (seconds, eight_digits, hex_step) in [
        (59, "94287082", "0000000000000001"),
        (1_111_111_109, "07081804", "00000000023523EC"),
        (1_111_111_111, "14050471", "00000000023523ED"),
        (1_234_567_890, "89005924", "000000000273EF07"),
        (2_000_000_000, "69279037", "0000000003F940AA"),
        (20_000_000_000, "65353130", "0000000027BC86AA"),
    ] {
        let step = step_at(Timestamp::from_second(seconds).unwrap());
        assert_eq!(step, i64::from_str_radix(hex_step, 16).unwrap());
        assert_eq!(code_at(&rfc_seed(), step), eight_digits[2..], "{seconds}");
    }
}

#[test]
fn a_step_is_thirty_seconds_also_before_1970() {
    for (seconds, step) in [
        (-31, -2),
        (-30, -1),
        (-1, -1),
        (0, 0),
        (29, 0),
        (30, 1),
        (4_102_444_800, 136_748_160),
    ] {
        assert_eq!(step_at(Timestamp::from_second(seconds).unwrap()), step, "{seconds}");
    }
    for step in [i64::MIN, -1, i64::MAX] {
        assert_eq!(code_at(&rfc_seed(), step).len(), 6);
    }
}

#[test]
fn six_digits_in_the_ways_people_type_and_paste_them() {
    let megabyte_of_space = format!("{}123456", " ".repeat(1 << 20));
    for accepted in [
        "123456",
        "123 456",
        "12 34 56",
        "1 2 3 4 5 6",
        " 123456",
        "123456\n",
        "123456\r\n",
        "\t123 456 \n",
        "\u{a0}123456\u{3000}",
        megabyte_of_space.as_str(),
    ] {
        assert_eq!(code(accepted).0.as_slice(), b"123456", "{accepted:.20?}");
    }
    assert_eq!(code("000000").0.as_slice(), b"000000");

    let megabyte_of_digits = "1".repeat(1 << 20);
    let spaced_out = format!("123{}456", " ".repeat(1 << 20));
    for refused in [
        "12345",
        "1234567",
        "１２３４５６",
        "٠١٢٣٤٥",
        "123  456",
        "123\u{a0}456",
        "123\n456",
        "123\t456",
        "123-456",
        "+123456",
        "-12345",
        "+12345",
        "12345.",
        "0x1234",
        "1e5000",
        "123456\0",
        "\x00123456",
        "123\x00456",
        "12345\u{200b}6",
        "\u{200b}123456",
        "12345a",
        "abcdef",
        "12345\u{0661}",
        "123456 7",
        "123456, 654321",
        megabyte_of_digits.as_str(),
        spaced_out.as_str(),
    ] {
        assert_eq!(
            Code::parse(refused).unwrap_err(),
            CodeError::NotSixDigits,
            "{refused:.20?}"
        );
    }
    for nothing in ["", " ", "\r\n", "\u{3000}"] {
        assert_eq!(Code::parse(nothing).unwrap_err(), CodeError::Empty, "{nothing:?}");
    }
}

#[test]
fn a_code_is_found_up_to_the_edge_of_the_window_and_no_further() {
    let centre = 57_000_000;
    for reach in [0, 1, 2, 10] {
        for far in -12..=12_i64 {
            let found = matching_step(&rfc_seed(), &code_of_step(centre + far), centre, reach);
            let expected = (far.abs() <= reach).then_some(centre + far);
            assert_eq!(found, expected, "{far} within {reach}");
        }
    }
    let other = Seed::generate(&SeededEntropy::new(1));
    assert_eq!(matching_step(&other, &code_of_step(centre), centre, 1), None);
}

#[test]
fn of_two_steps_with_one_code_the_nearer_and_then_the_earlier() {
    let both = |wanted: [i64; 2]| nearest(around(100, 5), |step| Choice::from(u8::from(wanted.contains(&step))));
    assert_eq!(both([99, 101]), Some(99));
    assert_eq!(both([97, 101]), Some(101));
    assert_eq!(both([95, 106]), Some(95));
    assert_eq!(both([94, 106]), None);
}

#[test]
fn no_reach_is_too_large_and_no_centre_too_far() {
    assert_eq!(
        around(5, i64::MAX).count(),
        usize::try_from(2 * MOST_REACH + 1).unwrap()
    );
    assert_eq!(around(5, -3).collect::<Vec<_>>(), [5]);
    assert_eq!(around(0, 2).collect::<Vec<_>>(), [0, -1, 1, -2, 2]);
    for centre in [i64::MIN, i64::MAX] {
        assert_eq!(
            matching_step(&rfc_seed(), &code_of_step(centre), centre, 3),
            Some(centre)
        );
        let _ = consecutive_pair(&rfc_seed(), &code_of_step(centre), &code_of_step(centre), centre, 3);
    }
}

#[test]
fn two_codes_are_a_pair_only_in_order_and_next_to_each_other() {
    let (seed, now) = (rfc_seed(), 57_000_000);
    let pair = |first: i64, second: i64| {
        consecutive_pair(&seed, &code_of_step(now + first), &code_of_step(now + second), now, 2)
    };
    assert_eq!(pair(-1, 0), Some(now - 1));
    assert_eq!(pair(0, 1), Some(now));
    assert_eq!(pair(-2, -1), Some(now - 2));
    assert_eq!(pair(1, 2), Some(now + 1));
    for (first, second, why) in [
        (0, -1, "wrong order"),
        (0, 0, "the same code twice"),
        (-1, 1, "a code between them"),
        (-3, -2, "the first is stale"),
        (-4, -3, "both are stale"),
        (2, 3, "the second is not yet"),
    ] {
        assert_eq!(pair(first, second), None, "{why}");
    }
    assert_eq!(
        consecutive_pair(&seed, &code_of_step(now - 1), &code_of_step(now), now, 0),
        None,
        "a pair does not fit into one step"
    );
    let other = Seed::generate(&SeededEntropy::new(1));
    assert_eq!(
        consecutive_pair(&other, &code_of_step(now - 1), &code_of_step(now), now, 2),
        None,
        "another device"
    );
}

#[test]
fn a_wide_search_finds_a_clock_that_is_an_hour_off() {
    let now = 57_000_000;
    let behind = now - 120;
    assert_eq!(
        consecutive_pair(&rfc_seed(), &code_of_step(behind), &code_of_step(behind + 1), now, 120),
        Some(behind)
    );
    assert_eq!(
        consecutive_pair(&rfc_seed(), &code_of_step(behind - 1), &code_of_step(behind), now, 120),
        None
    );
}

#[test]
fn seeds_are_read_as_people_type_them() {
    let seed = rfc_seed();
    assert_eq!(seed.base32().as_str(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    for typed in [
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "gezd gnbv gy3t qojq gezd gnbv gy3t qojq",
        "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ\r\n",
    ] {
        assert_eq!(Seed::from_base32(typed).unwrap(), seed, "{typed}");
    }
    let padded = "GEZDGNBVGY3TQOJQGEZDGNBVGY======";
    assert_eq!(Seed::from_base32(padded).unwrap().bytes(), b"1234567890123456");
    for (typed, error) in [
        ("", SeedError::Length),
        ("GEZDGNBVGY3TQOJQ", SeedError::Length),
        ("GEZDGNBVGY3TQOJQGEZDGNBVGZ", SeedError::Encoding), // left-over bits
        ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", SeedError::Encoding),
        ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ\u{17f}", SeedError::Encoding),
        ("GEZD=GNBVGY3TQOJQGEZDGNBVGY3TQOJ", SeedError::Encoding),
        ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQG", SeedError::Encoding), // no such length
        (&"A".repeat(1 << 20), SeedError::Length),
        (&"A".repeat(208), SeedError::Length),
    ] {
        assert_eq!(Seed::from_base32(typed).unwrap_err(), error, "{typed:.40}");
    }
    assert_eq!(Seed::from_bytes(&[1; 15]).unwrap_err(), SeedError::Length);
    assert_eq!(Seed::from_bytes(&[1; 65]).unwrap_err(), SeedError::Length);
    assert!(Seed::from_bytes(&[1; 64]).is_ok());
}

#[test]
fn the_uri_is_what_the_api_documents() {
    let uri = |device, account| otpauth_uri(&rfc_seed(), device, account).expose_secret().to_owned();
    assert_eq!(
        uri("alice-phone", "alice"),
        "otpauth://totp/alice-phone@alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    );
    assert_eq!(
        uri("a+b=c,d.e@f-g_h", "Zoë 1/2?x&y#z%"),
        "otpauth://totp/a%2Bb%3Dc%2Cd.e%40f-g_h@Zo%C3%AB%201%2F2%3Fx%26y%23z%25?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    );
}

#[test]
fn nothing_secret_is_in_debug_texts() {
    let seed = rfc_seed();
    for shown in [
        format!("{seed:?}"),
        format!("{:?}", code("755224")),
        format!("{:?}", otpauth_uri(&seed, "d", "a")),
    ] {
        for secret in ["GEZD", "1234567890", "49, 50", "755224", "55"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

#[test]
fn seeds_are_160_bits_and_differ() {
    let entropy = SeededEntropy::new(7);
    let (one, two) = (Seed::generate(&entropy), Seed::generate(&entropy));
    assert_eq!(one.bytes().len(), 20);
    assert_ne!(one, two);
}

proptest! {
    #[test]
    fn nothing_matches_outside_the_reach(
        seed in any::<[u8; 20]>(), typed in 0u32..1_000_000, centre in any::<i64>(), reach in -2i64..40,
    ) {
        let seed = Seed::from_bytes(&seed).unwrap();
        let typed = format!("{typed:06}");
        if let Some(step) = matching_step(&seed, &code(&typed), centre, reach) {
            prop_assert!(step.abs_diff(centre) <= reach.max(0).unsigned_abs());
            prop_assert_eq!(code_at(&seed, step), typed);
        }
    }

    #[test]
    fn a_step_within_the_reach_is_found_or_a_nearer_one_has_its_code(
        seed in any::<[u8; 20]>(), centre in -1_000_000_000i64..1_000_000_000, reach in 0i64..40, far in -60i64..60,
    ) {
        let seed = Seed::from_bytes(&seed).unwrap();
        let wanted = centre + far;
        let typed = code_at(&seed, wanted);
        let found = matching_step(&seed, &code(&typed), centre, reach);
        match found {
            Some(step) => {
                prop_assert!((step - centre).abs() <= reach);
                prop_assert_eq!(code_at(&seed, step), typed);
                prop_assert!(far.abs() > reach || (step - centre).abs() <= far.abs());
            }
            None => prop_assert!(far.abs() > reach),
        }
    }

    #[test]
    fn a_pair_lies_within_the_reach(
        seed in any::<[u8; 20]>(), centre in -1_000_000_000i64..1_000_000_000, reach in 0i64..40, far in -60i64..60,
    ) {
        let seed = Seed::from_bytes(&seed).unwrap();
        let first = centre + far;
        let codes = [first, first + 1].map(|step| code(&code_at(&seed, step)));
        let inside = far >= -reach && far < reach;
        match consecutive_pair(&seed, &codes[0], &codes[1], centre, reach) {
            Some(step) => prop_assert!(step >= centre - reach && step < centre + reach),
            None => prop_assert!(!inside),
        }
    }

    #[test]
    fn any_text_is_a_code_of_six_digits_or_refused(text in ".{0,12}|[0-9 ]{0,12}") {
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
        match Code::parse(&text) {
            Ok(read) => prop_assert_eq!(read.0.as_slice(), &digits[..]),
            Err(_) => prop_assert!(digits.len() != 6 || text.trim().len() != 6),
        }
    }

    #[test]
    fn seeds_survive_their_text(bytes in prop::collection::vec(any::<u8>(), 16..=64)) {
        let seed = Seed::from_bytes(&bytes).unwrap();
        let read = Seed::from_base32(&seed.base32()).unwrap();
        prop_assert_eq!(read.bytes(), &bytes[..]);
    }
}

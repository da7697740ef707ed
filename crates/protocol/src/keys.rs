//! Keys and signatures, each with the name of its algorithm.

use crate::hash::read_hex;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

const ALGORITHM: &str = "ed25519:";

/// What is wrong with a key, a signature or a signed message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a key or signature of a known algorithm.
    #[error("not an ed25519 key or signature")]
    Malformed,
    /// The signature is of other bytes or another key.
    #[error("the signature does not match")]
    BadSignature,
    /// Signed by somebody else than expected.
    #[error("signed by another key")]
    OtherKey,
    /// The signed text is not the message that was expected.
    #[error("the signed message is not readable: {0}")]
    Unreadable(String),
}

/// A public key. A device is known by its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; 32]);

/// A device is known by its public key.
pub type DeviceId = PublicKey;

/// A signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

/// A secret key. Shown nowhere.
#[derive(Clone)]
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// A key from 256 random bits.
    pub fn from_random(bits: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(bits))
    }

    /// The secret bits, to be stored encrypted.
    pub fn to_bits(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs bytes under a name that keeps the uses of a key apart.
    pub fn sign(&self, domain: &str, bytes: &[u8]) -> Signature {
        Signature(self.0.sign(&tagged(domain, bytes)).to_bytes())
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey(of {})", self.public())
    }
}

impl PublicKey {
    /// Checks a signature of bytes under a name.
    pub fn verify(&self, domain: &str, bytes: &[u8], signature: &Signature) -> Result<(), KeyError> {
        let key = VerifyingKey::from_bytes(&self.0).map_err(|_| KeyError::Malformed)?;
        key.verify_strict(&tagged(domain, bytes), &ed25519_dalek::Signature::from_bytes(&signature.0))
            .map_err(|_| KeyError::BadSignature)
    }

    /// The first sixteen digits in groups of four, for people who compare them on the telephone.
    pub fn fingerprint(&self) -> String {
        let digits = hex::encode(&self.0[..8]);
        [&digits[..4], &digits[4..8], &digits[8..12], &digits[12..]].join(" ")
    }

    /// The first eight digits, for people to compare.
    pub fn short(&self) -> String {
        hex::encode(&self.0[..4])
    }
}

fn tagged(domain: &str, bytes: &[u8]) -> Vec<u8> {
    [domain.as_bytes(), b"\n", bytes].concat()
}

macro_rules! tagged_text {
    ($name:ident) => {
        impl FromStr for $name {
            type Err = KeyError;

            fn from_str(text: &str) -> Result<Self, KeyError> {
                let digits = text.strip_prefix(ALGORITHM).ok_or(KeyError::Malformed)?;
                let mut out = Self([0; _]);
                read_hex(digits, &mut out.0).map_err(|_| KeyError::Malformed)?;
                Ok(out)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{ALGORITHM}{}", hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

tagged_text!(PublicKey);
tagged_text!(Signature);

/// A message as text with the signature of exactly that text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The message, as JSON text.
    pub message: String,
    /// Who signed.
    pub key: PublicKey,
    /// Of the message's bytes.
    pub signature: Signature,
}

/// A message that has a name of its own under which it is signed.
pub trait Message: Serialize + DeserializeOwned {
    /// The name, which keeps a signature of one message from standing for another.
    const DOMAIN: &'static str;

    /// Signs the message as JSON text.
    fn signed(&self, key: &SecretKey) -> Result<Signed, KeyError> {
        let message = serde_json::to_string(self).map_err(|error| KeyError::Unreadable(error.to_string()))?;
        let signature = key.sign(Self::DOMAIN, message.as_bytes());
        Ok(Signed { message, key: key.public(), signature })
    }
}

impl Signed {
    /// The message, if the expected key signed it.
    pub fn open<M: Message>(&self, expected: &PublicKey) -> Result<M, KeyError> {
        if self.key != *expected {
            return Err(KeyError::OtherKey);
        }
        self.key.verify(M::DOMAIN, self.message.as_bytes(), &self.signature)?;
        serde_json::from_str(&self.message).map_err(|error| KeyError::Unreadable(error.to_string()))
    }
}

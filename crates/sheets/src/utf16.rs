//! UTF-16 as a stream of UTF-8. Half a character becomes `U+FFFD`, and the cell that has it is refused later.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding};

const CHUNK_BYTES: usize = 16 << 10;

/// Reads UTF-16 and gives UTF-8.
pub(crate) struct Utf16Reader<R> {
    reader: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    is_finished: bool,
}

impl<R: Read> Utf16Reader<R> {
    /// Reads on from behind the byte order mark.
    pub(crate) fn new(reader: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { reader, decoder, raw: vec![0; CHUNK_BYTES], text: Vec::new(), given: 0, is_finished: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        let count = self.reader.read(&mut self.raw)?;
        self.is_finished = count == 0;
        // UTF-8 takes at most three bytes for each code unit of two, and a replacement character may be pending.
        self.text.resize(CHUNK_BYTES * 2, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(&self.raw[..count], &mut self.text, self.is_finished);
        self.text.truncate(written);
        self.given = 0;
        Ok(())
    }
}

impl<R: Read> Read for Utf16Reader<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.is_finished {
            self.refill()?;
        }
        let count = target.len().min(self.text.len() - self.given);
        target[..count].copy_from_slice(&self.text[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

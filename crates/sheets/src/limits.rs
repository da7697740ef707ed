//! How much of a file is read at most. The figures hold before anything is imported.

/// How much of a file is read at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of a file of text.
    pub max_bytes: u64,
    /// Size of a workbook, which is compressed and is held in memory.
    pub max_workbook_bytes: u64,
    /// Rows below the header. A township has some 30,000 people.
    pub max_rows: u32,
    /// Columns of the header.
    pub max_columns: usize,
    /// Characters of a cell that is read.
    pub max_cell_chars: usize,
    /// Size of all parts of a workbook after inflation.
    pub max_inflated_bytes: u64,
    /// How many times its compressed size a part of a workbook may have, once it is large. Lists reach 10 to 60;
    /// the format itself could reach 1,000.
    pub max_inflate_ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 128 << 20,
            max_workbook_bytes: 32 << 20,
            max_rows: 200_000,
            max_columns: 256,
            max_cell_chars: 500,
            max_inflated_bytes: 512 << 20,
            max_inflate_ratio: 200,
        }
    }
}

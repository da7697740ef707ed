//! The programs headless: `nonghe` at a centre, `nonghe-county` on a real PostgreSQL.

mod county;

//! A county's database of an earlier program is brought forward, and nothing that it says is lost.

use crate::world::World;
use nonghe_protocol::Hash;
use std::fmt::Write as _;
use std::fs;
use system_tests::repository_dir;

/// A database as the program left it that knew so many migrations.
fn database_of(migrations: usize) -> String {
    let folder = repository_dir().join("migrations/county");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut script = "CREATE TABLE migration (number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,
                                              applied_at timestamptz NOT NULL DEFAULT now());"
        .to_owned();
    for (number, path) in (1..).zip(&files).take(migrations) {
        let (name, sql) = (path.file_stem().unwrap().to_str().unwrap(), fs::read_to_string(path).unwrap());
        let checksum = Hash::of("nonghe-migration-1", &[sql.as_bytes()]);
        script.push_str(&sql);
        writeln!(script, "INSERT INTO migration (number, name, checksum) VALUES ({number}, '{name}', '{checksum}');")
            .unwrap();
    }
    script
}

/// Three settlements of a person. The first was judged last, and the third was refused.
const SETTLEMENTS: &str = r#"
    INSERT INTO centre VALUES ('4101', '槐树', 'Huaishu', 'township', '', '230800');
    INSERT INTO device (dev, centre, number, epoch, demonstration) VALUES ('ed25519:00', '4101', 1, 1, true);
    INSERT INTO chain (device, epoch, hwm_seq, hwm_hash) VALUES (1, 1, 3, decode(repeat('00', 32), 'hex'));
    INSERT INTO entry (device, epoch, seq, hash, envelope, salt, kind, kver, op, biz_date, clock_is_absurd)
    SELECT 1, 1, seq, decode(repeat('0' || seq, 32), 'hex'), 'x', decode(repeat('00', 16), 'hex'), 'bill.settled', 1,
           ('00000000-0000-4000-8000-00000000000' || seq)::uuid, '2026-10-08', false
    FROM generate_series(1, 3) AS seq;
    INSERT INTO judgement (device, epoch, seq, verdict)
    VALUES (1, 1, 2, 'adjusted'), (1, 1, 3, 'refused'), (1, 1, 1, 'accepted');
    INSERT INTO settlement (id, device, epoch, seq, stay, person, benefit_year, state, centre_figures, county_figures,
                            difference)
    SELECT ('00000000-0000-4000-9000-00000000000' || seq)::uuid, 1, 1, seq,
           ('00000000-0000-4000-a000-00000000000' || seq)::uuid, '00000000-0000-4000-b000-000000000001', 2026,
           (ARRAY['accepted', 'adjusted', 'refused'])[seq], '{}',
           CASE WHEN seq < 3 THEN jsonb_build_object('you_pay', seq::text) END, '{"counts": {"stays.township": 1}}'
    FROM generate_series(1, 3) AS seq;
"#;

#[tokio::test]
async fn what_was_decided_before_figures_were_kept_is_the_beginning_of_their_history() {
    let world = World::start_on(&(database_of(3) + SETTLEMENTS), &[]).await;
    let sql = "SELECT seq, figures ->> 'you_pay', difference::text FROM settlement_figures ORDER BY ordinal";
    let rows = world.connect().await.query(sql, &[]).await.unwrap();
    let kept: Vec<(i64, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(kept, [(2, "2".to_owned()), (1, "1".to_owned())], "in the county's order, without the refused one");
    assert!(rows.iter().all(|row| row.get::<_, &str>(2).contains("stays.township")));
    assert_eq!(world.count("SELECT count(*) FROM settlement").await, 3);
}

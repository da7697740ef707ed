//! The ends of an exchange in words: what happened, what it means for the records, what to do.

use crate::error::SyncError;
use crate::exchange::Report;
use crate::transport::TransportError;
use nonghe_domain::Text;
use nonghe_store::StoreError;

impl Report {
    /// What a good exchange came to.
    pub fn text(&self) -> Text {
        let Self { sent, received, unjudged, .. } = *self;
        match (sent, unjudged) {
            (0, 0) if received == 0 => Text::new("已与县里核对，没有新的内容", "Checked with the county; nothing new."),
            (0, 0) => Text::new(
                format!("收到县里 {received} 条答复"),
                if received == 1 { "1 answer received.".to_owned() } else { format!("{received} answers received.") },
            ),
            (_, 0) => Text::new(
                format!("送达 {sent} 条，县里已全部核对"),
                if sent == 1 {
                    "1 record delivered; the county has checked it.".to_owned()
                } else {
                    format!("{sent} records delivered; the county has checked all of them.")
                },
            ),
            _ => Text::new(
                format!("送达 {sent} 条，县里还有 {unjudged} 条在核对，下次传输时取回结果"),
                format!(
                    "{sent} {} delivered; the county is still checking {unjudged}. The results come with the next \
                     transfer.",
                    if sent == 1 { "record" } else { "records" }
                ),
            ),
        }
    }
}

impl SyncError {
    /// What happened, what it means for the records, and what to do.
    pub fn text(&self) -> Text {
        match self {
            Self::Line(fault) => line(fault),
            Self::Store(fault) => store(fault),
            Self::NotTheCounty { .. } => Text::new(
                "答复的不是县里，可能是网络的登录页。记录都在本机，没有送达。请登录网络再传",
                "Something other than the county answered, perhaps a login page of the network. Nothing counts as \
                 delivered, and all records are here. Sign in to the network, then transfer again.",
            ),
            Self::OtherCounty => Text::new(
                "答复的是另一个县。记录都在本机，没有送达。请致电县医保局核对地址",
                "The server of another county answered. Nothing counts as delivered, and all records are here. Call \
                 the county office to check the address.",
            ),
            Self::Unavailable { .. } => Text::new(
                "县里的服务器现在忙。记录都在本机，没有丢失。程序会自动再传",
                "The county's server is busy. All records are here, nothing is lost. The program tries again by itself.",
            ),
            Self::Busy => Text::new(
                "县里还在处理上一次传输。记录都在本机，没有丢失。程序会自动再传",
                "The county is still at this computer's last transfer. All records are here, nothing is lost. The \
                 program tries again by itself.",
            ),
            Self::Forked => Text::new(
                "县里另有本机的记录，可能恢复过旧备份。记录都在本机。请停止结算，致电县医保局",
                "The county has another history of this computer; perhaps an old backup was restored or the disk was \
                 copied. All records are here, nothing is lost. Stop settling and call the county office.",
            ),
            Self::StaleEpoch { .. } => Text::new(
                "县里已给本机换发授权。记录都在本机，没有丢失。请向县医保局领取开通文件",
                "The county has issued a new grant for this computer and did not take records under the old one. All \
                 records are here, nothing is lost. Call the county office for the new grant file.",
            ),
            Self::UnknownEpoch | Self::UnknownDevice => Text::new(
                "县里没有登记本机。记录都在本机，没有丢失。请致电县医保局登记",
                "The county has not registered this computer. All records are here, nothing is lost. Call the county \
                 office to register it.",
            ),
            Self::Revoked => Text::new(
                "县里已停用本机。记录都在本机，没有丢失。请致电县医保局",
                "The county has revoked this computer. All records are here, and the county keeps aside what was just \
                 sent. Call the county office.",
            ),
            Self::EntryNotTaken { seq } => Text::new(
                format!("县里收不下第 {seq} 条，其后的也在等。记录都在本机。请致电县医保局"),
                format!(
                    "The county cannot take record {seq}, and the records after it wait too. All records are here, \
                     nothing is lost. Call the county office."
                ),
            ),
            Self::Contradiction(_) => Text::new(
                "县里的答复前后不一致。记录都在本机。程序会再传，一直这样请致电县医保局",
                "The county's answers contradict each other. All records are here, nothing is lost. The program tries \
                 again; if this goes on, call the county office.",
            ),
            Self::Unexpected => Text::new(
                "传输时程序遇到问题。记录都在本机，没有丢失。程序会自动再传",
                "Something went wrong during the transfer. All records are here, nothing is lost. The program tries again.",
            ),
        }
    }
}

fn line(fault: &TransportError) -> Text {
    match fault {
        TransportError::Address => Text::new(
            "开通文件里的地址不对，没有开始传输。记录都在本机。请致电县医保局",
            "The county's address in the grant file makes no sense, so no transfer began. All records are here, \
             nothing is lost. Call the county office.",
        ),
        TransportError::Unreachable => Text::new(
            "连不上县里。记录都在本机，没有丢失。可以继续工作，有网络后程序会自动传",
            "The county cannot be reached. All records are here, nothing is lost. Go on working; the program sends when \
             the connection returns.",
        ),
        TransportError::Insecure => Text::new(
            "到县里的连接不安全，没有送出内容。记录都在本机。请核对日期或致电县医保局",
            "The connection to the county is not secure, so nothing was sent. All records are here, nothing is lost. \
             Check this computer's date; if it is right, call the county office.",
        ),
        TransportError::Broken => Text::new(
            "传输中线路断了。送达的不会重复，其余都在本机。程序会自动接着传",
            "The line broke during the transfer. What was delivered is not sent twice, the rest is here, nothing is \
             lost. The program goes on by itself.",
        ),
    }
}

fn store(fault: &StoreError) -> Text {
    match fault {
        StoreError::NotProvisioned => Text::new(
            "本机还没有县里的开通文件，没有可传的内容。请先导入开通文件",
            "This computer has no grant file of the county yet, so there is nothing to transfer. Import the file first.",
        ),
        StoreError::OtherChain { .. } => SyncError::Forked.text(),
        StoreError::DiskFull => Text::new(
            "磁盘已满，县里的答复没有存下。记录都在本机。请腾出空间，程序会自动再传",
            "The disk is full, so the county's answers were not kept. All records are here, nothing is lost. Free some \
             space; the program tries again.",
        ),
        _ => Text::new(
            "读写本机数据时出错，传输停止。已保存的记录没有改动。请致电县医保局",
            "The transfer stopped because the data of this computer could not be read or written. Saved records are \
             unchanged. Call the county office.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_says_where_the_records_are() {
        let ends = [
            SyncError::Line(TransportError::Unreachable),
            SyncError::Line(TransportError::Insecure),
            SyncError::Line(TransportError::Broken),
            SyncError::NotTheCounty { status: 200, content_type: "text/html".to_owned() },
            SyncError::OtherCounty,
            SyncError::Unavailable { retry_after: None },
            SyncError::Busy,
            SyncError::Forked,
            SyncError::StaleEpoch { epoch: 2 },
            SyncError::UnknownDevice,
            SyncError::Revoked,
            SyncError::EntryNotTaken { seq: 7 },
            SyncError::Contradiction("x"),
            SyncError::Unexpected,
            SyncError::Line(TransportError::Address),
            SyncError::Store(StoreError::NotProvisioned),
            SyncError::Store(StoreError::DiskFull),
        ];
        for end in ends {
            let text = end.text();
            let stands = text.en.contains("here") || text.en.contains("nothing to transfer");
            assert!(text.zh.contains("本机") && stands, "{text:?}");
            assert!(!text.zh.contains([',', ';', ':']), "half-width punctuation in {}", text.zh);
            assert!(text.zh.chars().count() <= 40, "one line has 40 characters: {}", text.zh);
        }
    }

    #[test]
    fn a_good_end_counts_what_was_delivered() {
        let report = |sent, received, unjudged| Report { sent, received, unjudged, ..Report::default() }.text().zh;
        assert_eq!(report(0, 0, 0), "已与县里核对，没有新的内容");
        assert_eq!(report(0, 3, 0), "收到县里 3 条答复");
        assert_eq!(report(12, 1, 0), "送达 12 条，县里已全部核对");
        assert!(report(12, 0, 4).contains("还有 4 条在核对"));
    }
}

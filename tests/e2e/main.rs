//! probe
use system_tests::*;
#[tokio::test]
async fn probe() -> Result<()> {
    for (w, h) in [(1366, 768), (1024, 600)] {
        let display = Display::start(w, h)?;
        let dir = tempfile::tempdir().context("t")?;
        let window = Window::open(&display, &WindowSettings::on_data(dir.path())?.artefacts("probe")).await?;
        println!(
            "{}",
            window
                .evaluate("return [innerWidth, innerHeight, location.href]", vec![])
                .await?
        );
        window.resize(w, h).await?;
        println!(
            "{}",
            window
                .evaluate(
                    "return [innerWidth, innerHeight, document.documentElement.lang]",
                    vec![]
                )
                .await?
        );
        println!(
            "{:?} pid {:?}",
            window.screenshot(&format!("p{w}")).await?,
            window.process_id()
        );
        println!(
            "{}",
            window
                .evaluate(
                    "const r=[]; document.querySelectorAll('[data-test]').forEach(e=>r.push(e.dataset.test)); return r",
                    vec![]
                )
                .await?
        );
        println!(
            "{}",
            window
                .evaluate(
                    "try { eval('1'); return 'eval ok' } catch (e) { return String(e) }",
                    vec![]
                )
                .await?
        );
        window.fill("sign-in-initials", "lm").await?;
        window.fill("sign-in-pin", "123456").await?;
        println!(
            "{} {}",
            window.value("sign-in-initials").await?,
            window.value("sign-in-pin").await?
        );
        window.click("sign-in-enter").await?;
        println!(
            "{}",
            window
                .text("problem")
                .await
                .map_err(|e| println!("{e}"))
                .unwrap_or_default()
        );
        if w == 1366 {
            window.close().await?;
        } else {
            let p = window.process_id();
            window.kill_program()?;
            println!("{p:?} killed");
            let t = std::time::Instant::now();
            println!("{:?} {:?}", window.text("problem").await, t.elapsed());
        }
    }
    Ok(())
}

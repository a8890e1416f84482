/// The looks of the HTML report: light, dark and printed.
enum StyleSheet {
    /// The style sheet. The line colours are Okabe and Ito's, which all kinds of colour vision tell apart.
    static let text = """
        :root { --ink: #1b1f24; --soft: #59636e; --page: #fff; --panel: #f5f7f9; --rule: #d5dae0; --grid: #e6e9ed;
          --s1: #0072b2; --s2: #d55e00; --s3: #00805a; --s4: #b0518a; --s5: #a66f00; --s6: #3d8fc0;
          --good: #116b2f; --goodbg: #e3f4e7; --doubt: #7a5200; --doubtbg: #fdf1d3; --bad: #a31621; --badbg: #fce6e7;
          --mark: #8a6fb5; --shade: #eceff2; --gap: #f3d9c9; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --soft: #9aa5b1; --page: #14171a; --panel: #1d2226;
          --rule: #3a424a; --grid: #2a3036; --s1: #56b4e9; --s2: #ff8a3d; --s3: #2fc79a; --s4: #e19ac6; --s5: #f0b429;
          --s6: #9ad1f2; --good: #7fdc98; --goodbg: #15301d; --doubt: #f3c969; --doubtbg: #352a10; --bad: #ff9a9f;
          --badbg: #3b1719; --mark: #a794cc; --shade: #22282d; --gap: #43301f; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
        main { max-width: 1020px; margin: 0 auto; padding: 28px 24px 48px; }
        h1 { font-size: 26px; line-height: 1.25; margin: 0 0 6px; }
        h2 { font-size: 18px; margin: 36px 0 8px; padding-bottom: 4px; border-bottom: 1px solid var(--rule); }
        main { counter-reset: section; } h2 { counter-increment: section; } h2::before { content: counter(section) ". "; }
        h3 { font-size: 15px; margin: 20px 0 6px; }
        p { margin: 0 0 8px; } .over, .note, footer { color: var(--soft); font-size: 13px; }
        .verdict { padding: 16px 20px; border-left: 6px solid; border-radius: 4px; margin: 6px 0 16px; }
        .verdict p { max-width: 82ch; color: var(--ink); overflow-wrap: anywhere; } .verdict .status { margin: 0; font-size: 13px; }
        .verdict.good { border-color: var(--good); background: var(--goodbg); } .good h1 { color: var(--good); }
        .verdict.doubt { border-color: var(--doubt); background: var(--doubtbg); } .doubt h1 { color: var(--doubt); }
        .verdict.bad { border-color: var(--bad); background: var(--badbg); } .bad h1 { color: var(--bad); }
        .badge { white-space: nowrap; font-weight: 600; } .badge.good { color: var(--good); }
        .badge.doubt { color: var(--doubt); } .badge.bad { color: var(--bad); }
        .key { display: flex; flex-wrap: wrap; gap: 8px; margin: 0; }
        .key div { flex: 1 1 150px; background: var(--panel); border-radius: 4px; padding: 8px 12px; }
        .key dt { color: var(--soft); font-size: 12px; } .key dd { margin: 0; font-size: 19px; font-weight: 600; }
        .key small { display: block; font-size: 12px; font-weight: 400; color: var(--soft); }
        .facts { margin: 0; } .facts div { display: flex; border-bottom: 1px solid var(--grid); padding: 3px 0; }
        .facts dt { flex: 0 0 130px; color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
        .contents ol { columns: 3 220px; margin: 14px 0 0; padding-left: 26px; font-size: 13px; } .contents a { color: inherit; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; vertical-align: top; padding: 4px 14px 4px 0; border-bottom: 1px solid var(--grid); }
        th { color: var(--soft); font-weight: 600; border-bottom-color: var(--rule); overflow-wrap: normal;
          vertical-align: bottom; }
        .n { text-align: right; white-space: nowrap; } th.n { white-space: normal; }
        td.p { overflow-wrap: anywhere; min-width: 18ch; }
        td:last-child, th:last-child { padding-right: 0; } table.narrow { width: auto; min-width: 55%; }
        table.small { width: auto; font-size: 12px; margin: 2px 0 0 66px; } table.small td, table.small th { padding: 1px 22px 1px 0; }
        figure { margin: 22px 0 30px; } figcaption { font-weight: 600; }
        figure > svg { width: 100%; height: auto; display: block; }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 4px 0 2px; padding: 0;
          font-size: 12px; color: var(--soft); } .legend svg { width: 26px; height: 12px; margin-right: 6px; vertical-align: -1px; }
        svg text { font-size: 12px; fill: var(--soft); font-variant-numeric: tabular-nums; }
        .grid line { stroke: var(--grid); } .axis { stroke: var(--soft); } .mark { stroke: var(--mark); stroke-dasharray: 2 3; }
        .line { fill: none; stroke-width: 1.4; stroke-linejoin: round; stroke-linecap: round; }
        .s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); stroke-dasharray: 7 3; } .s3 { stroke: var(--s3); stroke-dasharray: 2 3; }
        .s4 { stroke: var(--s4); stroke-dasharray: 14 4; } .s5 { stroke: var(--s5); stroke-dasharray: 9 3 2 3; } .s6 { stroke: var(--s6); stroke-dasharray: 1 5; }
        .envelope { stroke: var(--ink); stroke-width: 1.7; } .fit { stroke: var(--s2); stroke-width: 2.2; stroke-dasharray: 8 4; }
        .band { fill: var(--s2); fill-opacity: .16; stroke: var(--s2); stroke-width: .6; stroke-dasharray: 2 2; } .cut { fill: var(--shade); } .gap { fill: var(--gap); }
        .fault { fill: var(--mark); fill-opacity: .18; } .storm { fill: var(--mark); fill-opacity: .14; }
        .silence { fill: var(--gap); fill-opacity: .7; } .hatch { stroke: var(--soft); stroke-width: .8; stroke-opacity: .55; fill: none; }
        .bar { fill: var(--s1); fill-opacity: .45; stroke: var(--ink); stroke-width: .8; }
        .questions li { break-inside: avoid; margin: 0 0 14px; }
        .questions .answer, .sign td { border-bottom: 1px solid var(--rule); } .questions .answer { height: 26px; }
        .sign { break-inside: avoid; } .sign td { height: 44px; width: 27%; border: 1px solid var(--rule); }
        .sign th { border: 1px solid var(--rule); padding: 4px 8px; vertical-align: middle; }
        pre { background: var(--panel); padding: 10px 12px; border-radius: 4px; overflow-x: auto; font-size: 12px; white-space: pre-wrap;
          overflow-wrap: anywhere; }
        footer { margin-top: 36px; border-top: 1px solid var(--rule); padding-top: 8px; }
        @page { size: A4; margin: 14mm 13mm 17mm;
          @bottom-right { content: "page " counter(page) " of " counter(pages); font: 7.5pt sans-serif; color: #444; } }
        @media print { :root { color-scheme: light; --ink: #000; --soft: #444; --page: #fff; --panel: #f5f7f9;
          --rule: #bbb; --grid: #ddd; --s1: #0072b2; --s2: #d55e00; --s3: #00805a; --s4: #b0518a; --s5: #a66f00;
          --s6: #3d8fc0; --good: #116b2f; --goodbg: #fff; --doubt: #7a5200; --doubtbg: #fff; --bad: #a31621;
          --badbg: #fff; --mark: #8a6fb5; --shade: #eee; --gap: #f3d9c9; }
          body { font-size: 9.5pt; } h1 { font-size: 16pt; } h2 { font-size: 12pt; margin-top: 18pt; }
          table { font-size: 8pt; } th, td { padding: 2pt 7pt 2pt 0; } .scroll { overflow: visible; } thead { display: table-header-group; } td.p { min-width: 17ch; } .n { white-space: normal; } main { max-width: none; padding: 0; } figure, tr, .verdict { break-inside: avoid; }
          .over, .note, footer { font-size: 8pt; } h2, h3, figcaption { break-after: avoid; } .verdict, .key div { border: 1px solid #999; border-left-width: 6px; }
          .line, .band, .cut, .gap, .fault, .storm, .silence, .bar, .mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        """
}

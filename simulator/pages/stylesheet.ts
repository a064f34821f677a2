/** One sheet for all pages; dark and light from the same tokens. */
export const stylesheet = `
:root {
  --paper: #fbfbfa; --card: #ffffff; --ink: #1b1c1d; --soft: #5c6066; --line: #e3e4e2; --field: #8b9097;
  --accent: #1f4fd8; --on-accent: #ffffff; --banner: #fff3d1; --on-banner: #5c4300; --mark: #b07d00;
  --bad: #b3261e; --good: #1b6e3c;
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131415; --card: #1a1c1e; --ink: #ececea; --soft: #a3a7ad; --line: #2e3134; --field: #7a8088;
    --accent: #8fb0ff; --on-accent: #0e1a3a; --banner: #33290d; --on-banner: #f3d68a; --mark: #e0b341;
    --bad: #ff9a92; --good: #84d7a2;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 var(--sans); font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
.banner { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: baseline; padding: 9px 20px; background: var(--banner); color: var(--on-banner); font-size: 13px; }
.banner .mark { width: 8px; height: 8px; border-radius: 50%; background: var(--mark); align-self: center; }
main { padding: 0 20px 64px; margin: 0 auto; }
.narrow main { max-width: 500px; padding-top: min(9vh, 72px); }
.wide main { max-width: 1120px; padding-top: 36px; }
h1 { font-size: 22px; line-height: 1.27; font-weight: 600; letter-spacing: -0.012em; margin: 0 0 4px; text-wrap: balance; }
.wide h1 { font-size: 26px; }
h2, legend { font-size: 14px; font-weight: 600; margin: 0; padding: 0; }
p { margin: 0; }
a { color: var(--accent); text-underline-offset: 2px; }
.lead { color: var(--soft); max-width: 76ch; margin-top: 8px; }
.eyebrow { color: var(--soft); font-size: 13px; margin-bottom: 6px; }
.mono { font-family: var(--mono); font-size: 0.9em; overflow-wrap: anywhere; }
.tag { color: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: 0 6px; white-space: nowrap; }
.note { color: var(--soft); font-size: 13px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 28px; }
.consent > * + section, .consent > * + fieldset { margin-top: 22px; padding-top: 20px; border-top: 1px solid var(--line); }
.consent > h1 + p { margin-top: 12px; color: var(--soft); }
.split { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; }
fieldset { border: 0; padding: 0; margin: 0; min-width: 0; }
.consent legend { float: left; width: 100%; margin-bottom: 8px; }
.consent legend + * { clear: both; }
.grants { list-style: none; margin: 8px 0 0; padding: 0; color: var(--soft); }
.grants li { padding: 2px 0 2px 22px; position: relative; }
.grants li::before { content: ""; position: absolute; left: 3px; top: 9px; width: 9px; height: 5px; border: solid var(--good); border-width: 0 0 1.5px 1.5px; transform: rotate(-45deg); }
.grants .not::before { border-color: var(--soft); height: 0; border-width: 0 0 1.5px; transform: none; top: 12px; }
.grants .strong { color: var(--ink); font-weight: 600; }
.choice { display: flex; gap: 10px; align-items: baseline; padding: 9px 10px; margin: 0 -10px; border-radius: 6px; cursor: pointer; }
.choice:hover { background: color-mix(in srgb, var(--accent) 6%, transparent); }
.choice:has(:checked) { background: color-mix(in srgb, var(--accent) 10%, transparent); }
.choice input { accent-color: var(--accent); margin: 0; transform: translateY(1px); flex: none; }
.choice-name { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.choice-detail { color: var(--soft); font-size: 13px; white-space: nowrap; }
select, input[type=text], input[type=number] { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--field); border-radius: 6px; padding: 6px 8px; max-width: 100%; min-height: 36px; }
.consent select { width: 100%; margin-top: 8px; }
button { font: inherit; font-weight: 500; color: var(--ink); background: var(--card); border: 1px solid var(--field); border-radius: 6px; padding: 6px 14px; min-height: 36px; cursor: pointer; }
button:hover { border-color: var(--ink); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.danger { color: var(--bad); }
button.small { min-height: 30px; padding: 2px 10px; font-size: 13px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.decision { display: flex; gap: 10px; margin: 24px 0 16px; }
.decision button { flex: 1; min-height: 44px; }
.people { display: grid; gap: 8px; margin-top: 20px; }
.people button { display: grid; padding: 10px 14px; text-align: left; overflow-wrap: anywhere; }
.people strong { font-weight: 600; } .people span { font-weight: 400; }
.problems { margin: 16px 0 0; padding: 14px 14px 14px 30px; border: 1px solid var(--line); border-radius: 6px; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 36px; margin: 22px 0 0; padding: 0; }
.facts div { min-width: 0; }
.facts dt { color: var(--soft); font-size: 13px; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.panel { margin-top: 40px; }
.panel > header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 8px 24px; padding-bottom: 8px; border-bottom: 1px solid var(--ink); }
.panel h2 { font-size: 17px; letter-spacing: -0.008em; }
.panel > header .note { flex-basis: 100%; }
.row-form { display: flex; flex-wrap: wrap; gap: 10px; align-items: end; margin: 0; }
.row-form label { display: grid; grid-template-columns: minmax(0, auto); max-width: 100%; gap: 2px; font-size: 13px; color: var(--soft); min-width: 0; }
.row-form label > * { color: var(--ink); font-size: 15px; }
.row-form .check { display: flex; gap: 6px; align-items: center; min-height: 36px; color: var(--ink); }
.row-form .check input { accent-color: var(--accent); margin: 0; }
.panel > .row-form { padding: 14px 0; }
.actions { display: flex; flex-wrap: wrap; gap: 10px; align-items: end; margin-top: 22px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: 13px; }
th, td { padding: 8px 16px 8px 0; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th:last-child, td:last-child { padding-right: 0; }
.num { text-align: right; white-space: nowrap; }
td.url { min-width: 24ch; } td.time, td.id { white-space: nowrap; } td.time { color: var(--soft); }
td .note { white-space: nowrap; } td .why { display: block; white-space: normal; min-width: 20ch; }
.empty { padding: 14px 0; color: var(--soft); }
td.state { white-space: nowrap; } .bad { color: var(--bad); } .good { color: var(--good); }
.changed { font-weight: 600; }
.message { margin-top: 20px; padding: 10px 14px; border: 1px solid var(--line); border-left: 3px solid var(--accent); border-radius: 4px; background: var(--card); }
.switches { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: 18px 32px; padding: 16px 0; }
.switches label { display: grid; gap: 4px; align-content: start; }
.switches label .note { min-height: 0; }
.switches select { width: 100%; }
@media (max-width: 480px) {
  main { padding-inline: 12px; } .card { padding: 20px; } .banner { padding-inline: 12px; }
  .banner-note { flex-basis: 100%; padding-left: 18px; }
}
`;

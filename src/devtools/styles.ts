// The doubled class outweighs the page's own rules of elements and of single classes. Parts are attributes, since a page may
// have classes of any name.
/** The styles of the devtools. */
export const CSS = `
.video-task-devtools.video-task-devtools { all: revert; }
.video-task-devtools.video-task-devtools :where(*) { all: revert; box-sizing: border-box; font: inherit; color: inherit; letter-spacing: inherit; }
.video-task-devtools.video-task-devtools {
  --bg: light-dark(#fff, #14171c);
  --raised: light-dark(#f4f6f8, #1c2127);
  --line: light-dark(#d5dae1, #343b45);
  --edge: light-dark(#6f7a87, #838d9a);
  --text: light-dark(#14181d, #eceff2);
  --muted: light-dark(#414a55, #b6bec8);
  --accent: light-dark(#0b4fb3, #8ec2ff);
  --selected: light-dark(#e6effc, #1d2b40);
  --green: light-dark(#0d4a26, #a6ecbf);
  --green-bg: light-dark(#dbf5e4, #12301f);
  --blue: light-dark(#163f86, #b4d4ff);
  --blue-bg: light-dark(#e0ebfd, #172a45);
  --amber: light-dark(#613806, #f8d88b);
  --amber-bg: light-dark(#fdf0cf, #38290d);
  --red: light-dark(#7d1717, #ffb9b3);
  --red-bg: light-dark(#fde5e3, #421a1a);
  --grey: light-dark(#363e48, #c9cfd6);
  --grey-bg: light-dark(#e8ebef, #2a3038);
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace;
  box-sizing: border-box;
  color: var(--text);
  font: 0.8125rem/1.45 system-ui, sans-serif;
  text-align: start;
  container: video-task-devtools / inline-size;
  &[data-theme='light'] { color-scheme: light; }
  &[data-theme='dark'] { color-scheme: dark; }

  &[data-part='embedded'] { block-size: 100%; min-block-size: 20rem; }
  &[data-part='floating'] { position: fixed; inset-block-end: 0; inset-inline: 0; z-index: 99998; pointer-events: none; }
  &[data-part='floating'] > * { pointer-events: auto; }
  &[data-part='floating'] [data-part='panel'] { block-size: min(34rem, 62vh); border: solid var(--line); border-width: 1px 0 0; box-shadow: 0 -0.5rem 2rem rgb(0 0 0 / 0.16); }
  [data-part='opener'] {
    position: absolute;
    inset-block-end: 1rem;
    inset-inline-end: 1rem;
    display: grid;
    place-items: center;
    inline-size: 2.75rem;
    block-size: 2.75rem;
    padding: 0;
    border: 1px solid var(--edge);
    border-radius: 50%;
    background: var(--bg);
    box-shadow: 0 0.125rem 0.75rem rgb(0 0 0 / 0.22);
    cursor: pointer;
  }
  &[data-position='start'] [data-part='opener'] { inset-inline: 1rem auto; }
  [data-part='opener']:hover { background: var(--raised); }
  [data-part='logo'] {
    display: inline-block;
    inline-size: 1.125rem;
    block-size: 1.125rem;
    border: 0.1875rem solid var(--accent);
    border-inline-start-color: var(--edge);
    border-radius: 50%;
    flex: none;
  }
  [data-part='opener'] [data-part='logo'] { inline-size: 1.375rem; block-size: 1.375rem; }

  [data-part='panel'] { display: flex; flex-direction: column; block-size: 100%; background: var(--bg); overflow: hidden auto; }
  [data-part='header'] { display: flex; align-items: center; gap: 0.375rem 1rem; padding: 0.5rem 0.75rem; border-block-end: 1px solid var(--line); background: var(--raised); }
  [data-part='header'] > [data-part='facts'] { flex: 1; }
  h2 { display: flex; align-items: center; gap: 0.5rem; margin: 0; font-size: 0.875rem; font-weight: 650; white-space: nowrap; }
  h3 { margin: 0; font-size: 0.875rem; font-weight: 600; }
  h4 { margin: 1.125rem 0 0.375rem; font-size: 0.75rem; font-weight: 650; color: var(--muted); }
  ul, ol { margin: 0; padding: 0; list-style: none; }
  p { margin: 0; }
  b, strong { font-weight: 650; }
  time, [data-part='id'], pre { font-family: var(--mono); }
  time, [data-part='next'], [data-part='decision'], [data-part='scale'] { font-variant-numeric: tabular-nums; }

  button { cursor: pointer; }
  button:focus-visible, input:focus-visible, pre:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
  [data-part='buttons'] button, [data-part='scenarios'] button {
    padding: 0.1875rem 0.625rem;
    min-block-size: 1.75rem;
    border: 1px solid var(--line);
    border-radius: 0.375rem;
    background: var(--bg);
    font-weight: 550;
  }
  [data-part='buttons'] button:hover, [data-part='scenarios'] button:hover { border-color: var(--edge); background: var(--raised); }
  button:disabled { opacity: 0.5; cursor: default; }
  [data-part='close'] { align-self: start; inline-size: 1.75rem; block-size: 1.75rem; padding: 0; border: 0; border-radius: 0.375rem; background: none; color: var(--muted); }
  [data-part='close']:hover { background: var(--grey-bg); }

  [data-part='facts'] { display: flex; flex-wrap: wrap; gap: 0.125rem 1.25rem; margin: 0; min-inline-size: 0; }
  [data-part='facts'] > div { display: flex; gap: 0.375rem; min-inline-size: 0; }
  dt { color: var(--muted); flex: none; }
  dd { margin: 0; min-inline-size: 0; overflow-wrap: anywhere; }
  [data-part='facts'] > [data-active] dd { color: var(--amber); font-weight: 600; }

  [data-part='scenarios'] {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem;
    padding: 0.4375rem 0.75rem;
    border-block-end: 1px solid var(--line);
    color: var(--muted);
  }
  [data-part='scenarios'] button { color: var(--text); font-family: var(--mono); font-size: 0.75rem; }
  [data-part='scenarios'] [role='status'] { color: var(--red); }

  [data-part='columns'] { flex: 1 0 auto; display: grid; align-items: start; }
  [data-part='filter'] { display: flex; align-items: center; gap: 0.75rem; padding: 0.5rem 0.75rem; color: var(--muted); }
  [data-part='filter'] [role='status'] { white-space: nowrap; }
  input { flex: 1; min-inline-size: 0; padding: 0.25rem 0.5rem; min-block-size: 1.875rem; border: 1px solid var(--edge); border-radius: 0.375rem; background: var(--bg); color: var(--text); }
  input::placeholder { color: var(--muted); opacity: 1; }

  [data-part='task'] {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.0625rem 0.5rem;
    inline-size: 100%;
    padding: 0.5rem 0.75rem;
    border: solid transparent;
    border-width: 0 0 0 0.1875rem;
    border-inline: 0.1875rem solid transparent;
    border-inline-end: 0;
    background: none;
    text-align: start;
  }
  li + li > [data-part='task'] { box-shadow: inset 0 1px var(--line); }
  [data-part='task']:hover { background: var(--raised); }
  [data-part='task'][aria-current] { background: var(--selected); border-inline-start-color: var(--accent); }
  [data-part='task'] [data-part='id'] { font-size: 0.75rem; font-weight: 600; overflow: clip; text-overflow: ellipsis; white-space: nowrap; align-self: center; }
  [data-part='task'] [data-part='next'] { grid-column: 1 / -1; }
  [data-part='note'] { color: var(--muted); font-size: 0.75rem; }
  [data-part='task'] [data-part='note'] + [data-part='note'] { text-align: end; }
  [data-part='title'] [data-part='id'] { overflow-wrap: anywhere; }

  [data-part='badge'], [data-part='outcome'] {
    justify-self: end;
    padding: 0 0.4375rem;
    border-radius: 0.75rem;
    background: var(--grey-bg);
    color: var(--grey);
    font-size: 0.75rem;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  [data-part='badge'] { white-space: nowrap; }
  [data-part='badge'][data-state='in_progress'], [data-outcome='changed'] [data-part='outcome'] { background: var(--blue-bg); color: var(--blue); }
  [data-part='badge'][data-state='completed'] { background: var(--green-bg); color: var(--green); }
  [data-part='badge']:is([data-state='failed'], [data-state='error']), [data-outcome='failed'] [data-part='outcome'] { background: var(--red-bg); color: var(--red); }
  [data-part='badge']:is([data-state='stalled'], [data-state='unreachable'], [data-state='expired'], [data-state='unplayable']) { background: var(--amber-bg); color: var(--amber); }

  [data-part='details'] { padding: 0.625rem 0.875rem 1rem; min-inline-size: 0; border-block-start: 1px solid var(--line); }
  [data-part='title'] { display: flex; flex-wrap: wrap; align-items: center; gap: 0.375rem 0.625rem; }
  [data-part='buttons'] { display: flex; flex-wrap: wrap; gap: 0.375rem; margin-inline-start: auto; }
  [data-part='decision'] {
    margin-block: 0.625rem;
    padding: 0.5rem 0.75rem;
    border-inline-start: 0.1875rem solid var(--accent);
    border-radius: 0.25rem;
    background: var(--selected);
    font-size: 0.875rem;
  }
  [data-part='decision'][data-ended] { border-color: var(--edge); background: var(--grey-bg); }

  [data-part='strip'] { margin-block: 0.75rem; padding-inline: 0.375rem; }
  [data-part='track'] { position: relative; block-size: 0.25rem; margin-block: 0.625rem 0.5rem; border-radius: 0.125rem; background: var(--grey-bg); }
  [data-part='elapsed'] { position: absolute; inset-block: 0; inset-inline-start: 0; border-radius: 0.125rem; background: var(--line); }
  [data-part='tick'] {
    position: absolute;
    inset-block-start: 50%;
    inline-size: 0.625rem;
    block-size: 0.625rem;
    margin-block-start: -0.3125rem;
    margin-inline-start: -0.3125rem;
    border: 2px solid var(--bg);
    border-radius: 50%;
    background: var(--edge);
  }
  [data-part='tick'][data-outcome='changed'] { background: light-dark(#2f6fd6, #6aa7f5); inline-size: 0.875rem; block-size: 0.875rem; margin-block-start: -0.4375rem; margin-inline-start: -0.4375rem; }
  [data-part='tick'][data-outcome='failed'] { background: light-dark(#cf3a30, #f2756b); border-radius: 0.125rem; inline-size: 0.75rem; block-size: 0.75rem; margin-block-start: -0.375rem; margin-inline-start: -0.375rem; }
  [data-part='tick'][data-outcome='open'], [data-part='tick'][data-outcome='due'] { background: var(--bg); border-color: var(--accent); }
  [data-part='scale'] { display: flex; justify-content: space-between; color: var(--muted); font-size: 0.75rem; }

  [data-part='polls'] > li, [data-part='events'] > li { padding-block: 0.4375rem; border-block-start: 1px solid var(--line); }
  [data-part='polls'] > li { display: grid; gap: 0.1875rem 1rem; }
  [data-part='when'] { display: flex; gap: 0.625rem; align-items: baseline; }
  [data-part='when'] span { color: var(--muted); font-size: 0.75rem; }
  [data-part='what'] { display: flex; flex-wrap: wrap; gap: 0.125rem 0.5rem; align-items: baseline; }
  [data-part='polls'] b { color: var(--muted); font-size: 0.75rem; margin-inline-end: 0.25rem; }
  [data-part='empty'] { padding: 0.5rem 0.75rem; color: var(--muted); }
  [data-part='details'] [data-part='empty'] { padding: 0; }
  [data-part='details'] > [data-part='facts'] { gap: 0.25rem 1.5rem; }
  [data-part='json'] { margin-block-start: 1rem; }
  summary { cursor: pointer; color: var(--muted); font-size: 0.75rem; font-weight: 650; }
  pre { margin: 0.5rem 0 0; padding: 0.625rem; max-block-size: 20rem; overflow: auto; border: 1px solid var(--line); border-radius: 0.375rem; background: var(--raised); font-size: 0.75rem; direction: ltr; text-align: left; }
}
@container video-task-devtools (inline-size < 45rem) {
  .video-task-devtools.video-task-devtools [data-part='header'] { flex-wrap: wrap; }
  .video-task-devtools.video-task-devtools [data-part='header'] h2 { flex: 1; }
  .video-task-devtools.video-task-devtools [data-part='header'] > [data-part='facts'] { order: 1; flex: 0 0 100%; }
  .video-task-devtools.video-task-devtools [data-part='scenarios'] { flex-wrap: nowrap; overflow: auto hidden; }
  .video-task-devtools.video-task-devtools [data-part='scenarios'] > * { flex: none; }
  .video-task-devtools.video-task-devtools [data-part='tasks'] > ul { max-block-size: 12rem; overflow: auto; }
}
@container video-task-devtools (inline-size >= 45rem) {
  .video-task-devtools.video-task-devtools [data-part='panel'] { overflow: hidden; }
  .video-task-devtools.video-task-devtools [data-part='columns'] { flex: 1; min-block-size: 0; grid-template-columns: minmax(17rem, 22rem) minmax(0, 1fr); align-items: stretch; }
  .video-task-devtools.video-task-devtools [data-part='tasks'] { overflow: auto; border-inline-end: 1px solid var(--line); }
  .video-task-devtools.video-task-devtools [data-part='details'] { overflow: auto; border-block-start: 0; }
}
@container video-task-devtools (inline-size >= 62rem) {
  .video-task-devtools.video-task-devtools [data-part='polls'] > li { grid-template-columns: 7.5rem minmax(0, 1fr) minmax(0, 1fr); }
  .video-task-devtools.video-task-devtools [data-part='polls'] > li > [data-part='what'] { grid-column: 2 / -1; }
  .video-task-devtools.video-task-devtools [data-part='polls'] > li > p:nth-of-type(1) { grid-column: 2; }
}
@media (prefers-contrast: more) {
  .video-task-devtools.video-task-devtools { --muted: var(--text); --line: var(--edge); }
}
@media (forced-colors: active) {
  .video-task-devtools.video-task-devtools [data-part='tick'] { forced-color-adjust: none; background: CanvasText; }
  .video-task-devtools.video-task-devtools [data-part='task'][aria-current] { outline: 2px solid Highlight; outline-offset: -2px; }
}
`

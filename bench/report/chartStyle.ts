/**
 * Colours of the charts, as the viewer's own scheme has them: an SVG in an `<img>` sees no style of the page around it.
 * Text has a contrast of 4.5 to 1 at least, on white and on GitHub's dark grey.
 */
export const chartStyle = `
  svg {
    --text: #1c2024;
    --muted: #5b626b;
    --line: #d5d9de;
    --peer: #868e99;
    --ours: #2f5fd7;
    font: 14px system-ui, -apple-system, 'Segoe UI', sans-serif;
    font-variant-numeric: tabular-nums;
    color: var(--muted);
    background: none;
  }
  @media (prefers-color-scheme: dark) {
    svg {
      --text: #e6e9ed;
      --muted: #a3abb5;
      --line: #363c44;
      --peer: #7f8894;
      --ours: #7ea4ff;
    }
  }
`

/** Has xterm.js count columns as the tmux does that draws on it. */

/** @param {import('../../vendor/xterm.mjs').Terminal} terminal @param {import('../lib/widths.js').Widths} widths */
export function setWidths({ unicode }, widths) {
  const version = `tmux ${widths.id}`;
  unicode.register({
    version,
    wcwidth: (code) => widths.of(code),
    charProperties: (code, before) => widths.step(code, before),
  });
  unicode.activeVersion = version;
}

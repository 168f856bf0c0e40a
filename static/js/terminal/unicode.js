/** Has xterm.js count columns as tmux does. Separate file: the sample of the settings page uses it too. */

/** @import { OpenTerminal } from './screen.js' */

/** @param {OpenTerminal} terminal @param {import('../lib/widths.js').Widths} widths */
export function setWidths({ unicode }, widths) {
  const version = `tmux ${widths.id}`;
  unicode.register({
    version,
    wcwidth: (code) => /** @type {0|1|2} */ (widths.of(code)),
    charProperties: (code, before) => widths.step(code, before),
  });
  unicode.activeVersion = version;
}

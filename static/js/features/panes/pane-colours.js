/** Sends the server the colours of the terminals: a program in a pane that asks for them gets these. */
import { logWarning } from '../../lib/log.js';
import { ANSI } from '../../lib/theme-model.js';
import { paletteOf } from '../../terminal/render/palettes.js';
import { currentTheme } from '../themes/theme.js';

const TEXT = { failed: 'Programs in panes do not know the colours of this page:' };

/** @param {import('../../pages/page-contract.js').Page} page */
export function installPaneColours(page) {
  const send = async () => {
    if (!page.mayType()) return;
    try {
      await page.panes.command('colours', coloursFor(paletteOf(currentTheme())));
    } catch (error) {
      logWarning(`${TEXT.failed} ${error.message}`);
    }
  };
  page.events.on('attached', send);
  document.addEventListener('webmux:theme', send);
}

/** The arguments of the command. @testonly @param {Record<string, string>} palette */
export function coloursFor(palette) {
  const { foreground, background } = palette;
  return { foreground, background, palette: ANSI.map((name) => palette[name]) };
}

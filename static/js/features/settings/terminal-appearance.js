/** How the user wants terminals drawn, and the actions that change the text size. */
import { fontFamily } from '../../lib/fonts.js';
import { FONT_PX } from '../../lib/settings-table.js';

/** The only text of this feature that the first load has. */
const TEXT = { size: (px) => `Text size ${px} pixels.` };
const SETTINGS = [
  'font.family',
  'font.size',
  'font.lineHeight',
  'font.letterSpacing',
  'cursor.style',
  'cursor.blink',
  'contrast',
  'screenReader',
];
/** WCAG's enhanced contrast, for users whose system asks for more and who chose no contrast here. */
const CONTRAST_MORE = 7;
const wantsMore = () => matchMedia('(prefers-contrast: more), (forced-colors: active)');

/** The font size in the query of a page, or null. @param {string} search @testonly */
export function queryFontPx(search) {
  const text = new URLSearchParams(search).get('fontSize') ?? '';
  const px = text.trim() === '' ? Number.NaN : Number(text);
  return px >= FONT_PX.least && px <= FONT_PX.most ? px : null;
}

export class TerminalAppearance {
  #settings;
  #queryPx;
  #planned = false;

  /**
   * @param {import('../../net/user-settings.js').Settings} settings
   * @param {string} [search] its `fontSize` applies until the user chooses a size.
   */
  constructor(settings, search = '') {
    this.#settings = settings;
    this.#queryPx = queryFontPx(search);
  }

  /** @returns {import('../../terminal/render/appearance.js').TerminalLook} */
  get now() {
    const get = (name) => this.#settings.get(name);
    const isRaised = wantsMore().matches && this.#settings.changed.contrast === undefined;
    return {
      family: get('font.family'),
      fontPx: this.#queryPx ?? get('font.size'),
      lineHeight: get('font.lineHeight'),
      letterSpacing: get('font.letterSpacing'),
      cursor: get('cursor.style'),
      blink: get('cursor.blink'),
      contrast: isRaised ? CONTRAST_MORE : get('contrast'),
      screenReader: get('screenReader'),
    };
  }

  /**
   * Updates the screen after each change, as long as the page exists.
   * @param {{setLook: (look: object) => void}} screen
   */
  follow(screen) {
    let isFollowing = false;
    for (const name of SETTINGS) {
      this.#settings.watch(name, () => {
        if (!isFollowing) return; // `watch` calls back at once with the value that the screen has
        if (name === 'font.size') this.#queryPx = null;
        this.#plan(screen);
      });
    }
    wantsMore().addEventListener('change', () => this.#plan(screen));
    isFollowing = true;
  }

  /** Updates once for settings that change together, after the font loaded: it decides the size of a cell. */
  async #plan(screen) {
    if (this.#planned) return;
    this.#planned = true;
    await document.fonts
      .load(`${this.now.fontPx}px ${fontFamily(this.now.family, 'monospace')}`)
      .catch(() => {});
    this.#planned = false;
    screen.setLook(this.now);
  }
}

/** @param {import('../../pages/page-contract.js').Page} page */
export function installFontSize({ actions, settings, screen, say }) {
  const set = (px) => {
    const size = px === null ? null : Math.max(FONT_PX.least, Math.min(FONT_PX.most, px));
    settings.set('font.size', size).catch(() => {});
    say(TEXT.size(settings.get('font.size')));
  };
  actions.register('font.larger', () => set(screen.fontPx + 1));
  actions.register('font.smaller', () => set(screen.fontPx - 1));
  actions.register('font.reset', () => set(null));
}

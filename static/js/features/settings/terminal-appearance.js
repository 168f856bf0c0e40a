/** How the reader wants terminals drawn, kept up to date. */
import { fontFamily } from '../../lib/fonts.js';
import { FONT_PX } from '../../lib/settings-table.js';

const NAMES = {
  'font.family': 'family',
  'font.size': 'fontPx',
  'font.lineHeight': 'lineHeight',
  'font.letterSpacing': 'letterSpacing',
  'cursor.style': 'cursor',
  'cursor.blink': 'blink',
  contrast: 'contrast',
  screenReader: 'screenReader',
};

// What WCAG calls enhanced; a contrast that was chosen, whichever, is kept.
const CONTRAST_MORE = 7;
const wantsMore = () => matchMedia('(prefers-contrast: more), (forced-colors: active)');

/** The font size that the query of a page asks for, or null. @testonly */
export function askedFontPx(search) {
  const asked = new URLSearchParams(search).get('fontSize');
  const px = asked === null || asked.trim() === '' ? Number.NaN : Number(asked);
  return px >= FONT_PX.least && px <= FONT_PX.most ? px : null;
}

export class Look {
  #settings;
  #askedPx;
  #planned = false;

  /** @param {import('../../net/user-settings.js').Settings} settings @param {string} [search] `?fontSize=` counts until a size is chosen. */
  constructor(settings, search = '') {
    this.#settings = settings;
    this.#askedPx = askedFontPx(search);
  }

  /** @returns {import('../../terminal/render/appearance.js').Look} */
  get now() {
    const look = Object.fromEntries(
      Object.entries(NAMES).map(([name, key]) => [key, this.#settings.get(name)]),
    );
    if (this.#askedPx !== null) look.fontPx = this.#askedPx;
    if (wantsMore().matches && this.#settings.changed.contrast === undefined) look.contrast = CONTRAST_MORE;
    return look;
  }

  /** Has what draws follow the settings, for as long as the page lives. @param {{setLook: (look: object) => void}} screen */
  follow(screen) {
    let following = false;
    for (const name of Object.keys(NAMES)) {
      this.#settings.watch(name, () => {
        if (!following) return; // `watch` tells of the value now, with which it was made
        if (name === 'font.size') this.#askedPx = null;
        this.#plan(screen);
      });
    }
    wantsMore().addEventListener('change', () => this.#plan(screen));
    following = true;
  }

  /** Once for all that changed together, and when its font is there: cells are measured by it. */
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

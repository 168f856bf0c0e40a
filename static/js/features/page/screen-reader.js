/**
 * Offers screen reader mode: its button is the first stop of the Tab key, and hidden until it has the focus.
 * Separate file: a mode of its own, which no other module of the page is about.
 */
import { el, setText } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { TEXT } from './page-text.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installScreenReader(page) {
  const { settings } = page;
  const toggle = () => {
    settings.set('screenReader', !settings.get('screenReader')).catch(() => {});
    page.say(settings.get('screenReader') ? TEXT.screenReaderOn : TEXT.screenReaderOff);
  };
  const button = el('button', { class: 'skip-link', type: 'button', on: { click: toggle } });
  settings.watch('screenReader', (on) =>
    setText(button, on ? TEXT.disableScreenReader : TEXT.enableScreenReader),
  );
  // Without its style the button would be visible.
  needStyle('components/overlays.css').then(() => document.querySelector('header').prepend(button));
  page.actions.register('screenReader.toggle', toggle);
}

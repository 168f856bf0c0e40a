/** Screen reader mode, offered as the first thing of the page that Tab reaches, and shown to nobody else. */
import { el, setText } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';

/** @param {import('../../pages/terminal.js').Page} page */
export function installScreenReader(page) {
  const { settings } = page;
  const toggle = () => {
    settings.set('screenReader', !settings.get('screenReader')).catch(() => {});
    page.say(`Screen reader mode is ${settings.get('screenReader') ? 'on' : 'off'}.`);
  };
  const offer = el('button', { class: 'skip-link', type: 'button', on: { click: toggle } });
  settings.watch('screenReader', (on) =>
    setText(offer, on ? 'Turn screen reader mode off' : 'Turn screen reader mode on'),
  );
  needStyle('components/overlays.css').then(() => document.querySelector('header').prepend(offer)); // which hides it until it has the focus
  page.actions.register('screenReader.toggle', toggle);
}

/** For a guest: who shares this session, until when, and what one may. */
import { el, need, setText } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { until } from '../../lib/format-expiry.js';
import { toast } from '../../components/toast.js';

const NARROW = '(max-width: 640px)';

/** @param {import('../../pages/terminal.js').Page} page */
export function installSharedBy(page) {
  if (!page.guest) return;
  needStyle('features/sharing/guests.css');
  const { sharedBy, sharedUntil } = need('#terminal').dataset;
  const ends = () => until(Number(sharedUntil), Date.now() / 1000);
  const about = () =>
    `Shared by ${sharedBy}, until ${ends()}, ${page.mayType() ? 'view and type' : 'view only'}`;
  const [wide, narrow] = ['wide', 'narrow'].map((kind) => el('span', { class: kind }));
  const button = el(
    'button',
    {
      id: 'shared-by',
      class: 'chip chip-button',
      type: 'button',
      'aria-haspopup': 'dialog',
      'aria-expanded': 'false',
    },
    el('span', {}, el('span', { class: 'wide', text: 'Shared by ' }), sharedBy, wide, narrow),
  );
  const tell = () => {
    setText(wide, `, until ${ends()}`);
    setText(narrow, page.mayType() ? ', can type' : ', view only');
    button.title = about();
    button.setAttribute('aria-label', about());
  };
  button.addEventListener('click', () => open(page, button, { sharedBy, ends: ends() }));
  page.events.on('role', tell);
  tell();
  document.body.classList.add('is-guest');
  need('#read-only').before(button);
  // A phone's bar has no room for all of it.
  if (matchMedia(NARROW).matches) toast(`${about()}.`);
  else page.say(`${about()}.`);
}

async function open(page, button, { sharedBy, ends }) {
  const { openPopover } = await import('../../components/popover.js');
  const may = page.mayType() ? 'You can view and type.' : 'Read-only: you cannot type here.';
  const panel = el(
    'div',
    { class: 'people-panel', role: 'dialog', 'aria-label': 'About this link', tabindex: -1 },
    el('h2', { text: `Shared by ${sharedBy}` }),
    el('p', { class: 'muted', text: `Until ${ends}. ${may}` }),
  );
  openPopover(button, panel, { onClose: () => page.focus() });
  panel.focus();
}

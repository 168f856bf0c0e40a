/** What other sessions want, while one works in this: a count on the way to all of them, in words for who does not see it. */
import { el, need } from '../../lib/dom.js';
import { heeded, newsOf, wordsOf } from './attention.js';
import { isMuted } from '../notifications/notification-rules.js';

/** @param {import('../../pages/terminal.js').Page} page */
export function installElsewhere(page) {
  if (page.guest) return;
  const home = need('#home');
  const badge = el('span', { class: 'home-badge', 'aria-hidden': true, hidden: true });
  home.append(badge);
  let told = { session: null, sessions: [] };
  let all = [];
  const show = () => {
    const waiting = heeded(all, (name) => isMuted(name, (setting) => page.settings.get(setting)));
    const words = wordsOf(waiting.sessions);
    badge.hidden = waiting.sessions.length === 0;
    badge.className = `home-badge is-${waiting.kind}`;
    badge.dataset.told = `${waiting.glyph}${waiting.sessions.length}`; // drawn by the style sheet: the label says it in words
    home.setAttribute('aria-label', ['All sessions', words].filter(Boolean).join('; '));
    home.title = home.getAttribute('aria-label');
    const news = told.session === page.session?.id ? wordsOf(newsOf(told.sessions, waiting.sessions)) : '';
    told = { session: page.session?.id, sessions: waiting.sessions };
    if (news) page.say(`In other sessions: ${news}.`);
  };
  page.events.on('elsewhere', ({ sessions }) => {
    all = sessions;
    show();
  });
  page.settings.watch('notify.muted', show);
}

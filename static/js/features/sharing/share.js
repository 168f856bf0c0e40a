/** Sharing a session: who gets the link sees it, and nothing else, until it expires. */
import { rooted } from '../../lib/base-path.js';
import { ask } from '../../components/dialogs.js';

const HOUR_S = 3600;
const ROLES = [
  ['viewer', 'View'],
  ['operator', 'View and type'],
];
const SPANS = [
  ['1', '1 hour'],
  ['8', '8 hours'],
  ['24', '1 day'],
  ['168', '1 week'],
];

/**
 * Asks for what the link allows, makes it and shows it once.
 * @param {import('../../net/api.js').Api} api
 * @param {{id: string, name: string}} session
 */
export async function share(api, session) {
  const { windows } = await api.listWindows(session.id);
  const made = await ask({
    title: `Share “${session.name}”`,
    text: 'Anyone with the link can view this session, or the window you choose, without an account until it expires. Letting guests type gives them a shell on this machine.',
    fields: [
      {
        name: 'window',
        label: 'Guests see',
        options: [
          ['', 'the whole session'],
          ...windows.map(({ id, index, name }) => [id, `window ${index}: ${name}`]),
        ],
      },
      { name: 'role', label: 'Guests can', options: ROLES, value: 'viewer' },
      { name: 'hours', label: 'The link works for', options: SPANS, value: '8' },
    ],
    action: 'Create link',
    submit: ({ window, role, hours }) =>
      api.createShare({
        session_id: session.id,
        ...(window && { window_id: window }),
        role,
        lasts_s: Number(hours) * HOUR_S,
      }),
  });
  if (!made) return;
  const { showLink } = await import('./link-dialog.js');
  await showLink({
    title: 'Share link',
    text: 'Copy it now: it is shown only once. Manage links on your account page.',
    link: new URL(rooted(made.path), location.origin).href,
  });
}

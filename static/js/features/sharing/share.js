/** Sharing a session: a guest with the link sees this session, and nothing else, until the link expires. */
import { rooted } from '../../lib/base-path.js';
import { ask } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './sharing-text.js';

const HOUR_S = 3600;

/**
 * Asks what guests may do, creates a link and shows it once.
 * @param {import('../../net/api.js').Api} api
 * @param {{id: string, name: string}} session
 */
export async function share(api, session) {
  const { windows } = await api.listWindows(session.id);
  /** @type {[string, string][]} */
  const places = windows.map(({ id, index, name }) => [id, TEXT.window(index, name)]);
  const created = /** @type {{path: string}|undefined} */ (
    await ask({
      title: TEXT.shareTitle(session.name),
      text: TEXT.shareWarning,
      fields: [
        { name: 'window', label: TEXT.guestsSee, options: [['', TEXT.wholeSession], ...places] },
        { name: 'role', label: TEXT.guestsCan, options: Object.entries(TEXT.roles), value: 'viewer' },
        { name: 'hours', label: TEXT.worksFor, options: Object.entries(TEXT.hours), value: '8' },
      ],
      action: TEXT.createLink,
      submit: ({ window, role, hours }) =>
        api.createShare({
          session_id: session.id,
          ...(window && { window_id: window }),
          role,
          lasts_s: Number(hours) * HOUR_S,
        }),
    })
  );
  if (!created) return;
  const link = new URL(rooted(created.path), location.origin).href;
  await showLink({ title: TEXT.shareLink, text: TEXT.copyNow, link });
}

/** Shows a link to copy or to scan. @param {{title: string, text: string, link: string}} what */
async function showLink({ title, text, link }) {
  const { qrPicture } = await import('../../components/qr.js'); // the largest module besides xterm.js
  const attributes = { readonly: true, class: 'input mono' };
  await ask({
    title,
    text,
    fields: [{ name: 'link', label: TEXT.link, value: link, attributes }],
    figure: qrPicture(link),
    action: TEXT.copy,
    dismiss: TEXT.close,
    submit: async () => {
      await navigator.clipboard.writeText(link).catch(() => {
        throw new Error(TEXT.cannotCopy);
      });
      toast(TEXT.copied);
    },
  });
}

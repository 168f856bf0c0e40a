/** Opens what was saved of sessions, also if nothing is offered. Separate file: two pages import it late. */
import { needStyle } from '../../lib/load-style.js';
import { attempt } from '../../components/attempt.js';
import { toast } from '../../components/toast.js';
import { chooseSessions, setsToChoose } from './choose-sessions.js';
import { TEXT } from './restore-text.js';

/** @param {import('../../net/api.js').Api} api */
export async function openSaved(api) {
  const [saved] = await Promise.all([
    attempt(() => api.ask('GET', '/api/saved-sessions')),
    needStyle('features/restore/restore.css'),
  ]);
  if (!saved) return;
  if (setsToChoose(saved).length === 0) toast(TEXT.noneSaved);
  else if (await chooseSessions(api, saved, async (begin) => void (await begin()))) toast(TEXT.started);
}

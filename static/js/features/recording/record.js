/** Starts a recording of a session after a warning, and stops it at once. */
import { attempt } from '../../components/attempt.js';
import { ask } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './recording-text.js';

/**
 * Starts a recording, or stops the current one. All pages of the session get an event when it did.
 * @param {import('../../net/api.js').Api} api
 * @param {{id: string, name: string}} session
 * @param {{on: boolean}} state whether the session is being recorded now.
 */
export async function record(api, session, { on }) {
  if (on)
    await attempt(async () => {
      await api.stopRecording(session.id);
      toast(TEXT.saved);
    });
  else
    await ask({
      title: TEXT.recordTitle(session.name),
      text: TEXT.recordWarning,
      action: TEXT.record,
      busy: TEXT.starting,
      submit: () => api.startRecording(session.id),
    });
}

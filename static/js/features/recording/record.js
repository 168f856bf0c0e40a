/** Recording a session: begun after a word of warning, ended at once. */
import { ask, sentence } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';

/**
 * Begins a recording, or ends the one that goes on. That it did is told by the session itself, to everybody.
 * @param {import('../../net/api.js').Api} api
 * @param {{id: string, name: string}} session
 * @param {{on: boolean}} now whether it is being recorded.
 */
export async function record(api, session, { on }) {
  if (on) await stop(api, session);
  else await begin(api, session);
}

async function begin(api, session) {
  await ask({
    title: `Record “${session.name}”`,
    text: 'Everything this session shows is saved on the server until you stop, even when no one is watching. Viewers see that it is recorded. Keystrokes are not saved, only what appears.',
    action: 'Record',
    busy: 'Starting…',
    submit: () => api.startRecording(session.id),
  });
}

async function stop(api, session) {
  try {
    await api.stopRecording(session.id);
    toast('Recording saved. Open Recordings to play it.');
  } catch (error) {
    toast(sentence(error), { kind: 'error' });
  }
}

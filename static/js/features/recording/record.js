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
    text: 'All that this session shows is kept in a file on the server until you stop it, also when nobody looks. Who has it open sees that it is recorded. Keys are not kept, but what they print is.',
    action: 'Record',
    busy: 'Starting…',
    submit: () => api.startRecording(session.id),
  });
}

async function stop(api, session) {
  try {
    await api.stopRecording(session.id);
    toast('Recorded. It is with your recordings, in the list of sessions above.');
  } catch (error) {
    toast(sentence(error), { kind: 'error' });
  }
}

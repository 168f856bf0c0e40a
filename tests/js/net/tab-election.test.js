import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';

import { TabElection } from '../../../static/js/net/tab-election.js';
import { FakeLocks } from '../fakes/locks.js';

/** Tabs of one browser, and what each said. */
function tabs(count) {
  const locks = new FakeLocks();
  const said = [];
  const made = Array.from({ length: count }, () => new TabElection(locks));
  const speak = (index, session = '$0') =>
    made[index].speak(session, () => {
      said.push(index);
    });
  return { made, said, speak };
}

test('of hidden tabs one speaks, and the next once it is gone', async () => {
  const { made, said, speak } = tabs(3);
  for (const tab of made) tab.show('$0', { visible: false });
  await settled();
  assert.deepEqual(await Promise.all([speak(0), speak(1), speak(2)]), [true, false, false]);
  made[0].leave();
  await settled();
  await Promise.all([speak(0), speak(1), speak(2)]);
  assert.deepEqual(said, [0, 1]);
});

test('none speaks while another shows that session', async () => {
  const { made, said, speak } = tabs(2);
  made[0].show('$0', { visible: false });
  made[1].show('$0', { visible: true });
  await settled();
  assert.equal(await speak(0), false);
  made[1].show('$1', { visible: true });
  await settled();
  assert.equal(await speak(0), true);
  assert.deepEqual(said, [0]);
});

test('a tab that becomes visible says nothing more', async () => {
  const { made, said, speak } = tabs(1);
  made[0].show('$0', { visible: false });
  await settled();
  made[0].show('$0', { visible: true });
  await settled();
  assert.equal(await speak(0), false);
  made[0].show('$0', { visible: false });
  await settled();
  assert.equal(await speak(0), true);
  assert.deepEqual(said, [0]);
});

test('a tab of another session speaks only where no tab has it', async () => {
  const { made } = tabs(3);
  made[0].show('home', { visible: false });
  made[1].show('$0', { visible: false });
  made[2].show('$1', { visible: true });
  await settled();
  const speakFor = (session) => made[0].speakFor(session, () => {});
  assert.deepEqual([await speakFor('$0'), await speakFor('$1'), await speakFor('$2')], [false, false, true]);
});

test('without locks every tab speaks for itself', async () => {
  const turns = new TabElection(null);
  turns.show('$0', { visible: false });
  assert.deepEqual([await turns.speak('$0', () => {}), await turns.speakFor('$1', () => {})], [true, true]);
  turns.leave();
});

test('of tabs with the same subject one acts, whatever they show', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { made, said } = tabs(3);
  const all = made.map((tab, index) => tab.unlessShown(['$0'], '%4 1', () => said.push(index)));
  assert.deepEqual(await Promise.all(all), [true, false, false]);
  assert.deepEqual(said, [0]);
});

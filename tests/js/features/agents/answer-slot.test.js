import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('');
const { AnswerSlot } = await import('../../../../static/js/features/agents/answer-slot.js');

test('a card without an agent that waits shows nothing and asks nothing', () => {
  const slot = new AnswerSlot({ ask: () => assert.fail('asked') });
  slot.show({});
  slot.show({ agents: [{ kind: 'working' }] });
  slot.refresh();
  assert.equal(slot.element.hidden, true);
});

test('who answered is shown as long as the server reports it', () => {
  const slot = new AnswerSlot({ ask: () => assert.fail('asked') });
  slot.show({ answers: [{ label: 'Yes', by: 'ada', device: 'phone' }] });
  assert.equal(slot.element.textContent, '“Yes” – answered by ada, phone');
  slot.show({ answers: [{ label: 'Esc', by: '', device: 'desktop' }] });
  assert.equal(slot.element.textContent, '“Esc” – answered by a guest, desktop');
  slot.show({ answers: [] });
  assert.equal(slot.element.hidden, true);
});

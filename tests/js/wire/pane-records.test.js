import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { Opcode } from '../../../static/js/wire/opcodes.js';
import * as panes from '../../../static/js/wire/pane-records.js';
import { numberedRecord, split } from '../../../static/js/wire/records.js';

const vectors = JSON.parse(readFileSync(new URL('../../vectors/records.json', import.meta.url), 'utf8'));
const bytesOf = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes) => Buffer.from(bytes).toString('hex');

const READ = {
  [Opcode.PANE_OUTPUT]: (payload) => {
    const { pane, bytes } = panes.parsePaneOutput(payload);
    return { pane, data_hex: hexOf(bytes) };
  },
  [Opcode.PANE_SNAPSHOT]: (payload) => {
    const { bytes, ...fields } = panes.parsePaneSnapshot(payload);
    return { ...fields, data_hex: hexOf(bytes) };
  },
  [Opcode.LAYOUT]: panes.parseLayout,
};
const WRITTEN = {
  [Opcode.PANE_INPUT]: ({ pane, kind, data_hex: hex }) =>
    panes.paneInputRecord({ pane, kind, bytes: bytesOf(hex) }),
  [Opcode.PANE_ACK]: ({ acks }) => panes.paneAckRecord(acks),
  [Opcode.NUMBERED_INPUT]: ({ offset, flags, pane, kind, data_hex: hex }) =>
    numberedRecord({
      ...{ offset, flags: flags & ~2, bytes: bytesOf(hex) },
      target: pane === null ? null : { pane, kind },
    }),
};

for (const { name, hex, records: parts = [], fields = [] } of vectors) {
  parts.forEach(({ type }, place) => {
    if (fields[place] && READ[type])
      test(`vector is read: ${name}`, () => {
        const payload = [...split(bytesOf(hex))][place].payload;
        assert.deepEqual(READ[type](payload), fields[place]);
      });
    if (fields[place] && WRITTEN[type])
      test(`vector is written: ${name}`, () => assert.equal(hexOf(WRITTEN[type](fields[place])), hex));
  });
}

test('payloads that are cut are refused', () => {
  const snapshot = bytesOf('05000000523d01000000000050001800000100002420');
  for (let length = 0; length < 20; length += 1)
    assert.throws(() => panes.parsePaneSnapshot(snapshot.subarray(0, length)), { name: 'BadRecord' });
  for (let length = 0; length < 4; length += 1)
    assert.throws(() => panes.parsePaneOutput(snapshot.subarray(0, length)), { name: 'BadRecord' });
  const sizeless = snapshot.slice();
  sizeless.fill(0, 12, 14);
  assert.throws(() => panes.parsePaneSnapshot(sizeless), { name: 'BadRecord' });
});

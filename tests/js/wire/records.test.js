import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { Opcode } from '../../../static/js/wire/opcodes.js';
import * as records from '../../../static/js/wire/records.js';

const vectors = JSON.parse(readFileSync(new URL('../../vectors/records.json', import.meta.url), 'utf8'));
const bytesOf = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (bytes) => Buffer.from(bytes).toString('hex');
const bad = { name: 'BadRecord' };

for (const vector of vectors.filter((entry) => entry.records)) {
  test(`vector splits: ${vector.name}`, () => {
    const found = [...records.split(bytesOf(vector.hex))].map(({ type, payload }) => ({
      type,
      payload_hex: hexOf(payload),
    }));
    assert.deepEqual(
      found,
      vector.records.map(({ type, payload_hex }) => ({ type, payload_hex })),
    );
  });
  test(`vector is written the same: ${vector.name}`, () => {
    const written = vector.records.map(({ type, payload_hex }) =>
      hexOf(records.record(type, bytesOf(payload_hex))),
    );
    assert.equal(written.join(''), vector.hex);
  });
}

test('a message cut anywhere inside a record is refused', () => {
  const whole = records.record(Opcode.OUTPUT, bytesOf('616263'));
  for (let length = 0; length < whole.length; length += 1) {
    assert.throws(() => [...records.split(whole.subarray(0, length))], bad, `cut at ${length}`);
  }
});

test('payloads share the memory of the message', () => {
  const message = records.record(Opcode.OUTPUT, bytesOf('00'));
  const [{ payload }] = records.split(message.buffer);
  assert.equal(payload.buffer, message.buffer);
});

test('a view into a larger buffer is split where it lies', () => {
  const whole = new Uint8Array(20);
  whole.set(records.sizeRecord({ cols: 80, rows: 24 }), 7);
  const [{ type, payload }] = records.split(whole.subarray(7, 16));
  assert.equal(type, Opcode.RESIZE);
  assert.deepEqual(records.parseSize(payload), { cols: 80, rows: 24 });
});

test('sizes and offsets survive the way there and back', () => {
  const [resize] = records.split(records.sizeRecord({ cols: 500, rows: 200 }));
  assert.deepEqual(records.parseSize(resize.payload), { cols: 500, rows: 200 });
  const offset = 2 ** 53 - 1;
  const [ack] = records.split(records.ackRecord(offset));
  assert.equal(records.parseOffset(ack.payload).offset, offset);
});

test('an offset too large for a number is refused', () => {
  assert.throws(() => records.parseOffset(bytesOf('0000000000002000')), bad);
});

test('numbered input has its place, its flags and its bytes', () => {
  const message = records.numberedRecord({ offset: 258, flags: 1, bytes: Uint8Array.of(0x79, 0x0d) });
  assert.equal(Buffer.from(message).toString('hex'), '080b000000' + '0201000000000000' + '01' + '790d');
});

test('JSON payloads must be objects in UTF-8', () => {
  assert.deepEqual(records.parseJson(bytesOf(Buffer.from('{"a":"é"}').toString('hex'))), { a: 'é' });
  for (const hex of ['ff', '5b5d', '6e756c6c', '7b', ''])
    assert.throws(() => records.parseJson(bytesOf(hex)), bad, hex);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CastError, parseCast } from '../../../static/js/cast/parse.js';
import { Playback } from '../../../static/js/cast/playback.js';
import { PAUSE_MAX_S, Timeline } from '../../../static/js/cast/timeline.js';

const HEADER = { version: 3, term: { cols: 80, rows: 24 }, timestamp: 1_700_000_000, title: 'work' };
const RESET = '\x1bc';

const castOf = (...events) => [HEADER, ...events].map((value) => `${JSON.stringify(value)}\n`).join('');
const timelineOf = (...events) => new Timeline(parseCast(castOf(...events)));

/** A player, and what it drew: the text since the last reset, and the size. */
function playing(...events) {
  const drawn = { text: '', size: null, resets: 0 };
  const playback = new Playback(timelineOf(...events), ({ reset, steps }) => {
    if (reset) [drawn.text, drawn.resets] = ['', drawn.resets + 1];
    for (const { data, size } of steps) {
      if (size) drawn.size = size;
      else drawn.text += data;
    }
  });
  return { playback, drawn };
}

test('a recording brings the widths of the tmux that was recorded', () => {
  const widths = { id: 'x', rules: '3.7' };
  assert.deepEqual(parseCast(`${JSON.stringify({ ...HEADER, webmux_widths: widths })}\n`).widths, widths);
  assert.equal(parseCast(castOf()).widths, null);
});

test('events have moments, comments and unknown codes do not matter', () => {
  const text =
    castOf([0.5, 'o', 'a']) + '# a comment\n' + '[1,"z","?"]\n[0.25,"r","100x30"]\n[1,"m",""]\n[2,"x","0"]\n';
  const { size, title, timestamp, events, length } = parseCast(text);
  assert.deepEqual([size, title, timestamp, length], [{ cols: 80, rows: 24 }, 'work', 1_700_000_000, 4.75]);
  assert.deepEqual(events, [
    { at: 0.5, code: 'o', data: 'a' },
    { at: 1.75, code: 'r', data: { cols: 100, rows: 30 } },
    { at: 2.75, code: 'm', data: '' },
    { at: 4.75, code: 'x', data: '0' },
  ]);
});

test('a last line that is cut is left out, wherever it is cut', () => {
  const whole = castOf([1, 'o', 'kept'], [1, 'o', '日本']);
  const start = castOf([1, 'o', 'kept']).length;
  for (let end = start; end < whole.length - 1; end += 1) {
    assert.deepEqual(
      parseCast(whole.slice(0, end)).events.map(({ data }) => data),
      ['kept'],
    );
  }
  assert.equal(parseCast(whole.trimEnd()).events.length, 2);
});

test('an empty recording plays nothing', () => {
  const { playback, drawn } = playing();
  playback.play(0);
  playback.tick(1);
  assert.deepEqual([drawn.text, playback.playing, playback.length], ['', false, 0]);
});

test('what is no recording is said', () => {
  const bad = [
    '',
    'x',
    '{}',
    '{"version":2,"width":80,"height":24}\n',
    '{"version":3}\n',
    '{"version":3,"term":{"cols":0,"rows":1}}\n',
    '{"version":3,"term":{"cols":80,"rows":1e9}}\n',
  ];
  for (const text of bad) assert.throws(() => parseCast(text), CastError, text);
  for (const line of ['{}', '[1,"o"]', '[-1,"o",""]', '["1","o",""]', '[1,"o",5]', '[1,"o","', 'null']) {
    assert.throws(() => parseCast(`${castOf()}${line}\n`), /Line 2 .* damaged/, line);
  }
});

test('a size that cannot be is no resize', () => {
  for (const data of ['', '80', '0x5', '1e9x1', 'axb', '-1x3', '80.5x24'])
    assert.deepEqual(parseCast(castOf([1, 'r', data])).events, [], data);
});

test('long pauses are cut, also the one at the end', () => {
  const timeline = timelineOf([10, 'o', 'a'], [1, 'o', 'b'], [100, 'm', 'x'], [50, 'o', '']);
  assert.equal(timeline.length({ skip: false }), 161);
  assert.equal(timeline.length({ skip: true }), PAUSE_MAX_S * 3 + 1);
  assert.deepEqual(timeline.markers({ skip: true }), [{ at: 5, label: 'x' }]);
  assert.deepEqual(timeline.markers({ skip: false }), [{ at: 111, label: 'x' }]);
});

test('a moment stays the same event on both scales', () => {
  const timeline = timelineOf([10, 'o', 'a'], [1, 'o', 'b'], [100, 'o', 'c']);
  for (const real of [0, 1, 9, 10, 10.5, 11, 12, 50, 110, 111]) {
    const short = timeline.converted(real, { skip: true });
    assert.equal(
      timeline.countAt(short, { skip: true }) >= timeline.countAt(real, { skip: false }),
      true,
      `${real}`,
    );
    assert.ok(short <= timeline.length({ skip: true }));
  }
  assert.equal(timeline.converted(timeline.converted(10.5, { skip: true }), { skip: false }), 10.5);
});

test('drawing goes on where it was, and begins at a whole screen', () => {
  const timeline = timelineOf(
    [1, 'o', 'a'],
    [1, 'r', '100x30'],
    [1, 'o', `${RESET}b`],
    [1, 'o', 'c'],
    [1, 'o', 'd'],
  );
  assert.deepEqual(timeline.drawing(null, 0), { reset: true, steps: [{ size: { cols: 80, rows: 24 } }] });
  assert.deepEqual(timeline.drawing(0, 2), {
    reset: false,
    steps: [{ data: 'a' }, { size: { cols: 100, rows: 30 } }],
  });
  assert.deepEqual(timeline.drawing(3, 5), { reset: false, steps: [{ data: 'cd' }] });
  assert.deepEqual(timeline.drawing(5, 4), {
    reset: true,
    steps: [{ size: { cols: 100, rows: 30 } }, { data: `${RESET}bc` }],
  });
  assert.deepEqual(timeline.drawing(1, 5), {
    reset: true,
    steps: [{ size: { cols: 100, rows: 30 } }, { data: `${RESET}bcd` }],
  });
  assert.deepEqual(timeline.drawing(5, 1), {
    reset: true,
    steps: [{ size: { cols: 80, rows: 24 } }, { data: 'a' }],
  });
});

test('a first screen that took a moment is there at the beginning', () => {
  const { playback, drawn } = playing([0.01, 'r', '90x20'], [0.1, 'o', 'first'], [0.1, 'o', ' second']);
  assert.deepEqual([drawn.text, drawn.size, playback.position], ['first', { cols: 90, rows: 20 }, 0]);
  playback.seek(0.05);
  assert.deepEqual([drawn.text, drawn.resets], ['first', 1]);
  assert.equal(playing([0.6, 'o', 'late']).drawn.text, '');
});

test('it plays in time, at its speed, and pauses at the end', () => {
  const { playback, drawn } = playing([1, 'o', 'a'], [1, 'o', 'b'], [1, 'o', 'c']);
  playback.tick(5_000);
  assert.deepEqual([drawn.text, playback.playing], ['', false]);
  playback.play(10_000);
  playback.tick(10_500);
  assert.equal(drawn.text, '');
  playback.tick(11_000);
  assert.equal(drawn.text, 'a');
  playback.setSpeed(2, 11_000);
  playback.tick(11_500);
  assert.deepEqual([drawn.text, playback.position], ['ab', 2]);
  playback.pause(11_600);
  playback.tick(20_000);
  assert.equal(drawn.text, 'ab');
  playback.play(20_000);
  playback.tick(20_900);
  assert.deepEqual([drawn.text, playback.playing, playback.position], ['abc', false, 3]);
  playback.play(30_000);
  assert.deepEqual([drawn.text, playback.playing], ['', true]);
});

test('time that passed while the page was hidden is not played', () => {
  const { playback } = playing([1, 'o', 'a'], [1, 'o', 'b'], [1, 'o', 'c']);
  playback.play(0);
  playback.tick(3_600_000);
  assert.deepEqual([playback.position, playback.playing], [1, true]);
});

test('one seeks anywhere, also backwards, and nothing is drawn twice', () => {
  const { playback, drawn } = playing([1, 'o', 'a'], [1, 'r', '90x20'], [1, 'o', 'b'], [1, 'o', 'c']);
  playback.seek(99);
  assert.deepEqual(
    [playback.position, drawn.text, drawn.size, drawn.resets],
    [4, 'abc', { cols: 90, rows: 20 }, 1],
  );
  playback.seek(3.5);
  assert.deepEqual([drawn.text, drawn.resets], ['ab', 2]);
  playback.seek(3.6);
  assert.equal(drawn.resets, 2);
  playback.seek(-5);
  assert.deepEqual([playback.position, drawn.text, drawn.size], [0, '', { cols: 80, rows: 24 }]);
});

test('with and without pauses the same is on the screen', () => {
  const { playback, drawn } = playing([1, 'o', 'a'], [60, 'o', 'b'], [60, 'o', 'c']);
  playback.seek(3);
  assert.equal(drawn.text, 'ab');
  playback.setSkip(false, 0);
  assert.deepEqual([drawn.text, playback.position, playback.length], ['ab', 61, 121]);
  playback.setSkip(true, 0);
  assert.deepEqual([drawn.text, playback.position], ['ab', 3]);
});

test('one goes from marker to marker', () => {
  const { playback } = playing([1, 'm', 'one'], [1, 'm', 'two'], [1, 'o', '']);
  assert.deepEqual([playback.markerFrom(-1), playback.markerFrom(1)], [null, 1]);
  playback.seek(1);
  assert.deepEqual([playback.markerFrom(-1), playback.markerFrom(1)], [null, 2]);
  playback.seek(2.5);
  assert.deepEqual([playback.markerFrom(-1), playback.markerFrom(1)], [2, null]);
});

test('ten megabytes in many events are read and sought in a moment', () => {
  const line = `[0.03,"o","${'x'.repeat(200)}\\u001b[1m"]\n`;
  const text = castOf() + line.repeat(45_000);
  const timeline = new Timeline(parseCast(text));
  assert.equal(timeline.countAt(timeline.length({ skip: true }) + 1, { skip: true }), 45_000);
  assert.deepEqual(
    timeline.drawing(null, 45_000).steps.map(({ data }) => data?.length),
    [undefined, 45_000 * 204],
  );
});

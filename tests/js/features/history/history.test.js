import assert from 'node:assert/strict';
import { test } from 'node:test';

import { searchAll } from '../../../../static/js/net/search-api.js';
import { styleOf } from '../../../../static/js/terminal/render/looks.js';
import { paletteOf } from '../../../../static/js/terminal/render/palettes.js';
import { contrast } from '../../../../static/js/lib/colour.js';
import { FOUND_MAX, HistorySearch } from '../../../../static/js/features/history/history-search.js';
import { runsOf } from '../../../../static/js/wire/sgr.js';

const match = (row) => ({ row, parts: [[row, 0, 2]] });

/** A server that finds one row in ten of `size`, fifty rows a time. */
const server = (size) => async (_query, next) => {
  const end = next ?? size;
  const first = Math.max(0, end - 50);
  const matches = [];
  for (let row = end - 1; row >= first; row -= 1) if (row % 10 === 0) matches.push(match(row));
  return { matches, next: first };
};

test('a search finds all matches, and going on leads around', async () => {
  const search = new HistorySearch(server(200), () => {});
  await search.start({ q: 'x' }, 145);
  assert.deepEqual([search.row, search.summary], [140, '6 of 20']);
  search.go('previous');
  assert.equal(search.row, 130);
  search.go('next');
  search.go('next');
  assert.equal(search.row, 150);
  for (let steps = 0; steps < 20; steps += 1) search.go('next');
  assert.equal(search.row, 150);
  assert.deepEqual(search.marksOf(150), [{ begin: 0, end: 2, current: true }]);
  assert.deepEqual(search.marksOf(151), []);
});

test('another search ends the one before, and an empty result is reported', async () => {
  const search = new HistorySearch(server(2000), () => {});
  const first = search.start({ q: 'x' }, 0);
  await search.start(null);
  await first;
  assert.equal(search.summary, '');
  const none = new HistorySearch(
    async () => ({ matches: [], next: 0 }),
    () => {},
  );
  await none.start({ q: 'x' }, 0);
  assert.equal(none.summary, 'No results');
  const refused = new HistorySearch(
    async () => {
      throw new Error('No.');
    },
    () => {},
  );
  await refused.start({ q: 'x' }, 0);
  assert.equal(refused.summary, 'No.');
});

test('a search ends when it has enough matches', async () => {
  const search = new HistorySearch(server(100_000), () => {});
  await search.start({ q: 'x' }, 100_000);
  assert.equal(search.summary, `1 of ${FOUND_MAX}+`);
});

const styles = (row, theme) =>
  runsOf(row).map(({ look }) => styleOf(look, { palette: paletteOf(theme), contrast: 4.5 }));

test('plain text has no style; all colours are readable in both themes', () => {
  assert.deepEqual(styles('plain', 'dark'), [{}]);
  assert.deepEqual(styles('\x1b[1;3;4mx', 'light'), [
    { fontWeight: 'bold', fontStyle: 'italic', textDecoration: 'underline' },
  ]);
  assert.deepEqual(
    styles('\x1b[4:3mx\x1b[4:0my', 'dark').map((style) => style.textDecoration),
    ['underline', undefined],
  );
  for (const theme of ['dark', 'light']) {
    const { background, foreground } = paletteOf(theme);
    for (let colour = 0; colour < 256; colour += 1) {
      const [{ color = foreground }] = styles(`\x1b[38;5;${colour}mx`, theme);
      assert.ok(contrast(color, background) >= 4.5, `${theme} ${colour}`);
    }
    const [inverse] = styles('\x1b[7mx', theme);
    assert.deepEqual(inverse, { backgroundColor: foreground, color: background });
  }
});

test('each line of a reply is an event, however the chunks are cut', async () => {
  const chunks = ['{"type":"beg', 'in"}\n{"type":"match","text":"日', '本"}\n', '{"type":"end"}\n'];
  const body = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  const asked = [];
  const fetch = async (path) => {
    asked.push(path);
    return { ok: true, body };
  };
  const events = [];
  await searchAll({ q: 'a&b', case: true, regex: false, session: '$1' }, (event) => events.push(event), {
    fetch,
  });
  assert.deepEqual(
    events.map(({ type }) => type),
    ['begin', 'match', 'end'],
  );
  assert.equal(events[1].text, '日本');
  assert.match(asked[0], /q=a%26b&case=1&regex=0&session=%241/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { searchAll } from '../../../static/js/net/search-api.js';

test('each line of a reply is an event, however the chunks are cut', async () => {
  const chunks = ['{"type":"beg', 'in"}\n{"type":"match","text":"日', '本"}\n', '{"type":"end"}\n'];
  const body = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  const requested = [];
  const fetch = async (path) => {
    requested.push(path);
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
  assert.match(requested[0], /q=a%26b&case=1&regex=0&session=%241/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { coloursFor } from '../../../../static/js/features/panes/pane-colours.js';
import { BUILT_IN_COLOURS } from '../../../../static/js/terminal/render/palettes.js';

test('both built-in themes have all the colours that the server takes', () => {
  for (const palette of Object.values(BUILT_IN_COLOURS)) {
    const colours = coloursFor(palette);
    assert.equal(colours.palette.length, 16);
    for (const colour of [colours.foreground, colours.background, ...colours.palette])
      assert.match(colour, /^#[0-9a-f]{6}$/);
  }
  assert.equal(coloursFor(BUILT_IN_COLOURS.dark).palette[9], BUILT_IN_COLOURS.dark.brightRed);
});

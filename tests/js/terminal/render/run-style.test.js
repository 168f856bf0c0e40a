import assert from 'node:assert/strict';
import { test } from 'node:test';

import { contrast } from '../../../../static/js/lib/colour.js';
import { cssOf } from '../../../../static/js/terminal/render/run-style.js';
import { paletteOf } from '../../../../static/js/terminal/render/palettes.js';
import { runsOf } from '../../../../static/js/wire/sgr.js';

const styles = (row, theme) =>
  runsOf(row).map(({ style }) => cssOf(style, { palette: paletteOf(theme), contrast: 4.5 }));

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

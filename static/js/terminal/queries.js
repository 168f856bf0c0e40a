/** Queries a program may send to a terminal: the hub answers them, so xterm.js must not. */

const CSI = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { prefix: '>', final: 'q' },
  { prefix: '?', final: 'u' },
  { final: 't' },
];
const DCS = [
  { intermediates: '$', final: 'q' },
  { intermediates: '+', final: 'q' },
];
// Palette, foreground, background, cursor, and the highlight colours: a question mark asks.
const OSC_COLOURS = [4, 10, 11, 12, 17, 19];

/** Keeps xterm.js from answering; colours may still be set. Everything goes into `disposables`. */
export function swallowQueries(parser, disposables) {
  for (const id of CSI) disposables.own(parser.registerCsiHandler(id, () => true));
  for (const id of DCS) disposables.own(parser.registerDcsHandler(id, () => true));
  for (const id of OSC_COLOURS) disposables.own(parser.registerOscHandler(id, (data) => data.includes('?')));
}

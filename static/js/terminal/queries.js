/** Queries that programs send to a terminal. The hub answers them, so xterm.js must not. */

/** @import { IParser } from '../../vendor/xterm.mjs' */
/** @import { Disposables } from '../lib/disposables.js' */

/** @type {import('../../vendor/xterm.mjs').IFunctionIdentifier[]} */
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
/** @type {import('../../vendor/xterm.mjs').IFunctionIdentifier[]} */
const DCS = [
  { intermediates: '$', final: 'q' },
  { intermediates: '+', final: 'q' },
];
// Palette, foreground, background, cursor and highlight colours; a question mark makes it a query.
const OSC_COLOURS = [4, 10, 11, 12, 17, 19];

/**
 * Keeps xterm.js from answering; programs can still set colours.
 * @param {IParser} parser
 * @param {Disposables} disposables
 */
export function swallowQueries(parser, disposables) {
  for (const id of CSI) disposables.own(parser.registerCsiHandler(id, () => true));
  for (const id of DCS) disposables.own(parser.registerDcsHandler(id, () => true));
  for (const id of OSC_COLOURS) disposables.own(parser.registerOscHandler(id, (data) => data.includes('?')));
}

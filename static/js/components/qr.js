/** A QR code as an SVG. */
import { qrcode } from '../../vendor/qrcode.mjs';

const SVG = 'http://www.w3.org/2000/svg';
const QUIET = 4; // modules of margin that ISO/IEC 18004 asks for

const TEXT = { label: 'The link as a QR code' };

/**
 * @param {string} text of at most about 2,000 characters.
 * @returns {SVGElement} dark on white in any theme.
 */
export function qrPicture(text) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const squares = [];
  for (let y = 0; y < count; y += 1) {
    for (let x = 0; x < count; x += 1) if (code.isDark(y, x)) squares.push(`M${x} ${y}h1v1h-1z`);
  }
  const picture = document.createElementNS(SVG, 'svg');
  const side = count + 2 * QUIET;
  const attributes = {
    viewBox: `${-QUIET} ${-QUIET} ${side} ${side}`,
    class: 'qr',
    role: 'img',
    'aria-label': TEXT.label,
    'shape-rendering': 'crispEdges',
  };
  for (const [name, value] of Object.entries(attributes)) picture.setAttribute(name, value);
  const path = picture.appendChild(document.createElementNS(SVG, 'path'));
  path.setAttribute('d', squares.join(''));
  return picture;
}

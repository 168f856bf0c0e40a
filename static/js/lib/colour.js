/** Colours as `#rrggbb`: contrast, mixing, and the nearest readable one. Pure. */

/** Contrast of two colours as WCAG 2 counts it, 1 to 21. @param {string} one @param {string} other */
export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** `light` or `dark`: what kind of background a colour is. @param {string} background */
export const kindOf = (background) =>
  contrast(background, '#000000') > contrast(background, '#ffffff') ? 'light' : 'dark';

/**
 * A mixture of two colours.
 * @param {string} one
 * @param {string} other
 * @param {number} share of the other, 0 to 1.
 */
export function mix(one, other, share) {
  const [from, to] = [partsOf(one), partsOf(other)];
  return hexOf(from.map((part, at) => Math.round(part + (to[at] - part) * share)));
}

/**
 * The colour, or the nearest on its way to black or white that has at least this contrast on all of
 * `grounds`.
 * @param {string} colour
 * @param {string[]} grounds
 * @param {number} least
 * @param {number} [steps] how many shades there are on the way.
 */
export function legible(colour, grounds, least, steps = 40) {
  /** @param {string} one */
  const suits = (one) => grounds.every((ground) => contrast(one, ground) >= least);
  const far = kindOf(grounds[0]) === 'light' ? '#000000' : '#ffffff';
  for (let step = 0; step < steps; step += 1) {
    const one = mix(colour, far, step / steps);
    if (suits(one)) return one;
  }
  return far;
}

/** How light a colour is, 0 to 1, as WCAG 2 counts it. @param {string} colour */
export function luminance(colour) {
  const [red, green, blue] = partsOf(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Red, green and blue, 0 to 255 each. @param {string} colour */
const partsOf = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** The colour of red, green and blue, whole numbers from 0 to 255. @param {number[]} parts */
export const hexOf = (parts) => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

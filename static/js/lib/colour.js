/** Colours as `#rrggbb`: contrast, mixing, and the nearest that can be read. Pure. */

const STEPS = 40;

/** Contrast of two colours as WCAG 2 counts it, 1 to 21. */
export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** `light` or `dark`: what kind of background a colour is. */
export const kindOf = (background) =>
  contrast(background, '#000000') > contrast(background, '#ffffff') ? 'light' : 'dark';

/** As much of `other` in `one` as `share` says, 0 to 1. */
export function mix(one, other, share) {
  const [from, to] = [parts(one), parts(other)];
  return `#${from
    .map((part, at) =>
      Math.round(part + (to[at] - part) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** `colour`, or the nearest on its way to black or white that has at least this contrast on all of `grounds`. */
export function legible(colour, grounds, least) {
  const suits = (one) => grounds.every((ground) => contrast(one, ground) >= least);
  const far = kindOf(grounds[0]) === 'light' ? '#000000' : '#ffffff';
  for (let step = 0; step < STEPS; step += 1) {
    const one = mix(colour, far, step / STEPS);
    if (suits(one)) return one;
  }
  return far;
}

/** How light a colour is, 0 to 1, as WCAG 2 counts it. */
export function luminance(colour) {
  const [red, green, blue] = parts(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const parts = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

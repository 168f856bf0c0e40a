/** The icon of the tab with a number in its corner. Pure. Separate file: loaded when there is a number. */

const COUNT_MAX = 9;

/** The SVG of `icons/favicon.svg` (viewBox 32x32) with a count. */
export function iconWith(count) {
  const text = count > COUNT_MAX ? `${COUNT_MAX}+` : String(count);
  const width = text.length > 1 ? 21 : 17;
  const shapes = [
    '<rect width="32" height="32" rx="8" fill="#0f766e"/>',
    '<path d="M8 10.5l6 5.5-6 5.5" fill="none" stroke="#fff" stroke-width="2.8"',
    ' stroke-linecap="round" stroke-linejoin="round"/>',
    `<rect x="${31 - width}" y="14.5" width="${width}" height="16.5" rx="8.2" fill="#c9281c"`,
    ' stroke="#fff" stroke-width="1.5"/>',
    `<text x="${31 - width / 2}" y="27.4" fill="#fff" font-family="system-ui,sans-serif"`,
    ` font-size="13" font-weight="700" text-anchor="middle">${text}</text>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${shapes.join('')}</svg>`;
}

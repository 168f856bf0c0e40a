/** Chooses the renderer: the DOM, or WebGL if there is a real graphics card. */
import { blinkCursor } from './dom-cursor.js';
import { fixRows } from './dom-rows.js';

/** @import { Disposables } from '../../lib/disposables.js' */
/** @import { OpenTerminal } from '../screen.js' */

// Measured: WebGL drawn by the processor is three to ten times slower than the DOM.
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|swrast/i;

/** @param {string|null} renderer the name that WebGL reports. @testonly */
export function isRealGpu(renderer) {
  return typeof renderer === 'string' && renderer.trim() !== '' && !SOFTWARE.test(renderer);
}

/** The name of the graphics card, or null if the browser hides it. */
function rendererName(canvas = document.createElement('canvas')) {
  const gl = canvas.getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const name = gl && info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : null;
  // Browsers allow few contexts for a page: release this one.
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}

/** Whether WebGL is drawn by a graphics card. Makes a context and releases it. */
export function hasCard() {
  return isRealGpu(rendererName());
}

/**
 * Draws with WebGL if that is faster. If anything fails, the DOM renderer draws.
 * @param {OpenTerminal} terminal
 * @param {{onTrouble: (error: Error) => void, disposables: Disposables}} options
 */
export async function chooseRenderer(terminal, { onTrouble, disposables }) {
  joinSequences(terminal);
  try {
    if (hasCard()) return await useWebgl(terminal, disposables);
  } catch (error) {
    onTrouble(/** @type {Error} */ (error));
  }
  drawInDom(terminal, disposables);
  return 'dom';
}

/** @param {OpenTerminal} terminal @param {Disposables} disposables */
async function useWebgl(terminal, disposables) {
  const addon = await loadWebgl(terminal, disposables);
  addon.onContextLoss(() => {
    addon.dispose();
    drawInDom(terminal, disposables);
  });
  return 'webgl';
}

/**
 * Has WebGL draw, until the add-on is disposed of; then xterm.js draws in the DOM again.
 * @param {OpenTerminal} terminal
 * @param {Disposables} disposables
 * @throws {Error} WebGL does not work.
 */
export async function loadWebgl(terminal, disposables) {
  const { WebglAddon } = await import('../../../vendor/addon-webgl.mjs');
  const addon = new WebglAddon();
  terminal.loadAddon(addon);
  // The atlas keeps glyphs that were drawn before a font was loaded.
  const redraw = () => addon.clearTextureAtlas();
  document.fonts.addEventListener('loadingdone', redraw);
  disposables.add(() => document.fonts.removeEventListener('loadingdone', redraw));
  return addon;
}

/** Draws in the DOM. @param {OpenTerminal} terminal @param {Disposables} disposables */
export function drawInDom(terminal, disposables) {
  fixRows(terminal, disposables);
  blinkCursor(terminal, disposables);
  terminal.refresh(0, terminal.rows - 1);
}

const PART = String.raw`\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?`;
const SEQUENCE = new RegExp(
  String.raw`\p{Regional_Indicator}{2}|${PART}(?:\u200d${PART})+|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}`,
  'gu',
);
const MAYBE = /[\u200d\ud83c]/;

/**
 * Draws flags, families and skin tones as one glyph, although tmux gives each part its own cells.
 * @param {OpenTerminal} terminal
 */
export function joinSequences(terminal) {
  terminal.registerCharacterJoiner(sequencesIn);
}

/** Where they are in a text. @param {string} text @returns {[number, number][]} @testonly */
export function sequencesIn(text) {
  if (!MAYBE.test(text)) return [];
  return Array.from(text.matchAll(SEQUENCE), ({ 0: found, index }) => [index, index + found.length]);
}

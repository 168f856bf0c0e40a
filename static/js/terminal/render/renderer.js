/** Which renderer draws: the DOM, or WebGL where a real graphics card is behind it. */
import { mendRows } from './dom-rows.js';
import { joinSequences } from '../sequences.js';

// Measured: WebGL drawn by the processor is three to ten times slower than the DOM.
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|swrast/i;

/** @param {string|null} renderer WebGL's own name for what it draws with. @testonly */
export function isRealGpu(renderer) {
  return typeof renderer === 'string' && renderer.trim() !== '' && !SOFTWARE.test(renderer);
}

/** What WebGL draws with, or null where it will not say. */
function rendererName(canvas = document.createElement('canvas')) {
  const gl = canvas.getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const name = info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : null;
  // Browsers allow few contexts a page: give this one back.
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}

/** Draws with WebGL where that is faster; any trouble leaves, or brings back, the DOM renderer. */
export async function chooseRenderer(terminal, { onTrouble, disposables }) {
  joinSequences(terminal);
  try {
    if (isRealGpu(rendererName())) return await useWebgl(terminal, disposables);
  } catch (error) {
    onTrouble(error);
  }
  drawInDom(terminal, disposables);
  return 'dom';
}

async function useWebgl(terminal, disposables) {
  const { WebglAddon } = await import('../../../vendor/addon-webgl.mjs');
  const addon = new WebglAddon();
  addon.onContextLoss(() => {
    addon.dispose();
    drawInDom(terminal, disposables);
  });
  terminal.loadAddon(addon);
  // What was drawn before a font had come stays in the atlas.
  const redraw = () => addon.clearTextureAtlas();
  document.fonts.addEventListener('loadingdone', redraw);
  disposables.add(() => document.fonts.removeEventListener('loadingdone', redraw));
  return 'webgl';
}

function drawInDom(terminal, disposables) {
  mendRows(terminal, disposables);
  terminal.refresh(0, terminal.rows - 1);
}

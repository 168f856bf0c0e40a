/** The tools above the additional keys of the key bar. */
import { el } from '../../lib/dom.js';
import { attempt } from '../../components/attempt.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './touch-text.js';

/**
 * @typedef {{run: () => void, label?: string, button?: HTMLElement}} Tool `button`, or one with this label.
 */

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {object} parts
 * @param {import('../compose/compose-bar.js').Compose} parts.compose
 * @param {import('../snippets/snippet-list.js').SnippetList} parts.snippets
 * @param {() => void} parts.toggleFit
 * @returns {{all: Tool[], fitButton: HTMLElement, giveButton: HTMLElement}} two of them are hidden at first.
 */
export function touchTools(page, { compose, snippets, toggleFit }) {
  const fitButton = button(TEXT.fit, {
    class: 'touch-fit-rows',
    'aria-pressed': 'false',
    title: TEXT.fitTitle,
    hidden: true,
  });
  const giveButton = button(TEXT.giveBack, {
    class: 'touch-give',
    'aria-label': TEXT.giveBackSize,
    hidden: true,
  });
  const uploadButton = button(TEXT.upload, { 'aria-label': TEXT.uploadFiles, hidden: page.guest });
  const all = [
    { label: TEXT.compose, run: () => page.actions.run('compose.toggle') },
    { label: TEXT.paste, run: () => paste(page, compose) },
    { button: snippets.button, run: () => snippets.toggle() },
    { label: TEXT.select, run: () => page.actions.run('select.open') },
    { button: uploadButton, run: () => page.actions.run('file.upload') },
    { button: fitButton, run: toggleFit },
    { button: giveButton, run: () => attempt(() => page.subscription.command('give-size')) },
  ];
  return { all, fitButton, giveButton };
}

function button(text, attributes) {
  return el('button', { type: 'button', text, ...attributes });
}

/** If the page may not read the clipboard, opens a field into which a long press pastes. */
function paste(page, compose) {
  if (navigator.clipboard?.readText) {
    page.actions.run('paste');
    return;
  }
  compose.open();
  toast(TEXT.pasteByHand);
}

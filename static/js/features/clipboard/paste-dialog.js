/** Shows a text and asks whether to paste it. */
import { el, need } from '../../lib/dom.js';
import { asOneLine, linesOf, visibleParts } from './paste-rules.js';
import { showModal } from '../../lib/visual-viewport.js';
import { TEXT } from './clipboard-text.js';

// Nobody reads more, and more would block the page.
const SHOWN_MAX_CHARS = 20_000;

/** @param {string} text @returns {Promise<string|null>} the text to paste, or null for none. */
export function askPaste(text) {
  const dialog = build(text);
  document.body.append(dialog);
  showModal(dialog);
  need('[value=paste]', dialog).focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve({ paste: text, line: asOneLine(text) }[dialog.returnValue] ?? null);
    });
  });
}

function build(text) {
  const lines = linesOf(text);
  const endsLine = /[\r\n]$/.test(text);
  const parts = visibleParts(text.slice(0, SHOWN_MAX_CHARS));
  const control = parts.some(({ key }) => key);
  const dialog = el('dialog', {
    class: 'dialog paste-dialog',
    'aria-labelledby': 'paste-title',
    'aria-describedby': 'paste-why',
  });
  dialog.append(
    el(
      'form',
      { method: 'dialog' },
      el('h2', { id: 'paste-title', text: TEXT.pasteQuestion(lines.length) }),
      el('p', { id: 'paste-why', class: 'muted', text: why(lines.length, endsLine, control) }),
      el(
        'pre',
        { class: 'paste-text', tabindex: '0', 'aria-label': TEXT.textToPaste },
        ...parts.map(shown),
        text.length > SHOWN_MAX_CHARS ? '\n…' : '',
      ),
      el(
        'div',
        { class: 'dialog-actions' },
        button('', TEXT.cancel, 'button'),
        button('line', TEXT.asOneLine, 'button'),
        button('paste', TEXT.paste, 'button button-primary'),
      ),
    ),
  );
  return dialog;
}

const button = (value, text, className) => el('button', { type: 'submit', value, class: className, text });

function why(count, endsLine, control) {
  const warning = control ? TEXT.hasControlCharacters : '';
  if (count === 1 && !endsLine) return warning;
  return warning + (count > 1 ? TEXT.runsEachLine : TEXT.runsLine);
}

const shown = ({ key, text }) => (key ? el('mark', { class: 'paste-key', text }) : text);

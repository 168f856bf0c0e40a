/** What would be pasted, before it is. */
import { el, need } from '../../lib/dom.js';
import { plural } from '../../lib/format.js';
import { asOneLine, linesOf, visibleParts } from './paste-rules.js';
import { showModal } from '../../lib/visual-viewport.js';

// More nobody reads, and the page would stand still.
const SHOWN_MAX_CHARS = 20_000;

/** @returns {Promise<string|null>} what to paste, null for nothing. */
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
  const endsInLine = /[\r\n]$/.test(text);
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
      el('h2', { id: 'paste-title', text: `Paste ${plural(lines.length, 'line')}?` }),
      el('p', { id: 'paste-why', class: 'muted', text: why(lines.length, endsInLine, control) }),
      el(
        'pre',
        { class: 'paste-text', tabindex: '0', 'aria-label': 'Text to paste' },
        ...parts.map(shown),
        text.length > SHOWN_MAX_CHARS ? '\n…' : '',
      ),
      el(
        'div',
        { class: 'dialog-actions' },
        button('', 'Cancel', 'button'),
        button('line', 'Paste as one line', 'button'),
        button('paste', 'Paste', 'button button-primary'),
      ),
    ),
  );
  return dialog;
}

const button = (value, text, className) => el('button', { type: 'submit', value, class: className, text });

function why(count, endsInLine, control) {
  const what = control ? 'It has control characters, which act like keys. ' : '';
  if (count === 1 && !endsInLine) return what;
  const effect =
    count > 1
      ? 'Each line will be entered separately; a shell runs them one by one.'
      : 'The line will be entered as typed; a shell runs it at once.';
  return what + effect;
}

const shown = ({ key, text }) => (key ? el('mark', { class: 'paste-key', text }) : text);

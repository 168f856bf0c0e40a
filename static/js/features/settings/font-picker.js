/** Chooses the font of the terminal: an installed one from a list, or any by its name. */
import { el, setText } from '../../lib/dom.js';
import { fontList } from '../../lib/fonts.js';
import { keep, words } from '../../components/settings-form.js';
import { TEXT } from './settings-text.js';

// Browsers list no fonts. These are common; measuring shows which of them are installed.
const KNOWN = [
  'Andale Mono',
  'Anonymous Pro',
  'Berkeley Mono',
  'Cascadia Code',
  'Cascadia Mono',
  'Comic Mono',
  'Consolas',
  'Courier',
  'Courier New',
  'Cousine',
  'DejaVu Sans Mono',
  'DM Mono',
  'Fantasque Sans Mono',
  'Fira Code',
  'Fira Mono',
  'FiraCode Nerd Font',
  'FreeMono',
  'Geist Mono',
  'Hack',
  'Hack Nerd Font',
  'IBM Plex Mono',
  'Inconsolata',
  'Input Mono',
  'Iosevka',
  'Iosevka Term',
  'JetBrains Mono',
  'JetBrainsMono Nerd Font',
  'Liberation Mono',
  'Lucida Console',
  'Menlo',
  'MesloLGS NF',
  'Monaco',
  'Monaspace Neon',
  'Monoid',
  'Nimbus Mono PS',
  'Noto Sans Mono',
  'Overpass Mono',
  'PT Mono',
  'Red Hat Mono',
  'Roboto Mono',
  'SF Mono',
  'Source Code Pro',
  'Space Mono',
  'Terminus',
  'Ubuntu Mono',
  'Victor Mono',
];
const PROBE = 'mmmmmmmmmmlliWÅ@0';
/** The value of an option that stands for a font outside the list. */
const CUSTOM = '\0';

/** The installed ones of `families`: if one is missing, text is as wide as in the fallback. */
function installed(families, context = document.createElement('canvas').getContext('2d')) {
  const width = (family) => {
    context.font = `64px ${family}`;
    return context.measureText(PROBE).width;
  };
  const fallbacks = ['serif', 'sans-serif'].map((family) => [family, width(family)]);
  return families.filter((family) =>
    fallbacks.some(([fallback, plain]) => width(`"${family}", ${fallback}`) !== plain),
  );
}

/** Whether all letters of a family are equally wide. */
function isMonospace(family, context = document.createElement('canvas').getContext('2d')) {
  context.font = `64px "${family}", monospace`;
  return Math.abs(context.measureText('iiii').width - context.measureText('WWWW').width) < 0.5;
}

/**
 * @param {HTMLElement} element
 * @param {import('../../net/user-settings.js').Settings} settings
 */
export function mountFontPicker(element, settings) {
  const found = installed(KNOWN);
  const options = [['', TEXT.systemFont], ...found.map((family) => [family, family])];
  const other = el('option', { value: CUSTOM, text: TEXT.customFont, hidden: true });
  const select = el(
    'select',
    { id: 'font-known', class: 'input' },
    ...options.map(([value, title]) => el('option', { value, text: title })),
    other,
  );
  const note = el('p', { class: 'hint', role: 'status' });
  select.addEventListener('change', () => {
    if (select.value !== CUSTOM) keep(settings.set('font.family', select.value));
  });
  settings.watch('font.family', (family) => {
    const known = options.some(([value]) => value === family);
    other.hidden = known;
    select.value = known ? family : CUSTOM;
    setText(note, noteOn(family));
  });
  element.append(
    el(
      'div',
      { class: 'setting field' },
      el('label', { for: 'font-known', text: TEXT.font }),
      select,
      el('p', { class: 'hint', text: TEXT.fontsFound(found.length) }),
    ),
    words(settings, 'font.family', {
      label: TEXT.fontByName,
      hint: TEXT.fontByNameHint,
      wrong: TEXT.fontByNameWrong,
      attributes: { maxlength: 200, placeholder: TEXT.fontExample },
    }),
    note,
  );
}

function noteOn(family) {
  const names = fontList(family) ?? [];
  if (names.length === 0) return '';
  const [first] = installed(names);
  if (!first) return TEXT.fontMissing;
  return isMonospace(first) ? TEXT.fontUsed(first) : TEXT.fontUneven(first);
}

/** The font of the terminal: one that is installed here, or any by its name. */
import { el, setText } from '../../lib/dom.js';
import { fontList } from '../../lib/fonts.js';
import { keep, words } from '../../components/settings-form.js';

// What systems and programmers have; which are installed here, only measuring tells.
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

/** Those of `families` that are installed: text in them is not as wide as in what stands in for them. */
function installed(families, context = document.createElement('canvas').getContext('2d')) {
  const width = (family) => {
    context.font = `64px ${family}`;
    return context.measureText(PROBE).width;
  };
  const standIns = ['serif', 'sans-serif'].map((family) => [family, width(family)]);
  return families.filter((family) =>
    standIns.some(([standIn, plain]) => width(`"${family}", ${standIn}`) !== plain),
  );
}

/** Whether all letters of a family are equally wide. */
function isMonospace(family, context = document.createElement('canvas').getContext('2d')) {
  context.font = `64px "${family}", monospace`;
  return Math.abs(context.measureText('iiii').width - context.measureText('WWWW').width) < 0.5;
}

export function mountFontPicker(element, settings) {
  const found = installed(KNOWN);
  const options = [['', 'System default'], ...found.map((family) => [family, family])];
  const other = el('option', { value: '\0', text: 'Custom (below)', hidden: true });
  const select = el(
    'select',
    { id: 'font-known', class: 'input' },
    ...options.map(([value, title]) => el('option', { value, text: title })),
    other,
  );
  const note = el('p', { class: 'hint', role: 'status' });
  select.addEventListener('change', () => {
    if (select.value !== '\0') keep(settings.set('font.family', select.value));
  });
  settings.watch('font.family', (family) => {
    const known = options.some(([value]) => value === family);
    other.hidden = known;
    select.value = known ? family : '\0';
    setText(note, remark(family));
  });
  element.append(
    el(
      'div',
      { class: 'setting field' },
      el('label', { for: 'font-known', text: 'Font' }),
      select,
      el('p', { class: 'hint', text: `${found.length} monospace fonts were found on this device.` }),
    ),
    words(settings, 'font.family', {
      label: 'Font by name',
      hint: 'One or more names, with commas between them. Each device uses the first one it has. Leave empty for the system default.',
      wrong:
        'Type font names with commas between them. A name can have letters, digits, spaces and . _ + & -.',
      attributes: { maxlength: 200, placeholder: 'Fira Code, Menlo' },
    }),
    note,
  );
}

function remark(family) {
  const names = fontList(family) ?? [];
  if (names.length === 0) return '';
  const [first] = installed(names);
  if (!first) return 'None of these fonts is installed on this device: the system default is used.';
  return isMonospace(first)
    ? `${first} is used on this device.`
    : `${first} is used on this device. It is not monospace, so text will look uneven.`;
}

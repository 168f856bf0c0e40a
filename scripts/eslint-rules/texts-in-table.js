/**
 * Texts that a user reads or hears are in a table of their feature, `*-text.js`. Finds literal words in other
 * modules: in a property such as `label`, in an attribute, or given to a function that shows its argument.
 */
const PROPERTIES = new Set([
  'action',
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'ariaLabel',
  'busy',
  'dismiss',
  'hint',
  'label',
  'legend',
  'message',
  'placeholder',
  'text',
  'textContent',
  'title',
  'wrong',
]);
/** By function: the place of the argument that is shown. */
const SHOWN = new Map([
  ['alert', 0],
  ['button', 0],
  ['confirm', 0],
  ['iconButton', 1],
  ['setText', 1],
  ['setTitle', 0],
  ['speak', 0],
  ['listField', 1],
  ['textButton', 0],
  ['toggleButton', 1],
  ['toast', 0],
]);
// Two letters: a symbol such as "×" says the same in all languages.
const WORDS = /\p{L}{2}/u;
// Names of events and of ours, such as `next` or `home.open`, begin small.
const PERHAPS_NAMES = new Set(['action', 'button', 'Error', 'message']);
const SENTENCE = /^\P{L}*\p{Lu}|\s/u;

/** The literal texts that an expression can become. */
function* textsIn(node) {
  if (!node) return;
  if (node.type === 'Literal' && typeof node.value === 'string') yield node.value;
  else if (node.type === 'TemplateLiteral') yield node.quasis.map(({ value }) => value.cooked).join(' ');
  else if (node.type === 'ConditionalExpression') yield* branches(node.consequent, node.alternate);
  else if (node.type === 'LogicalExpression' || node.type === 'BinaryExpression')
    yield* branches(node.left, node.right);
}

function* branches(one, other) {
  yield* textsIn(one);
  yield* textsIn(other);
}

const nameOf = (node) => node.name ?? node.value ?? '';

export default {
  meta: {
    type: 'suggestion',
    schema: [],
    docs: { description: 'texts for users are in one table of each feature' },
    messages: { literal: "'{{ text }}' belongs in the table of texts of its feature, *-text.js" },
  },
  create(context) {
    if (context.filename.endsWith('-text.js')) return {};

    function check(name, value) {
      for (const text of textsIn(value)) {
        if (!WORDS.test(text) || (PERHAPS_NAMES.has(name) && !SENTENCE.test(text.trim()))) continue;
        context.report({ node: value, messageId: 'literal', data: { text } });
        return;
      }
    }
    function checkCall(node) {
      const name = nameOf(node.callee.property ?? node.callee);
      const place = SHOWN.get(name);
      if (place !== undefined) check(name, node.arguments[place]);
      const [attribute, value] = node.arguments;
      if (name === 'setAttribute' && PROPERTIES.has(attribute?.value)) check(attribute.value, value);
    }
    return {
      Property(node) {
        const name = nameOf(node.key);
        if (!node.computed && PROPERTIES.has(name)) check(name, node.value);
      },
      AssignmentExpression(node) {
        const name = nameOf(node.left.property ?? {});
        if (PROPERTIES.has(name)) check(name, node.right);
      },
      CallExpression: checkCall,
      NewExpression(node) {
        if (nameOf(node.callee).endsWith('Error')) check('Error', node.arguments[0]);
      },
    };
  },
};

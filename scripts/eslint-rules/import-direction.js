/**
 * Imports point from higher layers of static/js to lower ones. The option lists the layers, lowest first.
 * Files directly in static/js stand above all of them.
 */
import path from 'node:path';

const SOURCE_ROOT = path.join(import.meta.dirname, '../../static/js');

/** The folder that decides about a file: '' directly in static/js, undefined if it is not below it. */
function folderOf(file) {
  const parts = path.relative(SOURCE_ROOT, file).split(path.sep);
  if (parts[0] === '..') return undefined;
  if (parts.length === 1) return '';
  return parts[0] === 'features' ? `features/${parts[1]}` : parts[0];
}

export default {
  meta: {
    type: 'problem',
    schema: [{ type: 'array', items: { type: 'string' } }],
    docs: { description: 'imports point from higher layers to lower ones' },
    messages: {
      unknown: "'{{ folder }}' has no layer: add it to FEATURES or LAYERS in eslint.config.js",
      notRelative: "'{{ target }}' is no relative path: the browser has no import map",
      upward: "'{{ target }}' is above {{ own }}: see FEATURES and LAYERS in eslint.config.js",
    },
  },
  create(context) {
    const [layers] = context.options;
    const own = folderOf(context.filename);
    if (own === undefined) return {};
    const rankOf = (folder) => (folder === '' ? layers.length : layers.indexOf(folder));

    function check(node) {
      const target = node.source?.value;
      if (typeof target !== 'string') return;
      const folder = folderOf(path.resolve(path.dirname(context.filename), target));
      const report = (messageId) => context.report({ node, messageId, data: { target, folder, own } });
      if (!target.startsWith('.')) report('notRelative');
      else if (folder === undefined) return;
      else if (rankOf(folder) === -1) report('unknown');
      else if (rankOf(folder) > rankOf(own)) report('upward');
    }
    if (rankOf(own) === -1)
      return { Program: (node) => context.report({ node, messageId: 'unknown', data: { folder: own } }) };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

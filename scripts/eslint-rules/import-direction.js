/**
 * Imports point from higher floors of static/js to lower ones. The option lists the floors, lowest first.
 * Files directly in static/js stand above all of them.
 */
import path from 'node:path';

const SOURCE_ROOT = path.join(import.meta.dirname, '../../static/js');

/** The floor of a file: -1 for a folder without a floor, undefined if it is not below static/js. */
function rankOf(file, floors) {
  const parts = path.relative(SOURCE_ROOT, file).split(path.sep);
  if (parts[0] === '..') return undefined;
  if (parts.length === 1) return floors.length;
  return floors.indexOf(parts[0] === 'features' ? `features/${parts[1]}` : parts[0]);
}

export default {
  meta: {
    type: 'problem',
    schema: [{ type: 'array', items: { type: 'string' } }],
    docs: { description: 'imports point from higher floors to lower ones' },
    messages: {
      unknown: 'a folder of static/js is one of {{ floors }}',
      notRelative: "'{{ target }}' is no relative path: the browser has no import map",
      upward: "'{{ target }}' is on a higher floor: {{ floors }}",
    },
  },
  create(context) {
    const [floors] = context.options;
    const ownRank = rankOf(context.filename, floors);
    if (ownRank === undefined) return {};

    function check(node) {
      const target = node.source?.value;
      if (typeof target !== 'string') return;
      const report = (messageId) =>
        context.report({ node, messageId, data: { target, floors: floors.join(' -> ') } });
      if (!target.startsWith('.')) {
        report('notRelative');
        return;
      }
      const rank = rankOf(path.resolve(path.dirname(context.filename), target), floors);
      if (rank === -1 || ownRank === -1) report('unknown');
      else if (rank > ownRank) report('upward');
    }
    return {
      Program(node) {
        if (ownRank === -1)
          context.report({ node, messageId: 'unknown', data: { floors: floors.join(', ') } });
      },
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};

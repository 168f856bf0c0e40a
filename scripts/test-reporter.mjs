// Node's spec reporter, with one line for coverage instead of a table of all files.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { spec as Spec } from 'node:test/reporters';

const MODULES = path.resolve(import.meta.dirname, '../static/js');

export default async function* report(source) {
  let summary = null;
  async function* others() {
    for await (const event of source) {
      if (event.type === 'test:coverage') summary = event.data.summary;
      else yield event;
    }
  }
  yield* Readable.from(others()).compose(new Spec());
  if (summary) yield `${coverageOf(summary)}\n`;
}

/** A module that no test loads counts with all its lines. */
function coverageOf({ files }) {
  const covered = new Map(files.map((file) => [file.path, file.coveredLineCount / file.totalLineCount]));
  let [all, run] = [0, 0];
  for (const name of readdirSync(MODULES, { recursive: true }).filter((one) => one.endsWith('.js'))) {
    const file = path.join(MODULES, name);
    const lines = readFileSync(file, 'utf8').split('\n').length - 1;
    all += lines;
    run += lines * (covered.get(file) ?? 0);
  }
  return `JavaScript coverage: ${Math.round((100 * run) / all)} % of ${all} lines, without the browser tests`;
}

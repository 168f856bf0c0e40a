// pack.mjs OUT - packs static/js into few files below OUT, and prints as JSON which file each module is in, and what that imports.
//
// Three passes, because caches use a file only as long as nothing in it changes: third-party modules, one file each;
// the terminal page, in the order in which it needs them; all other pages. Run by scripts/pack.py, which also compresses.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { rolldown } from 'rolldown';

const STATIC = resolve(import.meta.dirname, '../static');
const VENDOR = `${STATIC}/vendor/`;
const PAGES = `${STATIC}/js/pages`;
// The parts of the terminal page. What touch and features both need is with the features: the browser asks for both at once.
// Links are loaded a moment later: in a file of theirs they would take what they need from that of the touch page, on a desktop too.
const PARTS = {
  start: ['pages/start.js'],
  terminal: ['pages/terminal.js'],
  touch: [
    'features/touch/touch-page.js',
    'features/compose/compose-bar.js',
    'features/compose/drafts.js',
    'terminal/input/touch.js',
  ],
  features: ['pages/features.js', 'terminal/input/soft-input.js', 'terminal/links/linking.js'],
};
// The name of a file changes with its content, and with nothing else.
const NAMES = {
  entryFileNames: '[name]-[hash].js',
  chunkFileNames: '[name]-[hash].js',
  hashCharacters: 'hex',
};

const out = resolve(process.argv[2]);
const named = (file) => relative(STATIC, file);
const modulesIn = (folder, suffix) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .map((name) => `${folder}/${name}`);

async function build(input, plugins, codeSplitting) {
  const bundle = await rolldown({
    input,
    plugins,
    platform: 'browser',
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await bundle.write({
    dir: out,
    format: 'esm',
    minify: true,
    sourcemap: true,
    codeSplitting,
    ...NAMES,
  });
  await bundle.close();
  return output.filter(({ type }) => type === 'chunk');
}

const inputOf = (files) =>
  Object.fromEntries(files.map((file) => [basename(file).replace(/\.m?js$/, ''), file]));

/** Has our modules import the packed third-party ones. */
function vendorPlugin(packed) {
  return {
    name: 'vendor',
    async resolveId(source, importer) {
      const file = importer && source.startsWith('.') ? resolve(importer, '..', source) : source;
      return file.startsWith(VENDOR) ? { id: `./${packed.get(file)}`, external: 'relative' } : null;
    },
  };
}

/** Divides the modules among the files of the terminal page; see PARTS. */
function partsPlugin() {
  const needs = new Map(); // by module, the parts that import it at once
  const plugin = {
    name: 'parts',
    buildEnd() {
      const visit = (id, part) => {
        const info = this.getModuleInfo(id);
        const parts = needs.get(id) ?? new Set();
        if (parts.has(part) || !info || info.isExternal) return;
        needs.set(id, parts.add(part));
        for (const next of info.importedIds) visit(next, part);
      };
      for (const [part, roots] of Object.entries(PARTS))
        roots.forEach((root) => visit(`${STATIC}/js/${root}`, part));
    },
  };
  const isIn = (id, part) => needs.get(id)?.has(part);
  // A file takes in all that its modules import at once, and is not asked for modules that one before it has.
  const groups = ['start', 'terminal', 'features', 'touch'].map((name, place) => ({
    name,
    priority: 9 - place,
    test: (id) => isIn(id, name),
  }));
  return { plugin, groups };
}

const vendor = await build(inputOf(modulesIn(VENDOR.slice(0, -1), '.mjs')));
const packed = new Map(vendor.map((chunk) => [chunk.facadeModuleId, chunk.fileName]));
const { plugin, groups } = partsPlugin();
const terminal = await build({ start: `${PAGES}/start.js` }, [vendorPlugin(packed), plugin], { groups });
const inTerminal = new Set(['start.js', 'terminal.js', 'features.js']);
const others = modulesIn(PAGES, '.js').filter((file) => !inTerminal.has(basename(file)));
const pages = await build(inputOf(others), [vendorPlugin(packed)], {
  groups: [{ name: 'common', minShareCount: 3 }],
});

/** A file and all that it imports at once, itself first, then the largest: it takes longest. */
function closure(fileName, chunks) {
  const found = [fileName];
  for (const name of found) {
    const imports = chunks.get(name)?.imports ?? [];
    found.push(...imports.map((one) => basename(one)).filter((one) => !found.includes(one)));
  }
  const size = (name) => statSync(`${out}/${name}`).size;
  return [fileName, ...found.slice(1).sort((a, b) => size(b) - size(a))];
}

const modules = {};
for (const built of [vendor, terminal, pages]) {
  const chunks = new Map(built.map((chunk) => [chunk.fileName, chunk]));
  for (const chunk of built) {
    for (const id of chunk.moduleIds) modules[named(id)] ??= closure(chunk.fileName, chunks);
  }
}
for (const { fileName } of [...vendor, ...terminal, ...pages]) {
  writeFileSync(`${out}/${fileName}.br`, brotliCompressSync(readFileSync(`${out}/${fileName}`)));
}
console.log(JSON.stringify(modules));

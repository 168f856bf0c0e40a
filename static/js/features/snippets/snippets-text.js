/** What the user reads and hears about snippets. */
import { TEXT_MAX_BYTES } from '../../lib/snippet-rules.js';

export const TEXT = {
  snippets: 'Snippets',
  snippet: 'Snippet',
  addOrChange: 'Add or change snippets',
  readOnly: 'Read-only: you cannot type here.',

  intro:
    'Texts that you type often. In a terminal they are in the palette (start with !) and in the menu, on a ' +
    `phone below the screen. Up to ${TEXT_MAX_BYTES} bytes each. Do not store passwords here.`,
  none: 'No snippets yet.',
  actions: { earlier: 'Move up', later: 'Move down', edit: 'Edit', delete: 'Delete' },
  actionOn: (action, name) => `${action}: ${name}`,
  enter: 'Enter',
  enterFollows: 'Enter is pressed after it',
  undo: 'Undo',
  undone: 'Change undone.',
  added: (name) => `“${name}” is added.`,
  changed: (name) => `“${name}” is changed.`,
  deleted: (name) => `“${name}” is deleted.`,
  moved: (name, place) => `“${name}” is number ${place} now.`,

  addTitle: 'Add a snippet',
  changeTitle: (name) => `Change “${name}”`,
  name: 'Name',
  text: 'Text',
  pressEnter: 'Press Enter after it',
  add: 'Add',
  save: 'Save',
  cancel: 'Cancel',
};

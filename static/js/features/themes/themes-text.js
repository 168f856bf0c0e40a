/** What choosing, importing and managing themes shows and speaks. */
const called = (name) => `“${name}”`;

export const TEXT = {
  kinds: { dark: 'Dark theme', light: 'Light theme' },
  sample: '$ ls',
  yours: 'Your own themes',
  none:
    'None yet. You can import theme files of iTerm2 (.itermcolors), base16 (.yaml, .json) and ' +
    'Windows Terminal (.json).',
  importFiles: 'Import themes…',
  imported: (count, names) => `${count} imported: ${names}.`,
  themeOfKind: (name, kind) => `${name} (${kind})`,
  notSaved: 'it could not be saved. ',
  fileProblem: (file, why) => `${file}: ${why}`,
  rename: 'Rename',
  renameTheme: (name) => `Rename ${name}`,
  delete: 'Delete',
  deleteTheme: (name) => `Delete ${name}`,
  name: 'Name',

  tooMany: (most, have) =>
    `You can have at most ${most} themes of your own. You have ${have}: delete some first.`,
  nameLength: (most) => `A name must have 1 to ${most} characters.`,
  nameTaken: 'Another theme already has this name.',
  unnamed: 'Theme',

  fileTooLarge: (kilobytes) => `The file is larger than ${kilobytes} KB, too large for a theme.`,
  fileEmpty: 'The file is empty.',
  notIterm: (why) => `The file is not an iTerm2 theme: ${why}.`,
  notRgb: (key) => `${called(key)} has no red, green and blue from 0 to 1.`,
  notJson: (why) => `The file is not valid JSON: ${why}.`,
  noTheme: 'The file contains no theme.',
  notTheme: 'The file contains something that is not a theme.',
  oneOfFile: (file) => `${file} theme`,
  unknownFormat: 'The file is not a theme of iTerm2, base16, Windows Terminal or WebMux (JSON).',
  lacksColour: (theme, colour) => `The theme ${called(theme)} lacks the colour ${called(colour)}.`,
  notColour: (colour, value) =>
    `The colour ${called(colour)} is ${called(value)}, which is not a colour like #1e2a3b.`,

  notPlist: 'it is not a property list with one dictionary',
  notXml: 'it is not well-formed XML',
  valueMissing: 'a value is missing, or is nested too deeply',
  tagUnsupported: (tag) => `<${tag}> is not supported`,
  notNumber: (text) => `${text} is not a number`,
  dictionaryOpen: 'a dictionary is not closed',
  tagOpen: (tag) => `<${tag}> is not closed`,
};

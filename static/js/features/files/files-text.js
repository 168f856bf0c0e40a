/** What the user reads and hears about files: uploads, downloads, the side panel and paths on the screen. */

export const TEXT = {
  // -- dropping and choosing
  paneFolder: 'This pane’s folder',
  paneFolderHint: 'where the active pane is now',
  privateFolder: 'Private folder',
  privateFolderHint: 'only for you, deleted after a few days',
  noFolders: 'Folders cannot be uploaded. Pack them into an archive first.',
  filesToUpload: 'Files to upload',
  uploaded: (paths) => `Uploaded: ${paths.join(', ')}`,

  // -- one upload
  uploadOf: (name) => `Upload of ${name}`,
  sentOf: (sent, total) => `${sent} of ${total}`,
  notUploaded: (reason) => `Not uploaded. ${reason}`,
  tooLarge: (size, most) => `This file is ${size}; the server accepts at most ${most} (upload_max_bytes).`,
  deleted: 'Upload deleted.',
  deletedPathStays: 'Upload deleted. The typed path stays.',
  pastedGoTo: 'Pasted files go to',
  chosenGoTo: 'Chosen files go to',
  places: { private: 'the private folder', pane: 'the pane’s folder' },
  cancel: 'Cancel',
  undo: 'Undo',
  close: 'Close',

  // -- downloading by path
  downloadTitle: 'Download a file',
  path: 'Path',
  pathHint: 'Relative to the active pane’s folder, or absolute, like /var/log/syslog or ~/notes.md.',
  download: 'Download',
  checking: 'Checking…',
  fileNotFound: 'File not found.',
  isFolder: 'That is a folder. Pack it into an archive first.',

  // -- the side panel
  pathToFolder: 'Path',
  namesInFolder: 'Names in this folder',
  filter: 'Filter names, or go to a path',
  pressEnter: 'Press Enter to go there.',
  followPane: 'Follow the active pane’s folder',
  parentFolder: 'Parent folder',
  refresh: 'Refresh',
  showHidden: 'Show hidden files',
  uploadHere: 'Upload into this folder',
  open: 'Open',
  insertPath: 'Insert path',
  copyPath: 'Copy path',
  kinds: { folder: 'Folder', file: 'File', link: 'Link', other: 'Special file' },
  kindOf: (kind) => `, ${kind}, `,
  saving: (name) => `Your browser is saving ${name}.`,
  cannotOpen: 'This is neither a file nor a folder, so it cannot be opened.',
  brokenLink: 'The target of this link does not exist.',
  notFound: 'File or folder not found.',

  // -- the menu of a path or an address
  downloadSize: (size) => `Download (${size})`,
  edit: 'Edit (types command)',
  editLine: (line) => `Edit at line ${line} (types command)`,
  goThere: 'Go there (types command)',
  openAddress: 'Open',
  copyAddress: 'Copy the address',
};

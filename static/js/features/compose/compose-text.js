/** What the compose bar shows and speaks. */
export const TEXT = {
  compose: 'Compose',
  field: 'Text for the terminal',
  write: 'Write here; Ctrl+Enter sends',
  writeOnPhone: 'Write here, then send',
  send: 'Send',
  holdToInsert: 'Hold to send without Enter',
  insert: 'Insert without Enter',
  sentTexts: 'Sent texts',
  sentList: 'Texts sent earlier',
  nothingSent: 'Nothing sent yet.',
  clearList: 'Clear this list',
  waiting: 'Waiting for the connection. Your text is not lost.',
  readOnly: 'Read-only: you cannot type here.',
};

/**
 * What the user reads about the right to type. Apart from the other texts, because it loads before the
 * prompt.
 */
export const TEXT = {
  readOnly: 'Read-only: you cannot type here.',
  canType: 'You can type now.',
  askToType: 'Ask to type',
  typeHere: 'Type here',
};

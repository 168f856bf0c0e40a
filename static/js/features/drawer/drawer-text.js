/** What the side panel shows and speaks. */
export const TEXT = {
  sidePanel: 'Side panel',
  files: 'Files',
  changes: 'Changes',
  search: 'Search',
  recordings: 'Recordings',
  close: 'Close the side panel',
  closeByKey: 'Close (Escape)',
  noRecordings: 'None yet. The record button in the toolbar records this session.',
};

/** What the user reads and hears about recordings. */

export const TEXT = {
  recordTitle: (session) => `Record “${session}”`,
  recordWarning:
    'Everything this session shows is saved on the server until you stop, even when no one is watching. ' +
    'Viewers see that it is recorded. Keystrokes are not saved, only what appears.',
  record: 'Record',
  starting: 'Starting…',
  saved: 'Recording saved. Open Recordings to play it.',

  recordingBadge: 'REC',
  play: 'Play',
  download: 'Download',
  stop: 'Stop',
  delete: 'Delete',
  deleting: 'Deleting…',
  actionOn: (action, session) => `${action} the recording of ${session}`,
  deleteTitle: (session) => `Delete the recording of “${session}”?`,
  cannotUndo: 'This cannot be undone.',
  ended: (reason) => `ended because ${reason}`,
  /** By the server's code. */
  reasons: {
    session_ended: 'the session ended',
    server_exited: 'tmux stopped',
    server_stopped: 'WebMux was stopped',
    server_died: 'WebMux was killed',
    recordings_full: 'the space for recordings was full',
    no_space: 'the disk was full',
    recording_failed: 'the disk failed',
    failed: 'of an error',
  },

  pause: 'Pause',
  playKey: 'Play (Space)',
  pauseKey: 'Pause (Space)',
  position: (now, length) => `${now} of ${length}`,
  marker: 'Marker',
};

/** The features that only `view=panes` has, installed last. Separate file: it loads after the prompt. */
import { installMarks } from '../marks/marks.js';
import { installProgress } from '../marks/progress.js';
import { installTmuxUi } from '../tmux/tmux-ui.js';
import { installPaneColours } from './pane-colours.js';
import { installPaneImages } from './pane-images.js';
import { installPaneScroll } from './pane-scroll.js';
import { installPanes } from './panes-page.js';
import { installSolo } from './solo.js';

/** @type {((page: import('../../pages/page-contract.js').Page) => void)[]} */
export const PANE_FEATURES = [
  installPanes,
  installSolo,
  installPaneScroll,
  installPaneColours,
  installPaneImages,
  installMarks,
  installProgress,
  installTmuxUi,
];

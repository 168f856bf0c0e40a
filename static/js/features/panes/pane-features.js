/** The features that only `view=panes` has, installed last. Separate file: it loads after the prompt. */

/** @type {((page: import('../../pages/page-contract.js').Page) => void)[]} */
export const PANE_FEATURES = [];

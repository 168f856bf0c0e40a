/** What the inbox shows and speaks. */
export const TEXT = {
  place: (at, total) => `${at} of ${total}`,
  title: (total) => (total > 0 ? `(${total}) Inbox – WebMux` : 'Inbox – WebMux'),
  heading: (agent, session) => `${agent || 'Agent'} in ${session}`,
  since: (age) => `waits for ${age}`,
  noOption: (key) => `Nothing was sent: this question has no option for ${key}.`,
  noUpdates: (reason) => `This page is no longer updated: ${reason}. Reload it to continue.`,
};

/** Figures of a terminal and its connection as people read them. Pure. */

const KIB = 1024;

/** `512 B`, `128 KiB`, `1.5 MiB`; a dash for what is no number. */
export function bytes(count) {
  if (!Number.isFinite(count)) return '–';
  if (count < KIB) return `${count} B`;
  if (count < KIB * KIB) return `${Math.round(count / KIB)} KiB`;
  return `${(count / KIB / KIB).toFixed(1)} MiB`;
}

/** `3 ms`, `120 ms`, `1.2 s`: the time a message takes there and back. */
export function latency(ms) {
  if (ms < 1000) return `${Math.max(1, Math.round(ms))} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}

/** How good that is: `good`, `fair` or `slow`. */
export function latencyGrade(ms) {
  if (ms < 100) return 'good';
  return ms < 300 ? 'fair' : 'slow';
}

/** `80 × 24`, columns first. */
export function size({ cols, rows }) {
  return `${cols} × ${rows}`;
}

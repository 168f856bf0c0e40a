/** A moment that is still to come, as short as it can be understood. Pure. */

const CLOCK = { hour: '2-digit', minute: '2-digit' };
const DAY = { weekday: 'short', day: 'numeric', month: 'short' };

/**
 * `18:30` for today, else the day as well; times are seconds since 1970.
 * @param {{locale?: string, timeZone?: string}} [reader] as the browser has it when left out.
 */
export function until(atSeconds, nowSeconds, { locale, timeZone } = {}) {
  const [at, now] = [atSeconds, nowSeconds].map((seconds) => new Date(seconds * 1000));
  const dayOf = (date) => date.toLocaleDateString(locale, { timeZone });
  const clock = at.toLocaleTimeString(locale, { ...CLOCK, timeZone });
  return dayOf(at) === dayOf(now)
    ? clock
    : `${at.toLocaleDateString(locale, { ...DAY, timeZone })}, ${clock}`;
}

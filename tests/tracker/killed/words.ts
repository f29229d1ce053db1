/** What parent and child agree on. */
export const NOW_HEADER = 'x-test-now';
/** Second 0 of the machine's clock: a Monday morning. */
export const SECOND_ZERO = Date.UTC(2026, 10, 16, 6);

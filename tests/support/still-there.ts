/** What a run says whose process does not end after its last test. */
export const STILL_THERE = 'still there after all tests';

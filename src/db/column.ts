/** An instant as both databases compare it with a `DATETIME(3)` column, in a query without models. */
export const asColumn = (instant: Date): string => instant.toISOString().replace('T', ' ').replace('Z', '');

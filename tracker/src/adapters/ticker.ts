/** Calls `tick` once a second for as long as the window lives. */
export function everySecond(tick: () => void): void {
  const worker = new Worker('/js/ticker.js', { type: 'module' });
  worker.addEventListener('message', tick);
}

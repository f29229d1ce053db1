/** Ticks once a second. A worker's timer goes on when the window is hidden or minimised; a page's would be throttled. */
setInterval(() => postMessage(null), 1000);
export {};

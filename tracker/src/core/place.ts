/** Where the window lies, in the units of the system's windows. */
export type Place = { x: number; y: number; width: number; height: number };

/** The place nearest to the wanted one that lies wholly on a display; a window too large for it is made smaller. */
export function placeInside(wanted: Place, display: Place): Place {
  const width = Math.min(wanted.width, display.width);
  const height = Math.min(wanted.height, display.height);
  return {
    x: between(display.x, wanted.x, display.x + display.width - width),
    y: between(display.y, wanted.y, display.y + display.height - height),
    width,
    height,
  };
}

const between = (least: number, value: number, most: number) => Math.max(least, Math.min(value, most));

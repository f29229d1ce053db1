export type Size = { width: number; height: number };

/** The size of several displays in one picture: side by side, their upper edges in line. */
export const joinedSize = (displays: readonly Size[]): Size => ({
  width: displays.reduce((sum, { width }) => sum + width, 0),
  height: Math.max(...displays.map(({ height }) => height)),
});

/**
 * How wide a picture of this shape may be. It gets as many pixels as one of 16:9 that is `maxWidth` wide, so that two or
 * three displays side by side stay readable and need no more bytes than one. Never wider than it is.
 */
export const widthWithin = ({ width, height }: Size, maxWidth: number): number =>
  Math.min(width, Math.max(1, Math.floor(Math.sqrt((maxWidth * maxWidth * 9 * width) / (16 * height)))));

/** How wide a picture of this shape is when it is so many pixels high. */
export const widthAt = (height: number, whole: Size): number =>
  Math.max(1, Math.round((height * whole.width) / whole.height));

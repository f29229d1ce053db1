/** So much of a name stands in a sentence; the rest is told by an ellipsis. */
const LONGEST = 60;
/** Hebrew is the first script of Unicode that runs from right to left; what lies before it turns nothing. */
const LEFT_TO_RIGHT = /^[\0-\u058f…]*$/;
const segmenter = new Intl.Segmenter();

/**
 * Somebody else's text as a part of a sentence of ours, whatever is in it: on one line, cut when it is long, and
 * isolated where its direction could go beyond it. Formatting characters go, because an override or a stray end of one would turn the
 * rest of the sentence; joiners stay between letters and within emoji, where they are spelling.
 */
export function plainName(text: string): string {
  const plain = text
    .replace(/(?<=\S)[\u200c\u200d](?=\S)|[\p{Cc}\p{Cf}\p{Cs}\p{Z}]+/gu, found =>
      found === '\u200c' || found === '\u200d' ? found : ' ',
    )
    .replace(/ +/g, ' ')
    .trim();
  const letters = [...segmenter.segment(plain)].map(({ segment }) => segment);
  const cut = letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : plain;
  return LEFT_TO_RIGHT.test(cut) ? cut : `\u2068${cut}\u2069`;
}

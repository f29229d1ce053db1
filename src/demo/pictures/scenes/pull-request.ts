import { pullRequest, remarks } from '../content/pull-request.ts';
import { browser, scrollBar } from '../parts/browser.ts';
import { changeHead, conversation, difference } from '../parts/forge.ts';
import { jitter } from '../parts/typing.ts';
import type { Area, Moment, Scene } from '../scene.ts';
import { at, icon, pane, rect } from '../svg.ts';
import { text } from '../text.ts';

const answers = [
  'Good point. I will move the number into the configuration and name it in the notes, so that',
  'I tried it with two phones and a slow line: the second request waits for the first, and the basket',
  'Thank you for looking so closely. The picture of the new message is in the shared folder, I kept the',
  'The failing check was the browser test: the cookie was set before the redirect. Fixed in the last commit,',
];

/** The change under review in the browser: the talk, and the files line by line. */
export const pullRequestReview: Scene = {
  title: 'Review of a change in the browser',
  work: 'shop',
  app: 'browser',
  tasks: [
    'Answer review comments on the basket change',
    'Read through own change before asking for review',
    'Review: explain why the higher quantity wins',
    'Look over the delivery rules line by line',
    'Split the basket change into smaller commits',
    'Check the preview and answer Carla',
  ],
  draw(moment: Moment, { width, height }: Area): string {
    const files = moment.step % 3 !== 0;
    return browser(width, height, {
      tabs: [
        { title: 'Fernhollow', tint: '#2f6b4a' },
        { title: `${pullRequest.title} #218`, tint: '#7a5bc0' },
        { title: 'Preview of keep-basket', tint: '#2f6b4a' },
      ],
      active: 1,
      url: `orchard.example/fernhollow/shop/changes/218${files ? '/files' : ''}`,
      page: (w, h) => page(w, h, moment, files),
    });
  },
};

function page(w: number, h: number, moment: Moment, files: boolean): string {
  const left = Math.round(w / 2 - 620);
  const round = Math.floor(moment.step / 3);
  const said = Math.min(remarks.length, 2 + (round % 7));
  const body = files ? changedFiles(1240, moment) : talk(1240, said, moment);
  const height = 230 + body.height;
  const furthest = Math.max(0, height - h);
  const scrolled = files
    ? Math.min(furthest, (moment.step * 430 + jitter(moment, 260)) % Math.max(1, furthest + 200))
    : Math.max(0, furthest - jitter(moment, 90));
  return (
    rect(0, 0, w, h, '#fff') +
    pane(
      0,
      0,
      w,
      h,
      at(0, -scrolled, changeHead(w, left, files ? 3 : 0, said, 4 + (round % 4)) + at(left, 230, body.drawn)),
    ) +
    scrollBar(w, h, height, scrolled)
  );
}

function talk(w: number, said: number, moment: Moment): { height: number; drawn: string } {
  const answer = answers[Math.floor(moment.step / 3) % answers.length] ?? '';
  const body = conversation(w - 320, said, answer.slice(0, 30 + jitter(moment, answer.length - 30)));
  let side = '';
  const facts = [
    ['Reviewers', 'marit', 'carla'],
    ['Assigned', 'felix'],
    ['Labels', 'checkout', 'customer wish'],
    ['Milestone', 'Spring release'],
  ];
  let y = 8;
  for (const [name = '', ...values] of facts) {
    side += text(0, y + 10, name, { face: 'semibold', fill: '#646e78' });
    for (const value of values)
      side +=
        text(28, (y += 28) + 10, value, { size: 14, fill: '#23292f' }) +
        icon(name === 'Labels' ? 'tag' : 'user', 0, y - 2, 16, '#646e78');
    y += 44;
  }
  return { height: body.height, drawn: body.drawn + at(w - 280, 0, side) };
}

function changedFiles(w: number, moment: Moment): { height: number; drawn: string } {
  let y = 0;
  let drawn = text(0, 14, `${pullRequest.files.length} files changed, ${(moment.step % 3) + 1} viewed`, {
    face: 'semibold',
    size: 14,
    fill: '#23292f',
  });
  y += 34;
  for (const file of pullRequest.files) {
    const shown = difference(w, file);
    drawn += at(0, y, shown.drawn);
    y += shown.height;
  }
  return { height: y + 80, drawn };
}

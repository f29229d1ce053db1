import type { Scene } from '../scene.ts';
import { appDesign } from './app-design.ts';
import { clientChat } from './client-chat.ts';
import { dataCode } from './data-code.ts';
import { dataSheet } from './data-sheet.ts';
import { designHandbook } from './design-handbook.ts';
import { pullRequestReview } from './pull-request.ts';
import { reportWriting } from './report-writing.ts';
import { shopCode } from './shop-code.ts';
import { shopPage } from './shop-page.ts';
import { shopTerminal } from './shop-terminal.ts';

/** Every kind of work that can be painted, by name. */
export const scenes = {
  shopCode,
  shopPage,
  pullRequestReview,
  shopTerminal,
  appDesign,
  designHandbook,
  clientChat,
  dataSheet,
  dataCode,
  reportWriting,
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof scenes;

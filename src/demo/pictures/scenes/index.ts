import type { Scene } from '../scene.ts';
import { shopCode } from './shop-code.ts';

/** Every kind of work that can be painted, by name. */
export const scenes = { shopCode } satisfies Record<string, Scene>;

export type SceneName = keyof typeof scenes;

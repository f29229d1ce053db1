/** What the person has chosen for the tracker on this computer: one small file of the data folder. */
import * as z from 'zod';
import { readJson, replaceText, type Disk } from '../core/disk.ts';

const FILE = 'settings.json';

export type Settings = {
  /** So long without input, and the tracker asks whether the time counts. */
  idleAfterSeconds: number;
  /** So long a screenshot stays on this computer before it is sent. */
  holdSeconds: number;
  startWithSystem: boolean;
  /** Closing the window leaves the tracker in the tray. */
  closeToTray: boolean;
};

export const defaultSettings: Settings = {
  idleAfterSeconds: 300,
  holdSeconds: 120,
  startWithSystem: false,
  closeToTray: true,
};

/** Both ends included. */
export const IDLE_MINUTES = { least: 3, most: 30 };
export const HOLD_SECONDS = { least: 0, most: 600 };

/** A field that is missing or out of bounds takes its default; the others stay as chosen. */
const saved = z
  .object({
    idleAfterSeconds: z
      .int()
      .min(IDLE_MINUTES.least * 60)
      .max(IDLE_MINUTES.most * 60)
      .catch(defaultSettings.idleAfterSeconds),
    holdSeconds: z.int().min(HOLD_SECONDS.least).max(HOLD_SECONDS.most).catch(defaultSettings.holdSeconds),
    startWithSystem: z.boolean().catch(defaultSettings.startWithSystem),
    closeToTray: z.boolean().catch(defaultSettings.closeToTray),
  })
  .catch(defaultSettings);

/** No file, or a damaged one, gives the defaults. */
export const readSettings = async (disk: Disk): Promise<Settings> => saved.parse(await readJson(disk, FILE));

export const saveSettings = (disk: Disk, chosen: Settings) => replaceText(disk, FILE, JSON.stringify(chosen));

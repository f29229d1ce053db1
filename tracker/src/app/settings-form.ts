/** From what was typed into the settings to settings, or to what is wrong beside each field. */
import { HOLD_SECONDS, IDLE_MINUTES, type Settings } from './settings.ts';

export type TypedSettings = {
  idleMinutes: string;
  holdSeconds: string;
  startWithSystem: boolean;
  closeToTray: boolean;
};

export type SettingsFaults = Partial<Record<keyof TypedSettings, string>>;

export const typedFrom = (settings: Settings): TypedSettings => ({
  ...settings,
  idleMinutes: String(settings.idleAfterSeconds / 60),
  holdSeconds: String(settings.holdSeconds),
});

export function settingsFrom(typed: TypedSettings): { settings: Settings } | { faults: SettingsFaults } {
  const idleMinutes = wholeNumber(typed.idleMinutes, IDLE_MINUTES);
  const holdSeconds = wholeNumber(typed.holdSeconds, HOLD_SECONDS);
  if (idleMinutes !== null && holdSeconds !== null) {
    const { startWithSystem, closeToTray } = typed;
    return { settings: { idleAfterSeconds: idleMinutes * 60, holdSeconds, startWithSystem, closeToTray } };
  }
  const faults: SettingsFaults = {};
  if (idleMinutes === null)
    faults.idleMinutes = `Type whole minutes from ${IDLE_MINUTES.least} to ${IDLE_MINUTES.most}.`;
  if (holdSeconds === null)
    faults.holdSeconds = `Type whole seconds from ${HOLD_SECONDS.least} to ${HOLD_SECONDS.most}.`;
  return { faults };
}

function wholeNumber(typed: string, { least, most }: { least: number; most: number }): number | null {
  const text = typed.trim();
  const value = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : null;
}

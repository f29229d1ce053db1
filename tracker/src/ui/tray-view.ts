/** What the tray's icon and menu show, as plain data, from the model. */
import { chosenContract, type Model } from '../app/model.ts';
import type { TrayItem, TrayMenu } from '../app/desktop.ts';
import type { View } from './view.ts';

/** @param view what the window shows of the same model */
export function trayOf(model: Model, view: View): TrayMenu {
  const quit = { id: 'quit', text: 'Quit' };
  const show = { id: 'show', text: 'Show window' };
  if (view.screen !== 'timer') {
    const unsent = model.queue.waiting.length > 0;
    return { state: unsent ? 'attention' : 'stopped', items: [show, quit] };
  }
  const unprotected = view.running && view.preflight.checks.some(({ tone }) => tone === 'warn');
  const failed = model.captureFailure !== null || view.notices.some(({ tone }) => tone === 'bad');
  const needsAttention = unprotected || failed || view.refused.length > 0;
  return {
    state: needsAttention ? 'attention' : view.running ? 'running' : 'stopped',
    items: [
      { id: 'what', text: whatRuns(model, view.running), disabled: true },
      toggle(view.running, view.start.enabled),
      show,
      { id: 'diary', text: 'Manage Work Diary Online' },
      quit,
    ],
  };
}

/** No clock: a menu that changed each second would close under the person's hands. */
function whatRuns(model: Model, running: boolean): string {
  const contract = chosenContract(model);
  if (!running) return 'Not running';
  return contract ? `${contract.title} · ${contract.client}` : 'Running';
}

const toggle = (running: boolean, enabled: boolean): TrayItem =>
  running ? { id: 'stop', text: 'Stop' } : { id: 'start', text: 'Start', disabled: !enabled };

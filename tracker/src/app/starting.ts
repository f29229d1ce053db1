import type { Second } from '../core/chance.ts';
import { taskOf, type Model } from './model.ts';
import type { Outside } from './outside.ts';
import { remember } from './recent.ts';
import type { Timekeeping } from './timekeeping.ts';

/**
 * Starts the timer on what the form says. The first time a test capture comes before it; when that fails nothing starts,
 * and `model.captureFailure` says why.
 * @param withoutScreenshots start although the test failed: the time will not be protected
 */
export async function startWork(
  model: Model,
  outside: Outside,
  time: Timekeeping,
  now: () => Second,
  withoutScreenshots: boolean,
): Promise<void> {
  if (!taskOf(model) || model.timer.running) return;
  model.captureTested ||= withoutScreenshots || (await testCapture(model, outside));
  // The form may have changed while the test was going on.
  const task = taskOf(model);
  if (!model.captureTested || !task) return;
  model.paused = null;
  model.recoveredUntil = null;
  time.happened({ type: 'start', at: now(), task });
  await remember(model, outside.disk, task);
}

/** Takes a picture that is thrown away. */
async function testCapture(model: Model, outside: Outside): Promise<boolean> {
  const rule = model.state?.policy.picture;
  if (!rule) return false;
  const photo = await outside.photograph(rule, true);
  model.captureFailure = typeof photo === 'string' ? photo : null;
  return model.captureFailure === null;
}

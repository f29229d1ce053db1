import { NotFound } from '../kernel/errors.ts';
import { Session } from './session-model.ts';

/**
 * Ends one of a person's own sessions, and the browser sessions that were handed over from it.
 * @throws NotFound
 */
export async function endSession(id: number, userId: number): Promise<void> {
  const ended = await Session.destroy({ where: { id, userId } });
  if (ended === 0) throw new NotFound('session');
}

/** How a contract stands: offered, running, stopped for a while or for good. Rules only. */
import type { ContractState } from './contract.ts';

/**
 * Why an accepted contract does not run: the client paused it, nobody tracked for long, one amount was agreed in place of
 * hours, or one side ended it.
 */
export type Stop = 'paused' | 'asleep' | 'fixed-price' | 'ended';
export type Standing = ContractState | Stop;
export type StandingFacts = { state: ContractState; stopped: Stop | null };

/** After so many days without tracking a contract goes to sleep until the client wakes it. */
export const DAYS_TO_SLEEP = 14;

export const standingOf = ({ state, stopped }: StandingFacts): Standing => stopped ?? state;

export type StopAct = 'pause' | 'resume' | 'end';
const possibleFrom: Record<StopAct, readonly Standing[]> = {
  pause: ['active'],
  resume: ['paused', 'asleep'],
  end: ['active', 'paused', 'asleep', 'fixed-price'],
};
export const stopRefusalWords: Record<StopAct, string> = {
  pause: 'Only a running contract can be paused.',
  resume: 'This contract is not paused.',
  end: 'This contract has ended already.',
};

/** @returns the act that is refused, to look up its words */
export const whyNotStopOrGo = (contract: StandingFacts, act: StopAct): StopAct | null =>
  possibleFrom[act].includes(standingOf(contract)) ? null : act;

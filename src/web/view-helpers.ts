/** What every view can call. */
import { money } from '../kernel/money.ts';
import { clock, dateTime, dayLong, dayName, duration, hours } from '../kernel/time.ts';
import { assetAddresses } from './assets.ts';

export function viewHelpers(production: boolean) {
  const asset = assetAddresses(production);
  const percent = (fraction: number): string => `${Math.round(fraction * 100)} %`;
  const icon = (name: string): string => `${asset('/vendor/icons.svg')}#${name}`;
  return { money, clock, dateTime, dayLong, dayName, duration, hours, percent, asset, icon };
}

/** What every view can call. */
import { money } from '../kernel/money.ts';
import { clock, clockToTheSecond, dateTime, dayLong, dayName, duration, hours, hoursExact } from '../kernel/time.ts';
import { assetAddresses } from './assets.ts';

export function viewHelpers(production: boolean) {
  const asset = assetAddresses(production);
  const percent = (fraction: number): string => `${Math.round(fraction * 100)} %`;
  const icon = (name: string): string => `${asset('/vendor/icons.svg')}#${name}`;
  return {
    money,
    clock,
    clockToTheSecond,
    dateTime,
    dayLong,
    dayName,
    duration,
    hours,
    hoursExact,
    percent,
    asset,
    icon,
  };
}

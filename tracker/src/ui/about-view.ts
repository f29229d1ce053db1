/** What About says, as plain data. */
import type { About } from '../app/desktop.ts';
import type { Model } from '../app/model.ts';
import { timeIn } from '../app/words.ts';

export function aboutView(model: Model, about: About): { name: string; value: string }[] {
  const { session, confirmedAt } = model;
  const zone = session?.person.timeZone ?? 'UTC';
  return [
    { name: 'Version', value: about.version },
    { name: 'Server', value: session?.server ?? model.address },
    { name: 'Signed in as', value: session ? `${session.person.name}, ${session.person.email}` : 'Nobody' },
    {
      name: 'Last confirmed by the server',
      value: confirmedAt === null ? 'Not since this start' : timeIn(confirmedAt, zone),
    },
    { name: 'Folder', value: about.folder },
    { name: 'Log', value: 'log.txt in that folder' },
    { name: 'Native runtime', value: about.runtime },
  ];
}

/** Every route of the application, read off Express' own router: nobody has to remember to list a new one. */
import type { Express } from 'express';

/** @property method as in a request line @property path with its parameters, such as `/contracts/:id` */
export type Route = { method: string; path: string };

type Layer = {
  /** Where it is mounted, and whether that is everywhere. */
  rawPath: unknown;
  slash: boolean;
  route?: { path: unknown; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
};

export const routesOf = (app: Express): Route[] =>
  below((app as unknown as { router: { stack: Layer[] } }).router.stack, '');

function below(stack: Layer[], mounted: string): Route[] {
  return stack.flatMap(({ rawPath, slash, route, handle }) => {
    if (route)
      return Object.keys(route.methods).map(name => ({ method: name.toUpperCase(), path: mounted + text(route.path) }));
    return handle.stack ? below(handle.stack, slash ? mounted : mounted + text(rawPath)) : [];
  });
}

/** A pattern that is no text could not be listed, and so not be looked after. */
function text(path: unknown): string {
  if (typeof path !== 'string') throw new Error(`a route is no text: ${String(path)}`);
  return path;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
export const isSafe = ({ method }: Pick<Route, 'method'>): boolean => SAFE.has(method);
export const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

/** `contracts/:id`, `lines/:line`: each parameter with what stands before it, which says what it names. */
export function parametersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.flatMap((part, place) =>
    part.startsWith(':') ? [`${parts[place - 1]}/${part.replace(/\.\w+$/, '')}`] : [],
  );
}

/** Where the freelancer sits: a wide monitor with a task bar below, or a laptop with a menu bar above. */
export type Desk = 'monitor' | 'laptop';

/**
 * When a screenshot is taken.
 * `at` is the instant, `zone` the freelancer's IANA time zone (the clock on the painted screen shows it), `step` how many
 * pictures of this scene came before: the work on the screen moves on with it, and with the minutes between. `covered` is
 * what the freelancer masked afterwards.
 */
export type Moment = { at: Date; zone: string; step: number; desk?: Desk; covered?: Box };

/** A part of the screen, in pixels. */
export type Box = Area & { x: number; y: number };

/** The room a scene has on the desk, in pixels. */
export type Area = { width: number; height: number };

/** The applications in the task bar. */
export type App = 'files' | 'browser' | 'editor' | 'terminal' | 'design' | 'sheet' | 'document' | 'chat';

/** The three made-up contracts the pictures belong to. */
export type DemoWork = 'shop' | 'clinic' | 'energy';

/** One kind of work on the screen, with descriptions a freelancer would type while it is done. */
export type Scene = {
  title: string;
  work: DemoWork;
  app: App;
  tasks: readonly string[];
  draw(moment: Moment, area: Area): string;
};

/** The desktop on which the tracker is a guest, as the tracker sees it. */
export type Desktop = {
  /**
   * Takes the window off the screen: into the tray where one is seen, elsewhere among the minimised windows or, where
   * those are not to be trusted, into the background, from which a second start brings it back.
   */
  putAway(): Promise<'tray' | 'minimised' | 'background'>;
  /** Makes the window large enough to judge a picture, or as it was before. */
  makeRoom(on: boolean): Promise<void>;
  /** Ends the program at once. */
  exit(): Promise<void>;
  /** @throws when the system does not take it */
  startWithSystem(on: boolean): Promise<void>;
  /** Shows the tracker's folder in the system's file manager. */
  openFolder(): Promise<void>;
  /** Adds a line to the log. */
  log(line: string): void;
  about: About;
};

export type TrayState = 'stopped' | 'running' | 'attention';
export type TrayItem = { id: string; text: string; disabled?: boolean };
export type TrayMenu = { state: TrayState; items: readonly TrayItem[] };

export type About = {
  version: string;
  /** The native runtime, by name and version. */
  runtime: string;
  /** Where work, settings and the log are kept. */
  folder: string;
};

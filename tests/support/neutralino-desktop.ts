/** The double's window and tray: what the tracker did with them, for a test to look at. */
export type DesktopState = {
  window: { visible: boolean; minimised: boolean; x: number; y: number; width: number; height: number };
  tray: { icon: string; menuItems: { id: string; text: string; isDisabled: boolean }[] } | null;
};

type Data = Record<string, unknown>;

/** As the runtime starts: hidden, in the middle. */
export function desktopMethods(): { state: DesktopState; methods: Record<string, (data: Data) => unknown> } {
  const window = { visible: false, minimised: false, x: 450, y: 120, width: 380, height: 560 };
  const state: DesktopState = { window, tray: null };
  const changes = (change: Partial<DesktopState['window']>) => () => void Object.assign(window, change);
  return {
    state,
    methods: {
      'os.setTray': tray => void (state.tray = tray as DesktopState['tray']),
      // As GTK presents a window: shown, and no longer minimised.
      'window.focus': changes({ visible: true, minimised: false }),
      'window.getPosition': () => ({ x: window.x, y: window.y }),
      'window.getSize': () => ({ width: window.width, height: window.height }),
      'window.hide': changes({ visible: false }),
      'window.minimize': changes({ minimised: true }),
      'window.move': ({ x, y }) => void Object.assign(window, { x, y }),
      'window.setSize': ({ width, height }) => void Object.assign(window, { width, height }),
      'window.show': changes({ visible: true }),
      'window.unminimize': changes({ minimised: false }),
    },
  };
}

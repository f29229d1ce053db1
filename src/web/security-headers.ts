/** What every answer says to browsers, whatever it is an answer to. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Nothing of ours asks for any of these; a page that asked would be somebody else's. */
const UNUSED = [
  ...['accelerometer', 'autoplay', 'browsing-topics', 'camera', 'display-capture', 'encrypted-media'],
  ...['fullscreen', 'gamepad', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'local-fonts', 'magnetometer'],
  ...['microphone', 'midi', 'payment', 'picture-in-picture', 'publickey-credentials-get', 'screen-wake-lock', 'serial'],
  ...['storage-access', 'usb', 'window-management', 'xr-spatial-tracking'],
];
const PERMISSIONS = UNUSED.map(name => `${name}=()`).join(', ');

/**
 * Nothing runs, loads or frames but what we serve ourselves; no inline script or style at all.
 * @param formTargets origins of others that a form of ours may end at
 */
export function securityHeaders(https: boolean, formTargets: readonly string[]): RequestHandler[] {
  const permissions: RequestHandler = (_req, res, next) => {
    res.set('Permissions-Policy', PERMISSIONS);
    next();
  };
  return [helmetFor(https, formTargets), permissions];
}

const helmetFor = (https: boolean, formTargets: readonly string[]): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'", ...formTargets],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(https && { upgradeInsecureRequests: [] }),
      },
    },
    // Not no-referrer: browsers would then send "Origin: null" with forms, and we could not tell our own pages.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
  });

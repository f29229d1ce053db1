import type { HelmetOptions } from 'helmet';

/**
 * Nothing runs, loads or frames but what we serve ourselves; no inline script or style at all.
 * @param formTargets origins of others that a form of ours may end at
 */
export const securityHeaders = (https: boolean, formTargets: readonly string[]): HelmetOptions => ({
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
    },
  },
  // Not no-referrer: browsers would then send "Origin: null" with forms, and we could not tell our own pages.
  referrerPolicy: { policy: 'same-origin' },
  strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  xFrameOptions: { action: 'deny' },
});

/**
 * Content security policy of the app, the same under app:// and http://127.0.0.1. Nothing but the app's own files is
 * ever fetched: no other host stands in it.
 */
const appPolicy: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  // Mantine and the chart library set styles on elements at run time.
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' blob: data:",
  'font-src': "'self'",
  // blob: for what the user opened, which loaders read through an object URL.
  'connect-src': "'self' blob:",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  // `default` is renderer/app/trusted-types.ts: it admits the app's own worker scripts and text without markup.
  'trusted-types': 'default',
};

/** Policy of a report on its way to paper: what it shows is in it, and no script of it runs. */
const reportPolicy: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'style-src': "'unsafe-inline'",
  'img-src': 'data:',
  'font-src': 'data:',
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  sandbox: '',
};

/** Browser features the app has no use for; an empty list denies a feature to everyone, the app included. */
const deniedFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

const common: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': deniedFeatures.map((feature) => `${feature}=()`).join(', '),
  'Cache-Control': 'no-cache',
};

/** Headers of every answer that carries a file of the app. */
export function appHeaders(contentType: string): Record<string, string> {
  return { 'Content-Type': contentType, 'Content-Security-Policy': policyText(appPolicy), ...common };
}

/** Headers of a report that is being printed. */
export function reportHeaders(): Record<string, string> {
  return { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policyText(reportPolicy), ...common };
}

/** Headers of a refusal: it has no content to run. */
export function refusalHeaders(): Record<string, string> {
  return { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Security-Policy': "default-src 'none'", ...common };
}

function policyText(policy: Readonly<Record<string, string>>): string {
  return Object.entries(policy)
    .map(([name, value]) => (value === '' ? name : `${name} ${value}`))
    .join('; ');
}

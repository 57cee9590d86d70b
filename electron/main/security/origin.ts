export const appScheme = 'app';
export const appHost = 'edgewright';
/** Host of reports on their way to paper; it exists in the printing session alone. */
export const reportHost = 'report';
export const startUrl = `${appScheme}://${appHost}/`;

/** Whether `address` lies in the app itself. Exact: another scheme, host, port or a user name is another origin. */
export function isAppUrl(address: string): boolean {
  return hasOrigin(address, appHost);
}

export function isReportUrl(address: string): boolean {
  return hasOrigin(address, reportHost);
}

function hasOrigin(address: string, host: string): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  return url.protocol === `${appScheme}:` && url.host === host && url.username === '' && url.password === '';
}
